import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Browser, hiddenFields, type MembersSide } from "./members-side.ts";
import { editing, idOf, keep, newsroom, type Newsroom, written } from "./newsroom.ts";

let room: Newsroom;
let side: MembersSide;
let editor: Browser;
let writer: Browser;

beforeAll(async () => {
  room = await newsroom();
  ({ side, editor, writer } = room);
});
afterAll(() => side.stop());
beforeEach(() => room.empty());

const press = (...args: Parameters<Newsroom["press"]>) => room.press(...args);
const mine = "Mine, typed for an hour.";

describe("a draft thrown away while somebody types", () => {
  async function discarded() {
    const id = await keep(writer);
    const form = { ...written, ...(await editing(editor, id)), source: mine };
    await press(writer, id, "discard");
    return form;
  }

  test.each(["/admin/drafts", "/admin/posts"])("goes on as a new one: %s", async (path) => {
    const refused = await editor.post(path, await discarded());
    const page = await refused.text();
    expect([refused.status, page]).toEqual([409, expect.stringContaining("has been thrown away")]);
    expect(page).toContain(`${mine}</textarea>`);
    const again = hiddenFields(page, "/admin/posts/new");
    expect(again).toMatchObject({ draftId: "", version: "" });
    const saved = await editor.post("/admin/drafts", { ...written, ...again, source: mine });
    expect(await editor.read(`/admin/drafts/${idOf(saved)}`)).toContain(mine);
  });

  test("is no more saved by itself, and that is said", async () => {
    const refused = await editor.post("/admin/drafts/autosave", await discarded());
    expect([refused.status, await refused.json()]).toEqual([
      409,
      { message: expect.stringContaining("thrown away meanwhile") },
    ]);
  });

  test("as the change of a post goes on as another change of it", async () => {
    await press(editor, await keep(editor), "publish");
    const [post] = await room.posts();
    const path = `/admin/posts/${post!.id}/edit`;
    const begun = hiddenFields(await editor.read(path), path);
    const change = idOf(await editor.post("/admin/drafts", { ...written, ...begun, source: "Begun." }));
    const form = { ...written, ...(await editing(editor, change)), source: mine };
    await press(editor, change, "discard");
    const refused = await editor.post(`/admin/posts/${post!.id}`, form);
    const page = await refused.text();
    expect([refused.status, page]).toEqual([409, expect.stringContaining(`${mine}</textarea>`)]);
    expect(hiddenFields(page, path)).toMatchObject({ draftId: "", postId: post!.id, revision: "1" });
  });

  test("leaves its translation standing on its own", async () => {
    const id = await keep(writer);
    const asked = `/admin/posts/new?translateDraft=${id}&language=fr`;
    const form = { ...written, ...hiddenFields(await editor.read(asked), "/admin/posts/new"), source: mine };
    expect(form).toMatchObject({ translates: id });
    await press(writer, id, "discard");
    const refused = await editor.post("/admin/drafts", form);
    const page = await refused.text();
    expect([refused.status, page]).toEqual([409, expect.stringContaining("stands on its own")]);
    const again = hiddenFields(page, "/admin/posts/new");
    const saved = await editor.post("/admin/drafts", { ...written, ...again, source: mine });
    expect(await editor.read(`/admin/drafts/${idOf(saved)}`)).toContain(mine);
  });
});

test("an edit of a post that there is not keeps the text as that of a new one", async () => {
  const form = { ...written, postId: "none", revision: "1", again: "/admin/posts/none/edit", source: mine };
  for (const path of ["/admin/posts/none", "/admin/posts/none/edit", "/admin/drafts"]) {
    const page = await (await editor.post(path, form)).text();
    expect(page).toContain(`${mine}</textarea>`);
    expect(page).toContain('formaction="/admin/posts"');
  }
});

describe("a form that is refused", () => {
  test("comes back with its text where the address leads nowhere", async () => {
    const refused = await editor.post("/admin/drafts/none/comments", { comment: mine });
    expect([refused.status, await refused.text()]).toEqual([404, expect.stringContaining(mine)]);
    const unknown = await editor.post("/admin/nowhere", { text: mine });
    expect([unknown.status, await unknown.text()]).toEqual([404, expect.stringContaining(mine)]);
  });

  test("that did not come from here is not put into a page of the member's", async () => {
    const forged = { source: mine, again: "/admin/panic", sure: "yes", csrf: "guessed" };
    const refused = await writer.post("/admin/posts", forged);
    expect([refused.status, await refused.text()]).toEqual([403, expect.not.stringContaining(mine)]);
  });

  test("comes back with its text, and goes on in the form, where the role does not allow it any more", async () => {
    const form = { ...written, source: mine, again: "/admin/posts/new" };
    const refused = await writer.post("/admin/posts", form);
    const page = await refused.text();
    expect([refused.status, page]).toEqual([403, expect.stringContaining(mine)]);
    const kept = hiddenFields(page, "/admin/posts/new");
    expect(kept).toMatchObject({ source: mine, csrf: writer.csrfToken });
    expect(await (await writer.post("/admin/posts/new", kept)).text()).toContain(`${mine}</textarea>`);
  });
});
