import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findPage } from "../../src/store/pages.ts";
import { findPost } from "../../src/store/post-lists.ts";
import { withdrawPost } from "../../src/store/posts.ts";
import { addPage, editPost, publishPost } from "../support/written.ts";
import { type Browser, membersSide, type MembersSide } from "./members-side.ts";

let side: MembersSide;
let admin: Browser;
beforeAll(async () => {
  side = await membersSide();
  admin = await side.browse(await side.join("ines", "admin"));
});
afterAll(() => side.stop());
beforeEach(() => side.sql`truncate post, revision, activity cascade`);

const text = { name: "", source: "We meet.", summary: "", language: "en", tags: ["Now"], pictures: [] };
const publish = async () => (await publishPost(side.sql, { ...text, type: "Note", pinned: true })).id;
const edit = (id: string) => editPost(side.sql, id, { ...text, source: "We met.", pinned: true });
const round = (minutes: number) => side.sql`update collective set rounding_minutes = ${minutes}`;

/** Every time that anybody can read: of the post, of what was sent about it, in pages, feeds, documents and headers. */
async function told(id: string): Promise<Set<number>> {
  const activities = await side.sql<{ id: string }[]>`select id from activity where post_id = ${id}`;
  const pages = ["/", `/p/${id}`, `/p/${id}/history`, "/archive", "/tags/now", "/sitemap.xml"];
  const feeds = ["/feed.rss", "/feed.atom", "/feed.json"];
  const documents = [`/p/${id}`, "/actors/group/outbox/first", "/actors/group/featured"];
  const asked = [
    ...[...pages, ...feeds].map((path) => ({ path, accept: "text/html" })),
    ...[...documents, ...activities.map((each) => `/activities/${each.id}`)].map((path) => ({
      path,
      accept: "application/activity+json",
    })),
  ];
  const times: number[] = [];
  for (const { path, accept } of asked) {
    const answer = await side.app.request(path, { headers: { accept } });
    const whole = JSON.stringify([...answer.headers]) + (await answer.text());
    for (const [time] of whole.matchAll(/20\d\d-\d\d-\d\dT[\d:.]+Z|\w{3}, \d\d \w{3} \d{4} [\d:]+ GMT/g))
      times.push(Date.parse(time));
  }
  return new Set(times);
}

const since = (time: number) => Date.now() - time;
const minute = 60_000;

describe("the times of posts", () => {
  test.each([
    ["a minute", 1],
    ["a quarter of an hour", 15],
    ["an hour", 60],
    ["a day", 1440],
  ])("are rounded down to %s wherever they can be read", async (_, minutes) => {
    await round(minutes);
    await admin.post("/admin/settings", { name: "Harbour", description: "", language: "en" });
    await side.sql`update collective set created_at = '2020-01-01'`;
    const id = await publish();
    const times = [...(await told(id))].filter((time) => time > Date.parse("2020-01-02"));
    expect(times).toHaveLength(1);
    const [published] = times as [number];
    expect(published % (minutes * minute)).toBe(0);
    expect(since(published)).toBeGreaterThanOrEqual(0);
    expect(since(published)).toBeLessThan((minutes + 1) * minute);
    await withdrawPost(side.sql, id);
    expect([...(await told(id))].filter((time) => time % (minutes * minute) !== 0)).toEqual([]);
  });

  test("grow with each edit all the same, by no more than servers need to see", async () => {
    await round(60);
    const id = await publish();
    await edit(id);
    await edit(id);
    const post = (await findPost(side.sql, id))!;
    expect(post.published.getTime() % (60 * minute)).toBe(0);
    expect(post.updated!.getTime() - post.published.getTime()).toBe(2000);
  });

  test("are exact unless the collective asks", async () => {
    await round(0);
    const before = Date.now();
    const { published } = (await findPost(side.sql, await publish()))!;
    expect(published.getTime()).toBeGreaterThanOrEqual(before);
  });

  test("that are the same do not lose a post between two pages", async () => {
    await round(1440);
    await side.sql`update collective set posts_per_page = 5`;
    const published = await Promise.all(Array.from({ length: 12 }, publishUnpinned));
    const found: string[] = [];
    for (let path: string | undefined = "/tags/now"; path !== undefined;) {
      const page = await admin.read(path);
      const ids = [...page.matchAll(/<h2[^>]*>\s*<a href="\/p\/(\w+)"/g)].map(([, id]) => id!);
      expect(ids.length).toBeLessThanOrEqual(5);
      found.push(...ids);
      path = /href="(\/tags\/now\?before=[^"]+)"/.exec(page)?.[1];
    }
    expect(found.toSorted()).toEqual(published.toSorted());
  });
});

const publishUnpinned = async () =>
  (await publishPost(side.sql, { ...text, type: "Note", pinned: false })).id;

test("the day of a standing page is rounded, too", async () => {
  await round(15);
  await addPage(side.sql, { slug: "about", language: "en", name: "About", source: "Us.", inMenu: true });
  const { updated } = (await findPage(side.sql, "about", "en"))!;
  expect(updated.getTime() % (15 * minute)).toBe(0);
});
