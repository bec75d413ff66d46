import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { listDepartures } from "../../src/store/followers.ts";
import { closeBreakers } from "../../src/store/hosts.ts";
import { hour, passDays, passTime, untilQuiet } from "../support/clock.ts";
import { accepts, answers, inTurn, resets } from "../support/faults.ts";
import { type Remote, type RemoteHost, startRemote } from "../support/remote.ts";
import { clear, edit, follow, publish, rowsOf, settled } from "../support/stage.ts";
import { startTocsin, type Tocsin } from "../support/tocsin.ts";
import { postUrl } from "../../src/text/address.ts";

let tocsin: Tocsin;
let remote: Remote;
let host: RemoteHost;
let other: RemoteHost;

beforeAll(async () => {
  [tocsin, remote] = await Promise.all([startTocsin(), startRemote({ hosts: 2 })]);
  [host, other] = remote.hosts as [RemoteHost, RemoteHost];
});
afterAll(() => Promise.all([tocsin.stop(), remote.close()]));
afterEach(async () => {
  await clear(tocsin.sql);
  remote.arrivals.length = 0;
  for (const each of remote.hosts) each.does = accepts;
});

/** The posts in the order in which they first came to an inbox. */
function postsAt(inbox: string): string[] {
  const here = remote.arrivals.filter((arrival) => arrival.inbox === inbox && arrival.type === "Create");
  return [...new Set(here.map(({ object }) => object))];
}

test(
  "B6. a host that is down for a week gets its posts when it is back, in order",
  { timeout: 120_000 },
  async () => {
    const inboxes = [host.inbox("a"), host.inbox("b")];
    await follow(tocsin.sql, [...inboxes, other.inbox("a")]);
    host.does = resets;
    const posts: string[] = [];
    for (let at = 0; at < 7; at++) {
      const { id } = await publish(tocsin.sql, `Day ${at}`);
      await edit(tocsin.sql, id, `Day ${at}, corrected`);
      posts.push(id);
      await untilQuiet(tocsin.sql);
      await passDays(tocsin.sql, at < 6 ? 1 : 0.99);
    }
    for (const id of posts) {
      const there = (await rowsOf(tocsin.sql, id)).filter((row) => row.host === host.host);
      expect(there.map(({ state }) => state)).not.toContain("failed");
    }
    remote.arrivals.length = 0;
    host.does = accepts;
    // The next knock comes after six hours, give or take a tenth.
    await passDays(tocsin.sql, 0.3);
    for (const id of posts) {
      const rows = await settled(tocsin.sql, id);
      expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(["delivered"]));
    }
    for (const inbox of inboxes) {
      expect(postsAt(inbox)).toEqual(posts.map((id) => postUrl(tocsin.origin, id)));
      for (const id of posts) {
        const about = remote.arrivals.filter(
          (arrival) => arrival.inbox === inbox && arrival.object === postUrl(tocsin.origin, id),
        );
        expect(about.map(({ type }) => type)).toEqual(["Create", "Update"]);
      }
    }
  },
);

test("B6. while a host is down, it is knocked at and otherwise left alone", async () => {
  await follow(
    tocsin.sql,
    Array.from({ length: 50 }, (_, at) => host.inbox(at)),
  );
  host.does = answers(502);
  await publish(tocsin.sql);
  await untilQuiet(tocsin.sql);
  remote.arrivals.length = 0;
  await passDays(tocsin.sql, 2);
  expect(remote.arrivals.length).toBeGreaterThanOrEqual(4);
  expect(remote.arrivals.length).toBeLessThan(20);
});

test("B6. any request from a host that was down brings it what waits, at once", async () => {
  await follow(
    tocsin.sql,
    Array.from({ length: 10 }, (_, at) => host.inbox(at)),
  );
  host.does = answers(502);
  const { id } = await publish(tocsin.sql);
  await untilQuiet(tocsin.sql);
  await passDays(tocsin.sql, 1);
  host.does = accepts;
  await closeBreakers(tocsin.sql, [host.host]);
  expect(new Set((await settled(tocsin.sql, id)).map(({ state }) => state))).toEqual(new Set(["delivered"]));
});

test("B6. an answer about one inbox shows that its host is back", async () => {
  await follow(
    tocsin.sql,
    Array.from({ length: 10 }, (_, at) => host.inbox(at)),
  );
  host.does = resets;
  const { id } = await publish(tocsin.sql);
  await untilQuiet(tocsin.sql);
  await passDays(tocsin.sql, 1);
  let missing: string | undefined;
  host.does = (request, response) => {
    missing ??= request.url;
    (request.url === missing ? answers(404) : accepts)(request, response);
  };
  await passDays(tocsin.sql, 0.25);
  const states = (await rowsOf(tocsin.sql, id)).map(({ state }) => state).sort();
  expect(states).toEqual([...Array.from({ length: 9 }, () => "delivered"), "waiting"]);
});

