import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { withdrawPost } from "../../src/store/posts.ts";
import { listLanguages, listTranslations } from "../../src/store/translations.ts";
import type { Callout } from "../../src/text/callout.ts";
import { editPost, type NewPost } from "../support/written.ts";
import { openPublicSite, origin, type PublicSite } from "./public-site.ts";

let site: PublicSite;
beforeAll(async () => {
  site = await openPublicSite();
});
afterAll(() => site.close());
beforeEach(() => site.sql`truncate post, revision, activity cascade`);

const day = (n: number) => new Date(Date.UTC(2026, 0, n, 12));

const postsOf = (page: string) =>
  [...page.matchAll(/<h2[^>]*>\s*<a href="\/p\/(\w+)"/g)].map(([, id]) => id!);

const translationsOf = async (id: string) =>
  (await listTranslations(site.sql, [id])).get(id)?.map((each) => `${each.language} ${each.id}`) ?? [];

const text = (fields: Partial<NewPost>) => ({
  name: "A title",
  source: "A text.",
  summary: "",
  language: "en",
  tags: [],
  pictures: [],
  pinned: false,
  ...fields,
});

/** An English post and its French translation. */
async function pair(fields: Partial<NewPost> = {}): Promise<{ en: string; fr: string }> {
  const en = await site.publish(fields, day(1));
  const fr = await site.publish({ ...fields, language: "fr", translationOf: en }, day(2));
  return { en, fr };
}

describe("posts that say the same", () => {
  test("know each other both ways, also by a translation of a translation", async () => {
    const { en, fr } = await pair();
    const ar = await site.publish({ language: "ar", translationOf: fr }, day(3));
    expect(await translationsOf(en)).toEqual([`fr ${fr}`, `ar ${ar}`]);
    expect(await translationsOf(fr)).toEqual([`en ${en}`, `ar ${ar}`]);
    expect(await translationsOf(ar)).toEqual([`en ${en}`, `fr ${fr}`]);
  });

  test("are one a language: a second French one is refused, and nothing of it is kept", async () => {
    const { en, fr } = await pair();
    await expect(site.publish({ language: "fr", translationOf: en })).rejects.toThrow("translationTaken");
    await expect(site.publish({ language: "en", translationOf: fr })).rejects.toThrow("translationTaken");
    expect(await site.sql`select 1 from post`).toHaveLength(2);
    const german = await site.publish({ language: "de", translationOf: en });
    await expect(editPost(site.sql, german, text({ language: "fr" }))).rejects.toThrow("translationTaken");
  });

  test("cannot be said the same as one that is withdrawn, as themselves, or as nothing", async () => {
    const { en } = await pair();
    const alone = await site.publish({ language: "de" });
    await withdrawPost(site.sql, en);
    for (const translationOf of [en, alone, "aaaaaaaaaaaaaaaa"]) {
      const edit = editPost(site.sql, alone, text({ language: "de", translationOf }));
      await expect(edit).rejects.toThrow("translationGone");
    }
  });

  test("keep knowing each other through an edit that says nothing of it, in another language, too", async () => {
    const { en, fr } = await pair();
    await editPost(site.sql, fr, text({ language: "es" }));
    expect(await translationsOf(en)).toEqual([`es ${fr}`]);
  });

  test("know nothing of one that was taken out or withdrawn", async () => {
    const { en, fr } = await pair();
    await editPost(site.sql, fr, text({ language: "fr", translationOf: null }));
    expect([await translationsOf(en), await translationsOf(fr)]).toEqual([[], []]);
    await editPost(site.sql, fr, text({ language: "fr", translationOf: en }));
    expect(await translationsOf(en)).toEqual([`fr ${fr}`]);
    await withdrawPost(site.sql, en);
    expect(await translationsOf(fr)).toEqual([]);
  });

  test("stay together when the first of them leaves and finds another", async () => {
    const { en, fr } = await pair();
    const ar = await site.publish({ language: "ar", translationOf: en }, day(3));
    await editPost(site.sql, en, text({ translationOf: null }));
    const de = await site.publish({ language: "de", translationOf: en }, day(4));
    expect(await translationsOf(fr)).toEqual([`ar ${ar}`]);
    expect(await translationsOf(en)).toEqual([`de ${de}`]);
  });
});

