import { HOTP, Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  confirmSecondFactor,
  findOfferedSecret,
  offerSecondFactor,
  takeCode,
} from "../../src/store/second-factors.ts";
import { readSecretKey } from "../../src/store/secret.ts";
import { type Browser, formData, hiddenFields, membersSide, origin, passphrase } from "./members-side.ts";

const path = "/admin/account/second-factor";

let side: Awaited<ReturnType<typeof membersSide>>;
beforeAll(async () => {
  side = await membersSide();
});
afterAll(() => side.stop());

const send = (to: string, fields: Record<string, string>) =>
  side.app.request(to, { method: "POST", body: formData(fields), headers: { origin } });

/** A key that types a code when it is touched. */
function typingKey(secret: Secret, digits = 6) {
  let counter = 0;
  const touch = () => HOTP.generate({ secret, digits, counter: counter++ });
  return Object.assign(touch, { often: (times: number) => Array.from({ length: times }, touch) });
}

/** The secret as the page shows it, in base32 and in hex. */
const secretsOn = (page: string) =>
  [...page.matchAll(/<code class="copy" dir="ltr">([^<]+)<\/code>/g)].map(([, text]) =>
    text!.replaceAll(" ", ""),
  );

async function choose(browser: Browser): Promise<string[]> {
  await browser.post(`${path}/offer`, { kind: "key", present: passphrase });
  return secretsOn(await browser.read(path));
}

const confirm = (browser: Browser, code: string, next: string) =>
  browser.post(path, { code, "next-code": next });

/** A member who has such a key, however they came by it. */
async function join(name: string, digits = 6) {
  const member = await side.join(name, "editor");
  const { id } = member;
  const secret = readSecretKey(side.config.secretKeyFile);
  await offerSecondFactor(side.sql, secret, id, { kind: "key" });
  const offered = await findOfferedSecret(side.sql, secret, id, "key");
  const touch = typingKey(Secret.fromBase32(offered!), digits);
  await confirmSecondFactor(side.sql, secret, { memberId: id, code: touch(), next: touch() });
  const asked = hiddenFields(await (await send("/login", { name, passphrase })).text(), "/login/code");
  /** The status of a sign-in whose passphrase was right, at the code. */
  const enter = async (code: string) => (await send("/login/code", { ...asked, code })).status;
  /** Another sign-in, since each ends with the code that was right. */
  const again = async () => {
    const page = await (await send("/login", { name, passphrase })).text();
    Object.assign(asked, hiddenFields(page, "/login/code"));
  };
  const take = (code: string) => takeCode(side.sql, secret, { memberId: id, code });
  return { member, touch, enter, again, take };
}

