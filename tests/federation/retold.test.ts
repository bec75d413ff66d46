import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { findActivity } from "../../src/store/activities.ts";
import { findPost } from "../../src/store/post-lists.ts";
import { withdrawPost } from "../../src/store/posts.ts";
import { renderActivity } from "../../src/federation/activities.ts";
import { postUrl } from "../../src/text/address.ts";
import type { Callout } from "../../src/text/callout.ts";
import { startTocsin, type Tocsin } from "../support/tocsin.ts";
import { editPost, insertPost, type NewPost, publishPost } from "../support/written.ts";

let tocsin: Tocsin;

beforeAll(async () => {
  tocsin = await startTocsin({ worker: false });
});
afterAll(() => tocsin.stop());
beforeEach(async () => {
  await tocsin.sql`truncate post, activity, delivery cascade`;
});

const text = {
  name: "",
  source: "Come.",
  summary: "",
  language: "en",
  tags: [],
  pictures: [],
  pinned: false,
};
const publish = async (fields: Partial<NewPost> = {}) =>
  (await publishPost(tocsin.sql, { ...text, type: "Note", ...fields })).id;

interface Retold {
  object: { content: string; published: string; updated: string };
}

/** The Updates about a post, by the time of their making, as they go out. */
async function updatesOf(postId: string, event = false) {
  const rows = await tocsin.sql<{ id: string }[]>`
    select id from activity where post_id = ${postId} and type = 'Update' and event = ${event} order by revision, created_at`;
  const renderer = { sql: tocsin.sql, origin: tocsin.origin, describeGroup: async () => ({}) };
  const sent = rows.map(async ({ id }) => renderActivity(renderer, (await findActivity(tocsin.sql, id))!));
  return (await Promise.all(sent)) as unknown as Retold[];
}

it("a translation that is added later sends an Update of the first, newer by a second, and nothing looks edited to readers", async () => {
  const first = await publish();
  expect(await updatesOf(first)).toEqual([]);
  const later = await publish({ language: "fr", source: "Venez.", translationOf: first });
  const [update] = await updatesOf(first);
  expect(update!.object.content).toContain(`hreflang="fr">${postUrl(tocsin.origin, later)}</a>`);
  expect(Date.parse(update!.object.updated)).toBeGreaterThan(Date.parse(update!.object.published));
  expect((await findPost(tocsin.sql, first))?.updated).toBeNull();
  expect(await updatesOf(later)).toEqual([]);
});

it("each that comes tells all the others, and an edit after it is newer still", async () => {
  const first = await publish();
  const second = await publish({ language: "fr", translationOf: first });
  await publish({ language: "ar", translationOf: first });
  expect([(await updatesOf(first)).length, (await updatesOf(second)).length]).toEqual([2, 1]);
  const before = (await findPost(tocsin.sql, first))!.retold!;
  await editPost(tocsin.sql, first, { ...text, source: "Come at noon." });
  expect((await findPost(tocsin.sql, first))!.updated!.getTime()).toBeGreaterThan(before.getTime());
  expect((await updatesOf(second)).length).toBe(1);
});

it("one that is withdrawn is named no more", async () => {
  const first = await publish();
  const second = await publish({ language: "fr", translationOf: first });
  await withdrawPost(tocsin.sql, second);
  const last = (await updatesOf(first)).at(-1);
  expect([(await updatesOf(first)).length, last?.object.content.includes("hreflang")]).toEqual([2, false]);
});

it("one that changes its language, or leaves, tells the others; one that only changes its words does not", async () => {
  const first = await publish();
  const second = await publish({ language: "fr", translationOf: first });
  await editPost(tocsin.sql, second, { ...text, language: "fr", source: "Venez !" });
  expect((await updatesOf(first)).length).toBe(1);
  await editPost(tocsin.sql, second, { ...text, language: "de" });
  expect((await updatesOf(first)).at(-1)?.object.content).toContain('hreflang="de"');
  await editPost(tocsin.sql, second, { ...text, language: "de", translationOf: null });
  const updates = await updatesOf(first);
  expect([updates.length, updates.at(-1)?.object.content.includes("hreflang")]).toEqual([3, false]);
});

it("posts that go out together tell each other in their Creates", async () => {
  await tocsin.sql.begin(async (tx) => {
    const posts = await import("../../src/store/posts.ts");
    const { renderText } = await import("../../src/text/render.ts");
    const whole = (fields: Partial<NewPost>) => {
      const written = { ...text, type: "Note" as const, mentions: [], ...fields };
      return { ...written, ...renderText(written) };
    };
    const { id } = await posts.sendPost(tx, whole({}));
    await posts.sendPost(tx, whole({ language: "fr", translationOf: id }));
  });
  expect(await tocsin.sql`select type from activity`).toEqual([{ type: "Create" }, { type: "Create" }]);
});

it("a call-out's Event names the translation as well, and an import tells nobody", async () => {
  const callout: Callout = {
    startsAt: new Date(Date.now() + 86_400_000),
    endsAt: null,
    timeZone: "UTC",
    placeName: "The gate",
    placeAddress: "",
    latitude: null,
    longitude: null,
    openUntil: new Date(Date.now() + 90_000_000),
    status: "confirmed",
  };
  const first = await publish({ callout });
  await tocsin.sql.begin((tx) =>
    insertPost(tx, { ...text, type: "Note", language: "ar", translationOf: first }),
  );
  expect(await updatesOf(first)).toEqual([]);
  await publish({ language: "fr", translationOf: first });
  const [event] = await updatesOf(first, true);
  expect(event!.object).toMatchObject({ type: "Event", content: expect.stringContaining('hreflang="fr"') });
});
