import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { claimDeliveries, releaseDeliveries, settleDeliveries } from "../../src/store/deliveries.ts";
import { passTime, untilQuiet } from "../support/clock.ts";
import { accepts, after, answers, inTurn } from "../support/faults.ts";
import { type Remote, type RemoteHost, startRemote } from "../support/remote.ts";
import { clear, follow, publish, rowsOf, settled, startWorkerProcess } from "../support/stage.ts";
import { startTocsin, type Tocsin, until } from "../support/tocsin.ts";

let tocsin: Tocsin;
let quiet: Tocsin;
let remote: Remote;
let host: RemoteHost;

beforeAll(async () => {
  [tocsin, quiet, remote] = await Promise.all([startTocsin(), startTocsin({ worker: false }), startRemote()]);
  [host] = remote.hosts as [RemoteHost];
});
afterAll(() => Promise.all([tocsin.stop(), quiet.stop(), remote.close()]));
afterEach(async () => {
  await clear(tocsin.sql);
  await clear(quiet.sql);
  remote.arrivals.length = 0;
  host.does = accepts;
});

test("B9. a delivery that cannot be made is set aside after ten attempts and shown; the others go out", async () => {
  await follow(tocsin.sql, [host.inbox("a")]);
  const damaged = await tocsin.sql.begin(async (tx) => {
    const [row] = await tx<{ id: string }[]>`
      insert into activity (id, type, object, created_at) values ('damaged', 'Announce', 'x', 'infinity') returning id`;
    await tx`
      insert into delivery (activity_id, object, inbox, host)
      values ('damaged', 'x', ${host.inbox("a")}, ${host.host})`;
    await tx`select pg_notify('delivery', '')`;
    return row!.id;
  });
  const { id } = await publish(tocsin.sql);
  await settled(tocsin.sql, id);
  expect(remote.arrivals).toHaveLength(1);
  const outcome = async () =>
    (
      await tocsin.sql<{ state: string; attempts: number; error: string | null }[]>`
        select state, attempts, error from delivery where activity_id = ${damaged}`
    )[0]!;
  await until("a first failure", async () => (await outcome()).error !== null);
  expect(await outcome()).toMatchObject({ state: "waiting", attempts: 1 });
  for (let at = 0; at < 9; at++) {
    await passTime(tocsin.sql, 3600);
    await untilQuiet(tocsin.sql);
  }
  expect(await outcome()).toEqual({ state: "failed", attempts: 10, error: "Invalid time value" });
  await publish(tocsin.sql, "Still at work");
  await until("the next post", () => remote.arrivals.length === 2);
});

test("B9. a claim that has run out can neither settle nor give back what another has claimed since", async () => {
  await follow(quiet.sql, [host.inbox("a")]);
  const { id } = await publish(quiet.sql);
  const [first] = await claimDeliveries(quiet.sql, 10);
  expect(await claimDeliveries(quiet.sql, 10)).toEqual([]);
  await passTime(quiet.sql, 61);
  const [second] = await claimDeliveries(quiet.sql, 10);
  expect(second).toMatchObject({ id: first!.id, attempts: 2 });
  const outcome = { status: 500, error: "late", delay: 0 };
  for (const state of ["delivered", "failed", "waiting", "cancelled"] as const) {
    await settleDeliveries(quiet.sql, [{ ...outcome, ...first!, state }]);
  }
  await releaseDeliveries(quiet.sql, [first!]);
  expect(await claimDeliveries(quiet.sql, 10)).toEqual([]);
  expect(await rowsOf(quiet.sql, id)).toMatchObject([
    { state: "waiting", attempts: 2, status: null, error: null },
  ]);
  await settleDeliveries(quiet.sql, [{ ...outcome, ...second!, state: "delivered", status: 202 }]);
  expect(await rowsOf(quiet.sql, id)).toMatchObject([{ state: "delivered", attempts: 2, status: 202 }]);
});

test("B9. a worker that was suspended past its lease acknowledges nothing when it wakes", async () => {
  await follow(quiet.sql, [host.inbox("a")]);
  host.does = inTurn(after(700, accepts), answers(500));
  const sleeper = await startWorkerProcess(quiet.config);
  const { id } = await publish(quiet.sql);
  await until("its request", () => remote.arrivals.length === 1);
  sleeper.child.kill("SIGSTOP");
  await passTime(quiet.sql, 61);
  const other = await startWorkerProcess(quiet.config);
  await until("the other's outcome", async () => (await rowsOf(quiet.sql, id))[0]!.status === 500);
  sleeper.child.kill("SIGCONT");
  // It reads its 202 now, and would record it within a tenth of a second.
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(await rowsOf(quiet.sql, id)).toMatchObject([{ state: "waiting", status: 500, attempts: 2 }]);
  await Promise.all([sleeper.stop(), other.stop()]);
});

test("B10. every attempt is signed afresh: hours later the date and the signature are of that hour", async () => {
  await follow(tocsin.sql, [host.inbox("a")]);
  host.does = inTurn(answers(500), answers(500), accepts);
  const { id } = await publish(tocsin.sql);
  for (let attempts = 1; attempts <= 2; attempts++) {
    await until("an attempt", () => remote.arrivals.length === attempts);
    await untilQuiet(tocsin.sql);
    // Dates are whole seconds: within one, the same request has the same signature.
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await passTime(tocsin.sql, 3600);
  }
  await settled(tocsin.sql, id);
  const headers = remote.arrivals.map((arrival) => arrival.headers);
  expect(headers).toHaveLength(3);
  expect(new Set(headers.map(({ date }) => date)).size).toBe(3);
  expect(new Set(headers.map(({ signature }) => signature)).size).toBe(3);
  expect(new Set(headers.map(({ digest }) => digest)).size).toBe(1);
});

test("B10. an attempt with the other signature carries its own time", async () => {
  await follow(tocsin.sql, [host.inbox("a")]);
  host.does = inTurn(after(1200, answers(401)), accepts);
  const { id } = await publish(tocsin.sql);
  await settled(tocsin.sql, id);
  const [cavage, rfc9421] = remote.arrivals.map((arrival) => arrival.headers);
  expect(cavage!["signature-input"]).toBeUndefined();
  const created = Number(/;created=(\d+);/.exec(String(rfc9421!["signature-input"]))![1]);
  expect(created * 1000).toBeGreaterThan(Date.parse(cavage!.date!));
});

test("B10. the signature that a host accepted is the first it is shown next time", async () => {
  await follow(tocsin.sql, [host.inbox("a")]);
  host.does = inTurn(answers(401), accepts);
  await settled(tocsin.sql, (await publish(tocsin.sql)).id);
  await settled(tocsin.sql, (await publish(tocsin.sql)).id);
  expect(remote.arrivals.map(({ headers }) => headers["signature-input"] !== undefined)).toEqual([
    false,
    true,
    true,
  ]);
});