describe("setting up a key that types codes", () => {
  test("shows the secret in base32 and hex, and is confirmed by two codes in a row, without a script", async () => {
    const browser = await side.browse(await side.join("ines", "writer"));
    const refused = await browser.post(`${path}/offer`, { kind: "key", present: "wrong passphrase" });
    expect(refused.status).toBe(422);
    const [base32 = "", hex = ""] = await choose(browser);
    const secret = Secret.fromBase32(base32);
    expect([secret.bytes.length, hex]).toEqual([20, secret.hex.toLowerCase()]);
    const page = await browser.get(path);
    expect(page.headers.get("content-security-policy")).not.toContain("script-src");
    const touch = typingKey(secret);
    const [one = "", two = "", three = ""] = touch.often(3);
    for (const [code, next] of [
      [one, three],
      [two, one],
      [one, one],
      [one, ""],
    ] as const) {
      const wrong = await confirm(browser, code, next);
      expect([wrong.status, await wrong.text()]).toEqual([
        422,
        expect.stringContaining("not two codes in a row"),
      ]);
    }
    const shown = await confirm(browser, two, three);
    expect((await shown.text()).match(/<li><code>[a-z2-7-]+<\/code>/g)).toHaveLength(10);
    expect(await browser.read(path)).toContain("A key that types codes");
    const log = (await side.entries()).map(({ act, object }) => [act, object]);
    expect(log).toEqual([["setSecondFactor", "ines"]]);
  });

  test.each([
    [
      "in base32",
      (secret: Secret) =>
        secret.base32
          .toLowerCase()
          .match(/.{1,4}/g)!
          .join(" "),
      8,
      400,
    ],
    ["in hex", (secret: Secret) => secret.hex.match(/../g)!.join(":"), 6, 0],
  ] as const)("takes the secret that it has, %s", async (_, written, digits, touched) => {
    const browser = await side.browse(await side.join(`olu ${digits}`, "writer"));
    await choose(browser);
    const secret = new Secret({ size: 20 });
    for (const bad of ["", "not a secret!", "ABCDEFGH", "0123456789abcdef", "z".repeat(300)]) {
      const refused = await browser.post(`${path}/secret`, { secret: bad });
      expect([bad, refused.status]).toEqual([bad, 422]);
    }
    await browser.post(`${path}/secret`, { secret: written(secret) });
    expect(secretsOn(await browser.read(path))[0]).toBe(secret.base32);
    const touch = typingKey(secret, digits);
    touch.often(touched);
    expect((await confirm(browser, touch(), touch())).status).toBe(200);
    const rows = await side.sql`select to_jsonb(second_factor)::text as row from second_factor`;
    for (const { row } of rows) expect(row).not.toMatch(new RegExp(`${secret.base32}|${secret.hex}`, "i"));
  });

  test("asks for the passphrase before a secret of one's own is taken, and can be given up", async () => {
    const browser = await side.browse(await side.join("pia", "writer"));
    const { base32 } = new Secret({ size: 20 });
    await browser.post(`${path}/secret`, { secret: base32 });
    expect(await side.sql`select 1 from second_factor_offer`).toEqual([]);
    await choose(browser);
    await browser.post(`${path}/drop`);
    expect(await browser.read(path)).toContain("What will you use?");
    expect((await browser.post(path, { code: "000000", "next-code": "000000" })).status).toBe(303);
  });

  test("leaves an app beside it as it is, and either opens", async () => {
    const { member, touch, again, enter } = await join("quim");
    const browser = await side.browse(member);
    expect((await browser.post(`${path}/offer`, { present: passphrase })).status).toBe(422);
    await browser.post(`${path}/offer`, { present: passphrase, code: touch() });
    const app = new TOTP({ secret: Secret.fromBase32(secretsOn(await browser.read(path))[0]!) });
    const codeOf = (step: number) => app.generate({ timestamp: Date.now() + step * 30_000 });
    expect((await browser.post(path, { code: codeOf(-1) })).status).toBe(200);
    for (const code of [touch(), codeOf(1), touch()]) {
      await again();
      expect(await enter(code)).toBe(303);
    }
    const end = { present: passphrase, factor: "app", code: touch() };
    expect((await browser.post(`${path}/remove`, end)).headers.get("location")).toContain("done=removed");
    expect(await browser.read("/admin/account")).toContain("10 recovery codes are left");
  });
});

describe("a code that a key types", () => {
  test.each([6, 8])("of %i digits opens once, and no earlier one does", async (digits) => {
    const { touch, enter, again } = await join(`rosa ${digits}`, digits);
    const [missed = "", code = ""] = touch.often(2);
    expect(code).toHaveLength(digits);
    expect(await enter(code)).toBe(303);
    await again();
    expect(await enter(code)).toBe(403);
    expect(await enter(missed)).toBe(403);
    expect(await enter(touch())).toBe(303);
  });

  test("opens when it was touched up to twenty times too often, and then the codes between are void", async () => {
    const { touch, enter, again } = await join("sami");
    const between = touch.often(19);
    expect(await enter(touch())).toBe(303);
    await again();
    expect(await enter(between.at(-1)!)).toBe(403);
  });

  test("opens after more than that with the very next one, and with no other", async () => {
    const { touch, enter, again } = await join("toni");
    touch.often(20);
    const [far = "", next = "", after = "", last = ""] = touch.often(4);
    expect(await enter(far)).toBe(403);
    expect(await enter(after)).toBe(403);
    expect(await enter(next)).toBe(403);
    expect(await enter(after)).toBe(303);
    await again();
    for (const old of [far, next, after]) expect(await enter(old)).toBe(403);
    expect(await enter(last)).toBe(303);
  });

  test("opens no more when it is further away than keys are looked for", async () => {
    const { touch, enter } = await join("uma");
    touch.often(600);
    expect([await enter(touch()), await enter(touch())]).toEqual([403, 403]);
  });

  test("lets one in of ten who bring it at once", async () => {
    const { touch, take } = await join("vera");
    const code = touch();
    const taken = await Promise.all(Array.from({ length: 10 }, () => take(code)));
    expect(taken.filter(Boolean)).toHaveLength(1);
  });

  test("waits after five wrong ones, and the page says what may be wrong with a key", async () => {
    const { touch, enter } = await join("wanda");
    const wrong = hiddenFields(
      await (await send("/login", { name: "wanda", passphrase })).text(),
      "/login/code",
    );
    const page = await send("/login/code", { ...wrong, code: "000000" });
    expect(await page.text()).toContain("touch the key once more");
    for (let at = 0; at < 5; at++) await enter("000000");
    expect(await enter(touch())).toBe(429);
  });
});
