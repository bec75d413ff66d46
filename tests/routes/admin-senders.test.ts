import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "../../src/store/actors.ts";
import { addLimit, listBlocks } from "../../src/store/blocks.ts";
import { addFollower } from "../../src/store/followers.ts";
import { addReply, findReply, type HeldBecause } from "../../src/store/replies.ts";
import { publishPost } from "../support/written.ts";
import {
  type Browser,
  formData,
  hiddenFields,
  membersSide,
  type MembersSide,
  stranger,
} from "./members-side.ts";

let side: MembersSide;
let editor: Browser;
let writer: Browser;
let postId: string;
let marise: Actor;

beforeAll(async () => {
  side = await membersSide();
  editor = await side.browse(await side.join("omar", "editor"));
  writer = await side.browse(await side.join("wren", "writer"));
});
afterAll(() => side.stop());
beforeEach(async () => {
  await side.sql`truncate post, activity, reply, actor, following, block, flag cascade`;
  marise = await stranger(side.sql, "marise", "quai.example");
  const text = { name: "Meeting", source: "A text.", summary: "", language: "en", tags: [], pictures: [] };
  ({ id: postId } = await publishPost(side.sql, { ...text, type: "Note", pinned: false }));
});

const noteId = (number: number) => `https://quai.example/notes/${number}`;
async function reply(heldBecause: HeldBecause | null, content = "<p>We come.</p>", number = 1) {
  const id = noteId(number);
  const about = { id, url: id, postId, inReplyTo: null, summary: "", language: "en", content };
  const rest = { visibility: "public", published: new Date(), heldBecause } as const;
  await addReply(side.sql, { ...about, ...rest, actorId: marise.id });
  return id;
}
const stateOf = async (id: string) => (await findReply(side.sql, id))?.state;
const standing = async () =>
  (await listBlocks(side.sql, { limit: 10 })).map(({ value, severity }) => `${value} ${severity}`).sort();

describe("held replies", () => {
  test.each([
    ["first-contact", "From a server where nobody follows you"],
    ["limited", "You have limited this account or its server."],
    ["mentions", "It names more than ten accounts."],
  ] as const)("for %s stand apart, with the reason in words", async (heldBecause, words) => {
    await reply(heldBecause);
    expect(await editor.read("/admin/replies")).not.toContain("We come.");
    const page = await editor.read("/admin/replies?tab=held");
    expect(page).toContain("We come.");
    expect(page).toContain(words);
    expect(page).toMatch(/Held <span class="count">1</);
    expect(await editor.read("/admin")).toMatch(/Held replies <span class="count">1</);
  });

  test.each(["approved", "hidden", "refused", "pending"])("can be made %s", async (state) => {
    const id = await reply("first-contact");
    expect(await editor.read("/admin/replies?tab=held")).toContain(`value="${state}"`);
    expect((await editor.post("/admin/replies", { id, state })).status).toBe(303);
    expect(await stateOf(id)).toBe(state);
  });

  test("that were decided on are not put back among those to read", async () => {
    const id = await reply("first-contact");
    await editor.post("/admin/replies", { id, state: "refused" });
    expect((await editor.post("/admin/replies", { id, state: "pending" })).status).toBe(404);
    expect(await stateOf(id)).toBe("refused");
  });
});

