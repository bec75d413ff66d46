import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Asked, authenticator } from "../support/authenticator.ts";
import { type Browser, membersSide, type MembersSide, origin, passphrase } from "./members-side.ts";
import { askedOn, askForNew, type Fields, type Owned, passkeySide, path, signedIn } from "./passkey-side.ts";

let side: MembersSide;
let admin: Browser;
let send: ReturnType<typeof passkeySide>["send"];
let join: ReturnType<typeof passkeySide>["join"];
let ask: ReturnType<typeof passkeySide>["ask"];
let enter: ReturnType<typeof passkeySide>["enter"];
beforeAll(async () => {
  side = await membersSide();
  ({ send, join, ask, enter } = passkeySide(side));
  admin = await side.browse(await side.join("ada", "admin"));
});
afterAll(() => side.stop());

describe("a passkey is added", () => {
  test("after the passphrase, under a name of its own, with recovery codes for who has none, and stands in the log", async () => {
    const member = await side.join("mai", "editor");
    const browser = await side.browse(member);
    const { create } = askedOn(await askForNew(browser));
    const passkey = authenticator().make(create, { origin });
    const made = await browser.post(`${path}/passkeys`, { passkeyName: "blue key", passkey, alone: "on" });
    expect((await made.text()).match(/<li><code>[a-z2-7-]+<\/code>/g)).toHaveLength(10);
    const page = await browser.read(path);
    expect(page).toContain('<bdi class="row-title">blue key</bdi>');
    expect(page).toContain("Passkey for harbour.example");
    expect(page).toContain("not used yet");
    expect(page).toContain("opens by itself");
    const entries = (await side.entries()).filter(({ name }) => name === member.name);
    expect(entries).toEqual([{ name: member.name, role: "editor", act: "addPasskey", object: member.name }]);
    expect(await admin.read("/admin/members")).toContain("second factor");
  });

  test("by nobody without the passphrase, nor without what they have already", async () => {
    const { browser, codes } = await join();
    const wrongs: Fields[] = [{ present: "wrong passphrase" }, { code: "000000" }];
    for (const wrong of wrongs) {
      const page = await askForNew(browser, wrong);
      expect(askedOn(page).create).toBeUndefined();
    }
    const page = await askForNew(browser, { code: codes[0]! });
    const device = authenticator();
    const fields = { passkeyName: "second", passkey: device.make(askedOn(page).create, { origin }) };
    expect((await browser.post(`${path}/passkeys`, fields)).headers.get("location")).toContain(
      "done=passkeyAdded",
    );
    // The challenge was good once.
    const again = authenticator().make(askedOn(page).create, { origin });
    expect((await browser.post(`${path}/passkeys`, { ...fields, passkey: again })).status).toBe(422);
    expect(await browser.read(path)).toContain("9 recovery codes are left");
  });

  test("in the browser that asked for it, at this address, and by no certificate", async () => {
    const browser = await side.browse(await side.join("olu", "writer"));
    const other = await side.browse(await side.join("pia", "writer"));
    const device = authenticator();
    const fields = { passkeyName: "red key", alone: "on" };
    const wrongs: [string, (create: Asked) => string, Browser?][] = [
      ["another's browser", (create) => device.make(create, { origin }), other],
      ["another origin", (create) => device.make(create, { origin: "https://harbour.example.evil" })],
      ["another host", (create) => device.make(create, { origin, host: "evil.example" })],
      ["an unverified holder", (create) => device.make(create, { origin, verified: false })],
      [
        "a certificate",
        (create) =>
          device.make(create, { origin, fmt: "packed", statement: new Map([["x5c", Buffer.from("cert")]]) }),
      ],
    ];
    for (const [what, answer, by = browser] of wrongs) {
      const { create } = askedOn(await askForNew(browser));
      const response = await by.post(`${path}/passkeys`, { ...fields, passkey: answer(create) });
      expect([what, response.status]).toEqual([what, 422]);
    }
    const { create } = askedOn(await askForNew(browser));
    for (const answer of [
      "{",
      JSON.stringify({ id: "abc", response: null }),
      `{"id":"abc","x":"${"x".repeat(20_000)}"}`,
    ]) {
      expect((await browser.post(`${path}/passkeys`, { ...fields, passkey: answer })).status).toBe(422);
    }
    // With all that is right it would have been taken.
    const right = { ...fields, passkeyName: "good key", passkey: device.make(create, { origin }) };
    expect((await browser.post(`${path}/passkeys`, right)).status).toBe(200);
    expect(await side.sql`select 1 from passkey where name = 'red key'`).toEqual([]);
  });

  test("with a handle that is no name, the same for all of one member's", async () => {
    const { browser, codes, member } = await join();
    const [one, other] = [
      askedOn(await askForNew(browser, { code: codes[0]! })).create,
      askedOn(await askForNew(browser, { code: codes[1]! })).create,
    ];
    expect(one.user!.id).toBe(other.user!.id);
    expect(Buffer.from(one.user!.id, "base64url").toString("latin1")).not.toContain(member.name);
    expect(JSON.stringify(one)).not.toContain(member.name);
    expect(one.user!.id).not.toBe(member.id);
  });

  test("to one member alone, and twenty times at most", async () => {
    const { browser, codes, device } = await join();
    const other = await side.browse(await side.join("quim", "writer"));
    const { create } = askedOn(await askForNew(other));
    const stolen = { passkeyName: "mine", passkey: device.make(create, { origin }) };
    const response = await other.post(`${path}/passkeys`, stolen);
    expect([response.status, await response.text()]).toEqual([422, expect.stringContaining("there already")]);
    await side.sql`
      insert into passkey (id, member_id, name, credential_id, public_key, host, alone, sign_count)
      select 'p' || n, member_id, 'p' || n, decode(lpad(n::text, 4, '0'), 'hex'), '', host, false, 0
      from passkey, generate_series(1, 19) n where credential_id = ${Buffer.from(device.id, "base64url")}`;
    const full = askedOn(await askForNew(browser, { code: codes[0]! })).create;
    const fields = { passkeyName: "one more", passkey: authenticator().make(full, { origin }) };
    const refused = await browser.post(`${path}/passkeys`, fields);
    expect([refused.status, await refused.text()]).toEqual([
      422,
      expect.stringContaining("as many passkeys as there can be"),
    ]);
    await side.sql`delete from passkey where id like 'p%' and name like 'p%'`;
  });
});

