import { afterAll, beforeAll, expect, test } from "vitest";
import { findCollective } from "../../src/store/collective.ts";
import { publishPost } from "../support/written.ts";
import { type Browser, membersSide, type MembersSide } from "./members-side.ts";

let side: MembersSide;
let admin: Browser;
beforeAll(async () => {
  side = await membersSide();
  admin = await side.browse(await side.join("ines", "admin"));
  const text = { name: "", summary: "", language: "en", tags: ["Now"], pictures: [], pinned: false };
  for (let at = 0; at < 35; at++)
    await publishPost(side.sql, { ...text, source: `Number ${at}.`, type: "Note" });
});
afterAll(() => side.stop());

const profile = { name: "Harbour", description: "", language: "en" };
const count = async (path: string) => (await admin.read(path)).match(/<article/g)!.length;
const month = () => new Date().toISOString().slice(0, 7).replace("-", "/");

test("as many posts stand on a page as an admin asks for, on every list, and at least as many in the feeds", async () => {
  const lists = () => ["/", "/tags/now", "/language/en", `/${month()}`];
  for (const path of lists()) expect(await count(path)).toBe(20);
  expect((await admin.post("/admin/settings", { ...profile, postsPerPage: "32" })).status).toBe(303);
  for (const path of lists()) expect(await count(path)).toBe(32);
  expect(((await (await admin.get("/feed.json")).json()) as { items: unknown[] }).items).toHaveLength(32);
  await admin.post("/admin/settings", { ...profile, postsPerPage: "5" });
  for (const path of lists()) expect(await count(path)).toBe(5);
  expect(((await (await admin.get("/feed.json")).json()) as { items: unknown[] }).items).toHaveLength(30);
});

test.each(["4", "51", "ten", "-5", "1e1"])(
  "%s posts on a page are refused, and come back to be mended",
  async (postsPerPage) => {
    const before = (await findCollective(side.sql))!.postsPerPage;
    const answer = await admin.post("/admin/settings", { ...profile, postsPerPage });
    const page = await answer.text();
    expect([answer.status, (await findCollective(side.sql))!.postsPerPage]).toEqual([422, before]);
    expect(page).toContain('id="postsPerPage-error"');
    expect(page).toContain(`value="${postsPerPage}"`);
  },
);
