import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { listDepartures } from "../../src/store/followers.ts";
import { knock } from "../../src/store/hosts.ts";
import { postUrl } from "../../src/text/address.ts";
import { hour, passDays, passTime, untilQuiet } from "../support/clock.ts";
import { accepts, after, answers, type Fault, hangs, inTurn } from "../support/faults.ts";
import { type Arrival, type Remote, type RemoteHost, startRemote } from "../support/remote.ts";
import { clear, edit, follow, publish, rowsOf, settled, withdraw } from "../support/stage.ts";
import { startTocsin, type Tocsin, until } from "../support/tocsin.ts";
import { editPost, publishPost } from "../support/written.ts";

// An activity is told from its host: what a host refuses by itself holds up nothing else.
let tocsin: Tocsin;
let remote: Remote;
let host: RemoteHost;

beforeAll(async () => {
  [tocsin, remote] = await Promise.all([startTocsin(), startRemote()]);
  [host] = remote.hosts as [RemoteHost];
});
afterAll(() => Promise.all([tocsin.stop(), remote.close()]));
afterEach(async () => {
  await clear(tocsin.sql);
  remote.arrivals.length = 0;
  host.does = accepts;
});

/** Does this to copies of a kind, and takes all others. */
const except =
  (kind: (copy: Arrival) => boolean, fault: Fault): Fault =>
  (request, response) =>
    (request.method === "POST" && kind(remote.arrivals.at(-1)!) ? fault : accepts)(request, response);
const about = (id: string) => (copy: Arrival) => copy.object === postUrl(tocsin.origin, id);
const typesAbout = (id: string) => remote.arrivals.filter(about(id)).map(({ type }) => type);
const breaker = async () =>
  (await tocsin.sql<{ open: boolean }[]>`select opened_at is not null as open from host`)[0]?.open;

/** A post that the host answers so to each time, until its breaker is open. */
async function publishRefused(fault: Fault = answers(500), rest = 300): Promise<string> {
  host.does = fault;
  const { id } = await publish(tocsin.sql, "Refused");
  host.does = except(about(id), fault);
  for (let at = 0; at < 3; at++) {
    await untilQuiet(tocsin.sql);
    await passTime(tocsin.sql, rest);
  }
  await untilQuiet(tocsin.sql);
  expect(await breaker()).toBe(true);
  remote.arrivals.length = 0;
  return id;
}

test("B5. what a host answers with 500 each time holds up neither what comes later nor its own withdrawal", async () => {
  await follow(tocsin.sql, [host.inbox("a")]);
  const refused = await publishRefused();
  // Days later, when that delivery waits for hours.
  await passDays(tocsin.sql, 1);
  const later = await publish(tocsin.sql, "Later");
  await knock(tocsin.sql);
  expect(await settled(tocsin.sql, later.id)).toMatchObject([{ state: "delivered", attempts: 1 }]);
  expect(await breaker()).toBe(false);
  await untilQuiet(tocsin.sql);
  expect(await rowsOf(tocsin.sql, refused)).toMatchObject([{ state: "waiting", error: "HTTP 500" }]);
  host.does = except(({ type }) => type === "Create", answers(500));
  await withdraw(tocsin.sql, refused);
  expect(await settled(tocsin.sql, refused)).toMatchObject([
    { state: "cancelled" },
    { state: "delivered", type: "Delete" },
  ]);
});

test("B5. what a host refuses by itself waits by itself: longer each time, and its failures are not the host's", async () => {
  await follow(tocsin.sql, [host.inbox("a")]);
  const refused = await publishRefused();
  await publish(tocsin.sql, "Later");
  await knock(tocsin.sql);
  await until("a success", async () => (await breaker()) === false);
  for (let at = 0; at < 6; at++) {
    await untilQuiet(tocsin.sql);
    await passTime(tocsin.sql, 6.6 * hour);
  }
  await untilQuiet(tocsin.sql);
  const [row] = await rowsOf(tocsin.sql, refused);
  expect(row!.attempts).toBeGreaterThanOrEqual(10);
  expect(row!.nextAttempt!.getTime() - Date.now()).toBeGreaterThan(5 * hour * 1000);
  expect(await tocsin.sql`select failures, opened_at from host`).toEqual([{ failures: 0, opened_at: null }]);
  expect(await settled(tocsin.sql, (await publish(tocsin.sql, "Much later")).id)).toMatchObject([
    { state: "delivered", attempts: 1 },
  ]);
});