describe("limits", () => {
  test("are set from a reply for its author or the whole server, made blocks and lifted again", async () => {
    await reply(null);
    const page = await editor.read("/admin/replies");
    expect(page).toContain(`formaction="/admin/blocks/limit" name="target" value="${marise.id}"`);
    await editor.post("/admin/blocks/limit", { target: marise.id });
    await editor.post("/admin/blocks/limit", { target: "quai.example" });
    expect(await standing()).toEqual([`${marise.id} limit`, "quai.example limit"]);
    expect(await stateOf(noteId(1))).toBe("pending");

    await editor.post("/admin/blocks", { kind: "actor", value: marise.id });
    expect(await standing()).toEqual([`${marise.id} block`, "quai.example limit"]);
    expect(await stateOf(noteId(1))).toBe("refused");
    await editor.post("/admin/blocks/limit", { kind: "actor", value: marise.id });
    await editor.post("/admin/blocks/remove", { kind: "host", value: "quai.example" });
    expect(await standing()).toEqual([`${marise.id} limit`]);
    expect(await editor.read("/admin/blocks")).toContain('<span class="label">limited</span>');
  });

  test("say on the page of the followers why somebody waits", async () => {
    await addFollower(side.sql, marise, "https://quai.example/f/1", true);
    expect(await editor.read("/admin/followers")).not.toContain("You have limited");
    await addLimit(side.sql, "host", "quai.example");
    expect(await editor.read("/admin/followers")).toContain("You have limited this account or its server.");
  });

  test.each(["/admin/blocks", "/admin/blocks/limit"])("of ourselves are refused by %s", async (path) => {
    for (const target of ["harbour.example", "https://harbour.example/actors/group", "@x@harbour.example"]) {
      expect((await editor.post(path, { target })).status).toBe(422);
    }
    expect((await editor.post(path, { kind: "host", value: "harbour.example" })).status).toBe(422);
    expect(await standing()).toEqual([]);
  });

  test("name an account whose handle is not known to be true by what is shown of it", async () => {
    await side.sql`update actor set handle = null`;
    await reply(null);
    expect(await editor.read("/admin/replies")).toContain("Limit quai.example/users/marise");
    await editor.post("/admin/blocks/limit", { target: "quai.example/users/marise" });
    expect(await standing()).toEqual([`${marise.id} limit`]);
    expect((await editor.post("/admin/blocks", { target: "@marise@quai.example" })).status).toBe(422);
  });
});

describe("a list of servers", () => {
  const csv =
    "#domain,#severity\nhate.example,suspend\nloud.example,silence\nh*.example,suspend\nok.example,noop\n";

  test.each([
    ["typed", { list: csv }],
    ["in a file", { file: new File([csv], "blocks.csv", { type: "text/csv" }) }],
  ])("%s is taken over, and what it left out is told", async (_, fields) => {
    const response = await editor.post("/admin/blocks/import", fields);
    const page = await response.text();
    expect(response.status).toBe(200);
    expect(page).toContain("Servers in the list: 2. New or stricter now: 2.");
    expect(page).toContain("hidden by *: 1.");
    expect(page).toContain("(noop): 1.");
    expect(await standing()).toEqual(["hate.example block", "loud.example limit"]);
  });

  test("that is wrong changes nothing, says where, and stays typed, also where it came in a file", async () => {
    const list = "fine.example\n<b>no host\nharbour.example\n";
    const sent: Parameters<Browser["post"]>[1][] = [{ list }, { file: new File([list], "list.txt") }];
    for (const fields of sent) {
      const response = await editor.post("/admin/blocks/import", fields);
      const page = await response.text();
      expect(response.status).toBe(422);
      expect(page).toContain("Line 2: “&lt;b&gt;no host” is not a server");
      expect(page).toContain("Line 3: “harbour.example” is your own server.");
      expect(page).toContain("fine.example\n&lt;b&gt;no host");
      expect(page).toMatch(/<details class="more" +open>/);
    }
    expect(await standing()).toEqual([]);
  });

  test.each([
    ["nothing", { list: " \n" }, "There is no server in this list."],
    ["too much", { file: new File(["x".repeat(3_000_000)], "list.txt") }, "The list is too long"],
  ])("with %s in it is refused", async (_, fields, words) => {
    const response = await editor.post("/admin/blocks/import", fields as Record<string, string | File>);
    expect(response.status).toBe(422);
    expect(await response.text()).toContain(words);
  });

  test("is given out as it is taken in, and shown page by page", async () => {
    const hosts = Array.from({ length: 35 }, (_, at) => `h${String(at).padStart(2, "0")}.example`);
    await editor.post("/admin/blocks/import", { list: hosts.join("\n") });
    await editor.post("/admin/blocks/limit", { target: "limited.example" });
    await editor.post("/admin/blocks", { target: marise.id });
    const response = await writer.get("/admin/blocks/export");
    expect(response.headers.get("content-disposition")).toBe('attachment; filename="blocks.csv"');
    const list = await response.text();
    expect(list).toContain("limited.example,silence,");
    expect(list).not.toContain("marise");
    await side.sql`delete from block`;
    await editor.post("/admin/blocks/import", { list });
    expect(await side.sql`select 1 from block`).toHaveLength(36);
    const pages = (await editor.read("/admin/blocks")) + (await editor.read("/admin/blocks?page=2"));
    for (const host of hosts) expect(pages.split(`>${host}<`)).toHaveLength(2);
  });
});

