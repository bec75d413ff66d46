import { afterAll, beforeAll, expect, test } from "vitest";
import { withdrawPost } from "../../src/store/posts.ts";
import { hiddenFields, membersSide } from "./members-side.ts";
import { openPublicSite, origin, type PublicSite } from "./public-site.ts";

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

const isRefused = (status: number) => status >= 400 && status < 500;
const longer = "a".repeat(10_000);
const bad = ["%00", "%", "%zz", "%ff%fe", "%ed%a0%80", longer];

test("no address is so wrong that it is a fault of ours", async () => {
  const id = await site.publish();
  const paths = [
    "/",
    "/tags/",
    "/p/",
    `/p/${id}/`,
    `/p/${id}/history/`,
    "/pages/",
    "/language/",
    "/media/",
    "/2026/",
  ];
  const more = [
    "/@",
    "/actors/",
    "/activities/",
    "/quotes/",
    "/qr/",
    "/sitemap/",
    "/follow/like/",
    "/invitation/",
  ];
  const queries = ["/callouts/past?before=", "/oembed?url=", "/.well-known/webfinger?resource="];
  for (const start of [...paths, ...more, ...queries]) {
    for (const end of bad) {
      const { status } = await site.get(start + end);
      expect([start + end.slice(0, 12), isRefused(status), status]).toEqual([
        expect.anything(),
        true,
        status,
      ]);
    }
  }
  for (const end of bad) expect((await site.get(`/search?q=${end}`)).status).toBe(200);
});

test("no form is so wrong that it is a fault of ours", async () => {
  const id = await site.publish();
  const headers = { Origin: origin };
  for (const path of ["/follow", `/follow/like/${id}`, "/login", "/login/code", "/setup", "/invitation/x"]) {
    for (const typed of ["a\0b", "@a\0@b.example", "\ud800", longer]) {
      const names = ["account", "name", "passphrase", "token", "code", "handle", "next"];
      const body = new URLSearchParams(names.map((name) => [name, typed]));
      const { status } = await site.app.request(path, { method: "POST", headers, body });
      expect([path, isRefused(status), status]).toEqual([path, true, status]);
    }
    const type = { "Content-Type": "application/x-www-form-urlencoded" };
    const body = "account=%zz&name=%ff&passphrase=%00&%00=%00&token=%";
    const { status } = await site.app.request(path, {
      method: "POST",
      headers: { ...headers, ...type },
      body,
    });
    expect([path, isRefused(status), status]).toEqual([path, true, status]);
  }
});

test("what a member types is kept without a NUL, and an address with one is no fault of ours either", async () => {
  const side = await membersSide();
  const admin = await side.browse(await side.join("ines", "admin"));
  expect(
    (await admin.post("/admin/blocks", { target: "bad\0.example", action: "block" })).status,
  ).toBeLessThan(500);
  const answer = await admin.post("/admin/settings", {
    ...hiddenFields(await admin.read("/admin/settings"), "/admin/settings"),
    name: "The har\0bour",
  });
  expect(answer.status).toBeLessThan(500);
  for (const path of ["/admin/posts/%00/withdraw", "/admin/drafts/%00/review", "/admin/allied-groups/%00"]) {
    const { status } = await admin.post(path, {});
    expect([path, isRefused(status), status]).toEqual([path, true, status]);
  }
  await side.stop();
});
