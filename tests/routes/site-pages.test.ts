import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findCollective } from "../../src/store/collective.ts";
import { withdrawPost } from "../../src/store/posts.ts";
import { editProfile } from "../support/written.ts";
import { openPublicSite, origin, type PublicSite } from "./public-site.ts";

describe("tags", () => {
  let site: PublicSite;
  beforeAll(async () => {
    site = await openPublicSite();
    await site.publish({ name: "One", tags: ["Été chaud", "rent"] });
    await site.publish({ name: "Two", tags: ["rent"] });
  });
  afterAll(() => site.close());

  test("are listed by name with their number of posts", async () => {
    const page = await site.page("/tags");
    const list = [...page.matchAll(/<li>\s*<a href="(\/tags\/\w+)">([^<]+)<\/a>\s*<span>([^<]+)</g)];
    expect(list.map(([, href, name, count]) => [href, name, count])).toEqual([
      ["/tags/etechaud", "Été chaud", "1 post"],
      ["/tags/rent", "rent", "2 posts"],
    ]);
  });

  test("have a page with their posts and links to their feeds", async () => {
    const page = await site.page("/tags/etechaud");
    expect(page).toContain("Tagged “Été chaud”</h1>");
    expect(page).toContain("One");
    expect(page).not.toContain("Two");
    for (const format of ["rss", "atom"])
      expect(page).toContain(`href="${origin}/tags/etechaud/feed.${format}"`);
  });

  test("lead from another spelling to the one page", async () => {
    const response = await site.get(`/tags/${encodeURIComponent("ÉtéChaud")}`);
    expect([response.status, response.headers.get("Location")]).toEqual([301, "/tags/etechaud"]);
  });

  test("without posts, or that cannot be tags, answer 404", async () => {
    for (const slug of ["nothing", "%00", "%2F%2Fevil.example", "1", "%E2%80%AE"]) {
      expect([slug, (await site.get(`/tags/${slug}`)).status]).toEqual([slug, 404]);
    }
  });

  test("go with the last post that has them", async () => {
    const id = await site.publish({ tags: ["fleeting"] });
    expect((await site.get("/tags/fleeting")).status).toBe(200);
    await withdrawPost(site.sql, id);
    expect((await site.get("/tags/fleeting")).status).toBe(404);
    expect(await site.page("/tags")).not.toContain("fleeting");
  });
});

describe("the page of the group", () => {
  let site: PublicSite;
  beforeAll(async () => {
    site = await openPublicSite();
  });
  afterAll(() => site.close());

  test("is marked in the menu as the one that is read, as other pages are", async () => {
    const marked = (page: string) =>
      [...page.matchAll(/<a href="([^"]*)"\s+aria-current="page"/g)].map(([, address]) => address);
    for (const path of ["/", "/@harbour", "/tags", "/follow", "/search"]) {
      expect(marked(await site.page(path))).toEqual([path]);
      expect(marked(await site.page(`${path}?pictures=no`))).toEqual([`${path}?pictures=no`]);
    }
    expect(marked(await site.page("/feeds"))).toEqual([]);
  });

  test("says its name, its address and how to follow, with an account and without", async () => {
    const page = await site.page("/@harbour");
    expect(page).toContain('<h1 class="profile-name">Harbour Street</h1>');
    expect(page).toContain('<code class="copy">@harbour@tocsin.example</code>');
    const how = page.slice(page.indexOf('<section class="follow"'));
    expect(how).toContain("With an account in the fediverse");
    expect(how).toContain('<a href="/follow">Follow us</a>');
    expect(how).toContain('<a href="/feeds">Feeds</a>');
    expect(page).toContain("<p>We rent on the <strong>harbour</strong> side.</p>");
    expect(page).toContain("0 followers");
  });

  test("shows its fields, with links that say they are its own", async () => {
    const fields = [
      { name: "Site", value: "https://harbour.example/about" },
      { name: "Trap", value: "javascript:alert(1)" },
      { name: "<b>", value: '<img src=x onerror="alert(1)">' },
    ];
    const keep = { icon: undefined, header: undefined };
    await editProfile(site.sql, { ...(await findCollective(site.sql))!, ...keep, fields });
    const page = await site.page("/@harbour");
    expect(page).toMatch(
      /<a href="https:\/\/harbour\.example\/about" rel="me noopener"\s*>harbour\.example\/about<\/a/,
    );
    expect(page).not.toMatch(/href="javascript:|<img src=x|<b>/);
  });

  test("differs by what is asked for", async () => {
    expect((await site.get("/@harbour")).headers.get("Vary")).toContain("Accept");
  });

  test("is where /about leads, and the only one", async () => {
    const response = await site.get("/about");
    expect([response.status, response.headers.get("Location")]).toEqual([302, "/@harbour"]);
    for (const handle of ["@somebody", "@", "@harbour%00", "@harbour.rss"]) {
      expect([handle, (await site.get(`/${handle}`)).status]).toEqual([handle, 404]);
    }
  });
});

describe("the language of the pages", () => {
  let site: PublicSite;
  beforeAll(async () => {
    site = await openPublicSite({ language: "fr-CH" });
  });
  afterAll(() => site.close());

  test("is the collective's, whatever the reader's browser asks for", async () => {
    await site.publish({ language: "en", name: "In English" });
    for (const path of ["/", "/tags", "/@harbour", "/p/none"]) {
      const page = await (await site.get(path, { "Accept-Language": "en" })).text();
      expect(page).toContain('<html lang="fr-CH" dir="ltr">');
      expect(page).toContain("Accueil");
      expect(page).not.toMatch(/>\s*(Home|About us|Go to the home page)\s*</);
    }
  });

  test("says so where it is English for want of the collective's, and a post says its own", async () => {
    await site.sql`update collective set language = 'ar'`;
    const id = await site.publish({ language: "ar", name: "إلى الجيران" });
    const page = await site.page(`/p/${id}`);
    expect(page).toContain('<html lang="en" dir="ltr">');
    expect(page).toContain('<h1 class="post-title" lang="ar" dir="rtl">');
  });
});

describe("a server that is not set up", () => {
  let site: PublicSite;
  beforeAll(async () => {
    site = await openPublicSite({ collective: false });
  });
  afterAll(() => site.close());

  test("says on its home page where the link is, in the reader's language", async () => {
    expect(await site.page("/")).toContain("terminal where it was started");
    const french = await site.get("/", { "Accept-Language": "fr-BE,fr;q=0.9,en;q=0.5" });
    expect(await french.text()).toContain("Ce serveur attend");
  });

  test("leads there from its other pages", async () => {
    for (const path of ["/tags", "/tags/rent", "/@harbour", "/about", "/p/aaaaaaaaaaaaaaaa", "/feed.rss"]) {
      const response = await site.get(path);
      expect([path, response.status, response.headers.get("Location")]).toEqual([path, 302, "/"]);
    }
  });

  test("answers 404 elsewhere", async () => {
    expect((await site.get("/nowhere")).status).toBe(404);
  });
});
