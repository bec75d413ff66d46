import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "../../src/store/actors.ts";
import { addFlag, sendFlag } from "../../src/store/flags.ts";
import { addFollower } from "../../src/store/followers.ts";
import { addReaction } from "../../src/store/reactions.ts";
import { addReply, findReply, moderateReply } from "../../src/store/replies.ts";
import { publishPost } from "../support/written.ts";
import { type Browser, membersSide, type MembersSide, stranger } from "./members-side.ts";

let side: MembersSide;
let editor: Browser;
let postId: string;
let marise: Actor;

beforeAll(async () => {
  side = await membersSide();
  editor = await side.browse(await side.join("omar", "editor"));
});
afterAll(() => side.stop());
beforeEach(async () => {
  await side.sql`truncate post, activity, reply, actor, block, flag cascade`;
  marise = await stranger(side.sql, "marise", "quai.example");
  const text = { name: "", source: "A text.", summary: "", language: "en", tags: [], pictures: [] };
  ({ id: postId } = await publishPost(side.sql, { ...text, type: "Note", pinned: false }));
});

let number = 0;
async function say(actor: Actor, word: string): Promise<string> {
  number += 1;
  const id = `${actor.id}/notes/${number}`;
  const text = { summary: "", content: `<p>${word}</p>`, language: "en", url: id, published: new Date() };
  await addReply(side.sql, {
    id,
    actorId: actor.id,
    postId,
    inReplyTo: null,
    visibility: "public",
    ...text,
  });
  return id;
}
const pathOf = ({ id }: Actor) => `/admin/actors?id=${encodeURIComponent(id)}`;

/** The figures of the page, by their labels. */
async function figures(actor: Actor): Promise<Record<string, string>> {
  const page = await editor.read(pathOf(actor));
  const found = page.matchAll(/<dt>([^<]*)<\/dt>\s*<dd>([^<]*)<\/dd>/g);
  return Object.fromEntries([...found].map(([, label = "", value = ""]) => [label, value]));
}

test("names on the members' side lead to what the account did here, not to a page that sees who comes", async () => {
  await say(marise, "word");
  await addFollower(side.sql, marise, "https://quai.example/f/1", false);
  for (const path of ["/admin/replies", "/admin/followers"]) {
    const page = await editor.read(path);
    expect(page).toContain(`<a class="actor" href="${pathOf(marise)}"`);
    expect(page).not.toContain(`href="${marise.url}"`);
  }
});

describe("the page of an account", () => {
  test("says what it sent, by what was decided, and since when it is known", async () => {
    const first = await say(marise, "first");
    await say(marise, "second");
    await moderateReply(side.sql, first, "refused");
    await side.sql`update reply set received_at = '2026-01-02' where id = ${first}`;
    for (const type of ["Like", "Announce"] as const) {
      await addReaction(side.sql, { postId, actorId: marise.id, type, activityId: `${marise.id}/${type}` });
    }
    await addFollower(side.sql, marise, "https://quai.example/f/1", true);
    await addFlag(side.sql, {
      activityId: "https://quai.example/1",
      actorId: marise.id,
      content: "",
      objects: [],
    });
    await sendFlag(side.sql, { actorId: marise.id, objects: [], content: "Rude." });
    expect(await figures(marise)).toEqual({
      "First heard of": "2 January 2026",
      "Follows you": "asks to follow",
      "You follow it": "no",
      "Replies and mentions": "To read: 1 · Refused: 1",
      "Likes and boosts": "1 · 1",
      "Reports from it": "1",
      "Your reports about it": "1",
    });
    const page = await editor.read(pathOf(marise));
    expect(page).toContain("<p>first</p>");
    expect(page).toContain("<p>second</p>");
  });

  test("shows the others of its server in short, those that wrote the most first", async () => {
    const bo = await stranger(side.sql, "bo", "quai.example");
    const cy = await stranger(side.sql, "cy", "quai.example");
    const far = await stranger(side.sql, "far", "port.example");
    await moderateReply(side.sql, await say(cy, "spam"), "refused");
    await say(cy, "more");
    await addFollower(side.sql, bo, "https://quai.example/f/1", false);
    const list = (await editor.read(pathOf(marise))).split('class="neighbours"')[1]!.split("</ul>")[0]!;
    expect([...list.matchAll(/actor-handle">([^<]*)/g)].map(([, handle]) => handle)).toEqual([
      cy.handle,
      bo.handle,
    ]);
    expect(list).toContain("2 replies · 1 refused");
    expect(list).toContain("follows you");
    expect(list).not.toContain(far.handle);
  });

  test("limits and blocks the account or its server, says what stands, and lifts it", async () => {
    const back = pathOf(marise);
    const response = await editor.post("/admin/blocks/limit", { target: marise.host, back });
    expect(response.headers.get("location")).toBe(`${back}&done=limited`);
    await editor.post("/admin/blocks", { target: marise.id, back });
    const page = await editor.read(back);
    expect(page).toContain("What you have decided");
    expect([...page.matchAll(/block-value">([^<]*)/g)].map(([, value]) => value)).toEqual([
      marise.id,
      marise.host,
    ]);
    await editor.post("/admin/blocks/remove", { kind: "actor", value: marise.id, back });
    await editor.post("/admin/blocks/remove", { kind: "host", value: marise.host, back });
    expect(await editor.read(back)).not.toContain("What you have decided");
  });

  test("decides about several of its replies at once, and comes back", async () => {
    const ids = [await say(marise, "one"), await say(marise, "two")];
    const back = pathOf(marise);
    const response = await editor.post("/admin/replies/chosen", { state: "refused", chosen: ids, back });
    expect(response.headers.get("location")).toBe(`${back}&done=decided&changed=2&left=0`);
    expect(await editor.read(response.headers.get("location")!)).toContain("Done for 2.");
    expect((await findReply(side.sql, ids[1]!))?.state).toBe("refused");
  });

  test("is none for an account that never reached us, whatever the address holds", async () => {
    for (const id of ["", "https://x.example/a", "javascript:alert(1)", "x".repeat(5000)]) {
      expect((await editor.get(`/admin/actors?id=${encodeURIComponent(id)}`)).status).toBe(404);
    }
  });
});
