import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rememberBrowser } from "../../src/store/browsers.ts";
import type { Member } from "../../src/store/members.ts";
import { type Browser, formData, hiddenFields, membersSide, origin, passphrase } from "./members-side.ts";

const path = "/admin/account/second-factor";

let side: Awaited<ReturnType<typeof membersSide>>;
let ines: Member;
let admin: Browser;
beforeAll(async () => {
  side = await membersSide();
  ines = await side.join("ines", "admin");
  admin = await side.browse(ines);
});
afterAll(() => side.stop());

const send = (to: string, fields: Record<string, string>, headers: Record<string, string> = { origin }) =>
  side.app.request(to, { method: "POST", body: formData(fields), headers });
const signIn = (name: string, more = {}) => send("/login", { name, passphrase, ...more });

/** The second factor of a browser: the codes of its device come one step after another, as each is taken once. */
async function setUp(browser: Browser) {
  await browser.post(`${path}/offer`, { present: passphrase });
  const page = await browser.read(path);
  const secret = Secret.fromBase32(
    /<code class="copy" dir="ltr">([A-Z2-7 ]+)</.exec(page)![1]!.replaceAll(" ", ""),
  );
  const device = new TOTP({ secret });
  const code = (step = 0) => device.generate({ timestamp: Date.now() + step * 30_000 });
  const shown = await browser.post(path, { code: code(-1) });
  const codes = [...(await shown.text()).matchAll(/<li><code>([a-z2-7-]+)<\/code>/g)].map(
    ([, each]) => each!,
  );
  return { code, codes, shown };
}

describe("setting up", () => {
  test("shows the secret as letters and as a picture that nothing keeps, and is confirmed by a code", async () => {
    const browser = await side.browse(await side.join("omar", "writer"));
    const other = await side.browse({
      ...ines,
      id: (await side.sql`select id from member where name = 'omar'`)[0]!.id,
    });
    expect((await browser.get(`${path}/code.svg`)).status).toBe(404);
    for (const present of ["", "not the passphrase"]) {
      const refused = await browser.post(`${path}/offer`, { present });
      expect([refused.status, await refused.text()]).toEqual([
        422,
        expect.stringContaining('id="present-error"'),
      ]);
    }
    await browser.post(`${path}/offer`, { present: passphrase });
    const picture = await browser.get(`${path}/code.svg`);
    expect([
      picture.status,
      picture.headers.get("content-type"),
      picture.headers.get("cache-control"),
    ]).toEqual([200, "image/svg+xml", "no-store"]);
    expect((await browser.post(path, { code: "000000" })).status).toBe(422);
    expect(await browser.read("/admin/account")).toContain("Off. Whoever learns your passphrase");
    const { codes } = await setUp(browser);
    expect(codes).toHaveLength(10);
    expect(await browser.read("/admin/account")).toContain("10 recovery codes are left");
    expect(await browser.read(path)).not.toContain(codes[0]);
    expect((await browser.get(`${path}/code.svg`)).status).toBe(404);
    expect((await other.get("/admin")).status).toBe(302);
  });
});