test("B6. a post that is published while its host's breaker closes is not forgotten", async () => {
  await follow(tocsin.sql, [host.inbox("a")]);
  await tocsin.sql`insert into host (host, signature, opened_at) values (${host.host}, 'draft-cavage', now())`;
  const { id } = await tocsin.sql.begin(async (tx) => {
    const published = await publish(
      // Within this transaction, which stays open until the breaker has closed.
      Object.assign(tx, { begin: (work: (sql: typeof tx) => unknown) => work(tx) }) as never,
    );
    await closeBreakers(tocsin.sql, [host.host]);
    return published;
  });
  expect(await rowsOf(tocsin.sql, id)).toMatchObject([{ state: "held" }]);
  await passDays(tocsin.sql, 0.01);
  expect(await settled(tocsin.sql, id)).toMatchObject([{ state: "delivered" }]);
});

test("B6. after a week a delivery is given up and says so; younger ones still arrive", async () => {
  await follow(tocsin.sql, [host.inbox("a"), host.inbox("b")]);
  host.does = resets;
  const old = await publish(tocsin.sql, "Old");
  await untilQuiet(tocsin.sql);
  await passDays(tocsin.sql, 3);
  const young = await publish(tocsin.sql, "Young");
  await untilQuiet(tocsin.sql);
  await passDays(tocsin.sql, 4.75);
  const given = await rowsOf(tocsin.sql, old.id);
  expect(given.map(({ state }) => state)).toEqual(["failed", "failed"]);
  for (const { error } of given) expect(error).toMatch(/./);
  host.does = accepts;
  await passDays(tocsin.sql, 0.25);
  expect((await settled(tocsin.sql, young.id)).map(({ state }) => state)).toEqual(["delivered", "delivered"]);
  expect(postsAt(host.inbox("a"))).toContain(postUrl(tocsin.origin, young.id));
});

test("B6. an inbox that answers 404 for days takes its followers with it, who are told of", async () => {
  await follow(tocsin.sql, [host.inbox("a"), host.inbox("a"), other.inbox("a")]);
  host.does = answers(404);
  const { id } = await publish(tocsin.sql);
  await untilQuiet(tocsin.sql);
  await passDays(tocsin.sql, 1.5);
  expect(await listDepartures(tocsin.sql, 10)).toEqual([]);
  await passDays(tocsin.sql, 1.5);
  const rows = await settled(tocsin.sql, id);
  expect(new Map(rows.map(({ inbox, state, error }) => [inbox, [state, error]]))).toEqual(
    new Map([
      [host.inbox("a"), ["failed", "HTTP 404"]],
      [other.inbox("a"), ["delivered", null]],
    ]),
  );
  const departures = await listDepartures(tocsin.sql, 10);
  expect(departures.map(({ reason }) => reason)).toEqual(["HTTP 404", "HTTP 404"]);
  expect(departures[0]!.handle).toContain(host.host);
  expect(await tocsin.sql`select count(*)::integer as n from follower`).toEqual([{ n: 1 }]);
});

test("B6. one 404 after days of silence is no farewell", async () => {
  await follow(tocsin.sql, [host.inbox("a")]);
  host.does = resets;
  const { id } = await publish(tocsin.sql);
  await untilQuiet(tocsin.sql);
  await passDays(tocsin.sql, 3);
  host.does = inTurn(answers(404), accepts);
  await passDays(tocsin.sql, 1);
  expect(await listDepartures(tocsin.sql, 10)).toEqual([]);
  expect(await settled(tocsin.sql, id)).toMatchObject([{ state: "delivered" }]);
});

test("B6. a host that asks us to wait is not asked again before that", async () => {
  await follow(tocsin.sql, [host.inbox("a")]);
  host.does = inTurn(answers(429, { "retry-after": String(10 * hour) }), accepts);
  const { id } = await publish(tocsin.sql);
  await untilQuiet(tocsin.sql);
  await passTime(tocsin.sql, 9.5 * hour);
  await untilQuiet(tocsin.sql);
  expect(remote.arrivals).toHaveLength(1);
  await passTime(tocsin.sql, hour);
  expect(await settled(tocsin.sql, id)).toMatchObject([{ state: "delivered", attempts: 2 }]);
});
