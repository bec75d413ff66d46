import { expect, test } from "vitest";
import { createWatchdog, type Stall } from "../../src/watchdog.ts";

/** A watchdog whose clock stands until the test moves it. */
function watching() {
  const clock = { now: 0, cpu: 0 };
  const told: Stall[] = [];
  const signal = AbortSignal.abort();
  const watchdog = createWatchdog({
    signal,
    now: () => clock.now,
    cpu: () => clock.cpu,
    tell: (stall) => told.push(stall),
  });
  return {
    ...watchdog,
    told,
    /** So much time passes until the watchdog looks again, so much of it by work of our own. */
    pass(milliseconds: number, busy = milliseconds) {
      clock.now += milliseconds;
      clock.cpu += busy;
      watchdog.look();
    },
  };
}

/** Work that goes on until it is told to end. */
function begun({ during }: ReturnType<typeof watching>, kind: string) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const done = during(kind, () => promise);
  return async () => {
    resolve();
    await done;
  };
}

test("a loop that turns in time is not told, one that stood for 200 ms is, with how much of it was work", () => {
  const { pass, told, figures } = watching();
  for (const milliseconds of [50, 60, 249]) pass(milliseconds);
  expect(told).toEqual([]);
  pass(250, 180);
  expect(told).toEqual([{ milliseconds: 200, busy: 180, work: [] }]);
  pass(1050);
  expect(figures).toEqual({ stalls: 2, longest: 1000 });
});

test("what began or ended meanwhile is named before what only was under way", async () => {
  const watchdog = watching();
  const waits = begun(watchdog, "worker: deliveries");
  watchdog.pass(50);
  watchdog.pass(300);
  await watchdog.during("POST /admin/preview", async () => {});
  watchdog.pass(300);
  watchdog.pass(300);
  await waits();
  watchdog.pass(300);
  watchdog.pass(300);
  expect(watchdog.told.map(({ work }) => work)).toEqual([
    ["worker: deliveries"],
    ["POST /admin/preview"],
    ["worker: deliveries"],
    ["worker: deliveries"],
    [],
  ]);
});

test("work that fails is over like any other", async () => {
  const watchdog = watching();
  const failing = watchdog.during("inbox Flag", () => Promise.reject(new Error("no")));
  await expect(failing).rejects.toThrow("no");
  watchdog.pass(50);
  watchdog.pass(300);
  expect(watchdog.told).toEqual([{ milliseconds: 250, busy: 300, work: [] }]);
});

test("each kind of work is listed once, with the longest, for ten minutes, and of many the last", async () => {
  const watchdog = watching();
  for (const milliseconds of [300, 900, 400]) {
    await watchdog.during("GET /archive", async () => {});
    watchdog.pass(milliseconds);
  }
  expect(watchdog.listStalls()).toEqual([{ milliseconds: 850, busy: 900, work: ["GET /archive"] }]);
  for (let at = 0; at < 100; at++) {
    await watchdog.during(`GET /${at}`, async () => {});
    watchdog.pass(300);
  }
  expect(watchdog.listStalls()).toHaveLength(20);
  expect(watchdog.listStalls()[0]!.work).toEqual(["GET /99"]);
  for (let at = 0; at < 20; at++) watchdog.pass(50);
  watchdog.pass(10 * 60_000);
  expect(watchdog.listStalls()).toHaveLength(1);
});
