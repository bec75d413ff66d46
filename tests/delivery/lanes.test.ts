import { beforeEach, expect, test } from "vitest";
import { Lanes } from "../../src/federation/delivery/lanes.ts";

interface Job {
  host: string;
  inbox: string;
}

interface Attempt {
  job: Job;
  end: () => Promise<void>;
}

let underWay: Attempt[];
beforeEach(() => {
  underWay = [];
});

/** Attempts that end when the test says so. */
const lanes = (total: number, perHost: number) =>
  new Lanes<Job>({ total, perHost }, (job) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const attempt: Attempt = {
      job,
      async end() {
        underWay.splice(underWay.indexOf(attempt), 1);
        resolve();
        await promise;
        // What follows an end comes a turn later.
        await new Promise(setImmediate);
      },
    };
    underWay.push(attempt);
    return promise;
  });

const jobs = (host: string, inboxes: string[]) =>
  inboxes.map((inbox): Job => ({ host, inbox: `https://${host}/${inbox}` }));
const hosts = () => underWay.map(({ job }) => job.host).toSorted();

test("a host has as many attempts at once as its share, and no more, whoever else waits", async () => {
  const lines = lanes(10, 2);
  lines.add(jobs("quay.example", ["a", "b", "c", "d"]));
  expect(hosts()).toEqual(["quay.example", "quay.example"]);
  lines.add(jobs("harbour.example", ["a"]));
  lines.add(jobs("quay.example", ["e"]));
  expect(hosts()).toEqual(["harbour.example", "quay.example", "quay.example"]);
  await underWay[0]!.end();
  expect(hosts()).toEqual(["harbour.example", "quay.example", "quay.example"]);
  expect(lines.size).toBe(5);
});

test("all together are no more than the whole, and hosts take turns", async () => {
  const lines = lanes(2, 2);
  lines.add([...jobs("quay.example", ["a", "b", "c"]), ...jobs("harbour.example", ["a"])]);
  expect(underWay).toHaveLength(2);
  await underWay[0]!.end();
  expect(hosts()).toContain("harbour.example");
  expect(underWay).toHaveLength(2);
});

test("an inbox is sent one thing at a time, in the order in which it came", async () => {
  const lines = lanes(10, 10);
  const [first, second] = [jobs("quay.example", ["a"])[0]!, jobs("quay.example", ["a"])[0]!];
  lines.add([first, second]);
  expect(underWay.map(({ job }) => job)).toEqual([first]);
  await underWay[0]!.end();
  expect(underWay[0]!.job).toBe(second);
});

test("what has not begun is taken back, of one host or of all, and nothing of a host that has nothing waiting", async () => {
  const lines = lanes(10, 1);
  lines.add([...jobs("quay.example", ["a", "b"]), ...jobs("harbour.example", ["a"])]);
  expect(lines.take(["harbour.example", "elsewhere.example"])).toEqual([]);
  expect(lines.size).toBe(3);
  expect(lines.queuedFor(["quay.example", "harbour.example"])).toBe(1);
  expect(lines.take()).toEqual(jobs("quay.example", ["b"]));
  const idle = lines.idle();
  while (underWay.length > 0) await underWay[0]!.end();
  await idle;
  expect(lines.size).toBe(0);
});

test("a host that neither begins nor ends anything is stuck, and is so no more once something ends", async () => {
  const lines = lanes(10, 2);
  lines.add(jobs("quay.example", ["a", "b"]));
  expect([lines.stuck(-1), lines.stuck(60_000)]).toEqual([["quay.example"], []]);
  while (underWay.length > 0) await underWay[0]!.end();
  expect(lines.stuck(-1)).toEqual([]);
});
