// Kills and crashes for as long as is asked, and checks the history: npm run soak -- --minutes 60 --seed 1
import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { chances } from "../support/chance.ts";
import { killAgainAndAgain } from "../support/cycles.ts";
import { accepts, after, answers, type Fault, hangs, resets } from "../support/faults.ts";
import { type Postgres, startPostgres } from "../support/postgres.ts";
import { startRemote } from "../support/remote.ts";
import { follow, workerBackends } from "../support/stage.ts";
import { startTocsin } from "../support/tocsin.ts";

const { values } = parseArgs({ options: { minutes: { type: "string" }, seed: { type: "string" } } });
const minutes = Number(values.minutes ?? 10);
const seed = Number(values.seed ?? randomInt(2 ** 31));
const ends = Date.now() + minutes * 60_000;
const random = chances(seed + 1);

const [postgres, remote] = await Promise.all([startPostgres(), startRemote({ hosts: 6 })]);
const tocsin = await startTocsin({ database: postgres.database, worker: false });
for (const host of remote.hosts) host.does = misbehave;
const inboxes = remote.hosts.flatMap((host) => Array.from({ length: 20 }, (_, at) => host.inbox(at)));
await follow(tocsin.sql, inboxes);
console.log(`Killing for ${minutes} minutes, with --seed ${seed}.`);

const { wrong, kills, repeats } = await killAgainAndAgain({
  tocsin,
  remote,
  inboxes,
  seed,
  goesOn: (done) => {
    if (done % 50 === 0) console.log(`${done} kills, ${remote.arrivals.length} copies`);
    return Date.now() < ends;
  },
  meanwhile: () => strike(postgres),
});
await tocsin.stop();
await remote.close();
console.log(`${kills} kills, ${remote.arrivals.length} copies, ${repeats} of them repeats.`);
for (const line of wrong.slice(0, 50)) console.error(line);
console.error(
  wrong.length === 0 ? "Every promise held." : `${wrong.length} promises broken (--seed ${seed}).`,
);
process.exit(wrong.length === 0 ? 0 : 1);

/** Most requests are accepted sooner or later; some meet what hosts do. */
function misbehave(...request: Parameters<Fault>): void {
  const chance = random();
  const fault: Fault =
    chance < 0.02
      ? answers(500)
      : chance < 0.03
        ? resets
        : chance < 0.035
          ? answers(429)
          : chance < 0.036
            ? hangs
            : accepts;
  after(random() * 30, fault)(...request);
}

/** Now and then PostgreSQL crashes, or ends the worker's connections, before the worker is killed. */
async function strike(postgres: Postgres): Promise<void> {
  const chance = random();
  await sleep(random() * 300);
  if (chance < 0.1) postgres.crash();
  else if (chance < 0.3) {
    for (const { pid } of await workerBackends(tocsin.sql))
      await tocsin.sql`select pg_terminate_backend(${pid})`;
  }
}
