import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Actor, findActor, putActor } from "../../src/store/actors.ts";
import { addFollower, decideFollower, removeFollower } from "../../src/store/followers.ts";
import { liftPanic, panic } from "../../src/store/panic.ts";
import { listUnaskedHosts, recordSoftware } from "../../src/store/software.ts";
import { clear, follow } from "../support/stage.ts";
import { startTocsin, type Tocsin } from "../support/tocsin.ts";
import { editPost, publishPost } from "../support/written.ts";

let tocsin: Tocsin;
beforeAll(async () => {
  tocsin = await startTocsin({ worker: false });
});
afterAll(() => tocsin.stop());
beforeEach(async () => {
  await clear(tocsin.sql);
  await follow(tocsin.sql, ["https://quay.example/inbox"]);
});

const host = "quay.example";
const openUntil = new Date("2099-12-05T16:00:00Z");
const place = { placeName: "The gate", placeAddress: "", latitude: null, longitude: null };
const when = { startsAt: openUntil, endsAt: null, openUntil, timeZone: "UTC", status: "confirmed" } as const;
const text = { name: "", source: "Come.", summary: "", language: "en", tags: [], pictures: [] };
const publish = () =>
  publishPost(tocsin.sql, { ...text, type: "Note", pinned: false, callout: { ...place, ...when } });
const cancel = (id: string) =>
  editPost(tocsin.sql, id, { ...text, pinned: false, callout: { ...place, ...when, status: "cancelled" } });

const waiting = async () => {
  const rows = await tocsin.sql<{ type: string; event: boolean }[]>`
    select type, event from delivery join activity on activity.id = activity_id
    where state = 'waiting' order by delivery.id`;
  return rows.map(({ type, event }) => `${type}${event ? " event" : ""}`);
};
/** What waits about Events, with the revision that it tells of. Then it has arrived, or has come to another end. */
const takeEvents = async (end = "delivered") => {
  const rows = await tocsin.sql<{ type: string; revision: number }[]>`
    select type, revision from delivery join activity on activity.id = activity_id
    where state = 'waiting' and event order by delivery.id`;
  await tocsin.sql`update delivery set state = ${end}, settled_at = now() where state = 'waiting'`;
  return rows.map(({ type, revision }) => `${type} ${revision}`);
};
const group = () => `${tocsin.origin}/actors/group`;
const reader = async (): Promise<Actor> =>
  (await findActor(tocsin.sql, "https://quay.example/inbox/followers/0"))!;
const followAgain = async (actor: Actor, followId = `${actor.id}/again`) => {
  await removeFollower(tocsin.sql, actor.id);
  await addFollower(tocsin.sql, actor, followId, false);
};

test("a host that turns out to read Events alone is sent these, and nothing else that waits for it", async () => {
  await publish();
  expect(await waiting()).toEqual(["Create", "Add"]);
  await recordSoftware(tocsin.sql, host, "gancio");
  expect(await waiting()).toEqual(["Create event"]);
  await recordSoftware(tocsin.sql, host, "gancio");
  expect(await waiting()).toEqual(["Create event"]);
});

test("a host that turns out to read Events beside posts is sent both", async () => {
  await publish();
  await recordSoftware(tocsin.sql, host, "mobilizon");
  expect(await waiting()).toEqual(["Create", "Add", "Create event"]);
});

test("a host that says nothing goes on as before", async () => {
  await recordSoftware(tocsin.sql, host, undefined);
  await publish();
  expect(await waiting()).toEqual(["Create", "Add"]);
});

test("hosts are asked again after a week, those that did not answer after a day, and none in a panic", async () => {
  const unasked = async () => (await listUnaskedHosts(tocsin.sql, 9)).map((each) => each.host);
  const ago = (days: number) =>
    tocsin.sql`update host set software_asked_at = now() - ${days} * interval '1 day'`;
  expect(await unasked()).toEqual([]);
  await recordSoftware(tocsin.sql, host, undefined);
  expect(await unasked()).toEqual([]);
  await ago(1.1);
  expect(await unasked()).toEqual([host]);
  await recordSoftware(tocsin.sql, host, "gotosocial");
  await ago(6.9);
  expect(await unasked()).toEqual([]);
  await ago(7.1);
  expect(await unasked()).toEqual([host]);
  await panic(tocsin.sql);
  expect(await unasked()).toEqual([]);
  await liftPanic(tocsin.sql);
  await tocsin.sql`truncate follower`;
  expect(await unasked()).toEqual([]);
});

test("a server that turns out to keep a calendar is sent one Create of each open call-out, as it is now", async () => {
  const { id } = await publish();
  await cancel(id);
  await recordSoftware(tocsin.sql, host, "gancio");
  expect(await takeEvents()).toEqual(["Create 2"]);
});

