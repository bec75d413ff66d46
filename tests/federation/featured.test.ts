import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { liftPanic, panic } from "../../src/store/panic.ts";
import { unpinOverCallouts } from "../../src/store/pins.ts";
import { withdrawPost } from "../../src/store/posts.ts";
import { postUrl } from "../../src/text/address.ts";
import type { Callout } from "../../src/text/callout.ts";
import { startWorker } from "../../src/worker.ts";
import { follow } from "../support/stage.ts";
import { startTocsin, type Tocsin, until } from "../support/tocsin.ts";
import { editPost, publishPost } from "../support/written.ts";

let tocsin: Tocsin;
beforeAll(async () => {
  tocsin = await startTocsin({ worker: false });
  await follow(tocsin.sql, ["https://quay.example/inbox"]);
});
afterAll(() => tocsin.stop());
beforeEach(() => tocsin.sql`truncate post, revision, activity, delivery cascade`);

const hour = 3_600_000;
const text = { name: "", source: "Come.", summary: "", language: "en", tags: [] as string[], pictures: [] };

function callout(hours: number): Callout {
  return {
    startsAt: null,
    endsAt: null,
    timeZone: "UTC",
    placeName: "The gate",
    placeAddress: "",
    latitude: null,
    longitude: null,
    openUntil: new Date(Date.now() + hours * hour),
    status: "confirmed",
  };
}

const publish = async (hours: number, pinned = false) =>
  (await publishPost(tocsin.sql, { ...text, type: "Note", pinned, callout: callout(hours) })).id;
const edit = (id: string, what: Callout | null, pinned = false) =>
  editPost(tocsin.sql, id, { ...text, pinned, callout: what });
const end = (id: string) => tocsin.sql`update revision_callout set open_until = now() where post_id = ${id}`;

/** The pins and their ends that followers are sent, in order. */
const told = async () => {
  const rows = await tocsin.sql<{ type: string }[]>`
    select type from activity join delivery on activity_id = activity.id
    where type in ('Add', 'Remove') order by delivery.id`;
  return rows.map(({ type }) => type);
};

async function featured(): Promise<string[]> {
  const answer = await fetch(`${tocsin.origin}/actors/group/featured`, {
    headers: { accept: "application/activity+json" },
  });
  const { orderedItems } = (await answer.json()) as { orderedItems: { id: string }[] };
  return orderedItems.map(({ id }) => id);
}

describe("a call-out", () => {
  test("is a pin on other servers while it is open, and none when it is over, which they are told once", async () => {
    const id = await publish(2);
    expect([await told(), await featured()]).toEqual([["Add"], [postUrl(tocsin.origin, id)]]);
    expect(await unpinOverCallouts(tocsin.sql)).toBe(0);
    await end(id);
    const looked = await Promise.all([1, 2, 3, 4].map(() => unpinOverCallouts(tocsin.sql)));
    expect(looked.toSorted()).toEqual([0, 0, 0, 1]);
    expect([await told(), await featured()]).toEqual([["Add", "Remove"], []]);
    const page = await (await fetch(postUrl(tocsin.origin, id), { headers: { accept: "text/html" } })).text();
    expect(page).toContain("This is over");
  });

  test("stays a pin when the worker dies over the Remove, and the next one sends it", async () => {
    const id = await publish(2);
    await end(id);
    await tocsin.sql`alter table delivery add constraint broken check (activity_id is null) not valid`;
    await expect(unpinOverCallouts(tocsin.sql)).rejects.toThrow("broken");
    await tocsin.sql`alter table delivery drop constraint broken`;
    expect([await told(), await featured()]).toEqual([["Add"], [postUrl(tocsin.origin, id)]]);
    expect(await unpinOverCallouts(tocsin.sql)).toBe(1);
    expect(await told()).toEqual(["Add", "Remove"]);
  });

  test("that members pinned stays pinned when it is over", async () => {
    const id = await publish(2, true);
    await end(id);
    expect(await unpinOverCallouts(tocsin.sql)).toBe(1);
    expect([await told(), await featured()]).toEqual([["Add"], [postUrl(tocsin.origin, id)]]);
  });

  test("is pinned and unpinned by edits that open and end it, and by none in between", async () => {
    const id = await publish(-1);
    expect(await told()).toEqual([]);
    await edit(id, callout(5));
    await edit(id, { ...callout(6), status: "cancelled" });
    await edit(id, callout(6), true);
    await edit(id, callout(6));
    expect(await told()).toEqual(["Add"]);
    await edit(id, null);
    expect([await told(), await featured()]).toEqual([["Add", "Remove"], []]);
  });

  test("that is withdrawn before it is over is not heard of again", async () => {
    const id = await publish(2);
    await withdrawPost(tocsin.sql, id);
    await end(id);
    expect(await unpinOverCallouts(tocsin.sql)).toBe(0);
    expect([await told(), await featured()]).toEqual([["Add"], []]);
  });

  test("that ends in a panic is unpinned when it is lifted", async () => {
    const id = await publish(2);
    await end(id);
    await panic(tocsin.sql);
    expect(await unpinOverCallouts(tocsin.sql)).toBe(0);
    await liftPanic(tocsin.sql);
    expect(await unpinOverCallouts(tocsin.sql)).toBe(1);
  });
});

test("a worker looks by itself for call-outs that are over", async () => {
  const worker = await startWorker(tocsin);
  await end(await publish(2));
  await until("the Remove", async () => (await told()).includes("Remove"));
  await worker.stop();
  expect(await told()).toEqual(["Add", "Remove"]);
});
