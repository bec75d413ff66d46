import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { withdrawPost } from "../../src/store/posts.ts";
import { openPublicSite, origin, type PublicSite } from "./public-site.ts";

let site: PublicSite;
beforeAll(async () => {
  site = await openPublicSite();
});
afterAll(() => site.close());
beforeEach(() => site.sql`truncate post, revision, activity cascade`);

/** The posts of a page, in order, by the address of their headings. */
const postsOf = (page: string) =>
  [...page.matchAll(/<h2[^>]*>\s*<a href="\/p\/(\w+)"/g)].map(([, id]) => id!);

const nextPage = (page: string) => /<a href="([^"]+)" rel="next">/.exec(page)?.[1];

const day = (n: number) => new Date(Date.UTC(2026, 0, n, 12));

async function publishMany(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 1; n <= count; n++) ids.push(await site.publish({ name: `Post ${n}` }, day(n)));
  return ids.reverse();
}

/** All posts, from the first page to the last. */
async function readAll(path: string): Promise<string[][]> {
  const pages: string[][] = [];
  for (let next: string | undefined = path; next;) {
    const page = await site.page(next);
    pages.push(postsOf(page));
    next = nextPage(page);
  }
  return pages;
}

describe("the list of posts", () => {
  test("says so when nothing has been published", async () => {
    expect(await site.page("/")).toContain("Nothing has been published yet.");
  });

  test("begins with the pinned post, then the newest, and names no post twice", async () => {
    const old = await site.publish({ pinned: true }, day(1));
    const newest = await site.publish({}, day(3));
    const newer = await site.publish({}, day(2));
    expect(postsOf(await site.page("/"))).toEqual([old, newest, newer]);
  });

  test("fills its further pages where pinned posts stand in a row, and says when there is nothing older", async () => {
    const ids = await publishMany(22);
    for (let n = 1; n <= 20; n++) await site.publish({ pinned: true }, new Date(Date.UTC(2026, 0, 2, 13, n)));
    const pages = await readAll("/");
    expect(pages[0]).toHaveLength(40);
    expect([...pages[0]!.slice(20), ...pages.slice(1).flat()]).toEqual(ids);
    const last = await site.page(`/?before=${Buffer.from("x").toString("base64url")}`).catch(() => "");
    expect(last).not.toContain("Nothing has been published yet.");
    const path = nextPage(await site.page("/"))!;
    await site.sql`update post set withdrawn_at = now() where pinned_at is null`;
    const beyond = await site.page(path);
    expect(beyond).toContain("There are no older posts.");
    expect(beyond).not.toContain("Nothing has been published yet.");
  });

  test("shows every post exactly once over its pages of twenty", async () => {
    const ids = await publishMany(45);
    const pages = await readAll("/");
    expect(pages.map((page) => page.length)).toEqual([20, 20, 5]);
    expect(pages.flat()).toEqual(ids);
  });

  test("shows pinned posts on the first page alone, and misses none of the others", async () => {
    const ids = await publishMany(45);
    const pinned = await site.publish({ pinned: true }, new Date(Date.UTC(2026, 0, 10, 13)));
    const pages = await readAll("/");
    expect(pages[0]![0]).toBe(pinned);
    expect(pages.flat().slice(1)).toEqual(ids);
  });

  test("shows every post once when all of them have the same date", async () => {
    const ids = new Set<string>();
    for (let n = 0; n < 43; n++) ids.add(await site.publish({}, day(1)));
    const read = (await readAll("/")).flat();
    expect(read).toHaveLength(43);
    expect(new Set(read)).toEqual(ids);
  });

  test("keeps its further pages while a new post arrives", async () => {
    const ids = await publishMany(25);
    const second = nextPage(await site.page("/"))!;
    await site.publish({}, day(31));
    expect(postsOf(await site.page(second))).toEqual(ids.slice(20));
  });

  test("answers 404 for a page that nobody made", async () => {
    const word = (place: string) => Buffer.from(place).toString("base64url");
    for (const before of [
      "x",
      "",
      word("-1.aaaaaaaaaaaaaaaa"),
      word("999999999999999.aaaaaaaaaaaaaaaa"),
      word("1.A'"),
    ]) {
      const response = await site.get(`/?before=${encodeURIComponent(before)}`);
      expect([before, response.status]).toEqual([before, 404]);
    }
  });

  test("leaves withdrawn posts out", async () => {
    const id = await site.publish({ name: "Withdrawn in the morning" });
    await withdrawPost(site.sql, id);
    expect(await site.page("/")).not.toContain("Withdrawn in the morning");
  });
});

