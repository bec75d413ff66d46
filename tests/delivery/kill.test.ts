import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { chances } from "../support/chance.ts";
import { killAgainAndAgain } from "../support/cycles.ts";
import { accepts } from "../support/faults.ts";
import { eventually, launch, watch } from "../support/process.ts";
import { type Remote, startRemote } from "../support/remote.ts";
import { clear, follow, publish, rowsOf, startWorkerProcess, workerBackends } from "../support/stage.ts";
import { startTocsin, type Tocsin, until } from "../support/tocsin.ts";

// Repeats the moments of a run that failed, as far as a machine repeats itself.
const seed = Number(process.env["SEED"] ?? randomInt(2 ** 31));
const random = chances(seed);

let tocsin: Tocsin;
let remote: Remote;

beforeAll(async () => {
  [tocsin, remote] = await Promise.all([startTocsin({ worker: false }), startRemote({ hosts: 50 })]);
});
afterAll(() => Promise.all([tocsin.stop(), remote.close()]));
beforeEach(({ onTestFailed }) =>
  onTestFailed(() => console.log(`SEED=${seed} chose the moments of this run.`)),
);
afterEach(async () => {
  await clear(tocsin.sql);
  remote.arrivals.length = 0;
  for (const host of remote.hosts) host.does = accepts;
});

/** As many inboxes, spread evenly over the hosts. */
const inboxes = (count: number, hosts = remote.hosts) =>
  Array.from({ length: count }, (_, at) => hosts[at % hosts.length]!.inbox(at));

test(
  "B1. kill -9 while publishing to 5,000 inboxes leaves whole posts with all their deliveries, or nothing",
  { timeout: 400_000 },
  async () => {
    await follow(tocsin.sql, inboxes(5000));
    const told: string[] = [];
    for (let kill = 0; kill < 12; kill++) {
      const child = launch("tests/support/publish-forever.ts", [tocsin.config.databaseUrl!]);
      const { said, finished } = watch(child);
      expect(await eventually(() => said.stdout.includes("begins\n"))).toBe(true);
      await sleep(random() * 1500);
      child.kill("SIGKILL");
      await finished;
      told.push(...said.stdout.split("\n").slice(1, -1));
    }
    const settle = async () =>
      (
        await tocsin.sql`select 1 from pg_stat_activity where state <> 'idle' and pid <> pg_backend_pid()
        and datname = current_database()`
      ).length === 0;
    await until("the end of their transactions", settle);
    const posts = await tocsin.sql<{ id: string; revisions: number; creates: number; deliveries: number }[]>`
      select id,
        (select count(*)::integer from revision where post_id = post.id) as revisions,
        (select count(*)::integer from activity where post_id = post.id and type = 'Create') as creates,
        (select count(distinct inbox)::integer from delivery where object = post.id and state = 'waiting') as deliveries
      from post`;
    expect(posts.length).toBeGreaterThan(0);
    expect(
      posts.filter((post) => post.revisions !== 1 || post.creates !== 1 || post.deliveries !== 5000),
    ).toEqual([]);
    const [strays] = await tocsin.sql<{ n: number }[]>`
      select count(*)::integer as n from delivery where object not in (select id from post)`;
    expect(strays!.n).toBe(0);
    const kept = new Set(posts.map(({ id }) => id));
    expect(told.filter((id) => !kept.has(id))).toEqual([]);
  },
);

test("B1. kill -9 while sending to 5,000 inboxes: each gets the post", { timeout: 400_000 }, async () => {
  await follow(tocsin.sql, inboxes(5000));
  const { id } = await publish(tocsin.sql);
  let leased = 0;
  for (let kill = 0; kill < 5; kill++) {
    const worker = await startWorkerProcess(tocsin.config);
    const enough = remote.arrivals.length + 200 + random() * 600;
    await until("copies", () => remote.arrivals.length >= enough, 30);
    await worker.kill();
    await until("the end of its connections", async () => (await workerBackends(tocsin.sql)).length === 0);
    const held =
      await tocsin.sql`update delivery set leased_until = now() where lease is not null returning id`;
    leased += held.length;
  }
  const worker = await startWorkerProcess(tocsin.config);
  const left = () => tocsin.sql`select 1 from delivery where state <> 'delivered' limit 1`;
  await until("the rest", async () => (await left()).length === 0, 60);
  await worker.stop();
  expect(new Set(remote.arrivals.map(({ inbox }) => inbox)).size).toBe(5000);
  expect(new Set(remote.arrivals.map(({ activity }) => activity)).size).toBe(1);
  expect(remote.arrivals.length - 5000).toBeLessThanOrEqual(leased);
  expect((await rowsOf(tocsin.sql, id)).every(({ state }) => state === "delivered")).toBe(true);
});

test(
  "B2. after 100 kills the history holds: nothing lost, nothing out of order, repeated only what was under way",
  { timeout: 900_000 },
  async () => {
    const hosts = remote.hosts.slice(0, 3);
    for (const host of hosts) {
      host.does = (request, response) => void setTimeout(() => accepts(request, response), 5 + random() * 25);
    }
    const all = inboxes(90, hosts);
    await follow(tocsin.sql, all);
    const { wrong, kills, repeats } = await killAgainAndAgain({
      tocsin,
      remote,
      inboxes: all,
      seed,
      goesOn: (done) => done < 100,
    });
    expect(wrong).toEqual([]);
    expect(kills).toBe(100);
    // Kills that never met a copy under way would prove nothing.
    expect(repeats).toBeGreaterThan(10);
  },
);
