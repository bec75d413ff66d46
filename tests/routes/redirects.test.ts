import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { listRedirects, putRedirects } from "../../src/store/redirects.ts";
import { type Browser, membersSide, type MembersSide, origin } from "./members-side.ts";

let side: MembersSide;
let admin: Browser;
beforeAll(async () => {
  side = await membersSide();
  admin = await side.browse(await side.join("ines", "admin"));
});
afterAll(() => side.stop());
afterEach(() => side.sql`truncate redirect`);

const go = async (path: string, method = "GET") => {
  const response = await side.app.request(origin + path, { method });
  return [response.status, response.headers.get("location")];
};
const put = (...rows: [string, string][]) =>
  putRedirects(
    side.sql,
    rows.map(([path, target]) => ({ path, target })),
  );

describe("an old address", () => {
  test("leads to the new one for good, with its query or without, and with a last slash or without", async () => {
    await put(
      ["/2014/05/day-fifty/", "/p/abcdefghijklmnop"],
      ["/story.php?id=7", "/tags/rent"],
      ["/Feed", "https://feeds.example/all"],
    );
    expect(await go("/2014/05/day-fifty/")).toEqual([301, "/p/abcdefghijklmnop"]);
    expect(await go("/2014/05/day-fifty")).toEqual([301, "/p/abcdefghijklmnop"]);
    expect(await go("/2014/05/day-fifty/?utm=x")).toEqual([301, "/p/abcdefghijklmnop"]);
    expect(await go("/story.php?id=7")).toEqual([301, "/tags/rent"]);
    expect(await go("/story.php?id=8")).toEqual([404, null]);
    expect(await go("/Feed")).toEqual([301, "https://feeds.example/all"]);
    expect(await go("/feed")).toEqual([404, null]);
    expect(await go("/Feed", "HEAD")).toEqual([301, "https://feeds.example/all"]);
    expect(await go("/Feed", "POST")).toEqual([404, null]);
  });

  test("may be one that the site has now, where it finds nothing there", async () => {
    await put(
      ["/tags/gone", "/tags/rent"],
      ["/2014/05", "/archive"],
      ["/?p=41", "/p/abcdefghijklmnop"],
      ["/tags", "/archive"],
    );
    expect(await go("/tags/gone")).toEqual([301, "/tags/rent"]);
    expect(await go("/2014/05")).toEqual([301, "/archive"]);
    expect(await go("/?p=41")).toEqual([301, "/p/abcdefghijklmnop"]);
    expect((await go("/?p=42"))[0]).toBe(200);
    expect((await go("/tags"))[0]).toBe(200);
  });

  test("is found in any spelling of its letters beyond ASCII", async () => {
    await admin.post("/admin/redirects", { path: "/été/", target: "/archive" });
    for (const path of ["/%c3%a9t%C3%A9/", "/été/"]) expect(await go(path)).toEqual([301, "/archive"]);
  });

  test("leads at once to the end of a chain, and never in a circle", async () => {
    await put(["/a", "/b"], ["/b", "/c#there"], ["/x", "/y"], ["/y", "/x?again"], ["/self", "/self/"]);
    expect(await go("/a")).toEqual([301, "/c#there"]);
    for (const path of ["/x", "/y", "/x?again", "/self", "/self/"])
      expect([path, ...(await go(path))]).toEqual([path, 404, null]);
  });

  test("cannot be made up by who asks", async () => {
    for (const path of [
      "//evil.example",
      "/%2F%2Fevil.example",
      "/?url=https://evil.example",
      "/x?next=//evil.example",
    ]) {
      expect((await go(path))[1]).toBeNull();
    }
  });
});

describe("members", () => {
  test("add old addresses and remove them", async () => {
    await admin.post("/admin/redirects", {
      path: "https://old.example/about-us?x=1",
      target: `${origin}/about`,
    });
    expect(await listRedirects(side.sql, { limit: 9 })).toEqual([
      { path: "/about-us?x=1", target: "/about" },
    ]);
    await admin.post("/admin/redirects/remove", { path: "/about-us?x=1" });
    expect(await listRedirects(side.sql, { limit: 9 })).toEqual([]);
  });

  test.each([
    ["about", "/x"],
    ["/", "/x"],
    ["//evil.example/x", "/x"],
    ["/x", "/x"],
    ["/x", "//evil.example"],
    ["/x", "/\\evil.example"],
    ["/x", "http://plain.example"],
    ["/x", "javascript:alert(1)"],
    ["/x", "https://me:secret@evil.example"],
    ["/x", "/.//evil.example"],
    ["/x", `${origin}//evil.example`],
    ["/x", `https://long.example/${"x".repeat(2000)}`],
  ])("are told that %s cannot lead to %s", async (path, target) => {
    const response = await admin.post("/admin/redirects", { path, target });
    expect(response.status).toBe(422);
    expect(await listRedirects(side.sql, { limit: 9 })).toEqual([]);
  });

  test("paste a list, which replaces what is known", async () => {
    await put(["/one", "/archive"]);
    const list =
      'old,new\n/one,/tags\n"/two,half","https://b.example/?q=1,2"\r\n\n# a note\n/three\t/archive\n';
    const page = await (await admin.post("/admin/redirects/import", { list })).text();
    expect(page).toContain("3 addresses are new or changed.");
    expect(await listRedirects(side.sql, { limit: 9 })).toEqual([
      { path: "/one", target: "/tags" },
      { path: "/three", target: "/archive" },
      { path: "/two,half", target: "https://b.example/?q=1,2" },
    ]);
  });

  test("take over nothing of a list that is wrong, and get it back to mend", async () => {
    const list = "/one,/tags\n/two,ftp://x\nthree,/x\n/four,/four\n/five,/tags,301\n";
    const response = await admin.post("/admin/redirects/import", { list });
    const page = await response.text();
    expect(response.status).toBe(422);
    expect(page).toMatch(/Line 2: .*Line 3: .*Line 4: .*Line 5: /s);
    expect(page).toContain("/one,/tags\n/two,ftp://x");
    expect(await listRedirects(side.sql, { limit: 9 })).toEqual([]);
  });
});
