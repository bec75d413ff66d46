import { afterAll, beforeAll, expect, test } from "vitest";
import type { Member } from "../../src/store/members.ts";
import { type Browser, membersSide, type MembersSide } from "./members-side.ts";

let side: MembersSide;
let omar: Member;
let here: Browser;
beforeAll(async () => {
  side = await membersSide();
  omar = await side.join("omar", "writer");
  here = await side.browse(omar);
});
afterAll(() => side.stop());

const isOpen = async (browser: Browser) => (await browser.get("/admin")).status === 200;
/** The sessions that the page offers to end. */
const endable = (page: string) => [...page.matchAll(/name="id" value="([^"]+)"/g)].map(([, id]) => id!);

test("members see their own sessions by day, without address or device, and end one", async () => {
  const [phone, library] = [await side.browse(omar), await side.browse(omar)];
  await side.browse(await side.join("lea", "writer"));
  await side.sql`update session set created_at = now() - interval '1 day' where csrf_token = ${phone.csrfToken}`;
  const page = await here.read("/admin/account");
  expect(page.match(/class="session"/g)).toHaveLength(3);
  expect(page.match(/this one/g)).toHaveLength(1);
  expect(page.split('class="session"').slice(1).join()).not.toMatch(/\d:\d\d/);
  const ids = endable(page);
  expect(ids).toHaveLength(2);
  await here.post("/admin/account/sessions", { id: ids[0]! });
  expect([await isOpen(phone), await isOpen(library)].toSorted()).toEqual([false, true]);
  expect(await isOpen(here)).toBe(true);
});

test("nobody ends a session of somebody else by its name", async () => {
  const other = await side.browse(await side.join("sam", "writer"));
  const [row] = await side.sql`select id from session where csrf_token = ${other.csrfToken}`;
  await here.post("/admin/account/sessions", { id: row!.id });
  expect(await isOpen(other)).toBe(true);
});

test("members end all their other sessions at once, and those of nobody else", async () => {
  const [phone, library] = [await side.browse(omar), await side.browse(omar)];
  const other = await side.browse(await side.join("noor", "writer"));
  await here.post("/admin/account/sessions");
  expect(await Promise.all([here, phone, library, other].map(isOpen))).toEqual([true, false, false, true]);
});

test("an admin ends all sessions of another member", async () => {
  const admin = await side.browse(await side.join("ines", "admin"));
  const member = await side.join("ute", "editor");
  const [phone, desk] = [await side.browse(member), await side.browse(member)];
  await admin.post("/admin/members/sessions", { id: member.id });
  expect(await Promise.all([admin, phone, desk].map(isOpen))).toEqual([true, false, false]);
});

test("a session ends when it is idle, and by its age", async () => {
  const [idle, old] = [await side.browse(omar), await side.browse(omar)];
  await side.sql`update session set used_at = now() - interval '13 hours' where csrf_token = ${idle.csrfToken}`;
  await side.sql`update session set created_at = now() - interval '15 days' where csrf_token = ${old.csrfToken}`;
  expect(await Promise.all([idle, old].map(isOpen))).toEqual([false, false]);
});
