import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "../../src/store/actors.ts";
import { listConversation } from "../../src/store/conversations.ts";
import { addReply, findReply, moderateReply, type NewReply } from "../../src/store/replies.ts";
import { publishPost } from "../support/written.ts";
import { type Browser, membersSide, type MembersSide, origin, stranger } from "./members-side.ts";

let side: MembersSide;
let editor: Browser;
let writer: Browser;
let postId: string;
let marise: Actor;

beforeAll(async () => {
  side = await membersSide();
  editor = await side.browse(await side.join("omar", "editor"));
  writer = await side.browse(await side.join("bo", "writer"));
});
afterAll(() => side.stop());
beforeEach(async () => {
  await side.sql`truncate post, activity, reply, actor, block, audit cascade`;
  marise = await stranger(side.sql, "marise", "quai.example");
  const text = { name: "Meeting", source: "A text.", summary: "", language: "en", tags: [], pictures: [] };
  ({ id: postId } = await publishPost(side.sql, { ...text, type: "Note", pinned: false }));
});

let minute = 0;

/** A reply with this word, to the post or to what is named. */
async function say(word: string, more: Partial<NewReply> = {}): Promise<string> {
  minute += 1;
  const id = `https://quai.example/notes/${word}`;
  await addReply(side.sql, {
    id,
    actorId: marise.id,
    postId,
    inReplyTo: `${origin}/p/${postId}`,
    summary: "",
    content: `<p>${word}</p>`,
    url: id,
    language: "fr",
    visibility: "public",
    published: new Date(Date.UTC(2026, 0, 1, 0, minute)),
    ...more,
  });
  return id;
}
const stateOf = async (id: string) => (await findReply(side.sql, id))?.state;
const choose = (state: string, chosen: string[], fields = {}) =>
  editor.post("/admin/replies/chosen", { state, chosen, back: "/admin/replies?tab=pending", ...fields });
const said = async (response: Response) =>
  /<p class="note done" role="status">([^<]*)/.exec(
    await editor.read(response.headers.get("location")!),
  )?.[1];

describe("several replies at once", () => {
  test("are shown, hidden or refused, in one transaction and with a log entry each", async () => {
    const ids = [await say("one"), await say("two"), await say("three")];
    const response = await choose("approved", ids.slice(0, 2));
    expect(await said(response)).toBe("Done for 2.");
    expect(await Promise.all(ids.map(stateOf))).toEqual(["approved", "approved", "pending"]);
    const entries = await side.sql`select act, object from audit order by object`;
    expect(entries.map(({ act, object }) => [act, object])).toEqual([
      ["approved", ids[0]],
      ["approved", ids[1]],
    ]);
    await side.sql`alter table audit add constraint shut check (object not like '%three') not valid`;
    expect((await choose("refused", ids)).status).toBe(503);
    await side.sql`alter table audit drop constraint shut`;
    expect(await Promise.all(ids.map(stateOf))).toEqual(["approved", "approved", "pending"]);
  });

  test("are done where they can be, and it is said how many are left", async () => {
    const ids = [
      await say("open"),
      await say("secret", { visibility: "direct" }),
      "https://quai.example/gone",
    ];
    const response = await choose("approved", ids);
    expect(await said(response)).toMatch(/^Done for 1\. 2 are left as they were: they were not written/);
    expect(await stateOf(ids[0]!)).toBe("approved");
    expect(await stateOf(ids[1]!)).toBe("pending");
    expect(await side.sql`select 1 from audit`).toHaveLength(1);
  });

  test("are not shown in an emergency, one or several, but can be hidden", async () => {
    const [one, two] = [await say("one"), await say("two")];
    await moderateReply(side.sql, two, "approved");
    await side.sql`update collective set panicked_at = now()`;
    expect((await choose("approved", [one])).status).toBe(422);
    expect((await editor.post("/admin/replies", { id: one, state: "approved" })).status).toBe(422);
    expect((await choose("hidden", [two])).status).toBe(303);
    await side.sql`update collective set panicked_at = null`;
    expect([await stateOf(one), await stateOf(two)]).toEqual(["pending", "hidden"]);
  });

  test("that are held go among the others, and nothing else does", async () => {
    const held = await say("held", { heldBecause: "first-contact" });
    const shown = await say("shown");
    await moderateReply(side.sql, shown, "approved");
    await choose("pending", [held, shown]);
    expect([await stateOf(held), await stateOf(shown)]).toEqual(["pending", "approved"]);
  });

  test("are none where nothing is ticked, and the page says so", async () => {
    expect(await said(await choose("refused", []))).toMatch(/^Nothing was chosen/);
    expect((await choose("nonsense", [])).status).toBe(422);
  });

  test("are all ticked by a link, without a script, and no more once something was done", async () => {
    await say("one");
    await say("two");
    const boxes = (page: string) => page.match(/type="checkbox"[^>]*name="chosen"[^>]*>/g) ?? [];
    const page = await editor.read("/admin/replies?tab=pending");
    expect(boxes(page).map((box) => box.includes("checked"))).toEqual([false, false]);
    const all = /href="([^"]*chosen=all)#chosen"/.exec(page)![1]!.replaceAll("&amp;", "&");
    const ticked = await editor.read(all);
    expect(boxes(ticked).map((box) => box.includes("checked"))).toEqual([true, true]);
    expect(ticked).toContain('name="back" value="/admin/replies?tab=pending"');
    expect(boxes(await writer.read("/admin/replies"))).toEqual([]);
  });
});

