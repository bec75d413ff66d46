import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { removeOldEditors } from "../../src/store/editors.ts";
import { type Browser, hiddenFields, type MembersSide } from "./members-side.ts";
import { editing, idOf, keep, newsroom, type Newsroom, written } from "./newsroom.ts";

let room: Newsroom;
let side: MembersSide;
let editor: Browser;
let other: Browser;
let writer: Browser;

beforeAll(async () => {
  room = await newsroom();
  ({ side, editor, other, writer } = room);
});
afterAll(() => side.stop());
beforeEach(() => room.empty());

const rowOf = (id: string) => room.rowOf(id);
const posts = () => room.posts();
const press = (...args: Parameters<Newsroom["press"]>) => room.press(...args);

describe("a draft", () => {
  test("is kept by a writer, read by every member and by nobody else", async () => {
    const id = await keep(writer);
    expect(await editor.read(`/admin/drafts/${id}`)).toContain("We meet at <em>noon</em>.");
    expect(await other.read("/admin/drafts")).toContain("A march");
    expect((await side.app.request(`/admin/drafts/${id}`)).headers.get("location")).toContain("/login");
    for (const path of [`/p/${id}`, `/drafts/${id}`]) {
      expect((await side.app.request(path)).status).toBe(404);
    }
    expect(await posts()).toEqual([]);
  });

  test("without a title is called by its first words, without the marks of Markdown", async () => {
    const id = await keep(writer, {
      name: "",
      source: "We **stay**, & [more](https://a.example).\n\n- here",
    });
    for (const path of ["/admin/drafts", `/admin/drafts/${id}`]) {
      expect(await editor.read(path)).toMatch(/>\s*We stay, &amp; more\. here\s*</);
    }
  });

  test("may be unfinished: what keeps it from being published is told and stays to be done", async () => {
    const id = await keep(writer, { type: "Article", name: "", "callout-date": "soon" });
    const page = await editor.read(`/admin/drafts/${id}`);
    expect(page).toContain("An article needs a title");
    expect(page).toContain(`/admin/drafts/${id}/edit#callout-date`);
    const form = await editor.read(`/admin/drafts/${id}/edit`);
    expect(form).toMatch(/id="callout-date"[^>]*value="soon"/);
    const refused = await press(editor, id, "publish");
    expect(refused.status).toBe(422);
    expect(await posts()).toEqual([]);
  });

  test("of nothing is refused, and so is what is longer than any post", async () => {
    const empty = await writer.post("/admin/drafts", { ...written, name: "", source: " " });
    expect(empty.status).toBe(422);
    const long = await writer.post("/admin/drafts", { ...written, name: "x".repeat(301) });
    expect(long.status).toBe(422);
    expect(await long.text()).toContain('id="name-error"');
    expect(await side.sql`select id from draft`).toHaveLength(0);
  });

  test("sent twice is kept once", async () => {
    const { once = "" } = hiddenFields(await writer.read("/admin/posts/new"), "/admin/posts/new");
    const answers = await Promise.all([1, 2].map(() => writer.post("/admin/drafts", { ...written, once })));
    expect(idOf(answers[0]!)).toBe(idOf(answers[1]!));
    expect(await side.sql`select id from draft`).toHaveLength(1);
  });

  test("lies in the database under the secret key, with its remarks and descriptions", async () => {
    const id = await keep(writer, { source: "canary-text", name: "canary-name" });
    await writer.post(`/admin/drafts/${id}/comments`, { comment: "canary-remark" });
    const rows = await side.sql`
      select to_jsonb(draft)::text || to_jsonb(draft_revision)::text || to_jsonb(draft_note)::text as row
      from draft join draft_revision on draft_revision.draft_id = draft.id join draft_note on draft_note.draft_id = draft.id`;
    expect(rows).toHaveLength(1);
    expect(rows[0]!.row).not.toContain("canary");
    expect(await writer.read(`/admin/drafts/${id}`)).toContain("canary-remark");
  });
});

