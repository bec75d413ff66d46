import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { accepts, after } from "../support/faults.ts";
import { isAlive } from "../support/process.ts";
import { type Postgres, startPostgres } from "../support/postgres.ts";
import { type Remote, startRemote } from "../support/remote.ts";
import {
  clear,
  follow,
  publish,
  settled,
  startWorkerProcess,
  workerBackends,
  type WorkerProcess,
} from "../support/stage.ts";
import { startTocsin, type Tocsin, until } from "../support/tocsin.ts";

let postgres: Postgres;
let tocsin: Tocsin;
let remote: Remote;
let worker: WorkerProcess;

beforeAll(async () => {
  [postgres, remote] = await Promise.all([startPostgres(), startRemote({ hosts: 20 })]);
  tocsin = await startTocsin({ database: postgres.database, worker: false });
});
afterAll(async () => {
  await tocsin.stop();
  await remote.close();
});
beforeEach(async () => {
  worker = await startWorkerProcess(tocsin.config);
  await until("a worker that listens", async () => (await workerBackends(tocsin.sql)).at(-1)?.listening);
});
afterEach(async () => {
  await worker.stop();
  await clear(tocsin.sql);
  remote.arrivals.length = 0;
  for (const host of remote.hosts) host.does = accepts;
});

const followEach = (times: number) =>
  follow(
    tocsin.sql,
    remote.hosts.flatMap((host) => Array.from({ length: times }, (_, at) => host.inbox(at))),
  );
/** Twenty inboxes at each of twenty hosts, and hosts that take their time: a second or more for all of them. */
async function publishSlowly() {
  await followEach(20);
  remote.hosts.forEach((host, at) => (host.does = after(100 + at * 10, accepts)));
  return publish(tocsin.sql);
}

/** What became of the four hundred, and of the worker. */
async function outcomeOf(id: string) {
  const rows = await settled(tocsin.sql, id, 30);
  return {
    delivered: rows.filter(({ state }) => state === "delivered").length,
    inboxes: new Set(remote.arrivals.map(({ inbox }) => inbox)).size,
    copies: remote.arrivals.length,
    lives: isAlive(worker.child.pid!),
  };
}
/** The worker lived on, and remembered what it had sent: not one copy more than there are inboxes. */
const each = { delivered: 400, inboxes: 400, copies: 400, lives: true };

/** Ends the worker's connections, all of them or that which waits for notifications. */
async function terminate({ listening = false } = {}): Promise<number> {
  const backends = (await workerBackends(tocsin.sql)).filter((backend) => backend.listening || !listening);
  for (const { pid } of backends) await tocsin.sql`select pg_terminate_backend(${pid})`;
  return backends.length;
}

describe("B3. a crash of PostgreSQL", () => {
  test("while deliveries are under way loses nothing, and they resume within 30 seconds", async () => {
    const { id } = await publishSlowly();
    for (const share of [0.05, 0.3, 0.6]) {
      await until("some deliveries", () => remote.arrivals.length > 400 * share);
      const before = remote.arrivals.length;
      postgres.crash();
      // More than can have been under way.
      await until("deliveries again", () => remote.arrivals.length > before + 90, 30);
    }
    expect(await outcomeOf(id)).toEqual(each);
  });

  test("while nothing is under way goes unnoticed: the next post goes out at once", async () => {
    await followEach(1);
    postgres.stop();
    await new Promise((resolve) => setTimeout(resolve, 4000));
    postgres.start();
    const { id } = await until("a database", () => publish(tocsin.sql).catch(() => undefined), 30);
    const rows = await settled(tocsin.sql, id, 30);
    expect(new Set(rows.map(({ state, attempts }) => `${state} ${attempts}`))).toEqual(
      new Set(["delivered 1"]),
    );
  });
});

describe("B4. a worker never stalls silently:", () => {
  test("terminated connections, whatever they were doing, hold up nothing for 30 seconds", async () => {
    const { id } = await publishSlowly();
    for (let at = 1; at <= 6; at++) {
      await until("some deliveries", () => remote.arrivals.length > at * 50);
      await until("connections to end", async () => (await terminate()) > 0);
    }
    expect(await outcomeOf(id)).toEqual(each);
  });

  test("it listens again after its connection for notifications was ended", async () => {
    await followEach(1);
    expect(await terminate({ listening: true })).toBe(1);
    await until(
      "a worker that listens again",
      async () => (await workerBackends(tocsin.sql)).at(-1)?.listening,
    );
    // Past the look at what may have been missed.
    await new Promise((resolve) => setTimeout(resolve, 500));
    const began = performance.now();
    const { id } = await publish(tocsin.sql);
    await settled(tocsin.sql, id);
    expect(performance.now() - began).toBeLessThan(2500);
  });

  test("a notification that was lost is made up for", async () => {
    await followEach(1);
    const { id } = await publish(tocsin.sql);
    await settled(tocsin.sql, id);
    remote.arrivals.length = 0;
    await new Promise((resolve) => setTimeout(resolve, 500));
    // Due, and nobody says so.
    await tocsin.sql`update delivery set state = 'waiting', settled_at = null, run_at = now()`;
    await until("deliveries", () => remote.arrivals.length === 20, 30);
    expect((await settled(tocsin.sql, id)).every(({ state }) => state === "delivered")).toBe(true);
  });

  test(
    "one whose database does not answer shows in /readyz and in its log, and goes on when it does",
    { timeout: 120_000 },
    async () => {
      await followEach(1);
      const ready = async () => (await fetch(`${tocsin.origin}/readyz`)).json();
      await until("a sign of life", async () => ((await ready()) as { ready: boolean }).ready, 30);
      const backends = await workerBackends(tocsin.sql);
      for (const { pid } of backends) process.kill(pid, "SIGSTOP");
      const { id } = await publish(tocsin.sql);
      try {
        await until(
          "word in the log",
          () => /deliveries have stood still for \d+ s/.test(worker.output()),
          60,
        );
        // Beside it stands whether this process stood still, which on a busy machine it may have.
        expect(await ready()).toMatchObject({
          ready: false,
          problems: ["no worker has given a sign of life for 30 seconds"],
        });
        expect(remote.arrivals).toHaveLength(0);
      } finally {
        for (const { pid } of backends) process.kill(pid, "SIGCONT");
      }
      await settled(tocsin.sql, id);
      await until("a sign of life", async () => ((await ready()) as { ready: boolean }).ready, 30);
    },
  );
});
