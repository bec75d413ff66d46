import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { publishDue, scheduleDraft } from "../../src/store/draft-states.ts";
import { beginDraft, findDraft } from "../../src/store/drafts.ts";
import { findPost } from "../../src/store/post-lists.ts";
import { renderAgain } from "../../src/store/rendered.ts";
import { readSecretKey } from "../../src/store/secret.ts";
import { type OwnHtml, rendererVersion } from "../../src/text/own-html.ts";
import { typed } from "../support/drafts.ts";
import { addPage, publishPost } from "../support/written.ts";
import { messages } from "../../src/text/messages.ts";
import { hiddenFields } from "./members-side.ts";
import { editing, idOf, keep, newsroom, type Newsroom, written } from "./newsroom.ts";

let room: Newsroom;

beforeAll(async () => {
  room = await newsroom();
});
afterAll(() => room.side.stop());
beforeEach(() => room.empty());

/** Short enough, but no document could hold its HTML. */
const tooHard = "`a` ".repeat(36_000).trim();
const { sourceTooHard } = messages("en").errors;

const post = { name: "", summary: "", language: "en", tags: [], pictures: [], pinned: false };
const publish = async (source: string) =>
  (await publishPost(room.side.sql, { ...post, type: "Note", source })).id;
const keptOf = async (id: string) => {
  const [row] = await room.side.sql<{ html: string | null; renderer: number | null }[]>`
    select html, renderer from revision where post_id = ${id}`;
  return row!;
};

async function read(path: string, accept = "text/html"): Promise<string> {
  await room.side.sql`select pg_notify('change', 'site')`;
  return (await room.side.app.request(path, { headers: { accept } })).text();
}

describe("a text that is saved", () => {
  test("is kept as HTML, with the version of what made it", async () => {
    await room.editor.post("/admin/posts", written);
    const [{ id } = { id: "" }] = await room.posts();
    expect(await keptOf(id)).toEqual({
      html: "<p>We meet at <em>noon</em>.</p>\n",
      renderer: rendererVersion,
    });
  });

  test("is read as that HTML on pages, in feeds and in documents, and is not rendered again", async () => {
    const id = await publish("Come.");
    await room.side.sql`update revision set html = '<p>As kept.</p>' where post_id = ${id}`;
    for (const path of [`/p/${id}`, "/", "/feed.atom", "/feed.json"])
      expect(await read(path)).toContain("As kept.");
    expect(await read(`/p/${id}`, "application/activity+json")).toContain("As kept.");
    expect(await room.editor.read("/admin/posts")).toContain("As kept.");
  });
});

describe("a text that cannot be rendered", () => {
  test("is not published, and stands in the form with what is wrong with it, in the member's language", async () => {
    const response = await room.editor.post("/admin/posts", { ...written, source: tooHard });
    expect(response.status).toBe(422);
    const page = await response.text();
    expect(page).toContain(sourceTooHard);
    expect(page).toContain(tooHard);
    expect(await room.posts()).toEqual([]);
    const french = { "accept-language": "fr" };
    const refused = await room.editor.post("/admin/posts", { ...written, source: tooHard }, french);
    expect(await refused.text()).toContain(messages("fr").errors.sourceTooHard.slice(0, 20));
  });

  test("has no preview", async () => {
    const form = { ...written, source: tooHard, intent: "preview" };
    const response = await room.editor.post("/admin/posts/new", form);
    expect([response.status, (await response.text()).includes(sourceTooHard)]).toEqual([422, true]);
    expect(await (await room.editor.post("/admin/preview", form)).text()).toContain(sourceTooHard);
  });

  test("is kept as a draft all the same, by the button and by itself, and not published from there", async () => {
    const id = await keep(room.editor, { source: tooHard });
    const form = { ...written, ...(await editing(room.editor, id)), source: `${tooHard} b` };
    expect(await (await room.editor.post("/admin/drafts/autosave", form)).json()).toMatchObject({ id });
    const refused = await room.press(room.editor, id, "publish");
    expect(await refused.text()).toContain(sourceTooHard);
    const secret = readSecretKey(room.side.config.secretKeyFile);
    expect(await findDraft(room.side.sql, secret, id)).toMatchObject({
      text: { source: `${tooHard} b` },
      rendered: undefined,
    });
    expect(await room.editor.read(`/admin/drafts/${id}`)).toContain(sourceTooHard);
  });

  test("is no page of the menu", async () => {
    const page = { slug: "faq", language: "en", name: "Questions", source: tooHard, inMenu: "on" };
    const refused = await room.admin.post("/admin/pages", page);
    expect([refused.status, (await refused.text()).includes(sourceTooHard)]).toEqual([422, true]);
  });
});

