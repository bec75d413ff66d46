import { afterAll, beforeAll, expect, it } from "vitest";
import { type MembersSide, membersSide, origin } from "../routes/members-side.ts";

let side: MembersSide;
beforeAll(async () => (side = await membersSide()));
afterAll(() => side.stop());

it("a member who has published sees it on the very next page, however soon that is asked for", async () => {
  const editor = await side.browse(await side.join("Ada", "editor"));
  // Not by `request`, which waits for what a test has written through the store.
  const home = async () => (await side.app.fetch(new Request(`${origin}/`))).text();
  for (let at = 0; at < 20; at++) {
    await home();
    const post = { type: "Note", name: `Number ${at}.`, source: "Come.", language: "en" };
    expect((await editor.post("/admin/posts", post)).status).toBe(303);
    expect(await home()).toContain(`Number ${at}.`);
  }
});