describe("a conversation", () => {
  /** The words of the page, each with the number of lists it stands in. */
  async function shape(): Promise<string[]> {
    const page = await editor.read(`/admin/replies?post=${postId}`);
    const shown: string[] = [];
    let depth = 0;
    for (const [token, own, word] of page.matchAll(
      /<ol class="rows conversation">|<\/ol>|<p class="text"[^>]*>(\w+)<\/p>|<p>(\w+)<\/p>/g,
    )) {
      if (own ?? word) shown.push(`${depth} ${own ?? word}`);
      else depth += token === "</ol>" ? -1 : 1;
    }
    return shown;
  }

  test("stands in order, in any state, with our own answers and what came below them", async () => {
    const first = await say("first");
    await say("second");
    const hidden = await say("hidden", { inReplyTo: first });
    await moderateReply(side.sql, hidden, "hidden");
    const answer = { type: "Note", source: "Ours", language: "en", inReplyTo: first };
    await editor.post("/admin/posts", { ...answer, once: "1" });
    const [own] = await side.sql`select id from post where in_reply_to = ${first}`;
    await say("below", { postId: own!.id, inReplyTo: `${origin}/p/${own!.id}`, published: new Date() });
    expect(await shape()).toEqual(["1 first", "2 hidden", "2 Ours", "3 below", "1 second"]);
    expect(await editor.read(`/admin/replies?post=${postId}`)).toContain('<span class="label">Hidden</span>');
  });

  test("that is too long for a page is there from its end", async () => {
    for (const word of ["first", "second", "third"]) await say(word);
    const { replies } = await listConversation(side.sql, postId, 2);
    expect(replies.map(({ content }) => content)).toEqual(["<p>second</p>", "<p>third</p>"]);
  });

  test("is linked from each of its replies, from the post, and is none for a post that is not there", async () => {
    await say("first");
    const address = `href="/admin/replies?post=${postId}"`;
    expect(await editor.read("/admin/replies")).toContain(address);
    expect(await editor.read(`/admin/posts/${postId}`)).toContain(address);
    expect((await editor.get("/admin/replies?post=none")).status).toBe(404);
    expect((await editor.get("/admin/replies?post=%00")).status).toBe(422);
  });
});

describe("an answer from the page of the replies", () => {
  const typed = { type: "Note", language: "fr", source: "Merci !", once: "o", again: "/admin/posts/new" };

  test("is published below the reply, in the reply's language, and leads back to the same place", async () => {
    const id = await say("first");
    const page = await editor.read("/admin/replies");
    expect(page).toContain(`<li class="foreign" id="${id}">`);
    expect(page).toMatch(/<select[^>]*name="language"[^>]*>\s*<option value="fr" {2}?selected/);
    const back = { back: "/admin/replies?tab=pending", place: id, inReplyTo: id };
    const response = await editor.post("/admin/posts", { ...typed, ...back });
    expect(response.headers.get("location")).toBe(
      `/admin/replies?tab=pending&done=published#${encodeURIComponent(id)}`,
    );
    const [post] = await side.sql`
      select in_reply_to, in_reply_to_actor, language from post join revision on post_id = id where in_reply_to = ${id}`;
    expect(post).toEqual({ in_reply_to: id, in_reply_to_actor: marise.id, language: "fr" });
    const [create] =
      await side.sql`select recipient from activity where type = 'Create' and recipient is not null`;
    expect(create!.recipient).toBe(marise.id);
    expect(await editor.read("/admin/replies")).toMatch(/You answered on [^<]*<\/?a? ?[^>]*>\s*Merci\s!/);
  });

  test("comes back with what was typed when something is wrong with it", async () => {
    const id = await say("first");
    const response = await editor.post("/admin/posts", { ...typed, language: "no language", inReplyTo: id });
    expect(response.status).toBe(422);
    const page = await response.text();
    expect(page).toContain("Merci !");
    expect(page).toContain(`name="inReplyTo" value="${id}"`);
  });

  test("is for editors, and never offered in place for what was said to us alone", async () => {
    await say("first");
    expect(await writer.read("/admin/replies")).not.toContain('class="answering"');
    await side.sql`update reply set visibility = 'direct'`;
    expect(await editor.read("/admin/replies")).not.toContain('class="answering"');
  });
});

test("a like leads back to the reply it was given to", async () => {
  const id = await say("first");
  const fields = { id, place: id, reaction: "like", back: `/admin/replies?post=${postId}` };
  const response = await editor.post("/admin/reactions", fields);
  expect(response.headers.get("location")).toBe(
    `/admin/replies?post=${postId}&done=liked#${encodeURIComponent(id)}`,
  );
});
