import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Context } from "hono";
import { loadConfig } from "../../src/config.ts";
import { countAttempts } from "../../src/routes/attempts.ts";
import { passphraseCheck } from "../../src/routes/passphrase.ts";
import { visitorOf } from "../../src/routes/visitor.ts";
import { membersSide, type MembersSide, formData, hiddenFields, origin, passphrase } from "./members-side.ts";

let side: MembersSide;
beforeAll(async () => {
  side = await membersSide();
  await side.join("ines", "admin");
  await side.join("omar", "editor");
});
afterAll(() => side.stop());

const send = (path: string, fields: Record<string, string>, headers: Record<string, string> = { origin }) =>
  side.app.request(path, { method: "POST", body: formData(fields), headers });
const signIn = (name: string, typed = passphrase, more = {}) =>
  send("/login", { name, passphrase: typed, ...more });
const cookieOf = (response: Response) => response.headers.get("set-cookie")!.split(";")[0]!;
const opens = async (cookie: string) =>
  (await side.app.request("/admin", { headers: { cookie } })).status === 200;

describe("the session", () => {
  test("is a cookie that no script, no other host and no plain connection can have, and that goes with the browser", async () => {
    const response = await signIn("Ines");
    expect(response.status).toBe(303);
    const [cookie, ...attributes] = response.headers.get("set-cookie")!.split("; ");
    expect(cookie).toMatch(/^__Host-session=[\w-]{40,}$/);
    expect(attributes.sort()).toEqual(["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]);
  });

  test("works over plain http on localhost under another name", async () => {
    const local = await membersSide({ at: "http://localhost:3000" });
    try {
      await local.join("ines", "admin");
      const body = formData({ name: "ines", passphrase });
      const response = await local.app.request("/login", { method: "POST", body });
      expect(response.headers.get("set-cookie")).toMatch(
        /^session=[\w-]{40,}; Path=\/; HttpOnly; SameSite=Lax$/,
      );
    } finally {
      await local.stop();
    }
  });

  test("ends on the server when the member signs out, and not by a form without its token", async () => {
    const cookie = cookieOf(await signIn("ines"));
    const page = await (await side.app.request("/admin", { headers: { cookie } })).text();
    await send("/logout", { csrf: "guessed" }, { origin, cookie });
    expect(await opens(cookie)).toBe(true);
    await send("/logout", hiddenFields(page, "/logout"), { origin, cookie });
    expect(await opens(cookie)).toBe(false);
  });

  test("in the same browser an earlier session ends when a new one begins", async () => {
    const first = cookieOf(await signIn("ines"));
    const second = cookieOf(await send("/login", { name: "omar", passphrase }, { origin, cookie: first }));
    expect([await opens(first), await opens(second)]).toEqual([false, true]);
  });
});

describe("signing in", () => {
  test("a wrong passphrase and a name that nobody has get the same answer", async () => {
    const [wrong, unknown] = await Promise.all([
      signIn("ines", "wrong passphrase"),
      signIn("nobody", passphrase),
    ]);
    const pages = await Promise.all([wrong.text(), unknown.text()]);
    expect([wrong.status, unknown.status]).toEqual([403, 403]);
    expect(pages[0]).toContain("do not belong together");
    const same = (page: string) => page.replace(/name="ticket" value="[\w-]{43}"/, "");
    expect(same(pages[0]!.replace("ines", "nobody"))).toBe(same(pages[1]!));
    expect(pages[0]).not.toContain("wrong passphrase");
  });

  test("a form from another site's page signs nobody in", async () => {
    const fields = { name: "ines", passphrase };
    const foreign: Record<string, string>[] = [
      { origin: "https://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "same-site" },
    ];
    for (const headers of foreign) {
      const response = await send("/login", fields, headers);
      expect([response.status, response.headers.get("set-cookie")]).toEqual([403, null]);
    }
  });

  test("leads to the page that was asked for, and nowhere outside the members' side", async () => {
    const asked = await side.app.request("/admin/replies?tab=hidden");
    expect(asked.headers.get("location")).toBe("/login?next=%2Fadmin%2Freplies%3Ftab%3Dhidden");
    expect(await (await side.app.request(asked.headers.get("location")!)).text()).toContain(
      'name="next" value="/admin/replies?tab=hidden"',
    );
    const right = await signIn("ines", passphrase, { next: "/admin/replies?tab=hidden" });
    expect(right.headers.get("location")).toBe("/admin/replies?tab=hidden");
    for (const next of [
      "https://evil.example/admin",
      "//evil.example",
      "/admin/..//evil.example",
      "/adminx",
      "/\\evil",
    ]) {
      expect((await signIn("ines", passphrase, { next })).headers.get("location")).toBe("/admin");
    }
  });

  test("after five tries at once a name must wait, even with the right passphrase, while others go on", async () => {
    // At once, so that a slow machine does not wait by itself; each counts as failed until it has succeeded.
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, at) => signIn(at % 2 ? "omar" : "OMAR ")),
    );
    const held = answers.find(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(5);
    expect(held!.headers.get("set-cookie")).toBeNull();
    expect((await signIn("ines")).status).toBe(303);
  });
});

describe("attempts", () => {
  test("wait longer with each failure, at most a minute, and a refused one does not lengthen the wait", () => {
    let now = 0;
    const attempts = countAttempts({ now: () => now });
    for (let at = 0; at < 5; at++) expect(attempts.begin("ines")).toBe(true);
    const waits: number[] = [];
    for (let at = 0; at < 8; at++) {
      const begun = now;
      while (!attempts.begin("ines")) now += 500;
      waits.push((now - begun) / 1000);
    }
    expect(waits[0]).toBe(1);
    expect(waits).toEqual([...waits].sort((one, other) => one - other));
    expect(Math.max(...waits)).toBe(60);
    attempts.succeed("Ines");
    expect(attempts.begin("ines")).toBe(true);
  });

  test("of one visitor at many names are slowed after thirty, those of another are not", () => {
    const attempts = countAttempts({ of: "visitor", now: () => 0 });
    for (let at = 0; at < 30; at++) expect(attempts.begin("a")).toBe(true);
    expect([attempts.begin("a"), attempts.begin("b")]).toEqual([false, true]);
  });

  test("of one visitor at a name are counted by the sign-in itself, whichever way the address is written", async () => {
    await side.join("lea", "writer");
    const from = (address: string, typed: string) =>
      side.app.request(
        "/login",
        {
          method: "POST",
          body: new URLSearchParams({ name: "lea", passphrase: typed }),
          headers: { origin },
        },
        { incoming: { socket: { remoteAddress: address } } },
      );
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, at) =>
        from(at % 2 ? "192.0.2.9" : "::ffff:192.0.2.9", "wrong passphrase"),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([403, 403, 403, 403, 403, 429]);
    expect((await from("192.0.2.10", passphrase)).status).toBe(303);
  });

  test("of many at once, those beyond a short line are turned away, and do not count as guesses", async () => {
    const check = passphraseCheck(side.sql);
    const guesses = await Promise.all(
      Array.from({ length: 60 }, (_, at) => check({ name: `crowd${at}`, passphrase: "wrong passphrase" })),
    );
    expect(guesses.filter((each) => each === "wrong")).toHaveLength(20);
    expect(guesses.filter((each) => each === "busy")).toHaveLength(40);
    expect(await check({ name: "ines", passphrase })).toMatchObject({ name: "ines" });
  });

  test("turned away at the door are told when to come back", async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, at) => signIn(`crowd${at}`, "wrong passphrase")),
    );
    const busy = answers.filter(({ status }) => status === 429);
    expect(busy.length).toBeGreaterThan(0);
    expect(new Set(busy.map(({ headers }) => headers.get("retry-after")))).toEqual(new Set(["10"]));
    expect(await busy[0]!.text()).toContain("at this moment");
  });

  test("are told apart by network, past proxies that are trusted, and never by a proxy that speaks for many", () => {
    const { trustedProxies } = loadConfig({ TRUSTED_PROXY: "10.0.0.0/8" });
    const from = (address: string | undefined, forwarded?: string) =>
      visitorOf(
        {
          env: { incoming: { socket: { remoteAddress: address } } },
          req: { header: () => forwarded },
        } as unknown as Context,
        { trustedProxies },
      );
    expect(from("2001:db8:1:2::1")).toBe(from("2001:db8:1:2:ffff::9"));
    expect(from("2001:db8:1:2::1")).not.toBe(from("2001:db8:1:3::1"));
    expect(from("10.1.2.3", "192.0.2.7")).toBe(from("192.0.2.7"));
    expect(from("10.1.2.3", "203.0.113.5, 192.0.2.7")).toBe(from("192.0.2.7"));
    expect(from("192.0.2.7", "203.0.113.5")).toBe(from("192.0.2.7"));
    expect(from("192.0.2.7")).not.toContain("192");
    for (const [address, forwarded] of [
      ["127.0.0.1"],
      ["::1", "192.0.2.7"],
      ["10.1.2.3"],
      ["10.1.2.3", "unknown"],
      ["172.18.0.1", "192.0.2.7"],
      ["fd00::1"],
      [undefined],
    ]) {
      expect(from(address, forwarded)).toBeUndefined();
    }
  });

  test("are remembered for a bounded number of names", () => {
    const attempts = countAttempts({ most: 3, now: () => 0 });
    for (let at = 0; at < 6; at++) attempts.begin("ines");
    expect(attempts.begin("ines")).toBe(false);
    for (const name of ["a", "b", "c"]) attempts.begin(name);
    expect(attempts.begin("ines")).toBe(true);
  });
});

