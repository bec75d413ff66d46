import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addAlly } from "../../src/store/allies.ts";
import { findCollective } from "../../src/store/collective.ts";
import { withdrawPost } from "../../src/store/posts.ts";
import { editPublicFiles } from "../../src/store/public-files.ts";
import { listSitemapEntries, listSitemapParts } from "../../src/store/sitemap.ts";
import type { Callout } from "../../src/text/callout.ts";
import { editProfile, addPage, editPost } from "../support/written.ts";
import { all, one, parseXml } from "../support/xml.ts";
import { openPublicSite, origin, type PublicSite } from "./public-site.ts";

let site: PublicSite;
beforeAll(async () => {
  site = await openPublicSite();
});
afterAll(() => site.close());

const callout: Callout = {
  startsAt: new Date("2026-12-05T13:00Z"),
  endsAt: null,
  timeZone: "Europe/Paris",
  placeName: "Salt Hall",
  placeAddress: "",
  latitude: null,
  longitude: null,
  openUntil: new Date("2026-12-05T16:00Z"),
  status: "confirmed",
};
const text = { name: "", source: "Anew.", summary: "", language: "en", tags: [], pictures: [] };

describe("the sitemap", () => {
  const path = (address: string) => address.slice(origin.length);

  test("lists every page and every post that is, with the date of its last change", async () => {
    const edited = await site.publish({ tags: ["rue du Port"] }, new Date("2026-05-01T10:00:00Z"));
    const plain = await site.publish({ callout }, new Date("2026-05-02T10:00:00Z"));
    const gone = await site.publish();
    await withdrawPost(site.sql, gone);
    await editPost(site.sql, edited, { ...text, tags: ["rue du Port"], pinned: false });
    for (const [slug, language] of ["faq ar", "faq en", "nous de", "nous fr"].map((each) => each.split(" ")))
      await addPage(site.sql, {
        slug: slug!,
        language: language!,
        name: "A name",
        source: "Text.",
        inMenu: false,
      });
    await addAlly(site.sql, { name: "Digue", description: "", handle: "", link: "" });
    const index = parseXml(await site.page("/sitemap.xml"));
    expect([index.name, index.attributes.xmlns]).toEqual([
      "sitemapindex",
      "http://www.sitemaps.org/schemas/sitemap/0.9",
    ]);
    const [pages, posts] = all(index, "sitemap");
    const listed = all(parseXml(await site.page(path(one(posts!, "loc").text))), "url");
    expect(listed.map((url) => one(url, "loc").text)).toEqual([
      `${origin}/p/${edited}`,
      `${origin}/p/${plain}`,
    ]);
    const changed = listed.map((url) => one(url, "lastmod").text);
    expect(changed[0]! > "2026-05-02").toBe(true);
    expect(changed[1]).toBe("2026-05-02T10:00:00.000Z");
    expect(one(posts!, "lastmod").text).toBe(changed[0]);
    const others = all(parseXml(await site.page(path(one(pages!, "loc").text))), "url");
    const addresses = others.map((url) => one(url, "loc").text);
    const wanted = ["/tags/rueduport", "/2026", "/language/en", "/callouts", "/allies", "/archive"];
    wanted.push("/pages/faq", "/pages/faq/ar", "/pages/nous", "/pages/nous/fr");
    expect(addresses.map(path)).toEqual(expect.arrayContaining(wanted));
    expect(new Set(addresses).size).toBe(addresses.length);
    for (const address of addresses)
      expect([address, (await site.get(path(address))).status]).toEqual([address, 200]);
  });

  test("has parts that stay as they are while new posts arrive", async () => {
    await site.sql`truncate post, revision, activity cascade`;
    const ids: string[] = [];
    for (let day = 1; day <= 5; day++) ids.push(await site.publish({}, new Date(Date.UTC(2026, 0, day))));
    const parts = await listSitemapParts(site.sql, 2, 10);
    expect(parts.map(({ id }) => id)).toEqual([ids[0], ids[2], ids[4]]);
    await site.publish();
    expect((await listSitemapParts(site.sql, 2, 10)).map(({ id }) => id)).toEqual([ids[0], ids[2], ids[4]]);
    const entries = await listSitemapEntries(site.sql, parts[1]!, 2);
    expect(entries.map(({ id }) => id)).toEqual([ids[2], ids[3]]);
  });

  test("knows no other part", async () => {
    for (const file of ["x", "AAAA", "%00", "a".repeat(3000), Buffer.from("9.x").toString("base64url")]) {
      expect([file, (await site.get(`/sitemap/${file}.xml`)).status]).toEqual([file, 404]);
    }
  });
});