describe("two who write at once", () => {
  test("are told of each other", async () => {
    const id = await keep(writer);
    expect(await editor.read(`/admin/drafts/${id}/edit`)).not.toContain("had this text open");
    expect(await writer.read(`/admin/drafts/${id}/edit`)).toContain("omar had this text open");
  });

  test("on a published post are told of each other, and of the change that one has begun", async () => {
    await press(editor, await keep(editor), "publish");
    const [post] = await posts();
    const path = `/admin/posts/${post!.id}/edit`;
    const mine = hiddenFields(await editor.read(path), path);
    expect(await other.read(path)).toContain("omar had this text open");
    expect(await editor.read(path)).toContain("esra had this text open");
    const form = { ...written, ...mine, source: "Begun." };
    const { id } = await (await editor.post("/admin/drafts/autosave", form)).json();
    const page = await other.read(path);
    expect(page).toContain("A change of this post is on its way already.");
    expect(page).toMatch(new RegExp(`href="/admin/drafts/${id}/edit"[^]*changed by omar, `));
    await editor.post("/admin/drafts", { ...form, draftId: id, version: "1" });
    expect(await writer.read(path)).not.toContain("omar had this text open");
  });

  test("on a published post are forgotten after a quarter of an hour", async () => {
    await press(editor, await keep(editor), "publish");
    const [post] = await posts();
    await editor.read(`/admin/posts/${post!.id}/edit`);
    expect(await removeOldEditors(side.sql)).toBe(0);
    await side.sql`update post_editor set seen_at = now() - interval '16 minutes'`;
    expect(await removeOldEditors(side.sql)).toBe(1);
  });

  test("lose nothing: the second sees the version of the first, and saves the second time", async () => {
    const id = await keep(writer);
    const [mine, theirs] = [await editing(writer, id), await editing(editor, id)];
    await editor.post("/admin/drafts", { ...written, ...theirs, source: "Theirs." });
    const conflict = await writer.post("/admin/drafts", { ...written, ...mine, source: "Mine." });
    const page = await conflict.text();
    expect(conflict.status).toBe(409);
    expect(page).toContain(">\nTheirs.</textarea>");
    expect(page).toContain("Mine.</textarea>");
    const again = hiddenFields(page, `/admin/drafts/${id}/edit`);
    expect((await writer.post("/admin/drafts", { ...written, ...again, source: "Both." })).status).toBe(303);
    const form = await editor.read(`/admin/drafts/${id}/edit`);
    expect(form).toContain("Both.</textarea>");
    expect(await editor.read(`/admin/drafts/${id}/changes?version=2`)).toMatch(/<ins>.*Theirs/s);
  });

  test("on a draft that was published meanwhile go on with a change of the post", async () => {
    const id = await keep(writer);
    const mine = await editing(writer, id);
    await press(editor, id, "publish");
    const conflict = await writer.post("/admin/drafts", { ...written, ...mine, source: "Mine." });
    const page = await conflict.text();
    expect(conflict.status).toBe(409);
    const [post] = await posts();
    const again = hiddenFields(page, `/admin/posts/${post!.id}/edit`);
    expect(again).toMatchObject({ postId: post!.id, revision: "1", draftId: "" });
    expect(page).toContain("Mine.</textarea>");
  });
});