describe("a passkey opens no more", () => {
  test.each<[string, (owned: Owned) => Promise<unknown>]>([
    [
      "once it is removed",
      async ({ browser, codes, device }) => {
        const id = Buffer.from(device.id, "base64url");
        const [row] = await side.sql<{ id: string }[]>`select id from passkey where credential_id = ${id}`;
        const fields = { present: passphrase, code: codes[0]!, factor: row!.id };
        expect((await browser.post(`${path}/remove`, fields)).status).toBe(303);
      },
    ],
    ["once its member is suspended", ({ member: { id } }) => admin.post("/admin/members/suspend", { id })],
    ["once its member is removed", ({ member: { id } }) => admin.post("/admin/members/remove", { id })],
    [
      "once an admin has reset the second factor",
      ({ member: { id } }) => admin.post("/admin/members/second-factor", { id }),
    ],
  ])("%s", async (_, end) => {
    const owned = await join();
    const before = await ask();
    expect(signedIn(await enter(owned.device.answer(before.asked, { origin }), before.cookie))).toBe(true);
    await end(owned);
    const { asked, cookie } = await ask();
    expect(signedIn(await enter(owned.device.answer(asked, { origin }), cookie))).toBe(false);
  });

  test("and its removal is said in the log", async () => {
    const { browser, codes, member } = await join();
    const [, id = ""] = /remove\?factor=([a-z2-7]{16})/.exec(await browser.read(path)) ?? [];
    expect(await browser.read(`${path}/remove?factor=${id}`)).toContain("Remove “blue key”");
    await browser.post(`${path}/remove`, { present: passphrase, code: codes[0]!, factor: id });
    const acts = (await side.entries()).filter(({ name }) => name === member.name).map(({ act }) => act);
    expect(acts).toEqual(["recoveryCode", "removePasskey"]);
  });
});

describe("the pages", () => {
  test("run our script, and may ask for passkeys, only where there is one to ask for", async () => {
    const empty = await membersSide();
    const alone = await empty.browse(await empty.join("sol", "writer"));
    const headersOf = (response: Response) =>
      ["content-security-policy", "permissions-policy"].map((name) => response.headers.get(name));
    const closed = [
      expect.not.stringContaining("script-src"),
      expect.stringContaining("publickey-credentials-create=(), publickey-credentials-get=()"),
    ];
    for (const response of [
      await empty.app.request("/login"),
      await alone.get(path),
      await alone.get("/admin"),
    ])
      expect(headersOf(response)).toEqual(closed);
    await empty.stop();
    const { browser, member } = await join();
    const open = [
      expect.stringContaining("script-src 'self'"),
      expect.stringContaining("publickey-credentials-create=(self), publickey-credentials-get=(self)"),
    ];
    const pages = [
      await side.app.request("/login"),
      await send("/login", { name: member.name, passphrase }),
      await browser.get(`${path}/add`),
    ];
    for (const response of pages) expect(headersOf(response)).toEqual(open);
    for (const response of [await side.app.request("/"), await browser.get("/admin")])
      expect(headersOf(response)).toEqual(closed);
  });
});
