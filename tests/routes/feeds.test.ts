import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withdrawPost } from "../../src/store/posts.ts";
import { editPost } from "../support/written.ts";
import { all, type Element, parseXml } from "../support/xml.ts";
import { openPublicSite, origin, type PublicSite } from "./public-site.ts";

let site: PublicSite;
beforeAll(async () => {
  site = await openPublicSite();
});
afterAll(() => site.close());

const text = (element: Element | undefined) => element?.text ?? "";
const child = (element: Element, name: string) => element.children.find((each) => each.name === name);

async function rss(path = "/feed.rss") {
  const channel = child(parseXml(await site.page(path)), "channel")!;
  return { channel, items: all(channel, "item") };
}

async function atom(path = "/feed.atom") {
  const feed = parseXml(await site.page(path));
  return { feed, entries: all(feed, "entry") };
}

describe("the feeds", () => {
  test("name themselves and their page, as their own media types", async () => {
    const response = await site.get("/feed.rss");
    expect(response.headers.get("Content-Type")).toBe("application/rss+xml; charset=utf-8");
    const { channel } = await rss();
    expect([text(child(channel, "title")), text(child(channel, "link"))]).toEqual([
      "Harbour Street",
      `${origin}/`,
    ]);
    expect(child(channel, "atom:link")!.attributes.href).toBe(`${origin}/feed.rss`);
    expect((await site.get("/feed.atom")).headers.get("Content-Type")).toBe(
      "application/atom+xml; charset=utf-8",
    );
    const { feed } = await atom();
    expect(text(child(feed, "id"))).toBe(`${origin}/`);
    expect(all(feed, "link").map(({ attributes }) => [attributes.rel, attributes.href])).toEqual([
      ["alternate", `${origin}/`],
      ["self", `${origin}/feed.atom`],
    ]);
    expect(text(child(child(feed, "author")!, "name"))).toBe("Harbour Street");
  });

  test("know a post by its address", async () => {
    const id = await site.publish({ name: "Day fifty" });
    const [item] = (await rss()).items;
    const guid = child(item!, "guid");
    expect([text(guid), guid!.attributes]).toEqual([`${origin}/p/${id}`, { isPermaLink: "true" }]);
    expect(text(child((await atom()).entries[0]!, "id"))).toBe(`${origin}/p/${id}`);
  });

  test("have the whole text, with absolute links, pictures, tags and language", async () => {
    const picture = await site.picture();
    const id = await site.publish({
      source: `${"word ".repeat(1000)}end #Rent`,
      language: "fr",
      tags: ["rue du Port", "Rent"],
      pictures: [{ id: picture, description: "Une lampe & un “seau”" }],
    });
    const [item] = (await rss()).items;
    const [entry] = (await atom()).entries;
    expect(text(child(item!, "dc:language"))).toBe("fr");
    expect(all(item!, "category").map(text)).toEqual(["RueDuPort", "Rent"]);
    expect(all(entry!, "category").map(({ attributes }) => attributes.term)).toEqual(["RueDuPort", "Rent"]);
    for (const html of [text(child(item!, "content:encoded")), text(child(entry!, "content"))]) {
      expect(html).toMatch(/^<div lang="fr" dir="ltr">/);
      expect(html).toContain("end <a");
      expect(html).toContain(`href="${origin}/tags/rent"`);
      expect(html).toMatch(/<img\s+src="https:\/\/tocsin\.example\/media\/[0-9a-f]{32}\.jpg"/);
      expect(html).toContain('alt="Une lampe &amp; un “seau”"');
      expect(html).not.toMatch(/(?:href|src)="\//);
    }
    await withdrawPost(site.sql, id);
  });

  test("put the content warning before everything that it warns of", async () => {
    const id = await site.publish({ name: "", summary: "An eviction", source: "At four they came." });
    const [item] = (await rss()).items;
    expect(text(child(item!, "title"))).toBe("An eviction");
    expect(text(child(item!, "description"))).toBe("An eviction");
    expect(text(child(item!, "content:encoded"))).toMatch(
      /<details>\s*<summary>[^<]*An eviction<\/summary>.*At four.*<\/details>/s,
    );
    await withdrawPost(site.sql, id);
  });

  test("stay well-formed whatever a post holds", async () => {
    const nasty = `]]>]]> <b>&amp; & " ' \u0007\u000b\uffff <![CDATA[ \ud83d`;
    const id = await site.publish({
      name: nasty,
      source: `${nasty}\n\n    ${nasty}`,
      summary: nasty,
      tags: [nasty],
    });
    for (const path of ["/feed.rss", "/feed.atom"]) {
      const xml = await site.page(path);
      expect(() => parseXml(xml)).not.toThrow();
    }
    // Readers take an RSS title for HTML, and the other for what it says it is: text.
    const [start, escapedStart] = ["]]>]]> <b>&amp; &", "]]&gt;]]&gt; &lt;b&gt;&amp;amp; &amp;"];
    expect(text(child((await atom()).entries[0]!, "title")).startsWith(start)).toBe(true);
    expect(text(child((await rss()).items[0]!, "title")).startsWith(escapedStart)).toBe(true);
    await withdrawPost(site.sql, id);
  });

  test.each([
    ["Tom & Jerry", "Tom &amp; Jerry"],
    [`"L'eau" – don't`, `"L'eau" – don't`],
    [`<script>alert('x')</script>`, `&lt;script&gt;alert('x')&lt;/script&gt;`],
    ["&lt;script&gt; &amp;#39;", "&amp;lt;script&amp;gt; &amp;amp;#39;"],
    [`"><img src=x onerror='alert(1)'>`, `"&gt;&lt;img src=x onerror='alert(1)'&gt;`],
  ])("of RSS give the title %s as HTML in which quotation marks stay", async (name, html) => {
    const id = await site.publish({ name, source: name });
    const [item] = (await rss()).items;
    expect(text(child(item!, "title"))).toBe(html);
    expect(text(child(item!, "description"))).not.toMatch(/<|&#39;|&quot;/);
    expect(text(child((await atom()).entries[0]!, "title"))).toBe(name);
    await withdrawPost(site.sql, id);
  });

  test("of a tag have its posts alone", async () => {
    const id = await site.publish({ name: "About rent", tags: ["rue du Port"] });
    await site.publish({ name: "About soup" });
    const { channel, items } = await rss("/tags/rueduport/feed.rss");
    expect(text(child(channel, "title"))).toBe("Harbour Street – Tagged “rue du Port”");
    expect(text(child(channel, "link"))).toBe(`${origin}/tags/rueduport`);
    expect(items.map((item) => text(child(item, "link")))).toEqual([`${origin}/p/${id}`]);
    expect((await atom("/tags/rueduport/feed.atom")).entries).toHaveLength(1);
    expect((await site.get("/tags/nothing/feed.rss")).status).toBe(404);
    expect((await site.get("/tags/rueduport/feed.xml")).status).toBe(404);
  });
});

describe("a reader that asks again", () => {
  const conditions = async (path: string) => {
    const { headers } = await site.get(path);
    return { tag: headers.get("ETag")!, date: headers.get("Last-Modified")! };
  };

  test("gets 304 while nothing has changed", async () => {
    const { tag, date } = await conditions("/feed.atom");
    for (const headers of [{ "If-None-Match": tag }, { "If-Modified-Since": date }] as Record<
      string,
      string
    >[]) {
      const response = await site.get("/feed.atom", headers);
      expect([response.status, await response.text()]).toEqual([304, ""]);
    }
  });

  test("gets the feed anew after an edit", async () => {
    const id = await site.publish();
    const { tag } = await conditions("/feed.rss");
    const edit = { name: "New", source: "New.", summary: "", language: "en", tags: [], pictures: [] };
    await editPost(site.sql, id, { ...edit, pinned: false });
    expect((await site.get("/feed.rss", { "If-None-Match": tag })).status).toBe(200);
  });

  test("that knows only a date gets every change where dates are rounded: two of them may be alike", async () => {
    await site.sql`update collective set rounding_minutes = 60`;
    await site.publish({ name: "First" });
    const date = (await conditions("/feed.atom")).date ?? new Date().toUTCString();
    await site.publish({ name: "Second" });
    const response = await site.get("/feed.atom", { "If-Modified-Since": date });
    expect([response.status, await response.text()]).toEqual([200, expect.stringContaining("Second")]);
    await site.sql`update collective set rounding_minutes = 0`;
  });

  test("that knows only the date hears of a withdrawal, too", async () => {
    await site.sql`truncate post, revision, activity cascade`;
    await site.sql`update collective set updated_at = '2026-01-01'`;
    const id = await site.publish({}, new Date("2026-01-02T00:00:00Z"));
    const headers = { "If-Modified-Since": "Sat, 03 Jan 2026 00:00:00 GMT" };
    expect((await site.get("/feed.rss", headers)).status).toBe(304);
    await withdrawPost(site.sql, id);
    expect((await site.get("/feed.rss", headers)).status).toBe(200);
  });

  test("is believed by its tag before its date", async () => {
    const { date } = await conditions("/feed.rss");
    const headers = { "If-None-Match": '"another"', "If-Modified-Since": date };
    expect((await site.get("/feed.rss", headers)).status).toBe(200);
  });
});