describe("saving by itself", () => {
  const autosave = (browser: Browser, fields: object) =>
    browser.post("/admin/drafts/autosave", { ...written, ...fields });

  test("begins a draft, and goes on in one version until it is saved by hand", async () => {
    const first = await (await autosave(writer, { source: "W", draftId: "", version: "" })).json();
    expect(first).toMatchObject({
      id: expect.any(String),
      version: 1,
      saved: expect.stringMatching(/^Saved at \d/),
    });
    const at = { draftId: first.id, version: String(first.version) };
    const second = await (await autosave(writer, { source: "We", ...at })).json();
    expect(second.version).toBe(2);
    expect((await rowOf(first.id)).number).toBe(1);
    await writer.post("/admin/drafts", { ...written, draftId: first.id, version: "2", source: "We meet." });
    expect((await rowOf(first.id)).number).toBe(1);
    await autosave(writer, { source: "We meet again.", draftId: first.id, version: "3" });
    expect((await rowOf(first.id)).number).toBe(2);
    expect(await writer.read(second.path)).toContain("We meet again.</textarea>");
  });

  test("stops where somebody else was faster, and overwrites nothing", async () => {
    const id = await keep(writer);
    const mine = await editing(writer, id);
    await editor.post("/admin/drafts", { ...written, ...(await editing(editor, id)), source: "Theirs." });
    const refused = await autosave(writer, { ...mine, source: "Mine." });
    expect(refused.status).toBe(409);
    expect(await refused.json()).toEqual({
      message: expect.stringContaining("Somebody else"),
      theirs: `/admin/drafts/${id}/edit`,
    });
    expect(await editor.read(`/admin/drafts/${id}/edit`)).toContain("Theirs.</textarea>");
  });
});

describe("throwing away", () => {
  test("is asked about, and takes the draft with all its versions", async () => {
    const id = await keep(writer);
    expect(await writer.read(`/admin/drafts/${id}/discard`)).toContain("Throw this draft away?");
    expect((await press(writer, id, "discard")).status).toBe(303);
    expect((await writer.get(`/admin/drafts/${id}`)).status).toBe(404);
    expect(await side.sql`select 1 from draft_revision`).toHaveLength(0);
  });

  test("what others have written in is an editor's to do", async () => {
    const id = await keep(editor);
    expect((await press(writer, id, "discard")).status).toBe(409);
    expect((await press(other, id, "discard")).status).toBe(303);
  });
});

describe("versions", () => {
  test("show what changed and are gone back to", async () => {
    const id = await keep(writer);
    await writer.post("/admin/drafts", {
      ...written,
      ...(await editing(writer, id)),
      source: "We meet at *two*.",
    });
    const changes = await editor.read(`/admin/drafts/${id}/changes?version=2`);
    expect(changes).toMatch(/<del>.*noon.*<\/del>/s);
    expect(changes).toMatch(/<ins>.*two.*<\/ins>/s);
    await press(editor, id, "restore", { number: "1" });
    expect(await rowOf(id)).toMatchObject({ number: 3 });
    const entry = (await side.entries()).find(({ act }) => act === "restoreDraft");
    expect(entry).toMatchObject({ name: "omar", object: id });
    expect(await writer.read(`/admin/drafts/${id}/edit`)).toContain("We meet at *noon*.</textarea>");
    expect((await editor.get(`/admin/drafts/${id}/changes?version=9`)).status).toBe(404);
  });

  test("an earlier version of a published post comes into the form, to be saved as the newest", async () => {
    const id = await keep(editor);
    await press(editor, id, "publish");
    const [post] = await posts();
    const path = `/admin/posts/${post!.id}/edit`;
    await editor.post(`/admin/posts/${post!.id}`, {
      ...written,
      ...hiddenFields(await editor.read(path), path),
      source: "New.",
    });
    expect(await editor.read(`/admin/posts/${post!.id}?version=1`)).toContain(`${path}?version=1`);
    const page = await editor.read(`${path}?version=1`);
    expect(page).toContain("We meet at *noon*.</textarea>");
    expect(hiddenFields(page, path).revision).toBe("2");
  });
});

describe("in a panic", () => {
  test("drafts and their pictures are shown to nobody, not even to an admin, until it is lifted", async () => {
    const id = await keep(writer);
    await side.sql`update collective set panicked_at = now()`;
    for (const path of ["/admin/drafts", `/admin/drafts/${id}`, `/admin/drafts/${id}/edit`]) {
      const response = await room.admin.get(path);
      expect([path, response.status]).toEqual([path, 409]);
      expect(await response.text()).not.toContain("noon");
    }
    expect(await room.admin.read("/admin")).not.toContain("A march");
    await side.sql`update collective set panicked_at = null`;
    expect(await writer.read(`/admin/drafts/${id}`)).toContain("noon");
  });
});
