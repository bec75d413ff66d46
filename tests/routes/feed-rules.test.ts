import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addBlock } from "../../src/store/blocks.ts";
import { moderateReply } from "../../src/store/replies.ts";
import { editPost } from "../support/written.ts";
import { all, type Element, one, parseXml } from "../support/xml.ts";
import { openPublicSite, origin, type PublicSite } from "./public-site.ts";

let site: PublicSite;
/** A post of each kind: with pictures, edited, in another language, behind a warning, with replies. */
const ids: Record<string, string> = {};

beforeAll(async () => {
  site = await openPublicSite();
  const picture = await site.picture();
  const pictures = [{ id: picture, description: 'A lamp & a "bucket"' }];
  ids.pictured = await site.publish({ name: "Lamps & ladders", tags: ["rue du Port"], pictures });
  ids.warned = await site.publish({ name: "", summary: "An eviction", source: "At four.", pictures });
  ids.french = await site.publish({ name: "Cinquante jours", language: "fr" });
  ids.edited = await site.publish({}, new Date("2026-05-01T10:00:00Z"));
  const text = { name: "Now", source: "Anew.", summary: "", language: "en", tags: [], pictures: [] };
  await editPost(site.sql, ids.edited, { ...text, pinned: false });
  await site.reply(ids.pictured, { content: "<p>I bring a <b>ladder</b>.</p><script>x</script>" });
  await site.reply(ids.pictured, { content: "<p>Moi aussi.</p>", language: "fr", summary: "Soup" });
});
afterAll(() => site.close());

const bases = () => [
  "/feed",
  "/tags/rueduport/feed",
  "/language/fr/feed",
  `/p/${ids.pictured}/replies`,
  `/p/${ids.french}/replies`,
];

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

describe("every Atom feed (RFC 4287)", () => {
  test("has one id, title, updated and author, and a link to itself (4.1.1)", async () => {
    for (const base of bases()) {
      const feed = parseXml(await site.page(`${base}.atom`));
      expect([feed.name, feed.attributes.xmlns]).toEqual(["feed", "http://www.w3.org/2005/Atom"]);
      expect(URL.canParse(one(feed, "id").text)).toBe(true);
      expect(one(feed, "title").text).not.toBe("");
      expect(one(feed, "updated").text).toMatch(rfc3339);
      expect(one(one(feed, "author"), "name").text).toBe("Harbour Street");
      const self = all(feed, "link").filter(({ attributes }) => attributes.rel === "self");
      expect(self.map(({ attributes }) => attributes.href)).toEqual([`${origin}${base}.atom`]);
      const alternate = all(feed, "link").filter(({ attributes }) => attributes.rel === "alternate");
      expect(alternate).toHaveLength(1);
    }
  });

  test("has entries with one id, title and updated each, a link, and no id twice (4.1.2)", async () => {
    for (const base of bases()) {
      const entries = all(parseXml(await site.page(`${base}.atom`)), "entry");
      for (const entry of entries) {
        expect(URL.canParse(one(entry, "id").text)).toBe(true);
        expect(one(entry, "title").text).not.toBe("");
        expect(one(entry, "updated").text).toMatch(rfc3339);
        expect(one(entry, "published").text).toMatch(rfc3339);
        expect(one(entry, "content").attributes.type).toBe("html");
        expect(all(entry, "link").some(({ attributes }) => attributes.rel === "alternate")).toBe(true);
      }
      const known = entries.map((entry) => one(entry, "id").text);
      expect(new Set(known).size).toBe(known.length);
    }
  });

  test("says when it was edited, by a date that is not that of publication", async () => {
    const entries = all(parseXml(await site.page("/feed.atom")), "entry");
    const edited = entries.find((entry) => one(entry, "id").text === `${origin}/p/${ids.edited}`)!;
    expect(one(edited, "published").text).toBe("2026-05-01T10:00:00.000Z");
    expect(one(edited, "updated").text > "2026-05-02").toBe(true);
  });

  test("encloses a picture, unless a warning stands before it", async () => {
    const enclosed = all(parseXml(await site.page("/feed.atom")), "entry").map((entry) => [
      one(entry, "id").text,
      all(entry, "link").filter(({ attributes }) => attributes.rel === "enclosure"),
    ]);
    const of = Object.fromEntries(enclosed) as Record<string, Element[]>;
    const [enclosure] = of[`${origin}/p/${ids.pictured}`]!;
    expect(enclosure!.attributes).toMatchObject({
      type: "image/jpeg",
      length: expect.stringMatching(/^[1-9]\d*$/),
      title: 'A lamp & a "bucket"',
    });
    expect(of[`${origin}/p/${ids.warned}`]).toEqual([]);
  });
});

