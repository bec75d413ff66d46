import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { findDraft } from "../../src/store/drafts.ts";
import { findPost } from "../../src/store/post-lists.ts";
import { seal } from "../../src/store/seal.ts";
import { readSecretKey } from "../../src/store/secret.ts";
import { messages } from "../../src/text/messages.ts";
import { typed } from "../support/drafts.ts";
import { editing, keep, newsroom, type Newsroom, written } from "./newsroom.ts";

let room: Newsroom;

beforeAll(async () => {
  room = await newsroom();
});
afterAll(() => room.side.stop());
beforeEach(() => room.empty());

const article = { ...written, type: "Article", teaser: " Forty-one\nthermometers " };

async function published() {
  const [post] = await room.posts();
  return findPost(room.side.sql, post!.id);
}

test("an article has a teaser of its own, which goes along when it is edited, and a post has none", async () => {
  await room.editor.post("/admin/posts", article);
  const post = await published();
  expect(post).toMatchObject({ type: "Article", teaser: "Forty-one thermometers" });
  const form = await room.editor.read(`/admin/posts/${post!.id}/edit`);
  expect(form).toMatch(
    /name="teaser"[^>]*value="Forty-one thermometers"|value="Forty-one thermometers"[^>]*name="teaser"/,
  );
  await room.empty();
  await room.editor.post("/admin/posts", { ...article, type: "Note" });
  expect(await published()).toMatchObject({ type: "Note", teaser: "" });
});

test("what changed in a teaser is seen in the history", async () => {
  await room.editor.post("/admin/posts", article);
  const { id } = (await published())!;
  await room.editor.post(`/admin/posts/${id}`, {
    ...article,
    teaser: "Forty-two thermometers",
    revision: "1",
  });
  const changes = await (
    await room.side.app.request(`/p/${id}/history/2`, { headers: { accept: "text/html" } })
  ).text();
  expect(changes).toContain("<h2>Teaser</h2>");
});

test("one that is too long is told, in the form and for a draft", async () => {
  const long = { ...article, teaser: "a".repeat(501) };
  const response = await room.editor.post("/admin/posts", long);
  expect([response.status, (await response.text()).includes(messages("en").errors.teaserTooLong)]).toEqual([
    422,
    true,
  ]);
  expect((await room.editor.post("/admin/drafts", long)).status).toBe(422);
});

test("a draft keeps it, also one that was sealed before there were teasers", async () => {
  const { sql, config } = room.side;
  const secret = readSecretKey(config.secretKeyFile);
  const id = await keep(room.editor, article);
  expect(await findDraft(sql, secret, id)).toMatchObject({
    text: { teaser: expect.stringContaining("thermometers") },
  });
  const { teaser: _, ...before } = typed;
  await sql`update draft_revision set text_jwe = ${await seal(JSON.stringify({ text: before, pictures: [] }), secret)}`;
  expect(await findDraft(sql, secret, id)).toMatchObject({
    text: { teaser: "" },
    rendered: { html: "<p>At noon.</p>\n" },
  });
  const again = { ...written, ...(await editing(room.editor, id)), name: "", source: typed.source, tags: "" };
  await room.editor.post("/admin/drafts", again);
  expect(await room.rowOf(id)).toMatchObject({ number: 1 });
});

test("the preview shows on Mastodon title, teaser and link, and elsewhere the text behind the teaser", async () => {
  const page = await (await room.editor.post("/admin/posts/new", { ...article, intent: "preview" })).text();
  const [, mastodon = "", pleroma = ""] = page.split(/aria-labelledby="as-(?:mastodon|pleroma)"/);
  expect(mastodon).toContain("<p>Forty-one thermometers</p>");
  expect(mastodon).not.toContain("We meet at");
  expect(pleroma).toMatch(/<summary>.*Forty-one thermometers/);
});
