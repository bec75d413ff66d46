import { setTimeout as sleep } from "node:timers/promises";
import { knock } from "../../src/store/hosts.ts";
import type { Published } from "../../src/store/posts.ts";
import { activityUrl, postUrl } from "../../src/text/address.ts";
import { chances } from "./chance.ts";
import { hour, passTime, untilQuiet } from "./clock.ts";
import { checkHistory, type Committed, type Leased } from "./history.ts";
import type { Remote } from "./remote.ts";
import { edit, publish, startWorkerProcess, withdraw, workerBackends, type WorkerProcess } from "./stage.ts";
import { type Tocsin, until } from "./tocsin.ts";

export interface Cycles {
  tocsin: Tocsin;
  remote: Remote;
  /** Where posts go; each has a follower. */
  inboxes: string[];
  seed: number;
  /** Asked before each cycle. */
  goesOn: (done: number) => boolean;
  /** What else may happen while a worker runs. */
  meanwhile?: (worker: WorkerProcess, random: () => number) => Promise<void>;
}

/**
 * Publishes, edits and withdraws by chance, and kills the worker each time at a moment of chance: while it starts,
 * claims, sends or records. A last worker finishes. Returns what is wrong with the history.
 */
export async function killAgainAndAgain(
  cycles: Cycles,
): Promise<{ wrong: string[]; kills: number; repeats: number }> {
  const { tocsin, remote, inboxes, seed, goesOn, meanwhile } = cycles;
  const random = chances(seed);
  const committed: Committed[] = [];
  const faults: Leased[][] = [];
  const standing: string[] = [];
  const held = new Set<string>();

  async function write(): Promise<void> {
    const note = (type: string, { id, activityId }: Published) => {
      const activity = activityUrl(tocsin.origin, activityId);
      committed.push({ activity, type, object: postUrl(tocsin.origin, id), inboxes });
    };
    const created = await publish(tocsin.sql, `Text ${random()}`);
    note("Create", created);
    standing.push(created.id);
    const any = Math.floor(random() * standing.length);
    if (random() < 0.5) note("Update", await edit(tocsin.sql, standing[any]!, `Text ${random()}`));
    if (random() < 0.25) note("Delete", await withdraw(tocsin.sql, standing.splice(any, 1)[0]!));
  }

  let kills = 0;
  for (; goesOn(kills); kills++) {
    await write();
    const worker = await startWorkerProcess(tocsin.config);
    await meanwhile?.(worker, random);
    // Half of them by the clock, half when they have sent so many.
    const enough = remote.arrivals.length + random() * inboxes.length;
    if (random() < 0.5) await sleep(random() * 300);
    else await until("copies", () => remote.arrivals.length >= enough, 0.5).catch(() => {});
    await worker.kill();
    faults.push(await listHeld(tocsin, held));
    // At other times the next worker begins while the dead one's rows are still out of reach.
    if (random() < 0.5) await tocsin.sql`update delivery set leased_until = now() where lease is not null`;
  }
  await finish(tocsin);
  const { arrivals } = remote;
  const wrong = checkHistory({ committed, arrivals, faults });
  return {
    wrong,
    kills,
    repeats: arrivals.length - new Set(arrivals.map((each) => each.activity + each.inbox)).size,
  };
}

/** What the dead worker held, and no other before it: `known` are the leases of those. */
async function listHeld({ sql, origin }: Tocsin, known: Set<string>): Promise<Leased[]> {
  await until("the end of its connections", async () => (await workerBackends(sql)).length === 0);
  const rows = await sql<{ activityId: string; inbox: string; lease: string }[]>`
    select activity_id as "activityId", inbox, lease from delivery where lease is not null`;
  const fresh = rows.filter(({ lease }) => !known.has(lease));
  for (const { lease } of fresh) known.add(lease);
  return fresh.map(({ activityId, inbox }) => ({ activity: activityUrl(origin, activityId), inbox }));
}

/** A worker that nobody kills, and as much time as it needs. */
async function finish({ sql, config }: Tocsin): Promise<void> {
  await sql`update delivery set leased_until = now() where lease is not null`;
  const worker = await startWorkerProcess(config);
  const left = () => sql`select 1 from delivery where state in ('waiting', 'held') limit 1`;
  await untilQuiet(sql, 60);
  for (let hours = 0; hours < 48 && (await left()).length > 0; hours++) {
    await passTime(sql, hour);
    await knock(sql);
    await untilQuiet(sql, 60);
  }
  await worker.stop();
}