describe("every RSS feed (RSS 2.0, RSS Advisory Board)", () => {
  test("has one title, link, description and language, and says where it is itself", async () => {
    for (const base of bases()) {
      const rss = parseXml(await site.page(`${base}.rss`));
      expect([rss.name, rss.attributes.version]).toEqual(["rss", "2.0"]);
      expect(rss.attributes["xmlns:atom"]).toBe("http://www.w3.org/2005/Atom");
      const channel = one(rss, "channel");
      expect(one(channel, "title").text).not.toBe("");
      expect(URL.canParse(one(channel, "link").text)).toBe(true);
      expect(one(channel, "description").text).toBe("We rent on the harbour side.");
      expect(one(channel, "language").text).toBe(
        base.includes("fr") || base.includes(ids.french!) ? "fr" : "en",
      );
      const { attributes } = one(channel, "atom:link");
      expect(attributes).toEqual({ href: `${origin}${base}.rss`, rel: "self", type: "application/rss+xml" });
    }
  });

  test("has items with a title, a guid that none shares, and a date of RFC 822", async () => {
    const rfc822 = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;
    for (const base of bases()) {
      const channel = one(parseXml(await site.page(`${base}.rss`)), "channel");
      expect(one(channel, "lastBuildDate").text).toMatch(rfc822);
      const items = all(channel, "item");
      for (const item of items) {
        expect(one(item, "title").text).not.toBe("");
        expect(one(item, "pubDate").text).toMatch(rfc822);
        // An <author> would have to be an address of mail.
        expect(all(item, "author")).toEqual([]);
        expect(all(item, "enclosure").length).toBeLessThanOrEqual(1);
        for (const { attributes } of all(item, "enclosure")) {
          expect(attributes).toEqual({
            url: expect.stringMatching(/^https:/),
            length: expect.stringMatching(/^[1-9]\d*$/),
            type: "image/jpeg",
          });
        }
      }
      const known = items.map((item) => one(item, "guid").text);
      expect(new Set(known).size).toBe(known.length);
    }
  });
});