describe("a report to another server", () => {
  const form = (post?: string) =>
    `/admin/reports/new?${new URLSearchParams({ actor: marise.id, ...(post && { post }) })}`;
  const sent = () => side.sql<{ recipient: string; embedded: unknown }[]>`
    select recipient, embedded from activity where type = 'Flag'`;

  test("begins at a reply, which it names, and is sent with the posts that are ticked", async () => {
    await reply(null, "<p>First insult</p>", 1);
    await reply("first-contact", "<p>Second insult</p>", 2);
    const link = /href="(\/admin\/reports\/new\?[^"]*)"/.exec(await editor.read("/admin/replies"))![1]!;
    const page = await editor.read(link.replaceAll("&amp;", "&"));
    expect(page).toMatch(/value="https:\/\/quai\.example\/notes\/1"\s+checked/);
    expect(page).not.toMatch(/value="https:\/\/quai\.example\/notes\/2"\s+checked/);
    expect(page).toContain("no member is named");
    const fields = {
      ...hiddenFields(page, "/admin/reports/new"),
      post: [noteId(1), noteId(2)],
      text: " Insults. ",
    };
    for (let pressed = 0; pressed < 2; pressed++) {
      const response = await editor.post("/admin/reports/new", fields);
      expect(response.headers.get("location")).toBe("/admin/reports?done=reportSent");
    }
    expect(await sent()).toEqual([
      { recipient: marise.id, embedded: { object: [marise.id, noteId(1), noteId(2)], content: "Insults." } },
    ]);
    expect(await side.sql`select inbox from delivery where state = 'waiting'`).toEqual([
      { inbox: `${marise.id}/inbox` },
    ]);
  });

  test("needs neither posts nor words", async () => {
    expect(await editor.read(form())).not.toContain("<fieldset");
    await editor.post("/admin/reports/new", { actor: marise.id });
    expect(await sent()).toMatchObject([{ embedded: { object: [marise.id], content: "" } }]);
  });

  test("that cannot go out stays typed, and says why", async () => {
    await reply(null);
    const refused = async (fields: Record<string, string>, words: string) => {
      const response = await editor.post("/admin/reports/new", { actor: marise.id, ...fields });
      const page = await response.text();
      expect(response.status).toBe(422);
      expect(page).toContain(words);
      expect(page).toContain("Insults.");
    };
    await refused({ text: `Insults.${"x".repeat(5000)}` }, "The report is too long");
    await refused(
      { text: "Insults.", post: "https://other.example/1" },
      "only name posts of the reported account",
    );
    await editor.post("/admin/blocks", { target: "quai.example" });
    await refused({ text: "Insults.", post: noteId(1) }, "You block this whole server");
    expect(await sent()).toEqual([]);
  });

  test("of an account that never reached us is not possible, and none is sent for a writer", async () => {
    expect((await editor.get("/admin/reports/new?actor=https://x.example/1")).status).toBe(404);
    expect((await editor.post("/admin/reports/new", { actor: "https://x.example/1" })).status).toBe(404);
    expect((await writer.get(form())).status).toBe(403);
    const body = formData({ csrf: writer.csrfToken, actor: marise.id });
    const headers = { cookie: writer.cookie, origin: "https://harbour.example" };
    const response = await side.app.request("/admin/reports/new", { method: "POST", body, headers });
    expect(response.status).toBe(403);
    expect(await sent()).toEqual([]);
  });
});

test("the same in French, with nothing left in English", async () => {
  await reply("mentions");
  const french = { "accept-language": "fr" };
  const read = async (path: string) => (await editor.get(path, french)).text();
  expect(await read("/admin/replies?tab=held")).toContain("Il nomme plus de dix comptes.");
  expect(await read("/admin/blocks")).toContain("Reprendre une liste");
  expect(await read(`/admin/reports/new?actor=${encodeURIComponent(marise.id)}`)).toContain(
    "Envoyer le signalement",
  );
});
