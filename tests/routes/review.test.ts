import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { handOf } from "../../src/store/hands.ts";
import { findPost } from "../../src/store/post-lists.ts";
import { readSecretKey } from "../../src/store/secret.ts";
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
const handIn = async (id: string) =>
  handOf(readSecretKey(side.config.secretKeyFile), id, (await side.ref("omar")).id);
const press = (...args: Parameters<Newsroom["press"]>) => room.press(...args);

describe("the review", () => {
  test("goes from the writer to an editor and back, with remarks, then out", async () => {
    const asked = await writer.post("/admin/drafts", { ...written, intent: "review" });
    const id = idOf(asked);
    expect((await rowOf(id)).state).toBe("in-review");
    expect(await editor.read("/admin")).toContain("Drafts to review");
    await press(editor, id, "return", { remark: "At which station?" });
    expect((await rowOf(id)).state).toBe("draft");
    expect(await writer.read(`/admin/drafts/${id}`)).toContain("At which station?");
    const form = await editing(writer, id);
    await writer.post("/admin/drafts", { ...written, ...form, source: "At the harbour.", intent: "review" });
    expect((await press(editor, id, "approve")).status).toBe(303);
    const published = await press(editor, id, "publish");
    const [post] = await posts();
    expect(published.headers.get("location")).toBe(`/admin/posts/${post!.id}?done=published`);
    expect(await findPost(side.sql, post!.id)).toMatchObject({ source: "At the harbour.", tags: ["rent"] });
    expect(await rowOf(id)).toMatchObject({ state: "published", postId: post!.id });
    const acts = (await side.entries()).map(({ name, act }) => ({ name, act }));
    expect(acts).toEqual([
      { name: "omar", act: "returnDraft" },
      { name: "omar", act: "approveDraft" },
      { name: "omar", act: "publish" },
    ]);
  });

  test("is of one version: who decides about an older one is told, and nothing happens", async () => {
    const id = await keep(writer, { intent: "review" });
    const { version } = await rowOf(id);
    await writer.post("/admin/drafts", { ...written, ...(await editing(writer, id)), source: "Changed." });
    const refused = await editor.post(`/admin/drafts/${id}/approve`, { version });
    expect([refused.status, await refused.text()]).toEqual([
      409,
      expect.stringContaining("Somebody else has changed"),
    ]);
    expect((await rowOf(id)).state).toBe("in-review");
  });

  test("a button that is pressed twice does once what it says, and leads to the same place", async () => {
    const id = await keep(writer);
    for (const step of ["approve", "publish"]) {
      const { version } = await rowOf(id);
      const answers = await Promise.all(
        [1, 2].map(() => editor.post(`/admin/drafts/${id}/${step}`, { version })),
      );
      expect([step, ...answers.map(({ status }) => status)]).toEqual([step, 303, 303]);
      expect(answers[0]!.headers.get("location")).toBe(answers[1]!.headers.get("location"));
    }
    expect(await posts()).toHaveLength(1);
  });

  test("is undone by whoever changes an approved text", async () => {
    const id = await keep(writer);
    await press(editor, id, "approve");
    await writer.post("/admin/drafts", { ...written, ...(await editing(writer, id)), source: "Changed." });
    expect((await rowOf(id)).state).toBe("in-review");
  });

  test("sends back what the writer goes on saving, with the remark", async () => {
    const id = await keep(writer, { intent: "review" });
    const { version } = await rowOf(id);
    await writer.post("/admin/drafts/autosave", {
      ...written,
      ...(await editing(writer, id)),
      source: "More.",
    });
    const remark = "At which station? ".repeat(120).trim();
    expect((await editor.post(`/admin/drafts/${id}/return`, { version, remark })).status).toBe(303);
    expect((await rowOf(id)).state).toBe("draft");
    expect(await writer.read(`/admin/drafts/${id}`)).toContain(remark);
  });

  test("gives a remark back where somebody was faster, or where it is too long", async () => {
    const id = await keep(writer, { intent: "review" });
    const { version } = await rowOf(id);
    const long = "x".repeat(5001);
    for (const step of ["review", "return", "approve"]) {
      const refused = await editor.post(`/admin/drafts/${id}/${step}`, { version, remark: long });
      const page = await refused.text();
      expect([step, refused.status]).toEqual([step, 422]);
      expect(page).toContain(`>\n${long}</textarea>`);
      expect(page).toContain("This remark is too long");
    }
    await press(editor, id, "return");
    for (const step of ["return", "approve"]) {
      const refused = await other.post(`/admin/drafts/${id}/${step}`, { version, remark: "Which one?" });
      const page = await refused.text();
      expect([step, refused.status]).toEqual([step, 409]);
      expect(page).toContain(">\nWhich one?</textarea>");
      expect(page).toContain("Somebody else has changed");
    }
    expect((await rowOf(id)).state).toBe("draft");
  });

  test("a writer can neither approve nor publish, and is offered neither", async () => {
    const id = await keep(writer);
    const page = await writer.read(`/admin/drafts/${id}`);
    expect(page).not.toContain(`/admin/drafts/${id}/approve`);
    expect(page).not.toContain(`/admin/drafts/${id}/publish`);
    expect((await press(writer, id, "publish")).status).toBe(403);
  });
});

