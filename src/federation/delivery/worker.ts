import { setTimeout as sleep } from "node:timers/promises";
import { logger } from "../../log.ts";
import { claimDeliveries, nextDelivery, settleDeliveries } from "../../store/deliveries.ts";
import { removeFollowersByInbox } from "../../store/followers.ts";
import { listSignatureSchemes, recordHosts } from "../../store/hosts.ts";
import { findRequestKey } from "../../store/keys.ts";
import type { Database } from "../../store/sql.ts";
import { groupId } from "../../text/address.ts";
import type { Renderer } from "../activities.ts";
import { createAgent } from "../network.ts";
import type { FederationOptions } from "../options.ts";
import { userAgent } from "../software.ts";
import { attempt, type Attempt, createBodies } from "./attempt.ts";
import type { Body, Sender } from "./send.ts";

const log = logger("delivery");

const concurrency = 32;
/** Milliseconds: outcomes are recorded together, but none later than this. */
const recordWithin = 200;
const longestRest = 5000;

/** Turns delivery rows into requests until `signal` aborts; what is under way then is finished and recorded. */
export async function deliver(
  options: FederationOptions & { renderer: Renderer },
  signal: AbortSignal,
): Promise<void> {
  const { sql, config } = options;
  const agent = createAgent(config.allowPrivateAddress, { connections: 4, timeout: 10_000 });
  const bell = createBell(signal);
  const subscription = await sql.listen("delivery", bell.ring);
  const bodyOf = createBodies(options.renderer);
  const underWay = new Set<Promise<void>>();
  const done: Attempt[] = [];
  let sender: Sender | undefined;
  const collect = async (row: Promise<Attempt>) => {
    done.push(await row);
    // Room for half a claim is worth a query; for one row it is not.
    if (underWay.size <= concurrency / 2) bell.ring();
  };
  try {
    while (!signal.aborted) {
      sender ??= await createSender(options, agent);
      const rows = sender ? await claim(sql, sender, bodyOf, concurrency - underWay.size) : [];
      for (const row of rows) {
        const settled = collect(row).finally(() => underWay.delete(settled));
        underWay.add(settled);
      }
      if (underWay.size > 0) await bell.wait(recordWithin);
      else if (rows.length === 0) await bell.wait(sender ? await restBefore(sql) : longestRest);
      await record(sql, done.splice(0));
    }
    await Promise.all(underWay);
    await record(sql, done);
  } finally {
    await subscription.unlisten();
    await agent.close();
  }
}

/** Starts the attempts that are due, as many as there is room for. */
async function claim(
  sql: Database,
  sender: Sender,
  bodyOf: (activityId: string) => Promise<Body | undefined>,
  room: number,
): Promise<Promise<Attempt>[]> {
  const rows = room > 0 ? await claimDeliveries(sql, room) : [];
  const schemes = await listSignatureSchemes(sql, [...new Set(rows.map(({ host }) => host))]);
  return rows.map((row) => attempt(sender, bodyOf, row, schemes.get(row.host) ?? "draft-cavage"));
}

/** What sends for the group; undefined until there is a group. */
async function createSender(
  { sql, secret, config }: FederationOptions,
  agent: Sender["agent"],
): Promise<Sender | undefined> {
  const { origin, allowPrivateAddress } = config;
  const key = await findRequestKey(sql, "group", secret);
  if (!key) return undefined;
  return {
    agent,
    key: { id: `${groupId(origin)}#main-key`, key },
    userAgent: userAgent(origin),
    allowPrivateAddress,
  };
}

async function restBefore(sql: Database): Promise<number> {
  const seconds = (await nextDelivery(sql)) ?? Number.POSITIVE_INFINITY;
  return Math.min(Math.max(seconds * 1000, 10), longestRest);
}

/** Records outcomes and the followers they cost, together. */
async function record(sql: Database, attempts: Attempt[]): Promise<void> {
  if (attempts.length === 0) return;
  await sql.begin(async (tx) => {
    await settleDeliveries(
      tx,
      attempts.map(({ settlement }) => settlement),
    );
    await recordHosts(
      tx,
      attempts.flatMap(({ host }) => host ?? []),
    );
    const gone = attempts.flatMap(({ goneInbox }) => goneInbox ?? []);
    const removed = await removeFollowersByInbox(tx, gone);
    if (removed > 0) log.info("{removed} followers are gone: their inboxes answer 410", { removed });
  });
}

/** Waits that a notification ends early, also one that came while nobody waited. */
function createBell(signal: AbortSignal) {
  let rung = false;
  let end = () => {};
  const ring = () => {
    rung = true;
    end();
  };
  return {
    ring,
    async wait(milliseconds: number): Promise<void> {
      if (!rung) {
        const early = new Promise<void>((resolve) => (end = resolve));
        const timer = new AbortController();
        const pause = sleep(milliseconds, undefined, { signal: AbortSignal.any([signal, timer.signal]) });
        await Promise.race([early, pause.catch(() => {})]);
        timer.abort();
      }
      rung = false;
    },
  };
}
