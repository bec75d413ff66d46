import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { countAttempts } from "../../src/routes/attempts.ts";
import { passphraseCheck } from "../../src/routes/passphrase.ts";
import { isBrowserOf, rememberBrowser } from "../../src/store/browsers.ts";
import type { Member } from "../../src/store/members.ts";
import { panic } from "../../src/store/panic.ts";
import { endSessions } from "../../src/store/sessions.ts";
import { formData, membersSide, type MembersSide, origin, passphrase } from "./members-side.ts";

let side: MembersSide;
let ines: Member;
let omar: Member;
beforeAll(async () => {
  side = await membersSide();
  ines = await side.join("ines", "admin");
  omar = await side.join("omar", "writer");
});
beforeEach(() => side.sql`delete from browser`);
afterAll(() => side.stop());

const wrong = "wrong passphrase";
const signIn = (fields: Record<string, string>, cookie = "") =>
  side.app.request("/login", {
    method: "POST",
    body: formData({ name: "ines", passphrase, ...fields }),
    headers: { origin, cookie },
  });

describe("a browser that is remembered", () => {
  test("is so because its member asked, by a cookie that says nothing of them", async () => {
    expect((await signIn({})).headers.getSetCookie().join()).not.toContain("browser");
    expect((await signIn({ remember: "on", passphrase: wrong })).headers.getSetCookie()).toEqual([]);
    const [cookie] = (await signIn({ remember: "on" })).headers.getSetCookie();
    const [value, ...attributes] = cookie!.split("; ");
    expect(value).toMatch(/^__Host-browser=[\w-]{43}$/);
    expect(attributes.toSorted()).toEqual([
      "HttpOnly",
      "Max-Age=15552000",
      "Path=/",
      "SameSite=Strict",
      "Secure",
    ]);
    const rows = await side.sql`select token_hash from browser`;
    expect(rows).toHaveLength(1);
    // It opens nothing by itself.
    const page = await side.app.request("/admin", { headers: { cookie: value! } });
    expect(page.headers.get("location")).toContain("/login");
  });

  test("lets its member in while others guess at the name, and is of use for no other name", async () => {
    const [cookie] = (await signIn({ remember: "on" })).headers.getSetCookie();
    const browser = cookie!.split("; ")[0]!;
    const token = browser.split("=")[1]!;
    expect(await isBrowserOf(side.sql, token, "INES ")).toBe(true);
    expect(await isBrowserOf(side.sql, token, "omar")).toBe(false);
    const check = passphraseCheck(side.sql, () => 0);
    for (let at = 0; at < 5; at++) expect(await check({ name: "ines", passphrase: wrong })).toBe("wrong");
    expect(await check({ name: "ines", passphrase })).toBe("tooMany");
    expect(await check({ name: "ines", passphrase, browser: token })).toMatchObject({ name: "ines" });
    // Their success does not give the others new tries.
    expect(await check({ name: "ines", passphrase })).toBe("tooMany");
    expect((await signIn({}, browser)).status).toBe(303);
  });

  test("has no more tries than others", async () => {
    const browser = await rememberBrowser(side.sql, ines.id);
    const check = passphraseCheck(side.sql, () => 0);
    for (let at = 0; at < 5; at++) await check({ name: "ines", passphrase: wrong, browser });
    expect(await check({ name: "ines", passphrase, browser })).toBe("tooMany");
  });

  test("is forgotten in a panic, with the member's sessions, and by its age; a member has ten at most", async () => {
    const known = async (token: string) => isBrowserOf(side.sql, token, "ines");
    const ended = await rememberBrowser(side.sql, ines.id);
    const omars = await rememberBrowser(side.sql, omar.id);
    await endSessions(side.sql, ines.id);
    expect([await known(ended), await isBrowserOf(side.sql, omars, "omar")]).toEqual([false, true]);
    await endSessions(side.sql, omar.id);
    const old = await rememberBrowser(side.sql, ines.id);
    await side.sql`update browser set created_at = now() - interval '181 days'`;
    expect(await known(old)).toBe(false);
    for (let at = 0; at < 12; at++) await rememberBrowser(side.sql, ines.id);
    expect(await side.sql`select 1 from browser`).toHaveLength(10);
    await panic(side.sql);
    expect(await side.sql`select 1 from browser`).toHaveLength(0);
  });
});

test("where visitors are told apart, one who guesses does not keep the member out", async () => {
  const check = passphraseCheck(side.sql, () => 0);
  for (let at = 0; at < 5; at++) await check({ name: "omar", passphrase: wrong, visitor: "a" });
  for (let at = 0; at < 30; at++) {
    expect(await check({ name: "omar", passphrase: wrong, visitor: "a" })).toBe("tooMany");
  }
  expect(await check({ name: "omar", passphrase, visitor: "b" })).toMatchObject({ name: "omar" });
});

test("and many who guess at one name have sixty tries an hour together", () => {
  let now = 0;
  const attempts = countAttempts({ now: () => now, of: "nameOfVisitors" });
  for (let at = 0; at < 100; at++, now += 60_000) attempts.begin("omar");
  let made = 0;
  for (const end = now + 3_600_000; now < end; now += 1000) if (attempts.begin("omar")) made++;
  expect(made).toBeLessThanOrEqual(60);
});
