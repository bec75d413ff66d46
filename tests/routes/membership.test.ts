import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findMemberByPassphrase, type Member, type Role } from "../../src/store/members.ts";
import { renewFeed } from "../../src/store/notifications.ts";
import { beginSignIn, findSignIn } from "../../src/store/sign-ins.ts";
import { type Browser, membersSide, type MembersSide, passphrase } from "./members-side.ts";

let side: MembersSide;
let ines: Member;
let admin: Browser;
beforeAll(async () => {
  side = await membersSide();
  ines = await side.join("ines", "admin");
  admin = await side.browse(ines);
});
afterAll(() => side.stop());

const isOpen = async (browser: Browser) => (await browser.get("/admin")).status === 200;
const facts = async (name: string) => {
  const [row] =
    await side.sql`select role, suspended_at is not null as suspended from member where name = ${name}`;
  return row;
};
const entries = async () => {
  const rows = await side.entries();
  return rows.map(({ name, act, object }) => `${name} ${act} ${object}`);
};

describe("an admin suspends a member", () => {
  test("whose sessions, sign-ins under way and feed end at once, and who cannot sign in", async () => {
    const omar = await side.join("omar", "editor");
    const [phone, desk] = [await side.browse(omar), await side.browse(omar)];
    const signIn = await beginSignIn(side.sql, omar.id);
    const feed = `/waiting/${await renewFeed(side.sql, omar.id, "en")}`;
    expect((await side.app.request(feed)).status).toBe(200);
    expect(await admin.read("/admin/members")).toContain("Suspend omar");
    const response = await admin.post("/admin/members/suspend", await side.ref("OMAR"));
    expect(response.headers.get("location")).toBe("/admin/members?done=memberSuspended");
    expect(await Promise.all([phone, desk].map(isOpen))).toEqual([false, false]);
    expect(await findSignIn(side.sql, signIn)).toBeUndefined();
    expect((await side.app.request(feed)).status).toBe(404);
    expect(await findMemberByPassphrase(side.sql, "omar", passphrase)).toBeUndefined();
    const page = await admin.read("/admin/members");
    expect(page).toContain('<span class="label">suspended</span>');
    expect(page).not.toContain("Suspend omar");

    await admin.post("/admin/members/restore", await side.ref("omar"));
    expect(await findMemberByPassphrase(side.sql, "omar", passphrase)).toBeDefined();
    expect(await Promise.all([phone, desk].map(isOpen))).toEqual([false, false]);
    expect((await side.app.request(feed)).status).toBe(404);
    expect(await entries()).toEqual(["ines suspendMember omar", "ines restoreMember omar"]);
  });

  test("which is done once, and noted once", async () => {
    await side.join("bo", "writer");
    await side.sql`truncate audit`;
    for (const act of ["restore", "suspend", "suspend"])
      await admin.post(`/admin/members/${act}`, await side.ref("bo"));
    expect(await entries()).toEqual(["ines suspendMember bo"]);
  });

  test("but not themselves, though there are other admins", async () => {
    await side.join("rosa", "admin");
    for (const [act, fields] of [
      ["suspend", {}],
      ["role", { role: "writer" }],
    ] as const) {
      const response = await admin.post(`/admin/members/${act}`, { ...(await side.ref("Ines")), ...fields });
      expect([response.status, await response.text()]).toEqual([
        422,
        expect.stringContaining("Nobody suspends themselves"),
      ]);
    }
    expect(await facts("ines")).toEqual({ role: "admin", suspended: false });
    expect(await isOpen(admin)).toBe(true);
    await side.sql`delete from member where name = 'rosa'`;
  });
});

describe("an admin changes the role of a member", () => {
  test.each<[from: Role, to: Role]>([
    ["writer", "editor"],
    ["editor", "writer"],
  ])("from %s to %s, which ends the sessions, and the next has the new role", async (from, to) => {
    const kim = await side.join(`kim-${from}`, from);
    const before = await side.browse(kim);
    await side.sql`truncate audit`;
    const role = await admin.post("/admin/members/role", { id: kim.id, role: to });
    expect(role.headers.get("location")).toBe("/admin/members?done=roleChanged");
    expect(await isOpen(before)).toBe(false);
    const after = await side.browse(kim);
    const { status } = await after.post("/admin/blocks", { target: `${from}.example` });
    expect(status).toBe(to === "editor" ? 303 : 403);
    expect((await entries())[0]).toBe(`ines changeRole ${kim.name}: ${to}`);
  });

  test("not to one that there is not, and nothing is noted where it is the same", async () => {
    const lea = await side.join("lea", "writer");
    const browser = await side.browse(lea);
    await side.sql`truncate audit`;
    expect((await admin.post("/admin/members/role", { id: lea.id, role: "chief" })).status).toBe(422);
    await admin.post("/admin/members/role", { id: lea.id, role: "writer" });
    expect(await isOpen(browser)).toBe(true);
    expect(await entries()).toEqual([]);
  });
});

test("of two admins who suspend, lower or remove each other at once, one stays", async () => {
  for (const [act, fields] of [
    ["suspend", {}],
    ["role", { role: "editor" }],
    ["remove", {}],
  ] as const) {
    const ada = await side.join(`ada-${act}`, "admin");
    const other = await side.browse(ada);
    const first = await side.browse(ines);
    await Promise.all([
      first.post(`/admin/members/${act}`, { id: ada.id, ...fields }),
      other.post(`/admin/members/${act}`, { id: ines.id, ...fields }),
    ]);
    const left = await side.sql`select 1 from member where role = 'admin' and suspended_at is null`;
    expect([act, left.length]).toEqual([act, 1]);
    await side.sql`delete from member where id = ${ada.id}`;
    await side.sql`
      insert into member (id, name, role, passphrase_hash) values (${ines.id}, 'ines', 'admin', '')
      on conflict (id) do update set role = 'admin', suspended_at = null`;
  }
});

test("an admin who is suspended does not count: the one who is left stays", async () => {
  const sam = await side.join("sam", "admin");
  const first = await side.browse(ines);
  await first.post("/admin/members/suspend", await side.ref("sam"));
  const page = await first.post("/admin/members/remove", await side.ref("ines"));
  expect([page.status, await page.text()]).toEqual([422, expect.stringContaining("The last admin")]);
  await first.post("/admin/members/remove", await side.ref("sam"));
  expect(await side.sql`select 1 from member where id = ${sam.id}`).toEqual([]);
});