describe("signing in", () => {
  let factor: Awaited<ReturnType<typeof setUp>>;
  beforeAll(async () => {
    factor = await setUp(await side.browse(await side.join("lea", "editor")));
  });

  test("needs a code after the passphrase, and until then opens nothing", async () => {
    const asked = await signIn("lea", { next: "/admin/replies" });
    expect([asked.status, asked.headers.get("set-cookie")]).toEqual([200, null]);
    const fields = hiddenFields(await asked.text(), "/login/code");
    const headers = { cookie: `__Host-session=${fields.token}` };
    expect((await side.app.request("/admin", { headers })).status).toBe(302);
    const wrong = await send("/login/code", { ...fields, code: "000000" });
    expect([wrong.status, wrong.headers.get("set-cookie")]).toEqual([403, null]);
    const code = factor.code();
    const right = await send("/login/code", { ...fields, code });
    expect([right.status, right.headers.get("location")]).toEqual([303, "/admin/replies"]);
    const cookie = right.headers.get("set-cookie")!.split(";")[0]!;
    expect((await side.app.request("/admin", { headers: { cookie } })).status).toBe(200);
    const again = hiddenFields(await (await signIn("lea")).text(), "/login/code");
    expect((await send("/login/code", { ...again, code })).status).toBe(403);
    expect((await send("/login/code", { ...fields, code: factor.code(1) })).status).toBe(403);
  });

  test("goes by a recovery code, too, and what was written under an ended session is still there", async () => {
    const kept = { action: "/admin/posts/new", "keep:source": "Written on the train" };
    const asked = hiddenFields(await (await signIn("lea", kept)).text(), "/login/code");
    const response = await send("/login/code", { ...asked, code: factor.codes[0]! });
    expect(hiddenFields(await response.text(), "/admin/posts/new")).toMatchObject({
      source: "Written on the train",
    });
    const log = (await side.entries()).filter(({ act }) => act !== "setSecondFactor");
    expect(log).toEqual([{ name: "lea", role: "editor", act: "recoveryCode", object: "" }]);
  });

  test("from another site's page is refused, and an old or invented sign-in begins anew", async () => {
    const asked = hiddenFields(await (await signIn("lea")).text(), "/login/code");
    const [, code = ""] = factor.codes;
    const foreign = await send("/login/code", { ...asked, code }, { origin: "https://evil.example" });
    expect(foreign.status).toBe(403);
    expect((await send("/login/code", { token: "invented", code })).status).toBe(403);
    await side.sql`update sign_in set created_at = now() - interval '11 minutes'`;
    const late = await send("/login/code", { ...asked, code });
    expect([late.status, await late.text()]).toEqual([403, expect.stringContaining("That took too long")]);
  });

  test("waits after five wrong codes, even with the right one", async () => {
    const asked = hiddenFields(await (await signIn("lea")).text(), "/login/code");
    for (let at = 0; at < 6; at++) await send("/login/code", { ...asked, code: "000000" });
    expect((await send("/login/code", { ...asked, code: factor.codes[2]! })).status).toBe(429);
    // Whoever guesses has the passphrase; lea's own browser is let in all the same.
    const [lea] = await side.sql<{ id: string }[]>`select id from member where name = 'lea'`;
    const cookie = `__Host-browser=${await rememberBrowser(side.sql, lea!.id)}`;
    const inside = await send("/login/code", { ...asked, code: factor.codes[2]! }, { origin, cookie });
    expect(inside.status).toBe(303);
  });

  test("where visitors are told apart, waits for those who guess and not for the member", async () => {
    const { codes } = await setUp(await side.browse(await side.join("mara", "editor")));
    const from = (address: string, code: string) =>
      side.app.request(
        "/login/code",
        { method: "POST", body: formData({ ...asked, code }), headers: { origin } },
        { incoming: { socket: { remoteAddress: address } } },
      );
    const asked = hiddenFields(await (await signIn("mara")).text(), "/login/code");
    const guesses = await Promise.all(Array.from({ length: 7 }, () => from("192.0.2.9", "000000")));
    expect(guesses.map(({ status }) => status).toSorted()).toEqual([403, 403, 403, 403, 403, 429, 429]);
    expect((await from("192.0.2.10", codes[0]!)).status).toBe(303);
  });
});

describe("a second factor", () => {
  test("is turned off by passphrase and code together, by neither alone", async () => {
    const browser = await side.browse(await side.join("noor", "writer"));
    const { codes } = await setUp(browser);
    const [code = "", other = ""] = codes;
    expect((await browser.post(`${path}/remove`, { present: "wrong passphrase", code })).status).toBe(422);
    expect((await browser.post(`${path}/remove`, { present: passphrase, code: "000000" })).status).toBe(422);
    expect((await browser.post(`${path}/offer`, {})).status).toBe(422);
    expect(await browser.read("/admin/account")).toContain("On since");
    expect((await browser.post(`${path}/remove`, { present: passphrase, code: other })).status).toBe(303);
    expect(await browser.read("/admin/account")).toContain("Off. Whoever");
    expect((await signIn("noor")).status).toBe(303);
  });

  test("is reset by an admin, who signs its member out by it", async () => {
    const browser = await side.browse(await side.join("sam", "writer"));
    await setUp(browser);
    expect(await admin.read("/admin/members")).toContain("Reset the second factor");
    expect((await admin.post("/admin/members/second-factor", await side.ref("sam"))).status).toBe(303);
    expect((await browser.get("/admin")).status).toBe(302);
    expect((await signIn("sam")).status).toBe(303);
  });

  test("comes before everything else where the collective asks everybody for one, and no text is lost", async () => {
    const browser = await side.browse(await side.join("ute", "editor"));
    await admin.post("/admin/members/second-factor-required", { required: "on" });
    for (const [asked, status, location] of [
      ["/admin", 302, path],
      ["/admin/posts", 302, path],
      [path, 200, null],
    ] as const) {
      const response = await browser.get(asked);
      expect([response.status, response.headers.get("location")]).toEqual([status, location]);
    }
    const lost = await browser.post("/admin/posts", { source: "Two words & more" });
    expect([lost.status, await lost.text()]).toEqual([403, expect.stringContaining("Two words &amp; more")]);
    expect(await side.sql`select 1 from post`).toHaveLength(0);
    await setUp(browser);
    expect((await browser.get("/admin")).status).toBe(200);
    await setUp(admin);
    await admin.post("/admin/members/second-factor-required");
    expect((await (await side.browse(await side.join("vera", "writer"))).get("/admin")).status).toBe(200);
  });
});