describe("a post in the list", () => {
  test("is shown whole when it is short", async () => {
    await site.publish({ source: "Bring a lamp.\n\nBring *another*." });
    const page = await site.page("/");
    expect(page).toContain("<p>Bring <em>another</em>.</p>");
    expect(page).not.toContain("Read on");
  });

  test("is cut after whole paragraphs when it is long, and leads on", async () => {
    const paragraphs = Array.from({ length: 30 }, (_, n) => `Paragraph **${n}**.[^1] ${"word ".repeat(20)}`);
    const id = await site.publish({ source: `${paragraphs.join("\n\n")}\n\n[^1]: A note.` });
    const page = await site.page("/");
    expect(page).toContain("Paragraph <strong>0</strong>");
    expect(page).not.toContain("Paragraph <strong>29</strong>");
    expect(page).not.toContain("footnote-ref");
    expect(page).toMatch(new RegExp(`<a href="/p/${id}">\\s*Read on`));
  });

  test("is cut inside a paragraph that alone is too long", async () => {
    await site.publish({ source: "word ".repeat(2000) });
    const page = await site.page("/");
    expect(page).toContain("Read on");
    expect(page.length).toBeLessThan(8000);
  });

  test("has its own language where that is not the page's", async () => {
    await site.publish({ name: "ندعوكم", source: "اليوم", language: "ar" });
    const page = await site.page("/");
    expect(page).toContain('<html lang="en" dir="ltr">');
    expect(page).toContain('<div class="text" lang="ar" dir="rtl">');
    expect(page).toContain('<h2 class="post-title" lang="ar" dir="rtl">');
  });

  test("hides text and pictures behind its content warning", async () => {
    const id = await site.picture();
    await site.publish({ summary: "An eviction", pictures: [{ id, description: "A door" }] });
    const page = await site.page("/");
    const warning = /<details class="warning">(.*?)<\/details>/s.exec(page)![1]!;
    expect(warning).toMatch(/<summary>.*An eviction.*<\/summary>/s);
    expect(warning).toContain("<p>A text.</p>");
    expect(warning).toContain('alt="A door"');
    expect(page.replace(warning, "")).not.toMatch(/A text|A door/);
  });

  test("shows its pictures with their description and size", async () => {
    const id = await site.picture();
    await site.publish({ pictures: [{ id, description: 'A "teal" field' }] });
    const page = await site.page("/");
    const image = /<figure.*?<img(.*?)>/s.exec(page)![1]!;
    expect(image).toContain('alt="A &quot;teal&quot; field"');
    expect(image).toMatch(/src="\/media\/[0-9a-f]{32}\.jpg"/);
    expect(image).toContain('width="1000"');
    expect(image).toContain('height="500"');
    expect(image).toContain('loading="lazy"');
  });
});

describe("the head of the home page", () => {
  test("says who this is and how to follow", async () => {
    const page = await site.page("/");
    expect(page).toContain("<title>Harbour Street</title>");
    expect(page).toContain("We rent on the harbour side.");
    expect(page).toContain("@harbour@tocsin.example");
  });

  test("leads to the feeds and to the actor", async () => {
    const links = [
      ...(await site.page("/")).matchAll(/<link\s+rel="alternate"\s+type="([^"]+)"[^>]*href="([^"]+)"/g),
    ];
    expect(links.map(([, type, href]) => [type, href])).toEqual([
      ["application/activity+json", `${origin}/actors/group`],
      ["application/rss+xml", `${origin}/feed.rss`],
      ["application/atom+xml", `${origin}/feed.atom`],
      ["application/feed+json", `${origin}/feed.json`],
    ]);
  });

  test("differs by what is asked for", async () => {
    expect((await site.get("/")).headers.get("Vary")).toContain("Accept");
  });
});

test("a page that has not changed is not sent again", async () => {
  await site.publish();
  const tag = (await site.get("/")).headers.get("ETag")!;
  const again = await site.get("/", { "If-None-Match": tag });
  expect([again.status, await again.text()]).toEqual([304, ""]);
  expect(again.headers.get("Vary")).toContain("Accept");
  await site.publish();
  expect((await site.get("/", { "If-None-Match": tag })).status).toBe(200);
});
