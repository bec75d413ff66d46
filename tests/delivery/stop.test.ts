import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { Lanes } from "../../src/federation/delivery/lanes.ts";
import { answeredWithin, stale } from "../../src/federation/delivery/worker.ts";
import { leaseSeconds } from "../../src/store/deliveries.ts";
import { requestFollowing } from "../../src/store/following.ts";
import { accepts, after, hangs } from "../support/faults.ts";
import { type Remote, startRemote } from "../support/remote.ts";
import { clear, follow, publish, rowsOf, settled, startWorkerProcess } from "../support/stage.ts";
import { startTocsin, type Tocsin, until } from "../support/tocsin.ts";

let tocsin: Tocsin;
let remote: Remote;

beforeAll(async () => {
  [tocsin, remote] = await Promise.all([startTocsin({ worker: false }), startRemote({ hosts: 20 })]);
});
afterAll(() => Promise.all([tocsin.stop(), remote.close()]));
afterEach(async () => {
  await clear(tocsin.sql);
  remote.arrivals.length = 0;
  remote.together.length = 0;
  for (const host of remote.hosts) host.does = accepts;
});

const inboxes = (each: number) =>
  remote.hosts.flatMap((host) => Array.from({ length: each }, (_, at) => host.inbox(at)));

test(
  "B13. SIGTERM with hosts that hang: it ends within 10 seconds, and everything is given back",
  { timeout: 90_000 },
  async () => {
    for (const host of remote.hosts) host.does = hangs;
    await follow(tocsin.sql, inboxes(20));
    // A look-up of an account to follow, at a host that hangs as well.
    for (const host of remote.hosts.slice(0, 3)) await requestFollowing(tocsin.sql, `@someone@${host.host}`);
    const worker = await startWorkerProcess(tocsin.config);
    const { id } = await publish(tocsin.sql);
    await until("requests under way", () => remote.arrivals.length >= 80);
    const began = performance.now();
    const { code, stderr } = await worker.stop();
    expect(performance.now() - began).toBeLessThan(10_000);
    expect({ code, stderr: stderr.match(/.*fatal.*/i)?.[0] }).toEqual({ code: 0, stderr: undefined });
    const leased =
      await tocsin.sql`select id from delivery where lease is not null or leased_until is not null`;
    expect(leased).toEqual([]);
    // Being cut off by us shows nothing of the hosts, and costs no attempt.
    expect(
      new Set((await rowsOf(tocsin.sql, id)).map(({ state, attempts }) => `${state} ${attempts}`)),
    ).toEqual(new Set(["waiting 0"]));
    expect(await tocsin.sql`select host from host where failures > 0`).toEqual([]);
    for (const host of remote.hosts) host.does = accepts;
    remote.hangUp();
    const next = await startWorkerProcess(tocsin.config);
    await settled(tocsin.sql, id, 30);
    await next.stop();
  },
);

test("B13. SIGTERM lets what is under way finish and records it", { timeout: 60_000 }, async () => {
  for (const host of remote.hosts) host.does = after(1500, accepts);
  await follow(tocsin.sql, inboxes(20));
  const worker = await startWorkerProcess(tocsin.config);
  const { id } = await publish(tocsin.sql);
  await until("requests under way", () => remote.arrivals.length >= 80);
  const { code } = await worker.stop();
  expect(code).toBe(0);
  const rows = await rowsOf(tocsin.sql, id);
  expect(rows.filter(({ state }) => state === "delivered")).toHaveLength(remote.arrivals.length);
  for (const host of remote.hosts) host.does = accepts;
  const next = await startWorkerProcess(tocsin.config);
  await settled(tocsin.sql, id, 30);
  await next.stop();
  expect(remote.arrivals).toHaveLength(400);
});

test(
  "B13. several workers never send one delivery at the same time, nor twice, and hand on what is theirs",
  { timeout: 90_000 },
  async () => {
    let at = 0;
    for (const host of remote.hosts) {
      host.does = (request, response) => void setTimeout(() => accepts(request, response), (at++ * 7) % 60);
    }
    await follow(tocsin.sql, inboxes(40));
    const workers = await Promise.all([1, 2, 3].map(() => startWorkerProcess(tocsin.config)));
    const posts = [await publish(tocsin.sql, "One"), await publish(tocsin.sql, "Two")];
    await until("copies", () => remote.arrivals.length >= 300, 30);
    await workers[0]!.stop();
    await until("copies", () => remote.arrivals.length >= 700, 30);
    workers.push(await startWorkerProcess(tocsin.config));
    for (const { id } of posts) {
      const rows = await settled(tocsin.sql, id, 60);
      expect(new Set(rows.map(({ state, attempts }) => `${state} ${attempts}`))).toEqual(
        new Set(["delivered 1"]),
      );
    }
    for (const worker of workers.slice(1)) await worker.stop();
    expect(remote.together).toEqual([]);
    expect(remote.arrivals).toHaveLength(1600);
    const [row] = await tocsin.sql<{ n: number }[]>`
    select deadlocks::integer as n from pg_stat_database where datname = current_database()`;
    expect(row!.n).toBe(0);
  },
);

test("B13. a claim lasts longer than the longest wait for a host's turn and two attempts, one with each signature", () => {
  const second = 1000;
  expect(stale + 2 * (answeredWithin + second)).toBeLessThan(leaseSeconds * second);
});

test("B13. a host never has more under way than its share, whatever was taken back in between", async () => {
  const running = new Map<string, number>();
  let most = 0;
  const ends: (() => void)[] = [];
  const lanes = new Lanes<{ host: string; inbox: string }>({ total: 8, perHost: 2 }, async ({ host }) => {
    running.set(host, (running.get(host) ?? 0) + 1);
    most = Math.max(most, running.get(host)!);
    await new Promise<void>((resolve) => ends.push(resolve));
    running.set(host, running.get(host)! - 1);
  });
  let made = 0;
  const jobs = (host: string, count: number) =>
    Array.from({ length: count }, () => ({ host, inbox: String(made++) }));
  let done = 0;
  for (let round = 0; round < 50; round++) {
    lanes.add(jobs("a", 5));
    lanes.add(jobs("b", 1));
    if (round % 3 === 0) done += lanes.take(["a"]).length;
    ends.shift()?.();
    await Promise.resolve();
  }
  for (let step = 0; lanes.size > 0 && step < 10_000; step++) {
    ends.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await lanes.idle();
  expect(most).toBe(2);
  expect(made).toBe(300);
  expect(done).toBeGreaterThan(0);
});
