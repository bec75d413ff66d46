import { SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findMemberByPassphrase, listMembers } from "../../src/store/members.ts";
import { readSecretKey } from "../../src/store/secret.ts";
import { type Browser, formData, membersSide, type MembersSide, origin, passphrase } from "./members-side.ts";

let side: MembersSide;
let admin: Browser;
beforeAll(async () => {
  side = await membersSide();
  admin = await side.browse(await side.join("ines", "admin"));
});
afterAll(() => side.stop());

async function invite(role = "editor"): Promise<string> {
  const response = await admin.post("/admin/members/invitations", { role });
  const [, path = ""] =
    /https:\/\/harbour\.example(\/invitation\/[\w.-]+)</.exec(await response.text()) ?? [];
  return path;
}

const open = (path: string) => side.app.request(path);
const join = (path: string, fields = {}, headers: Record<string, string> = { origin }) => {
  const typed = { memberName: "omar", passphrase, passphraseAgain: passphrase, ...fields };
  return side.app.request(path, { method: "POST", body: formData(typed), headers });
};
const names = async () => (await listMembers(side.sql)).map(({ name }) => name);

describe("an invitation", () => {
  test("makes a member of its role, signed in and led to a second factor, and is spent by it", async () => {
    const path = await invite();
    const page = await open(path);
    expect([page.status, page.headers.get("cache-control")]).toEqual([200, "private, no-store"]);
    expect(page.headers.get("referrer-policy")).toBe("same-origin");
    const joined = await join(path);
    expect([joined.status, joined.headers.get("location")]).toEqual([
      303,
      "/admin/account/second-factor?done=welcome",
    ]);
    const cookie = joined.headers.get("set-cookie")!.split(";")[0]!;
    expect((await side.app.request("/admin", { headers: { cookie } })).status).toBe(200);
    expect(await findMemberByPassphrase(side.sql, "omar", passphrase)).toMatchObject({ role: "editor" });
    const entry = (await side.entries()).find(({ act }) => act === "join");
    expect(entry).toMatchObject({ name: "omar", role: "editor", object: "" });
    expect((await open(path)).status).toBe(404);
    expect((await join(path, { memberName: "second" })).status).toBe(404);
  });

  test.for<[string, (other: Browser, id: string) => Promise<unknown>]>([
    ["suspended", (other, id) => other.post("/admin/members/suspend", { id })],
    ["no admin any more", (other, id) => other.post("/admin/members/role", { id, role: "editor" })],
    ["removed", (other, id) => other.post("/admin/members/remove", { id })],
  ])("ends with the admin who made it, once they are %s", async ([kept, keepOut]) => {
    const pia = await side.join(`pia ${kept}`, "admin");
    const hers = await (await side.browse(pia)).post("/admin/members/invitations", { role: "writer" });
    const path = /https:\/\/harbour\.example(\/invitation\/[\w.-]+)</.exec(await hers.text())![1]!;
    const mine = await invite("writer");
    expect((await open(path)).status).toBe(200);
    await keepOut(admin, pia.id);
    expect((await join(path, { memberName: "somebody of hers" })).status).toBe(404);
    expect((await open(mine)).status).toBe(200);
    await side.sql`delete from member where id = ${pia.id}`;
    await side.sql`
      delete from invitation where id in (select id from invitation order by created_at desc limit 1)`;
  });

  test("lets in one of two who come at once", async () => {
    const path = await invite("writer");
    const answers = await Promise.all([join(path, { memberName: "bo" }), join(path, { memberName: "cy" })]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 404]);
    expect((await names()).filter((name) => ["bo", "cy"].includes(name))).toHaveLength(1);
  });

  test("keeps the name and not the passphrase when something was wrong, and stays good", async () => {
    const path = await invite("writer");
    const before = await names();
    for (const [typed, said] of [
      [{ memberName: "wanda", passphrase: "password1234" }, "easy to guess"],
      [{ memberName: "wanda", passphrase: "Harbour Street 12" }, "easy to guess"],
      [{ memberName: "wanda", passphrase: "eleven char" }, "too short"],
      [{ memberName: "wanda", passphraseAgain: "something other" }, "not the same"],
      [{ memberName: "INES" }, "a member with this name"],
    ] as const) {
      const response = await join(path, typed);
      const page = await response.text();
      expect([response.status, page]).toEqual([422, expect.stringContaining(said)]);
      expect(page).toContain(`value="${typed.memberName}"`);
      expect(page).not.toContain(passphrase);
    }
    expect(await names()).toEqual(before);
    expect((await join(path, { memberName: "wanda" })).status).toBe(303);
  });

  test("opens nothing once it is revoked or three days old, and is listed until then", async () => {
    const [revoked, old] = [await invite("writer"), await invite()];
    const page = await admin.read("/admin/members");
    expect(page.match(/Open invitation/g)).toHaveLength(2);
    const rows = await side.sql`select id, role from invitation`;
    await admin.post("/admin/members/invitations/revoke", {
      id: rows.find(({ role }) => role === "writer")!.id,
    });
    expect((await open(revoked)).status).toBe(404);
    expect((await open(old)).status).toBe(200);
    await side.sql`update invitation set expires_at = now() where role = 'editor'`;
    expect((await open(old)).status).toBe(404);
    expect(await admin.read("/admin/members")).not.toContain("Open invitation");
  });

  test("is not made up by strangers, not even with a hash that is stored", async () => {
    const path = await invite();
    const secret = readSecretKey(side.config.secretKeyFile);
    const forged = await new SignJWT().setProtectedHeader({ alg: "HS256" }).setJti("x").sign(secret);
    const [row] = await side.sql`select encode(token_hash, 'hex') as hash from invitation`;
    for (const token of [forged, row!.hash, `${path.split("/").at(-1)!.slice(0, -3)}AAA`, "x".repeat(2000)]) {
      expect((await open(`/invitation/${token}`)).status).toBe(404);
    }
    expect(JSON.stringify(await side.sql`select * from invitation`)).not.toContain(path.split("/").at(-1));
  });

  test("is not taken up by a form from another site's page", async () => {
    const path = await invite();
    expect((await join(path, { memberName: "eve" }, { origin: "https://evil.example" })).status).toBe(403);
    expect(await names()).not.toContain("eve");
  });
});

test("nobody is added with a passphrase that an admin chose", async () => {
  expect((await admin.post("/admin/members", { memberName: "x", role: "writer", passphrase })).status).toBe(
    404,
  );
  expect(await admin.read("/admin/members")).not.toContain('name="memberName"');
});