describe("a draft", () => {
  const sealed = { html: "<p>As sealed.</p>" as OwnHtml, renderer: rendererVersion };

  async function begin() {
    const { sql, config } = room.side;
    const [member] = await sql<{ id: string }[]>`select id from member where name = 'omar'`;
    const secret = readSecretKey(config.secretKeyFile);
    const writing = { text: typed, rendered: sealed, pictures: [], memberId: member!.id };
    const at = await sql.begin((tx) => beginDraft(tx, secret, writing));
    return { ...at, memberId: member!.id, secret };
  }

  test("is sealed with its HTML, which is what is published", async () => {
    const { id } = await begin();
    expect((await room.press(room.editor, id, "publish")).status).toBe(303);
    const [{ id: postId } = { id: "" }] = await room.posts();
    expect(await keptOf(postId)).toEqual(sealed);
  });

  test("is published as it was sealed when its time comes", async () => {
    const { sql } = room.side;
    const { secret, ...step } = await begin();
    await sql.begin((tx) => scheduleDraft(tx, secret, { ...step, at: new Date(Date.now() + 60_000) }));
    await sql`update draft set scheduled_at = now() - interval '1 second'`;
    expect(await publishDue(sql, secret, { hasFiles: async () => true, findAccounts: async () => [] })).toBe(
      true,
    );
    const [{ id: postId } = { id: "" }] = await room.posts();
    expect(await keptOf(postId)).toEqual(sealed);
  });

  test("that was sealed by an earlier renderer is rendered as it is published", async () => {
    const { sql } = room.side;
    const { id, secret, memberId } = await begin();
    const at = await sql.begin((tx) =>
      beginDraft(tx, secret, { text: typed, rendered: { ...sealed, renderer: 0 }, pictures: [], memberId }),
    );
    expect(at.id).not.toBe(id);
    expect(await findDraft(sql, secret, at.id)).toMatchObject({ rendered: { html: "<p>At noon.</p>\n" } });
  });

  test("that is saved again with the same words says nothing new, whatever rendered it", async () => {
    const { id } = await begin();
    const form = {
      ...written,
      ...hiddenFields(await room.editor.read(`/admin/drafts/${id}/edit`), `/admin/drafts/${id}/edit`),
    };
    const again = await room.editor.post("/admin/drafts", {
      ...form,
      name: "",
      source: typed.source,
      tags: "",
    });
    expect(idOf(again)).toBe(id);
    expect(await room.rowOf(id)).toMatchObject({ number: 1 });
  });
});

describe("what an earlier version saved", () => {
  test.each([
    ["none", null, null],
    ["another renderer's HTML", "<p>Old.</p>", 0],
  ])("is shown with %s, and then rendered by the worker", async (_, html, renderer) => {
    const { sql } = room.side;
    const id = await publish("Come *all*.");
    await addPage(sql, { slug: "faq", language: "en", name: "Questions", source: "*Who?*", inMenu: true });
    await sql`update revision set html = ${html}, renderer = ${renderer}`;
    await sql`update page set html = ${html}, renderer = ${renderer}`;
    await sql`update collective set description = '*Us*', description_html = ${html}, description_renderer = ${renderer}`;
    const see = async () => [await read(`/p/${id}`), await read("/pages/faq"), await read("/@harbour")];
    const shown = ["Come <em>all</em>.", "<em>Who?</em>", "<em>Us</em>"];
    for (const [at, page] of (await see()).entries()) expect(page).toContain(shown[at]);
    expect(await keptOf(id)).toEqual({ html, renderer });
    while ((await renderAgain(sql)) > 0);
    expect(await keptOf(id)).toEqual({ html: "<p>Come <em>all</em>.</p>\n", renderer: rendererVersion });
    const rows = await sql`
      select renderer from page union select description_renderer from collective union select renderer from revision`;
    expect(rows).toEqual([{ renderer: rendererVersion }]);
    for (const [at, page] of (await see()).entries()) expect(page).toContain(shown[at]);
    await sql`delete from page`;
    await sql`update collective set description = '', description_html = null, description_renderer = null`;
  });

  test("and cannot be rendered is shown as it was typed, and not tried again and again", async () => {
    const { sql } = room.side;
    const id = await publish("Come.");
    await sql`update revision set source = ${tooHard}, html = null, renderer = null`;
    expect((await findPost(sql, id))?.html).toBe(`<p>${tooHard}</p>`);
    while ((await renderAgain(sql)) > 0);
    expect(await keptOf(id)).toMatchObject({ html: `<p>${tooHard}</p>`, renderer: rendererVersion });
  });
});
