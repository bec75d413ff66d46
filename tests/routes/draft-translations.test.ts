import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findPost } from "../../src/store/post-lists.ts";
import { type Browser, hiddenFields, type MembersSide } from "./members-side.ts";
import { keep, newsroom, type Newsroom, written } from "./newsroom.ts";

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

const rowOf = (id: string) => room.rowOf(id);
const posts = () => room.posts();
const press = (...args: Parameters<Newsroom["press"]>) => room.press(...args);

describe("translations", () => {
  test("begin beside the original with what does not depend on the language", async () => {
    const id = await keep(writer);
    const page = await writer.read(`/admin/posts/new?translateDraft=${id}`);
    expect(page).toContain("We meet at *noon*.</textarea>");
    expect(page).toMatch(/<option value="fr"[^>]*selected/);
    expect(page).toMatch(/id="tags"[^>]*value="rent"/);
    const fields = hiddenFields(page, "/admin/posts/new");
    expect(fields.translates).toBe(id);
    const french = await keep(writer, { ...fields, language: "fr", source: "À midi." });
    expect(await editor.read(`/admin/drafts/${id}`)).toContain(`/admin/drafts/${french}`);
    expect(await writer.read(`/admin/drafts/${french}/edit`)).toContain("We meet at *noon*.</textarea>");
  });

  test("go out together in one go, and know each other", async () => {
    const id = await keep(writer);
    const french = await keep(writer, { translates: id, language: "fr", source: "À midi." });
    const { version } = await rowOf(french);
    await press(editor, id, "publish", { together: `${french} ${version}` });
    const [one, two] = await posts();
    const noted = await side.sql<{ object: string }[]>`select object from audit where act = 'publish'`;
    expect(noted.map(({ object }) => object).toSorted()).toEqual([one!.id, two!.id].toSorted());
    expect((await findPost(side.sql, one!.id))!.translations).toEqual([
      expect.objectContaining({ id: two!.id }),
    ]);
  });

  test("go out apart, and know each other all the same", async () => {
    const id = await keep(writer);
    const french = await keep(writer, { translates: id, language: "fr", source: "À midi." });
    await press(editor, french, "publish");
    await press(editor, id, "publish");
    const [one, two] = await posts();
    expect((await findPost(side.sql, two!.id))!.translations).toEqual([
      expect.objectContaining({ id: one!.id }),
    ]);
  });

  test("one that is edited leaves the other behind, until that one is edited or needs no change", async () => {
    const first = await keep(editor);
    await press(editor, first, "publish");
    const [post] = await posts();
    const page = await editor.read(`/admin/posts/new?translate=${post!.id}`);
    const french = {
      ...written,
      ...hiddenFields(page, "/admin/posts/new"),
      language: "fr",
      translationOf: post!.id,
    };
    await editor.post("/admin/posts", { ...french, source: "À midi." });
    const translated = (await posts()).find(({ id }) => id !== post!.id)!;
    const behind = async (id: string) => (await editor.read(`/admin/posts/${id}`)).includes("says more");
    const edit = async (id: string, fields: object) => {
      const form = hiddenFields(await editor.read(`/admin/posts/${id}/edit`), `/admin/posts/${id}/edit`);
      const other = id === post!.id ? translated.id : post!.id;
      const language = id === post!.id ? "en" : "fr";
      const typed = { ...written, ...form, language, translationOf: other, ...fields };
      expect((await editor.post(`/admin/posts/${id}`, typed)).status).toBe(303);
    };
    expect([await behind(post!.id), await behind(translated.id)]).toEqual([false, false]);
    await edit(post!.id, { source: "At two." });
    expect([await behind(post!.id), await behind(translated.id)]).toEqual([false, true]);
    const overview = await writer.read("/admin");
    expect(overview.split("Translations that are behind")[1]).toContain(`/admin/posts/${translated.id}`);
    expect(await editor.read(`/admin/posts/${translated.id}/edit`)).toMatch(
      /id="translationsStand"[^>]*checked/,
    );
    await edit(translated.id, { source: "À deux heures.", translationsStand: "on" });
    expect([await behind(post!.id), await behind(translated.id)]).toEqual([false, false]);
    await edit(post!.id, { source: "At two!", translationsStand: "on" });
    expect([await behind(post!.id), await behind(translated.id)]).toEqual([false, false]);
  });
});