describe("the page of a post", () => {
  test("leads to its translations, each by its own name, and names all languages in its head", async () => {
    const { en, fr } = await pair();
    const ar = await site.publish({ language: "ar", translationOf: en }, day(3));
    const page = await site.page(`/p/${en}`);
    const nav = /<nav class="languages".*?<\/nav>/s
      .exec(page)![0]
      .replace(/\s+(?=[<>])|(?<=>)\s+/g, "")
      .replace(/\s+/g, " ");
    expect(nav).toContain('<li aria-current="page" lang="en" dir="ltr">English</li>');
    expect(nav).toContain(`<a href="/p/${fr}" hreflang="fr" lang="fr" dir="ltr">Français</a>`);
    expect(nav).toContain(`<a href="/p/${ar}" hreflang="ar" lang="ar" dir="rtl">العربية</a>`);
    const links = [...page.matchAll(/<link rel="alternate" hreflang="(\w+)" href="([^"]+)"/g)];
    expect(links.map(([, language, href]) => [language, href])).toEqual([
      ["en", `${origin}/p/${en}`],
      ["fr", `${origin}/p/${fr}`],
      ["ar", `${origin}/p/${ar}`],
    ]);
  });

  test("says nothing of languages where there is but one", async () => {
    expect(await site.page(`/p/${await site.publish()}`)).not.toMatch(/hreflang|class="languages"/);
  });
});

describe("a list", () => {
  test("shows what is in several languages once, in the page's own, and what is only in another as well", async () => {
    const { en } = await pair();
    const french = await site.publish({ language: "fr" }, day(4));
    const de = await site.publish({ language: "de" }, day(5));
    await site.publish({ language: "ar", translationOf: en }, day(6));
    expect(postsOf(await site.page("/"))).toEqual([de, french, en]);
  });

  test("shows the other languages where none of them is the page's", async () => {
    const de = await site.publish({ language: "de" }, day(1));
    const fr = await site.publish({ language: "fr", translationOf: de }, day(2));
    expect(postsOf(await site.page("/"))).toEqual([fr, de]);
  });

  test("of pinned posts or of a tag hides only what is in the same list in the page's language", async () => {
    const { en, fr } = await pair({ tags: ["Loyer"], pinned: true });
    expect(postsOf(await site.page("/"))).toEqual([en]);
    expect(postsOf(await site.page("/tags/loyer"))).toEqual([en]);
    await editPost(site.sql, en, text({ tags: ["Rent"] }));
    expect(postsOf(await site.page("/"))).toEqual([fr, en]);
    expect(postsOf(await site.page("/tags/loyer"))).toEqual([fr]);
  });

  test("of call-outs and its calendar hold the one in the page's language", async () => {
    const callout: Callout = {
      startsAt: new Date("2098-01-01T12:00Z"),
      endsAt: null,
      timeZone: "UTC",
      placeName: "",
      placeAddress: "",
      latitude: null,
      longitude: null,
      openUntil: new Date("2099-01-01T12:00Z"),
      status: "confirmed",
    };
    const { en, fr } = await pair({ callout });
    for (const path of ["/callouts", "/callouts.ics", "/"]) {
      const page = await site.page(path);
      expect([path, page.includes(en), page.includes(fr)]).toEqual([path, true, false]);
    }
    await editPost(site.sql, en, text({}));
    expect(postsOf(await site.page("/callouts"))).toEqual([fr]);
  });
});

describe("the archive of a language", () => {
  test("lists all posts in it, translations among them, by pages, and the home page leads there", async () => {
    const { fr } = await pair();
    const ids: string[] = [];
    for (let n = 3; n < 25; n++) ids.push(await site.publish({ language: "fr" }, day(n)));
    const first = await site.page("/language/fr");
    expect(postsOf(first)).toEqual(ids.toReversed().slice(0, 20));
    const next = /<a href="([^"]+)" rel="next">/.exec(first)![1]!;
    expect(postsOf(await site.page(next))).toEqual([ids[1], ids[0], fr]);
    const home = await site.page("/");
    expect(home).toMatch(/<a href="\/language\/fr" hreflang="fr" lang="fr" dir="ltr">Français<\/a>/);
    expect(home).toContain('<a href="/language/en"');
    expect(await listLanguages(site.sql)).toEqual(["en", "fr"]);
  });

  test("is not offered where all posts are in one language, nor for one that nobody wrote in", async () => {
    const id = await site.publish({ language: "fr" });
    expect(await site.page("/")).not.toContain("/language/");
    expect((await site.get("/language/de")).status).toBe(404);
    expect((await site.get("/language/..%2f")).status).toBe(404);
    expect((await site.get("/language/FR")).headers.get("location")).toBe("/language/fr");
    await withdrawPost(site.sql, id);
    expect((await site.get("/language/fr")).status).toBe(404);
  });
});

test("the feeds end with the address of each translation, in its own words", async () => {
  const { fr } = await pair();
  const items = JSON.parse(await site.page("/feed.json")).items as { content_html: string }[];
  expect(items.map(({ content_html }) => content_html).join()).toMatch(
    new RegExp(`<p>En français\u202f: <a\\s+href="${origin}/p/${fr}"[^>]*>${origin}/p/${fr}</a\\s*>`),
  );
});
