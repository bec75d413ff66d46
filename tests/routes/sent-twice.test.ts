import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createApp } from "../../src/app.ts";
import { removeOldSentForms } from "../../src/store/sent-forms.ts";
import { type Browser, formData, hiddenFields, type MembersSide, origin } from "./members-side.ts";
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

/** The same form to a server that has just been started. */
async function postAfterRestart(browser: Browser, path: string, fields: Record<string, string>) {
  const app = await createApp({ sql: side.sql, config: side.config });
  const body = formData({ csrf: browser.csrfToken, ...fields });
  return app.request(path, { method: "POST", body, headers: { cookie: browser.cookie, origin } });
}

const blank = async (browser: Browser) => ({
  ...written,
  ...hiddenFields(await browser.read("/admin/posts/new"), "/admin/posts/new"),
});
const autosave = async (fields: object) =>
  (await writer.post("/admin/drafts/autosave", { ...fields })).json() as Promise<{
    id: string;
    version: number;
  }>;
const drafts = () => side.sql<{ id: string }[]>`select id from draft`;

test("a post is published once, though the server restarts between two presses", async () => {
  const form = await blank(editor);
  const first = await editor.post("/admin/posts", form);
  const second = await postAfterRestart(editor, "/admin/posts", form);
  expect(second.headers.get("location")).toBe(first.headers.get("location"));
  expect(await room.posts()).toHaveLength(1);
  expect(await side.sql`select act from audit`).toEqual([{ act: "publish" }]);
});

test("so is a draft by its form, and an edit", async () => {
  const id = await keep(writer);
  const form = { ...written, ...(await editing(editor, id)) };
  const [first, second] = [
    await editor.post("/admin/posts", form),
    await postAfterRestart(editor, "/admin/posts", form),
  ];
  expect([second.status, second.headers.get("location")]).toEqual([303, first.headers.get("location")]);
  const [post] = await room.posts();
  const path = `/admin/posts/${post!.id}`;
  const edit = {
    ...written,
    ...hiddenFields(await editor.read(`${path}/edit`), `${path}/edit`),
    source: "B.",
  };
  const answers = [await editor.post(path, edit), await postAfterRestart(editor, path, edit)];
  expect(answers.map(({ status }) => status)).toEqual([303, 303]);
  expect(await side.sql`select revision from post`).toEqual([{ revision: 2 }]);
});

test("two presses at the same moment in two processes publish once", async () => {
  const form = await blank(editor);
  const answers = await Promise.all([
    editor.post("/admin/posts", form),
    postAfterRestart(editor, "/admin/posts", form),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([303, 303]);
  expect(await room.posts()).toHaveLength(1);
});

test("a draft that saves itself begins once, though the answer was lost and more was typed", async () => {
  const form = await blank(writer);
  const lost = await autosave({ ...form, source: "W" });
  const { id, version } = await autosave({ ...form, source: "We" });
  expect([id, version]).toEqual([lost.id, 2]);
  expect(await drafts()).toHaveLength(1);
  await autosave({ ...form, draftId: id, version: "2", source: "We m" });
  expect(await autosave({ ...form, draftId: id, version: "2", source: "We meet" })).toMatchObject({
    id,
    version: 4,
  });
  expect(await writer.read(`/admin/drafts/${id}/edit`)).toContain("We meet</textarea>");
});

test("a draft that was saved and is changed after going back is another one", async () => {
  const form = await blank(writer);
  const first = idOf(await writer.post("/admin/drafts", form));
  expect(idOf(await postAfterRestart(writer, "/admin/drafts", form))).toBe(first);
  expect(idOf(await writer.post("/admin/drafts", { ...form, source: "Another." }))).not.toBe(first);
  expect(await writer.read(`/admin/drafts/${first}`)).toContain("We meet at <em>noon</em>.");
});

test("a remark that is sent twice stands once, and may be made again", async () => {
  const id = await keep(writer);
  const path = `/admin/drafts/${id}/comments`;
  const send = async () => ({
    ...hiddenFields(await editor.read(`/admin/drafts/${id}`), path),
    comment: "When?",
  });
  const form = await send();
  await Promise.all([1, 2].map(() => editor.post(path, form)));
  await postAfterRestart(editor, path, form);
  expect(await side.sql`select 1 from draft_note`).toHaveLength(1);
  await editor.post(path, await send());
  expect(await side.sql`select 1 from draft_note`).toHaveLength(2);
});

test("which form made which post is forgotten after a week", async () => {
  await editor.post("/admin/posts", await blank(editor));
  expect(await removeOldSentForms(side.sql)).toBe(0);
  await side.sql`update sent_form set sent_on = current_date - 8`;
  expect(await removeOldSentForms(side.sql)).toBe(1);
});