describe("what is approved or scheduled", () => {
  async function scheduled(by = writer) {
    const id = await keep(by);
    expect((await press(editor, id, "schedule", { at: "2099-05-01T10:00" })).status).toBe(303);
    return id;
  }
  const autosave = async (browser: Browser, id: string, source: string) =>
    browser.post("/admin/drafts/autosave", { ...written, ...(await editing(browser, id)), source });

  test("is left as it is by whoever saves it unchanged, by a button or by itself", async () => {
    const id = await scheduled();
    const before = await rowOf(id);
    for (const path of ["/admin/drafts/autosave", "/admin/drafts"]) {
      const saved = await writer.post(path, { ...written, ...(await editing(writer, id)) });
      expect([path, saved.ok || saved.status === 303]).toEqual([path, true]);
    }
    expect(await rowOf(id)).toEqual(before);
  });

  test("is not changed by what saves itself, which says so", async () => {
    for (const step of ["approve", "schedule"]) {
      const id = await keep(writer);
      await press(editor, id, step, { at: "2099-05-01T10:00" });
      const before = await rowOf(id);
      const refused = await autosave(editor, id, "One letter.");
      expect([refused.status, await refused.json()]).toEqual([
        409,
        { message: expect.stringContaining("approved or scheduled") },
      ]);
      expect(await rowOf(id)).toEqual(before);
    }
  });

  test("says in the form what a change takes away, and by whose change it went", async () => {
    const id = await scheduled();
    expect(await other.read(`/admin/drafts/${id}/edit`)).toContain("takes it off the schedule");
    const form = await editing(other, id);
    const saved = await other.post("/admin/drafts", { ...written, ...form, source: "At two." });
    expect(saved.status).toBe(303);
    expect((await rowOf(id)).state).toBe("in-review");
    expect(await editor.read(`/admin/drafts/${id}`)).toMatch(/esra.*\s+changed the text, which took it off/);
    const entry = (await side.entries()).at(-1);
    expect(entry).toMatchObject({ name: "esra", act: "changeScheduled", object: id });
    expect(await room.admin.read("/admin/log")).toContain("took off the schedule, by changing it");
  });

  test("and had its time is an editor's to stop: a writer's text comes back to them", async () => {
    const id = await scheduled();
    const before = await rowOf(id);
    const refused = await writer.post("/admin/drafts", {
      ...written,
      ...(await editing(writer, id)),
      source: "Mine.",
    });
    const page = await refused.text();
    expect([refused.status, page]).toEqual([
      409,
      expect.stringContaining("Not saved: this draft is scheduled"),
    ]);
    expect(page).toContain("Mine.</textarea>");
    expect(page).toContain(`href="/admin/drafts/${id}#notes"`);
    expect(await (await autosave(writer, id, "Mine.")).json()).toEqual({
      message: expect.stringContaining("only an editor"),
    });
    for (const step of ["return", "discard"]) {
      expect([step, (await press(writer, id, step)).status]).toEqual([step, 409]);
    }
    expect(await rowOf(id)).toEqual(before);
  });
});