test("B5. so does what a host never answers", async () => {
  await follow(tocsin.sql, [host.inbox("a")]);
  await tocsin.sql`insert into host (host, signature, failures) values (${host.host}, 'draft-cavage', 2)`;
  host.does = hangs;
  const { id } = await publish(tocsin.sql, "Unanswered");
  await until("an end of the wait", async () => (await rowsOf(tocsin.sql, id))[0]!.error !== null, 30);
  host.does = accepts;
  const later = await publish(tocsin.sql, "Later");
  await knock(tocsin.sql);
  expect(await settled(tocsin.sql, later.id)).toMatchObject([{ state: "delivered" }]);
});

test("B5. of several that a host refuses none keeps the others from knocking: each has its turn, and one at a time", async () => {
  await follow(tocsin.sql, [host.inbox("a")]);
  await publishRefused();
  host.does = after(100, answers(500));
  const ids: string[] = [];
  for (let at = 0; at < 4; at++) ids.push((await publish(tocsin.sql, `Post ${at}`)).id);
  const knocked: string[][] = [];
  for (let minute = 0; minute < 5; minute++) {
    remote.arrivals.length = 0;
    await passTime(tocsin.sql, 61);
    await knock(tocsin.sql);
    await untilQuiet(tocsin.sql);
    knocked.push(remote.arrivals.map(({ object }) => object));
  }
  expect(knocked).toEqual([...ids.map((id) => [postUrl(tocsin.origin, id)]), []]);
  expect(await breaker()).toBe(true);
});

test("B6. a host that answers 500 to everything for days is knocked at, and gets all in order for each post", async () => {
  const inboxes = [host.inbox("a"), host.inbox("b")];
  await follow(tocsin.sql, inboxes);
  host.does = answers(500);
  const posts: string[] = [];
  for (let day = 0; day < 6; day++) {
    const { id } = await publish(tocsin.sql, `Day ${day}`);
    await untilQuiet(tocsin.sql);
    await edit(tocsin.sql, id, `Day ${day}, corrected`);
    posts.push(id);
    await passDays(tocsin.sql, 1);
  }
  expect(remote.arrivals.length).toBeLessThan(80);
  expect(await breaker()).toBe(true);
  remote.arrivals.length = 0;
  host.does = accepts;
  await passDays(tocsin.sql, 0.5);
  for (const id of posts) {
    expect(new Set((await settled(tocsin.sql, id)).map(({ state }) => state))).toEqual(
      new Set(["delivered"]),
    );
    for (const inbox of inboxes) {
      const here = remote.arrivals.filter((copy) => copy.inbox === inbox && about(id)(copy));
      expect(here.map(({ type }) => type)).toEqual(["Create", "Update"]);
    }
  }
});

test("B5. a host that asks us to wait is not asked about anything else meanwhile", async () => {
  await follow(tocsin.sql, [host.inbox("a")]);
  await publishRefused(answers(503, { "retry-after": String(5 * hour) }), 6 * hour);
  await publish(tocsin.sql, "Later");
  await passTime(tocsin.sql, 2 * hour);
  await knock(tocsin.sql);
  await untilQuiet(tocsin.sql);
  expect(remote.arrivals).toEqual([]);
});

test("B7. of several Updates that a host has not taken only the last is sent", async () => {
  await follow(tocsin.sql, [host.inbox("a")]);
  const { id } = await publish(tocsin.sql);
  await settled(tocsin.sql, id);
  host.does = answers(500);
  await edit(tocsin.sql, id, "Second");
  await until("an attempt", () => typesAbout(id).length === 2);
  await untilQuiet(tocsin.sql);
  await edit(tocsin.sql, id, "Third");
  await until("another", () => typesAbout(id).length === 3);
  await untilQuiet(tocsin.sql);
  host.does = accepts;
  const last = await edit(tocsin.sql, id, "Fourth");
  const rows = await settled(tocsin.sql, id);
  expect(rows.map(({ state }) => state)).toEqual(["delivered", "cancelled", "cancelled", "delivered"]);
  expect(remote.arrivals.at(-1)!.activity).toContain(last.activityId);
});

