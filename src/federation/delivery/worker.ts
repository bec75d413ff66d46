import { randomUUID } from "node:crypto";
import { logger } from "../../log.ts";
import {
  claimDeliveries,
  type ClaimedDelivery,
  nextDelivery,
  releaseDeliveries,
  releaseLeases,
  settleDeliveries,
} from "../../store/deliveries.ts";
import { removeFollowersByInbox } from "../../store/followers.ts";
import { holdDeliveries, holdFailed, recordHosts } from "../../store/hosts.ts";
import { findRequestKey, type SigningActor } from "../../store/keys.ts";
import type { Database } from "../../store/sql.ts";
import { groupId, instanceId } from "../../text/address.ts";
import type { Renderer } from "../activities.ts";
import { createAgent } from "../network.ts";
import type { FederationOptions } from "../options.ts";
import { userAgent } from "../software.ts";
import { attempt, type Attempt, createBodies } from "./attempt.ts";
import { type Bell, createBell } from "./bell.ts";
import { createDeadlines } from "./deadlines.ts";
import { createLife, type Life } from "./life.ts";
import { Lanes } from "./lanes.ts";
import type { Sender } from "./send.ts";

const log = logger("delivery");

/** Enough that fifty hosts which never answer leave room for the others. */
const limits = { total: 256, perHost: 4 };
/** Rows claimed at once; the next claim is made when half of them are done. */
const claimed = 512;
/** Outcomes recorded at once, or whatever there is after so many milliseconds. */
const recorded = 256;
const recordWithin = 100;
const longestRest = 5000;
/** Milliseconds for a request and its whole answer. */
export const answeredWithin = 12_000;
const afterFailure = 1000;
/** A worker that is stopped gives what is under way so many milliseconds. */
const drainWithin = 7000;
/** While there is work, what has become due since is looked for this often. */
const lookAgain = 1000;
/** A host that has not answered for so many milliseconds is given no more until it does. */
const stuckAfter = 1000;
/** A row that has waited so long for its host's turn is given back, well before its lease ends. */
export const stale = 30_000;

interface Job extends ClaimedDelivery {
  claimedAt: number;
}

/** Turns delivery rows into requests until `signal` aborts; what is under way then is finished and recorded. */
export async function deliver(
  options: FederationOptions & { renderer: Renderer },
  signal: AbortSignal,
): Promise<void> {
  const { sql, config, renderer } = options;
  const bell = createBell(signal);
  const subscription = await sql.listen(
    "delivery",
    () => bell.ring("news"),
    // Listening anew after the connection was lost: what was said in between was not heard.
    () => bell.ring("news"),
  );
  const agent = createAgent(config.allowPrivateAddress, { connections: limits.perHost, timeout: 10_000 });
  const deadlines = createDeadlines(answeredWithin);
  const life = createLife(sql);
  try {
    const sender = await waitForSender(options, { agent, deadlines }, bell, life, signal);
    if (sender) await run(sql, renderer, sender, bell, life, signal);
  } finally {
    deadlines.close();
    await agent.destroy();
    await life.end();
    await subscription.unlisten();
  }
}

