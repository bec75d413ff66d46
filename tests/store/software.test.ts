import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { liftPanic, panic } from "../../src/store/panic.ts";
import { listUnaskedHosts, recordSoftware } from "../../src/store/software.ts";
import { clear, follow } from "../support/stage.ts";
import { startTocsin, type Tocsin } from "../support/tocsin.ts";
import { publishPost } from "../support/written.ts";

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

const waiting = async () => {
  const rows = await tocsin.sql<{ type: string; event: boolean }[]>`
    select type, event from delivery join activity on activity.id = activity_id
    where state = 'waiting' order by delivery.id`;
  return rows.map(({ type, event }) => `${type}${event ? " event" : ""}`);
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