test("B7. an Update that is refused while a newer one waits is not tried again, nor does the newer one wait for it", async () => {
  await follow(tocsin.sql, [host.inbox("a")]);
  const { id } = await publish(tocsin.sql);
  await settled(tocsin.sql, id);
  host.does = inTurn(after(1000, answers(500)), accepts);
  await edit(tocsin.sql, id, "Second");
  await until("the Update", () => typesAbout(id).length === 2);
  await edit(tocsin.sql, id, "Third");
  const rows = await settled(tocsin.sql, id);
  expect(rows.map(({ state }) => state)).toEqual(["delivered", "cancelled", "delivered"]);
});

test("B7. a Delete does not wait for the Create that was under way when it came, and failed", async () => {
  await follow(tocsin.sql, [host.inbox("a")]);
  host.does = inTurn(after(1000, answers(500)), accepts);
  const { id } = await publish(tocsin.sql);
  await until("the Create", () => typesAbout(id).length === 1);
  await withdraw(tocsin.sql, id);
  await settled(tocsin.sql, id);
  expect(typesAbout(id)).toEqual(["Create", "Delete"]);
});

test("B7. an Update goes in the place of a Create that its host has refused by itself again and again", async () => {
  await follow(tocsin.sql, [host.inbox("a")]);
  const refused = await publishRefused();
  host.does = except((copy) => about(refused)(copy) && copy.type === "Create", answers(504));
  await publish(tocsin.sql, "Later");
  await knock(tocsin.sql);
  await edit(tocsin.sql, refused, "Cancelled");
  for (let at = 0; at < 4; at++) {
    await untilQuiet(tocsin.sql);
    await passTime(tocsin.sql, 6.6 * hour);
  }
  expect(await settled(tocsin.sql, refused)).toMatchObject([
    { state: "cancelled", type: "Create" },
    { state: "delivered", type: "Update" },
  ]);
});

test("B7. a pin that a host refuses does not hold up the post's changes", async () => {
  await follow(tocsin.sql, [host.inbox("a")]);
  host.does = except(({ type }) => type === "Add", answers(500));
  const text = {
    name: "",
    source: "Come.",
    summary: "",
    language: "en",
    tags: [],
    pictures: [],
    pinned: true,
  };
  const { id } = await publishPost(tocsin.sql, { ...text, type: "Note" });
  await until("the pin", () => typesAbout(id).includes("Add"));
  await untilQuiet(tocsin.sql);
  await editPost(tocsin.sql, id, { ...text, source: "Come on Sunday." });
  await until("the Update", () => typesAbout(id).includes("Update"));
  expect(typesAbout(id).slice(0, 3)).toEqual(["Create", "Add", "Update"]);
});

test("B6. a 404 to a change of something costs nobody: the server may never have had it", async () => {
  await follow(tocsin.sql, [host.inbox("a")]);
  const { id } = await publish(tocsin.sql);
  await settled(tocsin.sql, id);
  host.does = answers(404);
  await edit(tocsin.sql, id, "Second");
  await untilQuiet(tocsin.sql);
  await passDays(tocsin.sql, 3);
  expect(await settled(tocsin.sql, id)).toMatchObject([
    { state: "delivered" },
    { state: "failed", status: 404 },
  ]);
  expect(await listDepartures(tocsin.sql, 10)).toEqual([]);
});

test("B6. nor is an inbox gone that answers 404 to one post and takes another", async () => {
  await follow(tocsin.sql, [host.inbox("a")]);
  const { id } = await publish(tocsin.sql, "Unwanted");
  host.does = except(about(id), answers(404));
  await tocsin.sql`update delivery set state = 'waiting', run_at = now(), settled_at = null where state = 'delivered'`;
  await untilQuiet(tocsin.sql);
  await passDays(tocsin.sql, 1);
  await settled(tocsin.sql, (await publish(tocsin.sql, "Wanted")).id);
  await passDays(tocsin.sql, 1.5);
  expect(await settled(tocsin.sql, id)).toMatchObject([{ state: "failed", status: 404 }]);
  expect(await listDepartures(tocsin.sql, 10)).toEqual([]);
});
