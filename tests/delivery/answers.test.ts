import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  accepts,
  after,
  answers,
  dripsItsBody,
  dripsItsHeaders,
  type Fault,
  floods,
  hangs,
  inTurn,
  promisesForEver,
  resets,
} from "../support/faults.ts";
import { countFollowers } from "../../src/store/followers.ts";
import { removeDirectory, temporaryDirectory } from "../support/process.ts";
import { type Remote, type RemoteHost, startRemote } from "../support/remote.ts";
import { follow, publish, rowsOf } from "../support/stage.ts";
import { startTocsin, type Tocsin, until } from "../support/tocsin.ts";

/** Faults run side by side, each at a host of its own, because some of them take their time. */
interface Met {
  title: string;
  does: Fault;
  /** The row after one attempt. */
  row: Record<string, unknown>;
  /** Seconds until the next attempt: at least, at most. */
  next?: [number, number];
  requests?: number;
  /** Whether it takes the follower with it. */
  leaves?: boolean;
}

const flood = { bytes: 0 };
const moved = { location: "http://127.0.0.1:9/elsewhere" };
const waiting = (error: string, status: number | null = null) => ({ state: "waiting", status, error });
const minute: [number, number] = [50, 70];

const table: Met[] = [
  { title: "202 is delivered", does: accepts, row: { state: "delivered", status: 202, error: null } },
  { title: "200 is delivered", does: answers(200), row: { state: "delivered", status: 200 } },
  {
    title: "500 is tried again in a minute",
    does: answers(500),
    row: waiting("HTTP 500", 500),
    next: minute,
  },
  {
    title: "429 is tried again when it says",
    does: answers(429, { "retry-after": "1800" }),
    row: waiting("HTTP 429", 429),
    next: [1780, 1800],
  },
  {
    title: "503 is tried again on the date it gives",
    does: answers(503, { "retry-after": new Date(Date.now() + 7_200_000).toUTCString() }),
    row: waiting("HTTP 503", 503),
    next: [7000, 7200],
  },
  { title: "404 is tried again", does: answers(404), row: waiting("HTTP 404", 404), next: minute },
  {
    title: "410 takes the follower with it",
    does: answers(410),
    row: { state: "failed", status: 410, error: "HTTP 410" },
    leaves: true,
  },
  {
    title: "401 is answered once with the other signature",
    does: inTurn(answers(401), accepts),
    row: { state: "delivered", status: 202, attempts: 1 },
    requests: 2,
  },
  {
    title: "401 to both signatures is tried again",
    does: answers(401),
    row: waiting("HTTP 401", 401),
    next: minute,
    requests: 2,
  },
  {
    title: "403 is answered once with the other signature",
    does: inTurn(answers(403), accepts),
    row: { state: "delivered", status: 202, attempts: 1 },
    requests: 2,
  },
  {
    title: "403 stays what is known where the other signature meets a 401",
    does: inTurn(answers(403), answers(401)),
    row: waiting("HTTP 403", 403),
    next: minute,
    requests: 2,
  },
  {
    title: "401 is forgotten where the other signature meets a 403",
    does: inTurn(answers(401), answers(403)),
    row: waiting("HTTP 403", 403),
    next: minute,
    requests: 2,
  },
  {
    title: "a redirect is not followed",
    does: answers(308, moved),
    row: waiting("HTTP 308: the inbox has moved", 308),
    next: minute,
  },
  { title: "400 is final", does: answers(400), row: { state: "failed", status: 400, error: "HTTP 400" } },
  { title: "418 is tried again", does: answers(418), row: waiting("HTTP 418", 418), next: minute },
  { title: "a reset is tried again", does: resets, row: { state: "waiting", status: null }, next: minute },
  {
    title: "a host that hangs is left after ten seconds",
    does: hangs,
    row: { state: "waiting", status: null },
    next: minute,
  },
  { title: "a 202 with 100 MB is delivered", does: floods(202, flood), row: { state: "delivered" } },
  { title: "a 202 whose body drips is delivered", does: dripsItsBody(202), row: { state: "delivered" } },
  {
    title: "a 500 whose body drips is a 500",
    does: dripsItsBody(500),
    row: waiting("HTTP 500", 500),
    next: minute,
  },
  {
    title: "headers that drip are cut off",
    does: dripsItsHeaders,
    row: { state: "waiting", status: null },
    next: minute,
  },
  {
    title: "a host that only says that it works on it is cut off",
    does: promisesForEver,
    row: { state: "waiting", status: null },
    next: minute,
  },
];

