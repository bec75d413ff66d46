import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findCollective } from "../../src/store/collective.ts";
import { editProfile, addPage, editPost } from "../support/written.ts";
import { openPublicSite, origin, type PublicSite } from "./public-site.ts";

let site: PublicSite;
beforeAll(async () => {
  site = await openPublicSite();
});
afterAll(() => site.close());

const meta = (page: string, name: string) =>
  new RegExp(`<meta\\s+(?:name|property)="${name}"\\s+content="([^"]*)"`).exec(page)?.[1];
const links = (page: string, rel: string) =>
  [...page.matchAll(new RegExp(`<link\\s+rel="${rel}"\\s+href="([^"]*)"`, "g"))].map(([, href]) => href);

function data(page: string) {
  const blocks = [...page.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)];
  return blocks.map(([, json]) => JSON.parse(json!));
}

describe("the head of a post", () => {
  test("has one address, a preview with a described picture, and whose it is", async () => {
    const pictures = [{ id: await site.picture(), description: "A lamp" }];
    const id = await site.publish({ name: "Day fifty", language: "pt-BR", pictures });
    const page = await site.page(`/p/${id}`);
    expect(links(page, "canonical")).toEqual([`${origin}/p/${id}`]);
    const named = ["type", "title", "url", "locale", "image:width", "image:height", "image:alt"];
    expect(named.map((name) => meta(page, `og:${name}`))).toEqual([
      "article",
      "Day fifty",
      `${origin}/p/${id}`,
      "pt_BR",
      "1000",
      "500",
      "A lamp",
    ]);
    expect(meta(page, "fediverse:creator")).toBe("@harbour@tocsin.example");
    expect(page).not.toContain("twitter:");
  });

  test("tells search engines of the article, by the collective's name alone", async () => {
    const pictures = [{ id: await site.picture(), description: "A lamp", caption: "By us." }];
    const id = await site.publish({ name: "Day fifty", pictures }, new Date("2026-05-01T10:00:00Z"));
    const text = { name: "Day 50", source: "Anew.", summary: "", language: "en", tags: [], pictures };
    await editPost(site.sql, id, { ...text, pinned: false });
    const [article] = data(await site.page(`/p/${id}`));
    expect(article).toMatchObject({
      "@context": "https://schema.org",
      "@type": "NewsArticle",
      headline: "Day 50",
      url: `${origin}/p/${id}`,
      inLanguage: "en",
      datePublished: "2026-05-01T10:00:00.000Z",
      author: { "@type": "Organization", name: "Harbour Street", url: `${origin}/@harbour` },
      image: [
        {
          "@type": "ImageObject",
          url: expect.stringMatching(/^https:\/\/tocsin\.example\/media\//),
          caption: "By us.",
        },
      ],
    });
    expect(article.dateModified > article.datePublished).toBe(true);
  });

  test("cannot be left by what a post is called", async () => {
    const name = `</script><script>alert(1)</script><!-- " \u2028`;
    const id = await site.publish({ name, source: name });
    const page = await site.page(`/p/${id}`);
    expect(page.match(/<\/?script/g)).toHaveLength(2);
    expect(data(page)[0].headline).toBe(name);
  });

  test("says of a warned post no more than the warning", async () => {
    const pictures = [{ id: await site.picture(), description: "A broken door" }];
    const id = await site.publish({
      name: "",
      summary: "An eviction",
      source: "At four they came.",
      pictures,
    });
    const page = await site.page(`/p/${id}`);
    const head = page.slice(0, page.indexOf("</head>"));
    expect(head).not.toMatch(/og:image|At four|broken door|\/media\//);
    expect(data(page)[0]).toMatchObject({ headline: "An eviction", description: "An eviction" });
    expect(data(page)[0]).not.toHaveProperty("image");
  });
});

describe("the head of the home page and of the profile", () => {
  test("has a preview with a picture of known size, and links to where the collective is at home", async () => {
    const picture = await site.picture();
    const fields = [
      { name: "Site", value: "https://union.example/" },
      { name: "Where", value: "https://no where" },
      { name: "Trap", value: "javascript:alert(1)" },
    ];
    const collective = (await findCollective(site.sql))!;
    await editProfile(site.sql, { ...collective, fields, icon: picture, header: undefined });
    for (const [path, type] of [
      ["/", "website"],
      ["/@harbour", "profile"],
    ] as const) {
      const page = await site.page(path);
      expect(links(page, "canonical")).toEqual([origin + path]);
      expect(meta(page, "og:type")).toBe(type);
      expect(meta(page, "og:description")).toBe("We rent on the harbour side.");
      expect([meta(page, "og:image:width"), meta(page, "og:image:height")]).toEqual(["1000", "500"]);
      expect(meta(page, "og:image:alt")).toBe("Harbour Street");
      expect(links(page, "me")).toEqual(["https://union.example/"]);
    }
  });

  test("of older pages names none as the only one", async () => {
    for (let number = 0; number < 22; number++) await site.publish();
    const [, older] = /<a href="([^"]+)" rel="next"/.exec(await site.page("/"))!;
    expect(links(await site.page(older!), "canonical")).toEqual([]);
  });
});

describe("the head of a list or a page", () => {
  test("has one address, its title and what the collective says of itself, for the box under a link", async () => {
    await site.publish({ tags: ["Rent"], language: "fr" }, new Date("2026-05-01T10:00:00Z"));
    for (const [path, title] of [
      ["/tags", "Tags"],
      ["/tags/rent", "Tagged “Rent”"],
      ["/language/fr", "In French"],
      ["/archive", "Archive"],
      ["/2026/05", "Posts of May 2026"],
      ["/callouts", "Call-outs"],
      ["/follow", "Follow us"],
    ] as const) {
      const page = await site.page(path);
      expect([path, links(page, "canonical")]).toEqual([path, [origin + path]]);
      expect(meta(page, "og:title")).toBe(title);
      expect(meta(page, "og:url")).toBe(origin + path);
      expect(meta(page, "og:description")).toBe("We rent on the harbour side.");
      expect(meta(page, "og:image:alt")).toBe("Harbour Street");
    }
  });

  test("of a page of the menu says what that says, in its language", async () => {
    const text = {
      language: "fr",
      slug: "poser",
      name: "Questions",
      source: "**Qui** peut venir ?",
      inMenu: true,
    };
    await addPage(site.sql, text);
    const page = await site.page("/pages/poser");
    const named = ["title", "description", "locale"].map((name) => meta(page, `og:${name}`));
    expect(named).toEqual(["Questions", "Qui peut venir\u202f?", "fr"]);
  });
});
