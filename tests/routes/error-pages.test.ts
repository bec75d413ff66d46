import { afterAll, beforeAll, expect, test } from "vitest";
import { withdrawPost } from "../../src/store/posts.ts";
import { openPublicSite, type PublicSite } from "./public-site.ts";

let site: PublicSite;
beforeAll(async () => {
  site = await openPublicSite({ language: "fr" });
});
afterAll(() => site.close());

const ways = ['action="/search"', 'href="/"', 'href="/archive"', 'href="/tags"', 'href="/feed.rss"'];

test("what is kept in memory can still be read without a database, and the page of a fault leads there", async () => {
  const lost = await openPublicSite();
  await lost.page("/");
  await lost.sql.end();
  expect(await (await lost.get("/archive")).text()).toContain('<a href="/">');
  expect(await lost.page("/")).toContain("Harbour Street");
  await lost.close();
});

test("an address without a page, and one whose post is withdrawn, offer a search and the ways on", async () => {
  const id = await site.publish();
  await withdrawPost(site.sql, id);
  for (const [path, status] of [
    ["/nowhere", 404],
    [`/p/${id}`, 410],
  ] as const) {
    const response = await site.get(path);
    const page = await response.text();
    expect(response.status).toBe(status);
    for (const way of ways) expect(page).toContain(way);
    expect(page).toContain("Rechercher dans les publications");
  }
});

test("without a database every page answers 503, in the reader's language, and asks for nothing that needs one", async () => {
  const lost = await openPublicSite();
  await lost.sql`select 1`;
  await lost.sql.end();
  for (const path of [
    "/",
    "/search?q=rent",
    "/archive",
    "/2026",
    "/pages/faq",
    "/allies",
    "/p/aaaaaaaaaaaaaaaa/history",
  ]) {
    const response = await lost.get(path, { "Accept-Language": "fr" });
    const page = await response.text();
    expect([path, response.status]).toEqual([path, 503]);
    expect(response.headers.get("Retry-After")).toBe("60");
    expect(page).toContain("Le site rencontre un problème en ce moment</h1>");
    expect(page).toMatch(/vous n’y êtes pour rien\..*Réessayez dans une minute\..*<a href="\/">/s);
    expect(page).not.toMatch(/base de données|database/);
    expect(page).not.toMatch(/site-nav|action="\/search"/);
  }
  const english = await (await lost.get("/archive", { "Accept-Language": "de, en" })).text();
  expect(english).toMatch(/<html lang="en".*<title>This site has a problem right now<.*<a href="\/">/s);
  for (const accept of ["application/activity+json", "application/json"]) {
    const response = await lost.get("/archive", { Accept: accept });
    expect(response.headers.get("Content-Type")).toMatch(/^text\/plain/);
    expect(await response.text()).toMatch(/^The database cannot be reached [^\n<]*\n$/);
  }
  expect((await lost.get("/nowhere")).status).toBe(404);
  await lost.close();
});