describe("where nobody approves their own text", () => {
  beforeEach(async () => {
    await side.sql`update collective set two_person = true`;
  });

  test("an editor cannot publish alone: not from the form, not by approving, not by a step around", async () => {
    expect(await editor.read("/admin/posts/new")).not.toContain('formaction="/admin/posts"');
    const direct = await editor.post("/admin/posts", written);
    expect([direct.status, await direct.text()]).toEqual([
      422,
      expect.stringContaining("nobody approves their own"),
    ]);
    const id = await keep(editor);
    for (const step of ["approve", "publish", "schedule"]) {
      const refused = await press(editor, id, step, { at: "2099-05-01T10:00" });
      expect([step, refused.status]).toEqual([step, 409]);
    }
    await expect(
      side.sql`update draft set state = 'approved',
        approved_hand = ${await handIn(id)} where id = ${id}`,
    ).rejects.toThrow("Nobody approves their own text.");
    expect(await posts()).toEqual([]);
  });

  test("another editor approves, and then the first may publish", async () => {
    const id = await keep(editor);
    expect((await press(other, id, "approve")).status).toBe(303);
    expect((await press(editor, id, "publish")).status).toBe(303);
    expect(await posts()).toHaveLength(1);
  });

  test("a writer who touches an editor's text does not make it another's; a second editor who changes it does", async () => {
    const id = await keep(editor);
    await keep(writer, { ...(await editing(writer, id)), source: "We meet at *noon*. Bring soup." });
    expect((await press(writer, id, "restore", { number: "1" })).status).toBe(303);
    expect((await press(editor, id, "publish")).status).toBe(409);
    await expect(
      side.sql`update draft set state = 'approved',
        approved_hand = ${await handIn(id)} where id = ${id}`,
    ).rejects.toThrow("Nobody approves their own text.");
    await keep(other, { ...(await editing(other, id)), source: "We meet at *noon*, by the gate." });
    expect((await press(editor, id, "publish")).status).toBe(303);
  });

  test("a published post changes by a draft, too", async () => {
    const id = await keep(editor);
    await press(other, id, "publish");
    const [post] = await posts();
    const form = hiddenFields(
      await editor.read(`/admin/posts/${post!.id}/edit`),
      `/admin/posts/${post!.id}/edit`,
    );
    expect(
      (await editor.post(`/admin/posts/${post!.id}`, { ...written, ...form, source: "Mine." })).status,
    ).toBe(422);
    const change = idOf(await editor.post("/admin/drafts", { ...written, ...form, source: "Mine." }));
    expect(await other.read(`/admin/posts/${post!.id}`)).toContain(`/admin/drafts/${change}`);
    expect((await findPost(side.sql, post!.id))!.source).toBe("We meet at *noon*.");
    await press(other, change, "publish");
    expect(await findPost(side.sql, post!.id)).toMatchObject({ source: "Mine.", revision: 2 });
    expect((await rowOf(change)).state).toBe("published");
  });
});

describe("the states", () => {
  test("follow one another only as they should", async () => {
    const id = await keep(editor);
    for (const to of ["scheduled", "published", "withdrawn"]) {
      await expect(side.sql`update draft set state = ${to} where id = ${id}`).rejects.toThrow(
        /does not go from draft/,
      );
    }
    await press(editor, id, "publish");
    await expect(side.sql`update draft set state = 'draft' where id = ${id}`).rejects.toThrow(/does not go/);
    expect((await press(editor, id, "publish")).status).toBe(409);
    expect(await posts()).toHaveLength(1);
    const [post] = await posts();
    await editor.post(`/admin/posts/${post!.id}/withdraw`);
    expect((await rowOf(id)).state).toBe("withdrawn");
  });

  test("a change of a post that somebody has changed otherwise meanwhile is not published over it", async () => {
    const id = await keep(editor);
    await press(editor, id, "publish");
    const [post] = await posts();
    const path = `/admin/posts/${post!.id}/edit`;
    const form = hiddenFields(await writer.read(path), path);
    const change = idOf(await writer.post("/admin/drafts", { ...written, ...form, source: "Mine." }));
    const theirs = { ...written, ...hiddenFields(await editor.read(path), path), source: "Theirs." };
    await editor.post(`/admin/posts/${post!.id}`, theirs);
    const refused = await press(editor, change, "publish");
    expect(refused.status).toBe(409);
    expect((await findPost(side.sql, post!.id))!.source).toBe("Theirs.");

    expect(await editor.read(`/admin/drafts/${change}`)).toContain(`/admin/drafts/${change}/edit#theirs`);
    const page = await writer.read(`/admin/drafts/${change}/edit`);
    expect(page).toContain(">\nTheirs.</textarea>");
    const both = { ...written, ...hiddenFields(page, `/admin/drafts/${change}/edit`), source: "Both." };
    await writer.post("/admin/drafts", both);
    expect((await press(editor, change, "publish")).status).toBe(303);
    expect((await findPost(side.sql, post!.id))!.source).toBe("Both.");
  });
});
