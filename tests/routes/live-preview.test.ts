import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Browser, membersSide, type MembersSide } from "./members-side.ts";

let side: MembersSide;
let writer: Browser;
beforeAll(async () => {
  side = await membersSide();
  writer = await side.browse(await side.join("wanda", "writer"));
});
afterAll(() => side.stop());

const written = { type: "Note", name: "", source: "Some *text*.", summary: "", language: "en", tags: "" };

test("the preview beside is a piece of a page with our own and Mastodon's, and nothing is kept of it", async () => {
  const image = sharp({ create: { width: 40, height: 30, channels: 3, background: "red" } });
  const file = new File([new Uint8Array(await image.png().toBuffer())], "march.png");
  const response = await writer.post("/admin/preview", { ...written, file });
  const piece = await response.text();
  expect(response.status).toBe(200);
  expect(piece.match(/<em>text<\/em>/g)).toHaveLength(2);
  expect(piece).not.toMatch(/<(html|script|form|input|button)\b/);
  expect(await side.sql`select id from picture union all select id from post`).toEqual([]);
});

test("what is wrong is told in the place of the preview beside", async () => {
  const response = await writer.post("/admin/preview", { ...written, type: "Article", source: "" });
  const piece = await response.text();
  expect(response.status).toBe(200);
  expect(piece).toContain("There is no text yet.");
  expect(piece).toContain("An article needs a title");
});

test("hostile text does not get into the preview beside as markup", async () => {
  const hostile = '<img src=x onerror=alert(1)>"><script>alert(1)</script>';
  const response = await writer.post("/admin/preview", {
    ...written,
    name: hostile,
    source: hostile,
    summary: hostile,
  });
  expect(await response.text()).not.toMatch(/<(img|script)\b/);
});

test("only members get it, by a form of ours", async () => {
  const forged = await writer.post("/admin/preview", { ...written, csrf: "x" });
  expect([forged.status, (await forged.text()).includes("<em>text</em>")]).toEqual([403, false]);
  const foreign = await writer.post("/admin/preview", written, { origin: "https://evil.example" });
  expect(foreign.status).toBe(403);
});

test("the form may run our script and call us, and pages beside it may not", async () => {
  const policy = async (path: string) => (await writer.get(path)).headers.get("content-security-policy");
  expect(await policy("/admin/posts/new")).toMatch(/script-src 'self'; connect-src 'self'$/);
  expect(await policy("/admin")).not.toContain("script-src");
});