async function run(
  sql: Database,
  renderer: Renderer,
  sender: Sender,
  bell: Bell,
  life: Life,
  signal: AbortSignal,
): Promise<void> {
  const bodyOf = createBodies(renderer);
  const done: Attempt[] = [];
  const late: Job[] = [];
  /** Of claims whose answer was lost: their rows may be ours. */
  const doubtful: string[] = [];
  let cutOff = false;
  const lanes = new Lanes<Job>(limits, async (job) => {
    const met = Date.now() - job.claimedAt > stale ? undefined : await attempt(sender, bodyOf, job);
    // That we cut it off shows nothing of the host.
    if (!met || (cutOff && met.settlement.state === "waiting")) late.push(job);
    else done.push(met);
    if (done.length >= recorded || lanes.size <= 1) bell.ring("progress");
  });
  let due = true;
  let lastClaim = 0;

  const claim = async () => {
    const stuck = lanes.stuck(stuckAfter);
    const room = claimed - lanes.size + lanes.queuedFor(stuck);
    if (room < claimed / 2 || !(due || Date.now() - lastClaim > lookAgain)) return;
    lastClaim = Date.now();
    const lease = randomUUID();
    doubtful.push(lease);
    const rows = await claimDeliveries(sql, room, { lease, without: stuck });
    doubtful.pop();
    due = rows.length === room;
    lanes.add(rows.map((row) => Object.assign(row, { claimedAt: lastClaim })));
  };
  const settle = async () => {
    const batch = done.slice();
    const opened = await record(sql, batch);
    // Only what is recorded is forgotten: an outcome outlives a restart of the database.
    done.splice(0, batch.length);
    late.push(...lanes.take(opened));
    const back = late.slice();
    await releaseDeliveries(sql, back);
    late.splice(0, back.length);
    await releaseLeases(sql, doubtful);
    doubtful.length = 0;
    await holdDeliveries(sql, opened);
    await life.turn(batch.filter(({ settlement }) => settlement.state === "delivered").length);
  };

  while (!signal.aborted) {
    try {
      // First what is known: a lease may have run out while the database was away.
      await settle();
      await claim();
      const rung = await bell.wait(lanes.size > 0 ? recordWithin : await restBefore(sql));
      due ||= rung === "news" || lanes.size === 0;
    } catch (error) {
      log.error("deliveries wait for the database: {error}", { error });
      await bell.wait(afterFailure);
    }
  }
  late.push(...lanes.take());
  await drain(lanes.idle(), () => {
    cutOff = true;
    void sender.agent.destroy();
  });
  await settle();
}

/** Lets what is under way finish. Whoever has not answered by then is cut off, and its row goes to the next worker. */
async function drain(idle: Promise<void>, cutOff: () => void): Promise<void> {
  const limit = setTimeout(cutOff, drainWithin);
  await idle;
  clearTimeout(limit);
}

/** What sends, as soon as there are keys to sign with. */
async function waitForSender(
  { sql, secret, config }: FederationOptions,
  means: Pick<Sender, "agent" | "deadlines">,
  bell: Bell,
  life: Life,
  signal: AbortSignal,
): Promise<Sender | undefined> {
  const { origin, allowPrivateAddress } = config;
  const requestKey = async (actor: SigningActor, id: string) => {
    const key = await findRequestKey(sql, actor, secret);
    return key && { id: `${id}#main-key`, key };
  };
  while (!signal.aborted) {
    const group = await requestKey("group", groupId(origin));
    const instance = await requestKey("instance", instanceId(origin));
    if (group && instance) {
      return { ...means, keys: { group, instance }, userAgent: userAgent(origin), allowPrivateAddress };
    }
    await life.turn();
    await bell.wait(longestRest);
  }
  return undefined;
}

async function restBefore(sql: Database): Promise<number> {
  const seconds = (await nextDelivery(sql)) ?? Number.POSITIVE_INFINITY;
  return Math.min(Math.max(seconds * 1000, 10), longestRest);
}

/** Records outcomes and the followers they cost, together. Returns the hosts whose breaker has opened. */
async function record(sql: Database, attempts: Attempt[]): Promise<string[]> {
  if (attempts.length === 0) return [];
  return sql.begin(async (tx) => {
    const alone = await settleDeliveries(
      tx,
      attempts.map(({ settlement }) => settlement),
    );
    const removed = await removeFollowersByInbox(
      tx,
      attempts.flatMap(({ gone }) => gone ?? []),
    );
    if (removed > 0) log.info("{removed} followers are gone: their inboxes say so", { removed });
    // What fails by itself says nothing of its host.
    const opened = await recordHosts(
      tx,
      attempts.flatMap(({ host, settlement }) => (host && !alone.has(settlement.id) ? host : [])),
    );
    const failed = attempts.filter(
      ({ host }) => (host?.state === "trouble" || host?.state === "doubtful") && !opened.includes(host.host),
    );
    await holdFailed(
      tx,
      failed.map(({ settlement }) => settlement.id),
    );
    return opened;
  });
}
