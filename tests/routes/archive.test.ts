import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withdrawPost } from "../../src/store/posts.ts";
import { openPublicSite, origin, type PublicSite } from "./public-site.ts";

let site: PublicSite;
beforeAll(async () => {
  site = await openPublicSite();
  await site.publish({ name: "Last of the year" }, new Date("2025-12-31T23:59:59.999Z"));
  await site.publish({ name: "New Year" }, new Date("2026-01-01T00:00:00Z"));
  await site.publish({ name: "May Day" }, new Date("2026-05-01T00:00:00Z"));
  await site.publish({ name: "End of May" }, new Date("2026-05-31T23:59:59Z"));
  const withdrawn = await site.publish({ name: "Gone" }, new Date("2024-03-01T00:00:00Z"));
  await withdrawPost(site.sql, withdrawn);
});
afterAll(() => site.close());

const titles = (page: string) =>
  [...page.matchAll(/class="post-title"[^>]*><a[^>]*>([^<]+)</g)].map(([, title]) => title);

describe("the archive", () => {
  test("counts the posts of each month and year, the newest year first", async () => {
    const page = await site.page("/archive");
    const links = [...page.matchAll(/href="(\/20[^"]+)"\s*>([^<]+)</g)].map(([, href, name]) => [href, name]);
    expect(links).toEqual([
      ["/2026", "2026"],
      ["/2026/01", "January 2026"],
      ["/2026/05", "May 2026"],
      ["/2025", "2025"],
      ["/2025/12", "December 2025"],
    ]);
    expect(page).toMatch(/May 2026<\/a\s*>\s*<span>2 posts<\/span>/);
    expect(page).toContain(`<link rel="canonical" href="${origin}/archive" />`);
  });

  test("is in the footer of every page", async () => {
    expect(await site.page("/tags")).toContain('<a href="/archive">Archive</a>');
  });
});

describe("a collective whose language has no catalogue", () => {
  test("has the page's own dates in the language that the page speaks", async () => {
    await site.sql`update collective set language = 'ar'`;
    for (const path of ["/", "/archive", "/2026/05"]) {
      const page = await site.page(path);
      expect(page).toMatch(/<html lang="en"/);
      expect(page).toMatch(/\bMay 2026/);
      expect(page).not.toMatch(/مايو/);
    }
    await site.sql`update collective set language = 'en'`;
  });
});

describe("a year or a month", () => {
  test("has its posts, the newest first, and no others", async () => {
    expect(titles(await site.page("/2026"))).toEqual(["End of May", "May Day", "New Year"]);
    expect(titles(await site.page("/2026/05"))).toEqual(["End of May", "May Day"]);
    expect(titles(await site.page("/2025/12"))).toEqual(["Last of the year"]);
    expect(await site.page("/2026/05")).toContain("<title>Posts of May 2026 · Harbour Street</title>");
  });

  test("are those of the collective's own time zone, as the dates on its pages are, also when it moves", async () => {
    await site.sql`update collective set time_zone = 'Pacific/Auckland'`;
    const late = await site.publish({ name: "Eve of November" }, new Date("2025-10-31T12:00:00Z"));
    expect(titles(await site.page("/2025/11"))).toEqual(["Eve of November"]);
    expect((await site.get("/2025/10")).status).toBe(404);
    expect(titles(await site.page("/2026/06"))).toEqual(["End of May"]);
    const page = await site.page(`/p/${late}`);
    expect(page).toMatch(/<time datetime="2025-10-31T12:00:00.000Z">1 November 2025</);
    await site.sql`update collective set time_zone = 'UTC'`;
    expect(titles(await site.page("/2025/10"))).toEqual(["Eve of November"]);
    expect((await site.get("/2026/06")).status).toBe(404);
    await withdrawPost(site.sql, late);
  });

  test("in which nothing stands, or that cannot be, is not there", async () => {
    for (const path of [
      "/2024",
      "/2024/03",
      "/2026/02",
      "/2026/00",
      "/2026/13",
      "/0000",
      "/9999",
      "/2026/5",
      "/20266",
    ]) {
      expect([path, (await site.get(path)).status]).toEqual([path, 404]);
    }
  });

  test("goes on by date, without a gap or a repetition", async () => {
    for (let at = 0; at < 25; at++)
      await site.publish({ name: `Post ${at}` }, new Date(Date.UTC(2023, 6, 1, at)));
    const first = await site.page("/2023/07");
    const [, older] = /href="(\/2023\/07\?before=[^"]+)"/.exec(first)!;
    const all = [...titles(first), ...titles(await site.page(older!))];
    expect(all).toEqual(Array.from({ length: 25 }, (_, at) => `Post ${24 - at}`));
    expect(await site.page(older!)).toContain('href="/2023/07"');
    expect((await site.get("/2023/07?before=rubbish")).status).toBe(404);
  });
});

describe("posts that say the same", () => {
  const publish = (name: string, language: string, day: string, translationOf?: string) =>
    site.publish({ name, language, translationOf }, new Date(`${day}T12:00:00Z`));

  test("stand, and are counted, once in the archive of a month: in the language of the collective", async () => {
    const french = await publish("Appel", "fr", "2022-06-01");
    await publish("Call", "en", "2022-06-02", french);
    await publish("Seulement", "fr", "2022-06-03");
    expect(titles(await site.page("/2022/06"))).toEqual(["Seulement", "Call"]);
    expect(titles(await site.page("/2022"))).toEqual(["Seulement", "Call"]);
    expect(await site.page("/archive")).toMatch(/June 2022<\/a\s*>\s*<span>2 posts<\/span>/);
  });

  test("stand in the months of both, where these differ", async () => {
    const french = await publish("Octobre", "fr", "2021-10-31");
    await publish("October", "en", "2021-11-01", french);
    expect(titles(await site.page("/2021/10"))).toEqual(["Octobre"]);
    expect(titles(await site.page("/2021"))).toEqual(["October", "Octobre"]);
    expect(await site.page("/2021")).toContain("2 posts");
  });
});
