import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { withdrawPost } from "../../src/store/posts.ts";
import { indexOldPosts, rankedPosts } from "../../src/store/search.ts";
import { startWorker } from "../../src/worker.ts";
import { editPost } from "../support/written.ts";
import { openPublicSite, type PublicSite } from "./public-site.ts";

let site: PublicSite;
beforeAll(async () => {
  site = await openPublicSite();
});
afterAll(() => site.close());
afterEach(() => site.sql`truncate post cascade`);

const search = (query: string, more = "") => site.page(`/search?q=${encodeURIComponent(query)}${more}`);
const titles = async (query: string, more = "") =>
  [...(await search(query, more)).matchAll(/class="result-title">\s*<a href="\/p\/(\w+)"/g)].map(
    ([, id]) => id,
  );

describe("the search", () => {
  test("begins with an empty form, without results", async () => {
    const page = await site.page("/search");
    expect(page).toMatch(/<form class="search" role="search" action="\/search">/);
    expect(page).not.toMatch(/class="results"|No post has/);
  });

  test("calls a post without a title by its first words, as its own page does, or by its warning", async () => {
    const source =
      "The boiler is lit, and the pipes are knocking like old friends on every floor of the house.";
    const lit = await site.publish({ name: "", source, language: "en" });
    const page = await search("boiler");
    const [, title] = /<title>(.*?) · /.exec(await site.page(`/p/${lit}`))!;
    const [, found] = /result-title">\s*<a [^>]*lang="en"[^>]*>(.*?)<\/a>/s.exec(page)!;
    expect(found!.replace(/<\/?mark>/g, "")).toBe(title);
    expect(page).toContain("The <mark>boiler</mark> is lit");
    expect(page).not.toContain("Post of");
    await site.publish({ name: "", source, summary: "An eviction" });
    const warned = await search("eviction");
    expect(warned).toMatch(/result-title">\s*<a [^>]*>An <mark>eviction<\/mark><\/a>/);
    expect(warned.match(/<mark>eviction/g)).toHaveLength(1);
    expect(warned).toContain("Content warning");
  });

  test("finds words in the language of each post, with other endings and without accents", async () => {
    const fr = await site.publish({ language: "fr", source: "Les manifestations d’été continuent." });
    const en = await site.publish({ language: "en", source: "Two demonstrations were held." });
    const ar = await site.publish({ language: "ar", source: "مُظَاهَرَةٌ كبيرة" });
    const fa = await site.publish({ language: "fa", source: "کتاب‌های ما" });
    expect(await titles("manifestation ETE")).toEqual([fr]);
    expect(await titles("demonstration")).toEqual([en]);
    expect(await titles("مظاهرة")).toEqual([ar]);
    expect(await titles("كتاب")).toEqual([fa]);
  });

  test("finds titles before tags, tags before texts, and texts before descriptions of pictures", async () => {
    const picture = await site.picture();
    const date = new Date("2026-01-01T00:00:00Z");
    const described = await site.publish({ pictures: [{ id: picture, description: "A boiler" }] }, date);
    const text = await site.publish({ source: "The boiler is lit." }, date);
    const tag = await site.publish({ tags: ["boiler"] }, date);
    const title = await site.publish({ name: "The boiler" }, date);
    expect(await titles("boiler")).toEqual([title, tag, text, described]);
  });

  test("finds what is said in two languages once, unless the words are only in one", async () => {
    const fr = await site.publish({ language: "fr", source: "Brassemer doit payer." });
    const en = await site.publish({ language: "en", source: "Brassemer has to pay.", translationOf: fr });
    const other = await site.publish({ language: "fr", name: "Brassemer", source: "Encore." });
    expect(await titles("brassemer")).toEqual([other, en]);
    expect(await search("brassemer")).toContain("2 posts");
    expect(await titles("doit payer")).toEqual([fr]);
  });

  test("obeys quotes and the minus sign", async () => {
    const one = await site.publish({ source: "The rent is high." });
    const two = await site.publish({ source: "High water; the rent of boats." });
    expect((await titles("rent high")).toSorted()).toEqual([one, two].toSorted());
    expect(await titles('"rent of boats"')).toEqual([two]);
    expect(await titles("rent -boats")).toEqual([one]);
    expect(await titles("-boats")).toEqual([]);
  });

  test("finds the present revision alone, and nothing that was withdrawn", async () => {
    const id = await site.publish({ source: "Forty-one homes." });
    const edit = { name: "", summary: "", language: "en", tags: [], pictures: [], pinned: false };
    await editPost(site.sql, id, { ...edit, source: "Thirty-nine flats." });
    expect(await titles("homes")).toEqual([]);
    expect(await titles("flats")).toEqual([id]);
    await withdrawPost(site.sql, id);
    expect(await titles("flats")).toEqual([]);
    expect(await site.sql`select 1 from post_search`).toEqual([]);
  });

  test("marks what was found, and stays words whatever it is", async () => {
    const source = "Rent & rents < <script>alert(1)</script>";
    await site.publish({ name: '"><img src=x onerror=alert(1)> rent', source });
    const page = await search('rent "><script>');
    expect(await search("rent")).toContain("<mark>Rent</mark> &amp; <mark>rents</mark>");
    for (const each of [page, await search("rent")]) expect(each).not.toMatch(/<script|<img src=x/i);
    expect(page).toContain('value="rent &quot;&gt;&lt;script&gt;"');
  });

  test("shows nothing of what a content warning hides", async () => {
    await site.publish({ name: "", summary: "Police", source: "At four they broke the door." });
    const page = await search("door");
    expect(page).toContain("Police");
    expect(page).not.toContain("broke the");
  });

  test("says so when nothing is found, and tells caches and search engines to keep nothing", async () => {
    const response = await site.get("/search?q=nothing");
    expect(await response.text()).toContain("No post has all of these words.");
    expect(response.headers.get("Cache-Control")).toBe("private, no-store");
    expect(response.headers.get("X-Robots-Tag")).toBe("noindex");
    expect(await search("nothing")).toContain('<meta name="robots" content="noindex" />');
  });

  test("answers whatever is typed", async () => {
    await site.publish();
    const hostile = [
      "%00",
      "%FF%FE",
      "%27%29%3B--",
      "%3A*%26!%7C",
      "a".repeat(10_000),
      "%22",
      "-%22",
      "%F0%9F%94%A5",
      "ﷴ".repeat(200),
      "ﷺ".repeat(200),
    ];
    for (const q of hostile) expect([q, (await site.get(`/search?q=${q}`)).status]).toEqual([q, 200]);
    for (const page of ["0", "-1", "99999", "x", "1e3"])
      expect([page, (await site.get(`/search?q=text&page=${page}`)).status]).toEqual([page, 200]);
  });
});

describe("many results", () => {
  beforeEach(async () => {
    const posts = Array.from({ length: 45 }, (_, at) => ({ name: `Rent ${at}`, source: "The rent." }));
    for (const post of posts) await site.publish(post);
  });

  test("are counted, and come in pages without a gap or a repetition", async () => {
    const pages = [await titles("rent"), await titles("rent", "&page=2"), await titles("rent", "&page=3")];
    expect(pages.map((page) => page.length)).toEqual([20, 20, 5]);
    expect(new Set(pages.flat()).size).toBe(45);
    const page = await search("rent", "&page=2");
    expect(page).toContain("45 posts");
    expect(page).toContain('href="/search?q=rent&amp;page=1" rel="prev"');
    expect(page).toContain('href="/search?q=rent&amp;page=3" rel="next"');
    expect(await search("rent", "&page=3")).not.toContain('rel="next"');
  });
});

describe("posts from before there was a search", () => {
  test("are found after the worker has indexed them, bit by bit; withdrawn ones never", async () => {
    const id = await site.publish({ source: "An old boiler.", language: "en" });
    for (let each = 0; each < 4; each++) await site.publish({ source: "An old boat." });
    await withdrawPost(site.sql, await site.publish({ source: "An old boiler." }));
    await site.sql`truncate post_search`;
    expect(await titles("boiler")).toEqual([]);
    expect(await indexOldPosts(site.sql, 3)).toBe(3);
    expect(await indexOldPosts(site.sql, 3)).toBe(2);
    expect(await indexOldPosts(site.sql, 3)).toBe(0);
    expect(await titles("boilers")).toEqual([id]);
  });

  test("are indexed by the worker when it starts", async () => {
    const id = await site.publish({ source: "An old boiler." });
    await site.sql`truncate post_search`;
    const worker = await startWorker(site);
    await expect.poll(() => titles("boiler"), { timeout: 10_000 }).toEqual([id]);
    await worker.stop();
  });
});

test("a search among 50,000 posts goes by the index", async () => {
  await site.sql.begin(async (tx) => {
    await tx`
      insert into post (id, type, published)
      select 'old' || n, 'Note', timestamptz '2020-01-01' + n * interval '1 hour' from generate_series(1, 50000) n`;
    await tx`
      insert into revision (post_id, number, source, language)
      select 'old' || n, 1, 'x', 'en' from generate_series(1, 50000) n`;
    await tx`
      insert into post_search (post_id, published, configuration, text, document)
      select 'old' || n, timestamptz '2020-01-01' + n * interval '1 hour',
        case when n % 2 = 0 then 'english' else 'french' end, 'x',
        to_tsvector('simple', 'word' || n % 5000 || ' common' || n % 3 || ' each')
      from generate_series(1, 50000) n`;
  });
  await site.sql`analyze post, revision, post_search`;
  const plan = async (query: string) =>
    (await site.sql`explain ${rankedPosts(site.sql, query)}`).map((row) => row["QUERY PLAN"]).join("\n");
  for (const query of ["word17", "word17 common1 -each", '"word3 common0" or word9']) {
    expect(await plan(query)).toContain("Bitmap Index Scan on post_search_document");
    expect(await plan(query)).not.toContain("Seq Scan on post_search");
  }
  expect((await titles("word17")).length).toBe(10);
});
