import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findPost } from "../../src/store/post-lists.ts";
import { uploaded } from "../support/picture-file.ts";
import { type Browser, hiddenFields, membersSide, type MembersSide } from "./members-side.ts";

let side: MembersSide;
let editor: Browser;
beforeAll(async () => {
  side = await membersSide();
  editor = await side.browse(await side.join("omar", "editor"));
});
afterAll(() => side.stop());

const again = "/admin/posts/new";
const written = {
  type: "Note",
  name: "A march",
  source: '\nWe were "many".',
  language: "en",
  tags: "",
  again,
};

/** Uploads a picture of 800 × 400 pixels and opens the page that asks where to look. */
async function begin() {
  const file = await uploaded("march.png", { width: 825, height: 413 });
  const form = await (await editor.post(again, { ...written, file })).text();
  const id = /name="picture" value="(\w+)"/.exec(form)![1]!;
  const said = { picture: id, [`description-${id}`]: "A crowd.", [`people-${id}`]: "none" };
  const page = await (await editor.post(`/admin/pictures/${id}/focus`, { ...written, ...said })).text();
  const step = async (from: string, fields: Record<string, string>, to = "focus") => {
    const known = hiddenFields(from, `/admin/pictures/${id}/focus#focus`);
    return (await editor.post(`/admin/pictures/${id}/${to}`, { ...known, ...fields })).text();
  };
  return { id, said, page, step };
}

const focusIn = (form: string, id: string) => hiddenFields(form, again)[`focus-${id}`];

describe("where to look in a picture", () => {
  test("is said by one press, shown as it will be cropped, and comes back with the form of the post", async () => {
    const { id, said, page, step } = await begin();
    expect(page).toContain('viewBox="200 0 400 400"');
    expect(page).not.toContain("The middle is right");
    const pressed = await step(page, { "at-640.x": "480", "at-640.y": "80" });
    expect(pressed).toContain('viewBox="300 0 400 400"');
    expect(pressed).toContain(`/admin/pictures/${id}/preview?corner=75,25"`);
    const form = await step(pressed, {}, "focused");
    expect(focusIn(form, id)).toBe("0.5,0.5");
    expect(form).toContain("&quot;many&quot;.</textarea>");

    const fields = { ...written, ...said, [`focus-${id}`]: "0.5,0.5" };
    const published = await editor.post("/admin/posts", fields);
    const [, postId] = /\/admin\/posts\/(\w+)/.exec(published.headers.get("location")!)!;
    expect((await findPost(side.sql, postId!))!.pictures).toMatchObject([{ focus: { x: 0.5, y: 0.5 } }]);
    const again = await editor.post(`/admin/pictures/${id}/focus`, fields);
    expect(await again.text()).toContain('viewBox="300 0 400 400"');
  });

  test("can be the middle again, be typed, or be left as it was", async () => {
    const { id, page, step } = await begin();
    const pressed = await step(page, { "at-320.x": "1", "at-320.y": "1" });
    const middle = await step(pressed, { middle: "yes" });
    expect(focusIn(await step(middle, {}, "focused"), id)).toBe("");
    // Enter in a field presses the picture itself, at 0, 0.
    const typed = await step(middle, { x: "75", y: "50,5", "at-320.x": "0", "at-320.y": "0" });
    expect(focusIn(await step(typed, {}, "focused"), id)).toBe("0.5,-0.01");
    expect(focusIn(await step(typed, { intent: "back" }, "focused"), id)).toBe("");
    const odd = await step(page, { x: "<b>", y: "9e9", focus: "1,2,3" });
    expect(odd).toContain('viewBox="200 0 400 400"');
  });

  test("is not asked of a picture that is gone, and nobody loses their text", async () => {
    const { id, page, step } = await begin();
    await side.sql`delete from picture where id = ${id}`;
    const form = await step(page, {});
    expect(form).toContain("is not on the server any more");
    expect(form).toContain("&quot;many&quot;.</textarea>");
    expect((await editor.post(`/admin/pictures/${id}/focused`)).status).toBe(422);
  });
});