describe("a form that comes when the session has ended", () => {
  const written = {
    source: 'Two lines,\nwith <b>"quotes"</b> & more',
    name: "Kept",
    again: "/admin/posts/new",
  };

  test("is not lost: it goes through the sign-in, and comes back to be looked at before anything happens", async () => {
    const file = new File(["x"], "march.jpg");
    const lost = await side.app.request("/admin/posts", {
      method: "POST",
      body: formData({ ...written, language: "en", type: "Note", csrf: "of an ended session", file }),
      headers: { origin },
    });
    const signInAgain = await lost.text();
    expect(lost.status).toBe(403);
    expect(signInAgain).toContain("march.jpg");
    const { ticket, ...kept } = hiddenFields(signInAgain, "/login");
    expect(kept["keep:csrf"]).toBeUndefined();

    const failed = await (await signIn("ines", "wrong passphrase", { ...kept, ticket })).text();
    const { ticket: another, ...again } = hiddenFields(failed, "/login");
    expect(again).toEqual(kept);
    expect(another).not.toBe(ticket);

    const signedIn = await signIn("ines", passphrase, kept);
    const cookie = cookieOf(signedIn);
    const goOn = hiddenFields(await signedIn.text(), "/admin/posts/new");
    expect(goOn).toMatchObject({ source: written.source, name: "Kept" });
    const form = await send("/admin/posts/new", goOn, { origin, cookie });
    expect(form.status).toBe(200);
    expect(await form.text()).toContain(
      "\nTwo lines,\nwith &lt;b&gt;&quot;quotes&quot;&lt;/b&gt; &amp; more</textarea>",
    );
    expect(await side.sql`select 1 from post`).toHaveLength(0);
  });

  test("so is one with the token of an earlier session", async () => {
    const cookie = cookieOf(await signIn("ines"));
    const response = await send(
      "/admin/posts",
      { ...written, csrf: "of an earlier session" },
      { origin, cookie },
    );
    expect(response.status).toBe(403);
    expect(hiddenFields(await response.text(), "/login")["keep:source"]).toBe(written.source);
  });

  test("neither is a long text in a browser that was signed in, right up to the form after the sign-in", async () => {
    const cookie = "__Host-session=ended";
    const source = "Longer than what strangers may send. ".repeat(4000);
    const lost = await send("/admin/posts", { ...written, source }, { origin, cookie });
    const kept = hiddenFields(await lost.text(), "/login");
    const signedIn = await send("/login", { name: "ines", passphrase, ...kept }, { origin, cookie });
    expect(hiddenFields(await signedIn.text(), "/admin/posts/new")).toMatchObject({ source, name: "Kept" });
  });

  test("carries no passphrase into the page", async () => {
    const fields = {
      memberName: "new",
      role: "writer",
      passphrase,
      newPassphrase: passphrase,
      present: passphrase,
    };
    const page = await (await send("/admin/members", fields)).text();
    expect(page).toContain('name="keep:memberName"');
    expect(page).not.toContain(passphrase);
  });

  test.each([1, 5])(
    "keeps its text, and says until the form is back that %d MB of pictures are lost",
    async (size) => {
      const file = new File([new Uint8Array(size * 1024 * 1024)], "large.jpg");
      const response = await side.app.request("/admin/posts", {
        method: "POST",
        body: formData({ ...written, again: "/admin/posts/new", file }),
        headers: { origin },
      });
      const page = await response.text();
      expect(page).toContain("Pictures you had just chosen could not be kept.");
      const kept = hiddenFields(page, "/login");
      expect(kept["keep:source"]).toBe(written.source);
      const signedIn = await signIn("ines", passphrase, kept);
      const goOnPage = await signedIn.clone().text();
      expect(goOnPage).toContain("Pictures you had just chosen could not be kept.");
      const cookie = cookieOf(signedIn);
      const goOn = hiddenFields(goOnPage, "/admin/posts/new");
      const form = await (await send("/admin/posts/new", goOn, { origin, cookie })).text();
      expect(form).toMatch(/id="file-error"[^>]*>Pictures you had just chosen could not be kept/);
      expect(hiddenFields(form, "/admin/posts/new")).not.toHaveProperty("filesLost");
    },
  );
});
