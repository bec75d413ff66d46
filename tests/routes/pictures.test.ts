import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listPosts } from "../../src/store/post-lists.ts";
import { trusted } from "../../src/views/html.ts";
import { withoutPictures } from "../../src/views/picture.ts";
import { runCli } from "../support/process.ts";
import { openPublicSite, origin, type PublicSite } from "./public-site.ts";

let site: PublicSite;
beforeAll(async () => {
  site = await openPublicSite();
});
afterAll(() => site.close());

const figureOf = (page: string) => /<figure.*?<\/figure>/s.exec(page)![0];

describe("a picture", () => {
  test("comes as WebP, else as JPEG, when it is scrolled to, and its place has its size and its colour", async () => {
    const id = await site.publish({ pictures: [{ id: await site.picture(), description: "A teal field" }] });
    const figure = figureOf(await site.page(`/p/${id}`));
    const [, source] = /<source type="image\/webp" srcset="([^" ]+)"/.exec(figure)!;
    const [, fallback] = /<img[^>]* src="([^"]+)"/s.exec(figure)!;
    expect((await site.get(source!)).headers.get("Content-Type")).toBe("image/webp");
    expect((await site.get(fallback!)).headers.get("Content-Type")).toBe("image/jpeg");
    expect(figure).toMatch(/width="1000"\s+height="500"/);
    expect(figure).toContain('loading="lazy"');
    // Teal is rgb(0, 128, 128).
    expect(figure).toMatch(/class="tone red-0 green-[23] blue-[23]"/);
  });

  test("of a colour we cannot read has a grey place", async () => {
    const picture = await site.picture();
    await site.sql`update picture set blurhash = '~~~' where id = ${picture}`;
    const id = await site.publish({ pictures: [{ id: picture, description: "" }] });
    expect(figureOf(await site.page(`/p/${id}`))).toContain('class="tone"');
  });
});

describe("on a slow line", () => {
  const without = async (path: string) => site.page(`${path}${path.includes("?") ? "&" : "?"}pictures=no`);

  test("a page tells what its pictures show and weigh, loads none, and leads to each", async () => {
    const pictures = [
      { id: await site.picture(), description: 'A "teal" <field>' },
      { id: await site.picture(), description: "" },
    ];
    const id = await site.publish({ language: "fr", pictures });
    const page = await without(`/p/${id}`);
    expect(page).not.toMatch(/<img|<picture|<source|rel="icon"/);
    const [first, second] = [...page.matchAll(/<figure.*?<\/figure>/gs)].map(([figure]) => figure);
    expect(first).toContain('<span lang="fr" dir="ltr">A &quot;teal&quot; &lt;field&gt;</span>');
    expect(first).toMatch(/Picture, \d+ kB/);
    expect(first).toMatch(/<a href="\/media\/[0-9a-f]{32}\.jpg"/);
    expect(second).toMatch(/Picture, \d+ kB/);
    // What is seen is what the link is called (WCAG 2.5.3).
    expect(second).not.toContain("aria-label");
  });

  test("its links keep the choice, and those to files, other sites and the members' side are left alone", async () => {
    const source = '[elsewhere](https://quai.example/a) `<a href="/tags">`';
    const id = await site.publish({ source, tags: ["Rent"] });
    for (const path of ["/", `/p/${id}`, "/tags", "/tags/rent", "/@harbour"]) {
      const page = await without(path);
      const links = [...page.matchAll(/<a\s[^>]*href="([^"]*)"[^>]*>/g)].filter(
        ([link]) => !link.includes("picture-choice"),
      );
      const pages = links
        .map(([, at]) => at!)
        .filter(
          (at) => /^[/?]/.test(at) && !/^\/(media|login)|\.(rss|atom|json|ics|opml|txt|xml)\b/.test(at),
        );
      expect(pages.length).toBeGreaterThan(3);
      expect(pages.filter((at) => !/[?;]pictures=no(#|$)/.test(at))).toEqual([]);
      expect(
        links.filter(([, at]) => /^(https?:|\/login|\/media)/.test(at!) && at!.includes("pictures")),
      ).toEqual([]);
    }
    expect(await without(`/p/${id}`)).toContain('&lt;a href="/tags"&gt;');
    const page = trusted(
      '<a href="/p/x#replies">1</a><a href="/search?q=a.b&amp;c=2">2</a><a href="/feed.rss?a">3</a><form action="/search">',
    );
    expect(String(await withoutPictures(page, "en"))).toBe(
      '<a href="/p/x?pictures=no#replies">1</a><a href="/search?q=a.b&amp;c=2&amp;pictures=no">2</a><a href="/feed.rss?a">3</a>' +
        '<form action="/search"><input type="hidden" name="pictures" value="no">',
    );
  });

  test("the choice is one link away, and back, on the same page of a list", async () => {
    const choice = (page: string) =>
      /<a class="picture-choice" href="([^"]*)"[^>]*>([^<]*)</.exec(page)!.slice(1);
    expect(choice(await site.page("/"))).toEqual(["?pictures=no", "Without pictures"]);
    expect(choice(await without("/"))).toEqual(["?", "With pictures"]);
    const older = "/tags?a=1&b=%22%3E";
    expect(choice(await site.page(older))).toEqual(["?a=1&amp;b=%22%3E&amp;pictures=no", "Without pictures"]);
    expect(choice(await without(older))).toEqual(["?a=1&amp;b=%22%3E", "With pictures"]);
    expect(choice(await site.page(`/tags?a=${"x".repeat(5000)}`))).toEqual(["?", "Without pictures"]);
  });

  test("only that very word counts, and no cookie remembers it", async () => {
    for (const query of ["?pictures=yes", "?pictures=", "?pictures[]=no", "?Pictures=no"]) {
      const response = await site.get(`/${query}`);
      expect(await response.text()).toContain("<img");
      expect(response.headers.get("Set-Cookie")).toBeNull();
    }
    expect((await site.get("/?pictures=no")).headers.get("Set-Cookie")).toBeNull();
  });
});

describe("the demo site", () => {
  let demo: PublicSite;
  beforeAll(async () => {
    demo = await openPublicSite({ collective: false });
    const { databaseUrl, dataDir } = demo.config;
    const env = { DATABASE_URL: databaseUrl!, DATA_DIR: dataDir, ORIGIN: origin };
    const { code, stderr } = await runCli(["demo"], { env });
    if (code !== 0) throw new Error(stderr);
  });
  afterAll(() => demo.close());

  /** The page and every sheet it links, as they go out to a browser that knows gzip alone. */
  async function weight(path: string): Promise<number> {
    const page = await demo.page(path);
    const sent = async (at: string) => {
      const headers = { Accept: "text/html,text/css", "Accept-Encoding": "gzip" };
      const response = await demo.app.request(at, { headers });
      return (await response.arrayBuffer()).byteLength;
    };
    const sheets = [...page.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)].map(([, at]) => at!);
    expect(sheets.filter((at) => at.includes("admin"))).toEqual([]);
    const lengths = await Promise.all([path, ...sheets].map(sent));
    return lengths.reduce((sum, length) => sum + length, 0);
  }

  test("is light: 30 KB for the home page and 20 KB for any post, without its pictures", async () => {
    for (const path of ["/", "/search?q=heating", "/tags"]) {
      expect(await weight(path)).toBeLessThan(30_000);
    }
    const posts = await listPosts(demo.sql, { limit: 100 });
    const weights = await Promise.all(posts.map(({ id }) => weight(`/p/${id}`)));
    expect(weights.length).toBeGreaterThan(10);
    expect(Math.max(...weights)).toBeLessThan(20_000);
  });
});
