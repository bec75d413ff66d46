import fs from "node:fs";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { removeOldEntries } from "../../src/store/audit.ts";
import { rewriteErased } from "../../src/store/erasure.ts";
import { findDraft } from "../../src/store/drafts.ts";
import { listNotes } from "../../src/store/draft-notes.ts";
import { migrate } from "../../src/store/migrate.ts";
import { hasNamedHands, sealHands } from "../../src/store/seal-hands.ts";
import { seal } from "../../src/store/seal.ts";
import { readSecretKey } from "../../src/store/secret.ts";
import { listEntries } from "../../src/store/audit.ts";
import { mediaFiles } from "../support/media.ts";
import { typed } from "../support/drafts.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { removeDirectory, temporaryDirectory } from "../support/process.ts";
import { editing, keep, newsroom, type Newsroom, written } from "./newsroom.ts";

let room: Newsroom;
beforeAll(async () => {
  room = await newsroom();
});
afterAll(() => room.side.stop());
beforeEach(() => room.empty());

/** Each row of each table but those that say who is a member, and when they were signed in. */
async function dump(sql: Newsroom["side"]["sql"], but: string[] = []): Promise<string[]> {
  const tables = await sql<{ name: string }[]>`
    select table_name as name from information_schema.tables where table_schema = 'public'`;
  const rows = await Promise.all(
    tables
      .filter(({ name }) => !but.includes(name))
      .map(async ({ name }) => {
        const found = await sql<{ row: string }[]>`select t::text as row from ${sql(name)} t`;
        return found.map(({ row }) => `${name} ${row}`);
      }),
  );
  return rows.flat();
}

const ofMembers = [
  "member",
  "session",
  "sign_in",
  "browser",
  "notification",
  "invitation",
  "second_factor",
  "decision",
];

describe("a copy of the database without the secret key file", () => {
  test("tells of no text, remark, approval or entry of the log whose it is", async () => {
    const { side, writer, editor, other, admin, press } = room;
    const id = await keep(writer, { intent: "review" });
    await editor.read(`/admin/drafts/${id}/edit`);
    await keep(other, { ...(await editing(other, id)), source: "We meet at *two*." });
    await writer.post(`/admin/drafts/${id}/comments`, { comment: "Which gate?" });
    await press(editor, id, "approve");
    await press(editor, id, "publish");
    const [post] = await room.posts();
    await editor.read(`/admin/posts/${post!.id}/edit`);
    await admin.post("/admin/members/role", { ...(await side.ref("esra")), role: "writer" });
    await admin.post("/admin/members/role", { ...(await side.ref("esra")), role: "editor" });
    const rows = await dump(side.sql, ofMembers);
    for (const table of [
      "draft ",
      "draft_revision ",
      "draft_note ",
      "draft_editor ",
      "post_editor ",
      "audit ",
    ]) {
      expect([table, rows.some((row) => row.startsWith(table))]).toEqual([table, true]);
    }
    for (const name of ["wanda", "omar", "esra", "ada"]) {
      const { id: memberId } = await side.ref(name);
      const named = rows.filter(
        (row) => row.includes(memberId) || new RegExp(`\\b${name}\\b`, "i").test(row),
      );
      expect([name, named]).toEqual([name, []]);
    }
  });

  test("does not tell which texts are of the same member", async () => {
    const { side, writer } = room;
    const [one, two] = [await keep(writer), await keep(writer, { source: "Another." })];
    const hands = await side.sql<{ hand: string }[]>`
      select encode(hand, 'hex') as hand from draft_revision where draft_id in ${side.sql([one, two])}`;
    expect(new Set(hands.map(({ hand }) => hand)).size).toBe(2);
  });

  test("shows no picture of a draft, while members see it", async () => {
    const { side, writer } = room;
    const image = sharp({ create: { width: 40, height: 30, channels: 3, background: "red" } });
    await keep(writer, { file: new File([new Uint8Array(await image.png().toBuffer())], "march.png") });
    const files = mediaFiles(side.config.mediaDir).filter((file) => file.startsWith("unpublished/"));
    expect(files.length).toBeGreaterThan(1);
    for (const file of files) {
      const lying = fs.readFileSync(path.join(side.config.mediaDir, file));
      await expect(sharp(lying).metadata()).rejects.toThrow("unsupported");
      const seen = await writer.get(`/media/${path.basename(file)}`);
      const bytes = Buffer.from(await seen.arrayBuffer());
      expect([seen.status, Number(seen.headers.get("content-length"))]).toEqual([200, bytes.length]);
      expect((await sharp(bytes).metadata()).width).toBe(38);
    }
  });

  test("while members read in the draft and in the log who did it", async () => {
    const { writer, editor, admin, press } = room;
    const id = await keep(writer);
    await press(editor, id, "approve");
    const page = await admin.read(`/admin/drafts/${id}`);
    expect(page).toMatch(/wanda/);
    expect(page).toMatch(/omar.*\s+approved it/);
    expect(await admin.read("/admin/log")).toMatch(/omar[\s\S]*approved the draft/);
  });
});