test("so is one that follows again, also as it had it; what changed meanwhile it is told in an Update besides", async () => {
  await recordSoftware(tocsin.sql, host, "gancio");
  const { id } = await publish();
  expect(await takeEvents()).toEqual(["Create 1"]);
  await followAgain(await reader());
  expect(await takeEvents()).toEqual(["Create 1"]);
  await removeFollower(tocsin.sql, (await reader()).id);
  await cancel(id);
  expect(await takeEvents()).toEqual([]);
  await followAgain(await reader());
  expect(await takeEvents()).toEqual(["Create 2", "Update 2"]);
  const sent = await tocsin.sql`select activity_id from delivery where inbox = 'https://quay.example/inbox'`;
  expect(new Set(sent.map((row) => row["activity_id"])).size).toBe(sent.length);
});

test("and one whose follow members let in", async () => {
  await recordSoftware(tocsin.sql, host, "gancio");
  await publish();
  await takeEvents();
  const actor = await reader();
  await removeFollower(tocsin.sql, actor.id);
  await addFollower(tocsin.sql, actor, `${actor.id}/again`, true);
  expect(await takeEvents()).toEqual([]);
  await decideFollower(tocsin.sql, actor.id, "Accept", group());
  expect(await takeEvents()).toEqual(["Create 1"]);
});

test("a further follower of the same server, or a Follow that is repeated, brings it nothing again", async () => {
  await recordSoftware(tocsin.sql, host, "mobilizon");
  await publish();
  await takeEvents();
  const first = await reader();
  const described = { ...first, id: "https://quay.example/users/other", inbox: "https://quay.example/other" };
  await addFollower(
    tocsin.sql,
    await putActor(tocsin.sql, described, []),
    "https://quay.example/follow",
    false,
  );
  await addFollower(tocsin.sql, first, `${first.id}/follow`, false);
  expect(await takeEvents()).toEqual([]);
});

test("whoever leaves and follows again and again is not told without end", async () => {
  await recordSoftware(tocsin.sql, host, "gancio");
  await publish();
  for (let at = 0; at < 30; at++) {
    await takeEvents();
    await followAgain(await reader(), `https://quay.example/follows/${at}`);
  }
  const [made] = await tocsin.sql`select count(*)::integer as n from activity where event`;
  expect(made!["n"]).toBe(20);
});

test("in a panic a calendar that follows again gets nothing, and what is open once it is lifted", async () => {
  await recordSoftware(tocsin.sql, host, "gancio");
  await publish();
  await takeEvents();
  await panic(tocsin.sql);
  await followAgain(await reader());
  expect(await takeEvents()).toEqual([]);
  await liftPanic(tocsin.sql);
  expect((await listUnaskedHosts(tocsin.sql, 9)).map((each) => each.host)).toEqual([host]);
  await recordSoftware(tocsin.sql, host, "gancio");
  expect(await takeEvents()).toEqual(["Create 1"]);
});

test("where the Create of an Event was refused, the next change creates it as it is then", async () => {
  await recordSoftware(tocsin.sql, host, "gancio");
  const { id } = await publish();
  expect(await takeEvents("failed")).toEqual(["Create 1"]);
  await cancel(id);
  expect(await takeEvents()).toEqual(["Create 2"]);
  await cancel(id);
  expect(await takeEvents()).toEqual(["Update 3"]);
});

test("a plain WordPress takes a call-out as a post, and shows no Event besides", async () => {
  await recordSoftware(tocsin.sql, host, "wordpress");
  const actor = await reader();
  // As the reader named Friends follows, for the account of a person.
  await followAgain(actor, `${actor.id}#follow-${group().replace(/^https?:\/\//, "")}`);
  await publish();
  expect(await waiting()).toEqual(["Create", "Add"]);
});

test.for([
  ["the account of a blog", "Group", "https://quay.example/@blog"],
  ["the account of a blog in which one person writes", "Person", "https://quay.example/?author=0"],
] as const)(
  "WordPress with the Event Bridge, which follows as %s, is sent Events as well",
  async ([, type, id]) => {
    await recordSoftware(tocsin.sql, host, "wordpress");
    await publish();
    expect(await waiting()).toEqual(["Create", "Add"]);
    const blog = await putActor(tocsin.sql, { ...(await reader()), id, type, inbox: `${id}/inbox` }, []);
    const followed = group().replace(/^https?:\/\//, "");
    await addFollower(tocsin.sql, blog, `${id}#follow-${followed}`, false);
    expect(await takeEvents()).toEqual(["Create 1"]);
    await publish();
    expect(await takeEvents()).toEqual(["Create 1"]);
  },
);

test("an Event that stands on a plain WordPress from before is kept true there", async () => {
  await recordSoftware(tocsin.sql, host, "gancio");
  const { id } = await publish();
  await takeEvents();
  await recordSoftware(tocsin.sql, host, "wordpress");
  await cancel(id);
  expect(await takeEvents()).toEqual(["Update 2"]);
});
