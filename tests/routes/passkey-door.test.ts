import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Asked, authenticator, type Authenticator } from "../support/authenticator.ts";
import { type Browser, formData, membersSide, type MembersSide, origin, passphrase } from "./members-side.ts";
import { askedOn, type Fields, type Owned, passkeySide, path, signedIn } from "./passkey-side.ts";

const onion = `http://${"a".repeat(56)}.onion`;

let side: MembersSide;
let admin: Browser;
let send: ReturnType<typeof passkeySide>["send"];
let afterPassphrase: ReturnType<typeof passkeySide>["afterPassphrase"];
let join: ReturnType<typeof passkeySide>["join"];
let ask: ReturnType<typeof passkeySide>["ask"];
let enter: ReturnType<typeof passkeySide>["enter"];
beforeAll(async () => {
  side = await membersSide({ env: { ONION_ORIGIN: onion } });
  ({ send, join, ask, enter, afterPassphrase } = passkeySide(side));
  admin = await side.browse(await side.join("ada", "admin"));
});
afterAll(() => side.stop());

describe("as the second factor", () => {
  test("it is asked for after the passphrase, and opens once", async () => {
    const { member, device } = await join({ alone: false });
    const { fields, asked } = await afterPassphrase(member);
    expect((asked as { allowCredentials?: object[] }).allowCredentials).toMatchObject([{ id: device.id }]);
    const passkey = device.answer(asked, { origin, verified: false });
    const right = await send("/login/code", { ...fields, passkey });
    expect([right.status, signedIn(right)]).toEqual([303, true]);
    const replayed = await send("/login/code", { ...fields, passkey });
    expect([replayed.status, signedIn(replayed)]).toEqual([403, false]);
    const next = await afterPassphrase(member);
    const old = await send("/login/code", { ...next.fields, passkey });
    expect([old.status, signedIn(old)]).toEqual([403, false]);
    const other = await send("/login/code", { ...next.fields, passkey: device.answer(asked, { origin }) });
    expect([other.status, signedIn(other)]).toEqual([403, false]);
  });

  test("nothing of it is told to whoever has not typed the passphrase", async () => {
    const { member, device } = await join();
    const wrong = await (await send("/login", { name: member.name, passphrase: "wrong passphrase" })).text();
    expect(wrong).not.toContain(device.id);
    expect(JSON.stringify((await ask()).asked)).not.toContain(device.id);
  });

  test("recovery codes take its place, and it takes the place of codes wherever those are asked for", async () => {
    const { browser, codes, device, member } = await join();
    const codesLeft = async () =>
      (await side.sql`select 1 from recovery_code where member_id = ${member.id}`).length;
    const answerOn = async (page: string) => device.answer(askedOn(await browser.read(page)).get, { origin });
    const renew = (fields: Fields) =>
      browser.post(`${path}/recovery-codes`, { present: passphrase, ...fields });
    expect((await renew({ code: codes[0]! })).status).toBe(200);
    const passkey = await answerOn(`${path}/add`);
    expect((await renew({ present: "wrong passphrase", passkey })).status).toBe(422);
    expect((await renew({ passkey })).status).toBe(200);
    expect((await renew({ passkey })).status).toBe(422);
    expect((await renew({ code: codes[1]! })).status).toBe(422);
    expect(await codesLeft()).toBe(10);
    const last = { present: passphrase, passkey: await answerOn(`${path}/remove`) };
    expect((await browser.post(`${path}/remove`, last)).status).toBe(303);
    expect(await browser.read("/admin/account")).toContain("Off. Whoever");
    expect(await codesLeft()).toBe(0);
  });

  test("it is shown by whoever opens again alone, beside the passphrase", async () => {
    const { browser, device } = await join({ role: "admin" });
    await side.sql`update collective set panicked_at = now()`;
    const proposed = await browser.post("/admin/panic/lift");
    const decision = proposed.headers.get("location")!.split("?")[0]!;
    const asked = askedOn(await browser.read(decision)).get;
    const passkey = device.answer(asked, { origin });
    const alone = (fields: Fields) => browser.post(`${decision}/alone`, { present: passphrase, ...fields });
    expect((await alone({})).status).toBe(422);
    expect((await alone({ present: "wrong passphrase", passkey })).status).toBe(422);
    expect((await alone({ passkey })).status).toBe(303);
    expect(await side.sql`select 1 from collective where panicked_at is not null`).toEqual([]);
  });

  test("it counts where the collective asks everybody for one", async () => {
    const { browser } = await join();
    const without = await side.browse(await side.join("rosa", "writer"));
    await side.sql`update collective set second_factor_required = true`;
    expect((await browser.get("/admin")).status).toBe(200);
    expect((await without.get("/admin")).status).toBe(302);
    await side.sql`update collective set second_factor_required = false`;
  });

  test("another host's does not help here: the page says what does", async () => {
    const { member, device } = await join();
    const onionSend = (to: string, fields: Fields) =>
      side.app.request(`${onion}${to}`, {
        method: "POST",
        body: formData(fields),
        headers: { origin: onion },
      });
    const page = await (await onionSend("/login", { name: member.name, passphrase })).text();
    expect(page).toContain("One of those that you wrote down.");
    expect(page).not.toContain("data-passkey");
    const { asked, cookie } = await ask(onion);
    expect(asked.rpId).toBe(new URL(onion).hostname);
    const headers = { origin: onion, cookie };
    const body = formData({ passkey: device.answer(asked, { origin: onion }) });
    const response = await side.app.request(`${onion}/login/passkey`, { method: "POST", body, headers });
    expect([response.status, signedIn(response)]).toEqual([403, false]);
  });
});