describe("data from before", () => {
  let database: TestDatabase;
  let dir: string;
  let data: string;
  const names = { w: "wanda", e: "omar" };
  beforeAll(async () => {
    database = await testDatabase({ empty: true });
    [dir, data] = [temporaryDirectory(), temporaryDirectory()];
    const sqlDirectory = path.resolve(import.meta.dirname, "../../sql");
    for (const name of fs.readdirSync(sqlDirectory).filter((name) => name < "0049"))
      fs.copyFileSync(path.join(sqlDirectory, name), path.join(dir, name));
    await migrate(database.sql, dir);
  });
  afterAll(async () => {
    await database.drop();
    for (const each of [dir, data]) removeDirectory(each);
  });

  test("is sealed at the first start: who wrote stays known to members, rules about authors hold, and no file of a table tells it", async () => {
    const { sql } = database;
    const secret = readSecretKey(path.join(data, "secret.key"));
    await sql`
      insert into collective (handle, name, description, language, type, origin)
      values ('harbour', 'Harbour', '', 'en', 'Organization', 'https://harbour.example')`;
    await sql`
      insert into member (id, name, role, passphrase_hash) values
        ('MEMBERW', ${names.w}, 'writer', ''), ('MEMBERE', ${names.e}, 'editor', '')`;
    const jwe = await seal(JSON.stringify({ text: { ...typed, source: "Old." }, pictures: [] }), secret);
    await sql.begin(async (tx) => {
      await tx`insert into draft (id, translation_group) values ('d', 'g')`;
      await tx`
        insert into draft_revision (draft_id, number, text_jwe, member_id)
        values ('d', 1, ${jwe}, 'MEMBERE'), ('d', 2, ${jwe}, 'MEMBERW')`;
      await tx`update draft set number = 2`;
    });
    await sql`update draft set state = 'approved', approved_by = 'MEMBERE'`;
    await sql`insert into draft_note (draft_id, act, number, member_id) values ('d', 'approve', 2, 'MEMBERE')`;
    await sql`
      insert into audit (name, role, act, object)
      values (${names.e}, 'editor', 'approveDraft', 'd'), ('ada', 'admin', 'suspendMember', 'NAMEOFOLD')`;
    await migrate(sql);
    expect(await hasNamedHands(sql)).toBe(true);
    await sealHands(sql, secret);
    expect(await hasNamedHands(sql)).toBe(false);
    expect(await findDraft(sql, secret, "d")).toMatchObject({
      state: "approved",
      author: { name: "wanda" },
      text: { source: "Old." },
    });
    expect((await findDraft(sql, secret, "d", 1))!.author).toMatchObject({ name: "omar" });
    expect(await listNotes(sql, secret, "d")).toMatchObject([{ act: "approve", author: "omar" }]);
    expect(await listEntries(sql, secret, { limit: 9 })).toMatchObject([
      { name: "ada", act: "suspendMember", object: "NAMEOFOLD", memberId: null },
      { name: "omar", act: "approveDraft", object: "d" },
    ]);
    expect((await dump(sql, ["member"])).join("\n")).not.toMatch(/MEMBER[WE]|omar|wanda|\bada\b|NAMEOFOLD/);
    // A writer's comma does not make it another's: omar wrote the first version.
    await sql`update collective set two_person = true`;
    await sql`update draft set state = 'in-review', approved_hand = null`;
    const [own] = await sql<{ hand: Buffer }[]>`select hand from draft_revision where number = 1`;
    await expect(sql`update draft set state = 'approved', approved_hand = ${own!.hand}`).rejects.toThrow(
      "Nobody approves their own text.",
    );
    for (const table of ["draft", "draft_revision", "draft_note", "audit"]) {
      expect([table, await fileOf(sql, table)]).toEqual([
        table,
        expect.not.stringMatching(/MEMBER[WE]|NAMEOFOLD/),
      ]);
    }
  });

  test("is named nowhere anew: the tables refuse it", async () => {
    const { sql } = database;
    await expect(sql`update draft set approved_by = 'MEMBERE'`).rejects.toThrow("unnamed");
    await expect(sql`update draft_revision set member_id = 'MEMBERE'`).rejects.toThrow("unnamed");
    await expect(sql`insert into audit (name, role, act) values ('ada', 'admin', 'panic')`).rejects.toThrow(
      "sealed",
    );
  });
});

/** The bytes of a table as they lie on the disk. */
async function fileOf(sql: Newsroom["side"]["sql"], table: string): Promise<string> {
  await sql`checkpoint`;
  const [file] = await sql<{ bytes: Buffer }[]>`
    select pg_read_binary_file(pg_relation_filepath(${table}::regclass)) as bytes`;
  return file!.bytes.toString("latin1");
}

test("what was erased is gone from the tables' files, too, once they are written anew", async () => {
  const { side, editor } = room;
  const { sql } = side;
  await editor.post("/admin/blocks", { target: "canary-of-the-log.example" });
  expect(await fileOf(sql, "audit")).toContain("canary-of-the-log");
  await sql`update audit set happened_at = now() - interval '100 days'`;
  await removeOldEntries(sql);
  expect(await fileOf(sql, "audit")).toContain("canary-of-the-log");
  // What PostgreSQL counts as dead it says a moment later.
  await sql`analyze audit`;
  await expect.poll(() => rewriteErased(sql), { timeout: 15_000 }).toContain("audit");
  expect(await fileOf(sql, "audit")).not.toContain("canary-of-the-log");
  await expect.poll(() => rewriteErased(sql), { timeout: 15_000 }).toEqual([]);
});

test("a text goes on being kept once, by the member who wrote it", async () => {
  const { writer } = room;
  const id = await keep(writer);
  const fields = { ...written, ...(await editing(writer, id)), source: "By itself." };
  expect((await writer.post("/admin/drafts/autosave", fields)).status).toBe(200);
  expect((await room.rowOf(id)).number).toBe(2);
  const again = { ...written, ...(await editing(writer, id)), source: "By itself, again." };
  await writer.post("/admin/drafts/autosave", again);
  expect((await room.rowOf(id)).number).toBe(2);
});