describe("robots.txt", () => {
  test("keeps crawlers from the members' side and names the sitemap, until the collective has its own", async () => {
    const response = await site.get("/robots.txt");
    expect(response.headers.get("Content-Type")).toBe("text/plain; charset=utf-8");
    expect((await response.text()).split("\n")).toEqual([
      "User-agent: *",
      "Disallow: /admin",
      "Disallow: /login",
      "",
      `Sitemap: ${origin}/sitemap.xml`,
      "",
    ]);
    await editPublicFiles(site.sql, { robots: "User-agent: *\nDisallow: /", securityContact: "" });
    expect(await site.page("/robots.txt")).toBe("User-agent: *\nDisallow: /\n");
  });
});

describe("security.txt (RFC 9116)", () => {
  const path = "/.well-known/security.txt";

  test("is not there until somebody is named", async () => {
    await editPublicFiles(site.sql, { robots: "", securityContact: "" });
    expect((await site.get(path)).status).toBe(404);
  });

  test("names whom to tell, until when, in which language, and itself", async () => {
    await editPublicFiles(site.sql, { robots: "", securityContact: "mailto:holes@union.example" });
    const response = await site.get(path);
    expect(response.headers.get("Content-Type")).toBe("text/plain; charset=utf-8");
    const lines = (await response.text()).trimEnd().split("\n");
    const fields = Object.fromEntries(lines.map((line) => line.split(/: (.*)/s)));
    expect(fields).toMatchObject({
      Contact: "mailto:holes@union.example",
      "Preferred-Languages": "en",
      Canonical: origin + path,
    });
    const days = (Date.parse(fields.Expires!) - Date.now()) / 86_400_000;
    expect([days > 30, days < 365, lines.length]).toEqual([true, true, 4]);
  });

  test("can hold no line but its own: the table refuses", async () => {
    for (const securityContact of [
      "mailto:a@b.example\nExpires: x",
      "javascript:alert(1)",
      "holes@union.example",
    ]) {
      await expect(editPublicFiles(site.sql, { robots: "", securityContact })).rejects.toThrow(
        "security_contact",
      );
    }
  });
});

describe("the web manifest", () => {
  test("has name, start and the collective's picture, and every page leads to it", async () => {
    const icon = await site.picture();
    await editProfile(site.sql, { ...(await findCollective(site.sql))!, icon, header: undefined });
    const response = await site.get("/manifest.webmanifest");
    expect(response.headers.get("Content-Type")).toBe("application/manifest+json; charset=utf-8");
    const said = await response.json();
    expect(said).toMatchObject({
      name: "Harbour Street",
      lang: "en",
      dir: "ltr",
      start_url: "/",
      display: "minimal-ui",
      icons: [{ sizes: "1000x500", type: "image/jpeg" }, { sizes: "800x400" }],
    });
    const picture = await site.get(said.icons[0].src);
    expect(picture.headers.get("Content-Type")).toBe("image/jpeg");
    const page = await site.get("/tags");
    expect(said.theme_color).toBe("#a3132b");
    expect(page.headers.get("Content-Security-Policy")).toContain("manifest-src 'self'");
    expect(await page.text()).toMatch(/<link\s+rel="manifest"\s+href="\/manifest\.webmanifest"/);
  });
});