let tocsin: Tocsin;
let remote: Remote;
const hostOf = new Map<Met, RemoteHost>();
let began: number;
let id: string;
const took = new Map<string, number>();

beforeAll(async () => {
  [tocsin, remote] = await Promise.all([startTocsin(), startRemote({ hosts: table.length })]);
  table.forEach((met, at) => {
    remote.hosts[at]!.does = met.does;
    hostOf.set(met, remote.hosts[at]!);
  });
  await follow(
    tocsin.sql,
    remote.hosts.map((host) => host.inbox("inbox")),
  );
  began = performance.now();
  ({ id } = await publish(tocsin.sql));
  await until(
    "one attempt at every host",
    async () => {
      const rows = await rowsOf(tocsin.sql, id);
      for (const row of rows) {
        const done = row.state !== "waiting" || row.error !== null;
        if (done && !took.has(row.host)) took.set(row.host, performance.now() - began);
      }
      return took.size === table.length;
    },
    40,
  );
});
afterAll(() => Promise.all([tocsin.stop(), remote.close()]));

describe("B5. one attempt, and what follows from the answer:", () => {
  test.for(table)("$title", async (met) => {
    const host = hostOf.get(met)!;
    const row = (await rowsOf(tocsin.sql, id)).find((each) => each.host === host.host)!;
    expect(row).toMatchObject({ attempts: 1, ...met.row });
    const [least, most] = met.next ?? [0, 0];
    const seconds = row.nextAttempt ? (row.nextAttempt.getTime() - Date.now()) / 1000 : 0;
    const since = (performance.now() - began) / 1000;
    expect(seconds).toBeLessThanOrEqual(most);
    expect(seconds).toBeGreaterThanOrEqual(least - since);
    expect(remote.arrivals.filter(({ inbox }) => inbox === host.inbox("inbox"))).toHaveLength(
      met.requests ?? 1,
    );
    const [follower] = await tocsin.sql`
      select 1 from follower join actor on actor.id = actor_id where host = ${host.host}`;
    expect(follower === undefined).toBe(met.leaves ?? false);
  });
});

test("B5. no answer keeps an attempt for more than 15 seconds", () => {
  expect(Math.max(...took.values())).toBeLessThan(15_000);
});

test("B5. of 100 megabytes little more is read than fits into the buffers on the way", () => {
  expect(flood.bytes).toBeLessThan(20 * 1024 * 1024);
});

test("B5. who left is told with the reason", async () => {
  const rows = await tocsin.sql`select handle, reason from departure`;
  expect(rows).toHaveLength(1);
  expect(rows[0]!["reason"]).toBe("HTTP 410");
  expect(await countFollowers(tocsin.sql)).toBe(table.length - 1);
});

test("B5. a slow answer is waited for", async () => {
  const host = remote.hosts[0]!;
  host.does = after(8000, accepts);
  const slow = await publish(tocsin.sql, "Slow");
  const row = await until("the slow answer", async () =>
    (await rowsOf(tocsin.sql, slow.id)).find((each) => each.host === host.host && each.state === "delivered"),
  );
  expect(row).toMatchObject({ attempts: 1, status: 202 });
  host.does = accepts;
});

test("B5. a certificate that nobody vouches for is no certificate: tried again, with the reason", async () => {
  const dir = temporaryDirectory();
  const [key, cert] = ["key.pem", "cert.pem"].map((name) => path.join(dir, name)) as [string, string];
  const made = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=127.0.0.1`;
  const { status } = spawnSync("openssl", [...made.split(" "), "-keyout", key, "-out", cert]);
  expect(status).toBe(0);
  const tls = { key: fs.readFileSync(key), cert: fs.readFileSync(cert) };
  removeDirectory(dir);
  const other = await startRemote({ tls });
  await follow(tocsin.sql, [other.hosts[0]!.inbox("inbox")]);
  const { id: post } = await publish(tocsin.sql, "TLS");
  const row = await until("an attempt", async () =>
    (await rowsOf(tocsin.sql, post)).find(
      ({ host, error }) => host === other.hosts[0]!.host && error !== null,
    ),
  );
  expect(row).toMatchObject({ state: "waiting", attempts: 1, status: null });
  expect(row.error).toMatch(/self-signed certificate/);
  expect(other.arrivals).toHaveLength(0);
  await other.close();
});
