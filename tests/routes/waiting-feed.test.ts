import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Role } from "../../src/store/members.ts";
import { panic } from "../../src/store/panic.ts";
import { addReply } from "../../src/store/replies.ts";
import { publishPost } from "../support/written.ts";
import { parseXml } from "../support/xml.ts";
import { type Browser, membersSide, type MembersSide, origin, stranger } from "./members-side.ts";

let side: MembersSide;
let editor: Browser;
let postId: string;

beforeAll(async () => {
  side = await membersSide();
  editor = await side.browse(await side.join("omar", "editor"));
  const text = { name: "Secret title", source: "Text.", summary: "", language: "en", tags: [], pictures: [] };
  ({ id: postId } = await publishPost(side.sql, { ...text, type: "Note", pinned: false }));
});
afterAll(() => side.stop());
beforeEach(() => side.sql`truncate reply, notification`);

let number = 0;
async function say(): Promise<void> {
  number += 1;
  const { id: actorId } = await stranger(side.sql, "marise", "quai.example");
  const id = `https://quai.example/notes/${number}`;
  const text = { summary: "", content: "<p>Only for you.</p>", language: "en", url: id };
  const about = { postId, inReplyTo: null, visibility: "public", published: new Date() } as const;
  await addReply(side.sql, { id, actorId, ...text, ...about });
}

/** The path of a new secret address. */
async function make(browser: Browser): Promise<string> {
  const page = await (await browser.post("/admin/account/feed")).text();
  return new URL(/<code class="copy" dir="ltr">([^<]*)/.exec(page)![1]!).pathname;
}
const ask = (path: string) => side.app.request(path);
const titles = async (path: string) =>
  [...(await (await ask(path)).text()).matchAll(/<entry>[^]*?<title>([^<]*)/g)].map(([, title]) => title);

describe("the feed of what waits", () => {
  test("says how much waits to whoever knows its address, and no name and no text", async () => {
    const path = await make(editor);
    await say();
    await say();
    const response = await ask(path);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/atom+xml; charset=utf-8");
    expect(response.headers.get("cache-control")).toBe("private, no-store");
    expect(response.headers.get("set-cookie")).toBeNull();
    const text = await response.text();
    expect(() => parseXml(text)).not.toThrow();
    expect(await titles(path)).toEqual(["2 replies wait to be read"]);
    expect(text).not.toMatch(/marise|quai\.example|Only for you|Secret title|omar|Harbour Street/);
  });

  test("has a new entry when something has come since, and the same one otherwise, to the minute", async () => {
    const path = await make(editor);
    const ids = async () => (await (await ask(path)).text()).match(/<id>[^<]*#[^<]*/g);
    await say();
    await side.sql`update reply set received_at = '2026-01-02T03:04:56Z'`;
    const first = await ids();
    expect(first).toEqual([`<id>${origin}/admin#replies-2026-01-02T03:04:00Z`]);
    expect(await ids()).toEqual(first);
    await say();
    expect(await ids()).not.toEqual(first);
  });

  test("says nothing of what waits for other roles", async () => {
    await say();
    const member = async (role: Role) => side.browse(await side.join(`new ${role}`, role));
    expect(await titles(await make(await member("writer")))).toEqual([]);
    expect(await titles(await make(await member("admin")))).toHaveLength(1);
  });

  test("speaks the language that its member read when it was made", async () => {
    const french = await side.app.request("/admin/account/feed", {
      method: "POST",
      body: new URLSearchParams({ csrf: editor.csrfToken }),
      headers: { cookie: editor.cookie, origin, "accept-language": "fr" },
    });
    const path = new URL(/<code class="copy" dir="ltr">([^<]*)/.exec(await french.text())![1]!).pathname;
    await say();
    expect(await titles(path)).toEqual(["1 réponse attend d’être lue"]);
  });

  test("says nothing in an emergency", async () => {
    const path = await make(await side.browse(await side.join("calm", "editor")));
    await say();
    await panic(side.sql);
    expect(await titles(path)).toEqual([]);
    await side.sql`update collective set panicked_at = null`;
    expect(await titles(path)).toHaveLength(1);
    editor = await side.browse(await side.join("omar again", "editor"));
  });
});

describe("its address", () => {
  test("is shown once, and kept as a hash", async () => {
    const path = await make(editor);
    const [, token = ""] = /^\/waiting\/([\w-]{43})$/.exec(path)!;
    const page = await editor.read("/admin/account");
    expect(page).toContain("You have a secret address.");
    expect(page).not.toContain(token);
    const [row] = await side.sql`select to_jsonb(notification) as row from notification`;
    expect(JSON.stringify(row)).not.toContain(token);
  });

  test("leads nowhere once another is made, or it is taken away, or its member is gone", async () => {
    const first = await make(editor);
    const second = await make(editor);
    expect([(await ask(first)).status, (await ask(second)).status]).toEqual([404, 200]);
    await editor.post("/admin/account/feed/remove");
    expect((await ask(second)).status).toBe(404);
    const bo = await side.join("bo", "editor");
    const theirs = await make(await side.browse(bo));
    await side.sql`update member set suspended_at = now() where id = ${bo.id}`;
    expect((await ask(theirs)).status).toBe(404);
    await side.sql`delete from member where id = ${bo.id}`;
    expect(await side.sql`select 1 from notification where member_id = ${bo.id}`).toHaveLength(0);
  });

  test("is none that was made up", async () => {
    for (const token of ["", "x", "a".repeat(43), "%00".repeat(43)]) {
      expect((await ask(`/waiting/${token}`)).status).toBe(404);
    }
  });
});