describe("every JSON feed (JSON Feed 1.1)", () => {
  const read = async (base: string) => JSON.parse(await site.page(`${base}.json`));

  test("has what the specification asks for, as its own media type", async () => {
    for (const base of bases()) {
      const response = await site.get(`${base}.json`, { Accept: "application/feed+json, application/json" });
      expect(response.headers.get("Content-Type")).toBe("application/feed+json; charset=utf-8");
      const feed = await response.json();
      expect(feed).toMatchObject({
        version: "https://jsonfeed.org/version/1.1",
        title: expect.stringMatching(/./),
        feed_url: `${origin}${base}.json`,
        home_page_url: expect.stringMatching(/^https:/),
        authors: [{ name: "Harbour Street" }],
      });
      for (const item of feed.items) {
        expect(item).toMatchObject({
          id: expect.stringMatching(/./),
          content_html: expect.stringMatching(/./),
        });
        expect(item.date_published).toMatch(rfc3339);
      }
      const known = feed.items.map(({ id }: { id: string }) => id);
      expect(new Set(known).size).toBe(known.length);
    }
  });

  test("has pictures with their descriptions, size and type, and tags", async () => {
    const { items } = await read("/tags/rueduport/feed");
    expect(items[0]).toMatchObject({
      title: "Lamps & ladders",
      tags: ["RueDuPort"],
      image: expect.stringMatching(/^https:\/\/tocsin\.example\/media\//),
      attachments: [
        { mime_type: "image/jpeg", title: 'A lamp & a "bucket"', size_in_bytes: expect.any(Number) },
      ],
    });
  });

  test("tells of a warned post no picture outside of its text", async () => {
    const { items } = await read("/feed");
    const warned = items.find(({ id }: { id: string }) => id.endsWith(ids.warned!));
    expect(warned).toMatchObject({ title: "An eviction", summary: "An eviction" });
    expect([warned.image, warned.attachments]).toEqual([undefined, undefined]);
  });
});

describe("the feed of a language", () => {
  test("has its posts alone", async () => {
    const { items, language } = JSON.parse(await site.page("/language/fr/feed.json"));
    expect(language).toBe("fr");
    expect(items.map(({ id }: { id: string }) => id)).toEqual([`${origin}/p/${ids.french}`]);
  });

  test("is nowhere for a language that nothing is written in, or that is none", async () => {
    for (const code of ["de", "xx-", "%00", "..%2f", "a".repeat(4000)]) {
      expect([code, (await site.get(`/language/${code}/feed.rss`)).status]).toEqual([code, 404]);
    }
  });
});

describe("the feed of a post's replies", () => {
  const read = async (id = ids.pictured) => JSON.parse(await site.page(`/p/${id}/replies.json`)).items;

  test("has the approved ones, the newest first, by the ids and handles of their authors", async () => {
    const items = await read();
    expect(items).toHaveLength(2);
    expect(items[0]).toMatchObject({
      id: expect.stringMatching(/^https:\/\/quay\.example\/users\//),
      title: "Reply from @marise@quay.example",
      authors: [{ name: "@marise@quay.example" }],
      language: "fr",
      summary: "Soup",
    });
    expect(items[0].content_html).toMatch(/<summary>[^<]*Soup<\/summary>\s*<p>Moi aussi/);
    const { content_html } = items[1];
    expect(content_html).toContain("ladder");
    expect(content_html).not.toContain("script");
  });

  test("forgets at once what is hidden, and whoever is blocked", async () => {
    const hidden = await site.reply(ids.french!);
    await site.reply(
      ids.french!,
      {},
      {
        id: "https://foe.example/u/1",
        url: "https://foe.example/u/1",
        inbox: "https://foe.example/u/1/inbox",
      },
    );
    const { headers } = await site.get(`/p/${ids.french}/replies.atom`);
    expect(await read(ids.french)).toHaveLength(2);
    await moderateReply(site.sql, hidden, "hidden");
    await addBlock(site.sql, "host", "foe.example");
    const again = { "If-None-Match": headers.get("ETag")! };
    expect((await site.get(`/p/${ids.french}/replies.atom`, again)).status).toBe(200);
    expect((await read(ids.french)).map(({ id }: { id: string }) => id)).not.toContain(hidden);
  });

  test("answers 304 while they are the same, and 404 where there is no post", async () => {
    const { headers } = await site.get(`/p/${ids.pictured}/replies.rss`);
    const again = { "If-None-Match": headers.get("ETag")! };
    expect((await site.get(`/p/${ids.pictured}/replies.rss`, again)).status).toBe(304);
    expect((await site.get("/p/aaaaaaaaaaaaaaaa/replies.rss")).status).toBe(404);
  });
});

test("a page lists all feeds, and the footer of every page leads there", async () => {
  expect(await site.page("/tags")).toContain('<a href="/feeds">Feeds</a>');
  const page = await site.page("/feeds");
  for (const path of ["/feed.json", "/language/fr/feed.atom", "/tags/rueduport/feed.rss"]) {
    expect(page).toContain(`href="${path}"`);
    expect((await site.get(path)).status).toBe(200);
  }
});