describe("as the first factor", () => {
  let owned: Owned;
  beforeAll(async () => {
    owned = await join();
  });
  // Each test begins with no failed tries.
  beforeEach(async () => {
    const { asked, cookie } = await ask();
    await enter(owned.device.answer(asked, { origin }), cookie);
  });

  test("it lets in without a name, to where the way led, with what was written", async () => {
    const page = await (await side.app.request("/login?next=/admin/replies")).text();
    const { from, to } = askedOn(page);
    expect([from, to]).toEqual(["/login/passkey/ask", "/login/passkey"]);
    const { asked, cookie } = await ask();
    const passkey = owned.device.answer(asked, { origin });
    const response = await enter(passkey, cookie, { next: "/admin/replies", remember: "on" });
    expect([response.status, response.headers.get("location")]).toEqual([303, "/admin/replies"]);
    expect(response.headers.get("set-cookie")).toContain("__Host-browser=");
    const kept = await ask();
    const text = { action: "/admin/posts/new", "keep:source": "Written on the train" };
    const back = await enter(owned.device.answer(kept.asked, { origin }), kept.cookie, text);
    expect(await back.text()).toContain("Written on the train");
    expect(await owned.browser.read(path)).toMatch(/last used on \d/);
  });

  test.each<[string, (asked: Asked, device: Authenticator) => string, number?]>([
    ["who did not unlock it", (asked, device) => device.answer(asked, { origin, verified: false })],
    ["another origin", (asked, device) => device.answer(asked, { origin: "https://evil.example" })],
    ["another host", (asked, device) => device.answer(asked, { origin, host: "evil.example" })],
    ["another member", (asked, device) => device.answer(asked, { origin, userHandle: "AAAA" })],
    ["a device nobody knows", (asked) => authenticator().answer(asked, { origin })],
    [
      "a challenge of its own",
      (_, device) => device.answer({ challenge: "AAAA", rpId: "harbour.example" }, { origin }),
    ],
  ])("it is refused of %s", async (_, answer) => {
    const { asked, cookie } = await ask();
    const response = await enter(answer(asked, owned.device), cookie);
    expect([response.status, signedIn(response)]).toEqual([403, false]);
    expect(await response.text()).toContain("does not open the door");
  });

  test("what it signed is good once, in the browser that asked, and from our own page", async () => {
    const { asked, cookie } = await ask();
    const passkey = owned.device.answer(asked, { origin });
    const other = await ask();
    expect(signedIn(await enter(passkey, other.cookie))).toBe(false);
    expect(signedIn(await send("/login/passkey", { passkey }))).toBe(false);
    const foreign = await send("/login/passkey", { passkey }, { origin: "https://evil.example", cookie });
    expect([foreign.status, signedIn(foreign)]).toEqual([403, false]);
    expect(signedIn(await enter(passkey, cookie))).toBe(true);
    expect(signedIn(await enter(passkey, cookie))).toBe(false);
  });

  test("one for after the passphrase does not open by itself", async () => {
    const { device } = await join({ alone: false });
    const { asked, cookie } = await ask();
    expect(signedIn(await enter(device.answer(asked, { origin }), cookie))).toBe(false);
  });

  test("a count that goes back is refused, and stands in the log", async () => {
    const before = await ask();
    expect(
      signedIn(await enter(owned.device.answer(before.asked, { origin, count: 900 }), before.cookie)),
    ).toBe(true);
    for (const back of [900, 5, 0]) {
      const { asked, cookie } = await ask();
      const response = await enter(owned.device.answer(asked, { origin, count: back }), cookie);
      expect([back, response.status, signedIn(response)]).toEqual([back, 403, false]);
    }
    const entries = (await side.entries()).filter(({ act }) => act === "copiedPasskey");
    expect(entries.map(({ name }) => name)).toEqual(Array(3).fill(owned.member.name));
    expect(await admin.read("/admin/log")).toContain("may be a copy");
    await side.sql`update passkey set sign_count = 0`;
  });

  test("after five tries with one it has to wait, and no other does", async () => {
    const { device } = await join();
    const tries = [];
    for (let at = 0; at < 6; at++) {
      const { asked, cookie } = await ask();
      tries.push((await enter(device.answer(asked, { origin, verified: false }), cookie)).status);
    }
    expect(tries).toEqual([403, 403, 403, 403, 403, 429]);
    const { asked, cookie } = await ask();
    expect((await enter(device.answer(asked, { origin }), cookie)).status).toBe(429);
    const mine = await ask();
    expect(signedIn(await enter(owned.device.answer(mine.asked, { origin }), mine.cookie))).toBe(true);
  });
});
