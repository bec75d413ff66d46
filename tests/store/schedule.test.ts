import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { approveDraft, publishDue, removeOldDrafts, scheduleDraft } from "../../src/store/draft-states.ts";
import { forgetWriters } from "../../src/store/draft-retention.ts";
import { openText, removeOldEditors } from "../../src/store/editors.ts";
import { listNotes } from "../../src/store/draft-notes.ts";
import { findDraft } from "../../src/store/drafts.ts";
import { addMember } from "../../src/store/members.ts";
import { panic } from "../../src/store/panic.ts";
import { withdrawPost } from "../../src/store/posts.ts";
import { readSecretKey, type SecretKey } from "../../src/store/secret.ts";
import { typed as text } from "../support/drafts.ts";
import { beginDraft } from "../support/written.ts";
import { membersSide, type MembersSide } from "../routes/members-side.ts";

let side: MembersSide;
let secret: SecretKey;
let memberId: string;

beforeAll(async () => {
  side = await membersSide();
  secret = readSecretKey(side.config.secretKeyFile);
  memberId = (
    await addMember(side.sql, { name: "omar", role: "editor", passphrase: "correct horse battery" })
  ).id;
});
afterAll(() => side.stop());
beforeEach(async () => {
  await side.sql`truncate post, activity, draft cascade`;
  await side.sql`update collective set panicked_at = null, retention_days = 90`;
});

/** A scheduled draft, whose time has come this many seconds ago. */
async function scheduled({ ago = 1, source = "At noon." } = {}): Promise<string> {
  const { id } = await side.sql.begin(async (tx) => {
    const at = await beginDraft(tx, secret, { text: { ...text, source }, pictures: [], memberId });
    await scheduleDraft(tx, secret, { ...at, memberId, at: new Date(Date.now() + 60_000) });
    return at;
  });
  await side.sql`update draft set scheduled_at = now() - ${ago} * interval '1 second' where id = ${id}`;
  return id;
}

/** Of drafts without pictures, none is asked for. */
const hasFiles = async (names: string[]) => names.length === 0;
const outside = { hasFiles, findAccounts: async () => [] };
const stateOf = async (id: string) => (await findDraft(side.sql, secret, id))?.state;
const countPosts = async () => (await side.sql`select 1 from post`).length;

test("what is due is published with its deliveries, what is not stays", async () => {
  const [due, later] = [await scheduled(), await scheduled({ ago: -60 })];
  expect(await publishDue(side.sql, secret, outside)).toBe(true);
  expect(await publishDue(side.sql, secret, outside)).toBe(false);
  expect([await stateOf(due), await stateOf(later)]).toEqual(["published", "scheduled"]);
  expect(await side.sql`select type from activity`).toEqual([{ type: "Create" }]);
});

test("several workers at once publish each draft once", async () => {
  const ids = [await scheduled(), await scheduled(), await scheduled()];
  const workers = Array.from({ length: 4 }, async () => {
    while (await publishDue(side.sql, secret, outside));
  });
  await Promise.all(workers);
  expect(await countPosts()).toBe(3);
  expect(await Promise.all(ids.map(stateOf))).toEqual(["published", "published", "published"]);
});

test("what cannot be published stays approved, says why, and holds nothing else up", async () => {
  const id = await scheduled({ source: " " }).catch((error: Error) => error.message);
  expect(id).toBe("sourceEmpty");
  const late = await scheduled({ ago: 60 * 60 * 13 });
  const due = await scheduled();
  const { version } = (await findDraft(side.sql, secret, late))!;
  while (await publishDue(side.sql, secret, outside));
  expect([await stateOf(late), await stateOf(due)]).toEqual(["approved", "published"]);
  // A form that was open meanwhile knows nothing of it.
  const open = { id: late, version, memberId, at: new Date(Date.now() + 60_000) };
  await expect(side.sql.begin((tx) => scheduleDraft(tx, secret, open))).rejects.toThrow("draftChanged");
  const notes = await listNotes(side.sql, secret, late);
  expect(notes.at(-1)).toMatchObject({ act: "failed", text: "scheduleMissed", author: null });
});

test("what fails for a reason that nobody expected is taken off the schedule, and those after it go out", async () => {
  const [broken, due] = [await scheduled({ ago: 2 }), await scheduled()];
  // The table refuses to change what is approved; a disk does not.
  await side.sql`alter table draft_revision disable trigger approved_kept`;
  await side.sql`update draft_revision set text_jwe = 'no jwe' where draft_id = ${broken}`;
  await side.sql`alter table draft_revision enable trigger approved_kept`;
  await expect(publishDue(side.sql, secret, outside)).rejects.toThrow("JWE");
  while (await publishDue(side.sql, secret, outside));
  expect(await side.sql`select state from draft where id = ${broken}`).toEqual([{ state: "approved" }]);
  expect(await stateOf(due)).toBe("published");
  expect((await listNotes(side.sql, secret, broken)).at(-1)).toMatchObject({
    act: "failed",
    text: "unexpected",
  });
});

test("nothing goes out in a panic, nor by itself after it", async () => {
  const id = await scheduled();
  await panic(side.sql);
  expect(await publishDue(side.sql, secret, outside)).toBe(false);
  await side.sql`update collective set panicked_at = null`;
  expect(await publishDue(side.sql, secret, outside)).toBe(false);
  expect([await stateOf(id), await countPosts()]).toEqual(["approved", 0]);
});

test("a draft approved in one form and scheduled in another is published once", async () => {
  const at = await side.sql.begin((tx) => beginDraft(tx, secret, { text, pictures: [], memberId }));
  await side.sql.begin((tx) => approveDraft(tx, secret, { ...at, memberId }));
  const late = side.sql.begin((tx) =>
    scheduleDraft(tx, secret, { ...at, memberId, at: new Date(Date.now() + 60_000) }),
  );
  await expect(late).rejects.toThrow("draftChanged");
});

test("who wrote and approved what is published is forgotten after the days that were chosen", async () => {
  const id = await scheduled();
  await publishDue(side.sql, secret, outside);
  const open = await scheduled({ ago: -60 });
  await side.sql`
    update draft set updated_at = now() - interval '8 days', published_at = published_at - interval '8 days'`;
  await removeOldDrafts(side.sql);
  expect(await stateOf(id)).toBe("published");
  await side.sql`update collective set retention_days = 7`;
  await removeOldDrafts(side.sql);
  expect([await stateOf(id), await stateOf(open), await countPosts()]).toEqual([undefined, "scheduled", 1]);
});

test("a withdrawal does not begin the days anew", async () => {
  const id = await scheduled();
  await publishDue(side.sql, secret, outside);
  await side.sql`update draft set published_at = published_at - interval '91 days'`;
  const [post] = await side.sql<{ id: string }[]>`select id from post`;
  await withdrawPost(side.sql, post!.id);
  expect(await stateOf(id)).toBe("withdrawn");
  await removeOldDrafts(side.sql);
  expect(await stateOf(id)).toBeUndefined();
});

test("a change of a post that rests keeps its text and forgets who wrote, remarked, approved and looked", async () => {
  await scheduled();
  await publishDue(side.sql, secret, outside);
  const [post] = await side.sql<{ id: string }[]>`select id from post`;
  const changes = { postId: post!.id, revision: 1 };
  const changed = { text: { ...text, source: "At two." }, pictures: [], memberId };
  const { id } = await side.sql.begin(async (tx) => {
    const at = await beginDraft(tx, secret, { ...changed, changes });
    await approveDraft(tx, secret, { ...at, memberId, remark: "Good." });
    return at;
  });
  const { id: fresh } = await side.sql.begin((tx) => beginDraft(tx, secret, { ...changed, changes }));
  const { id: own } = await side.sql.begin((tx) => beginDraft(tx, secret, changed));
  for (const each of [id, fresh]) await openText(side.sql, secret, { kind: "draft", id: each }, memberId);
  await side.sql`update draft set updated_at = now() - interval '91 days' where id <> ${fresh}`;
  await side.sql`update draft_note set created_at = now() - interval '91 days'`;
  await side.sql`update draft_editor set seen_at = now() - interval '16 minutes' where draft_id = ${id}`;
  expect([await forgetWriters(side.sql), await removeOldEditors(side.sql)]).toEqual([3, 1]);
  expect(await forgetWriters(side.sql)).toBe(0);
  expect(await findDraft(side.sql, secret, id)).toMatchObject({ author: null, text: { source: "At two." } });
  expect(await listNotes(side.sql, secret, id)).toMatchObject([{ author: null, text: "Good." }]);
  for (const each of [fresh, own]) {
    expect((await findDraft(side.sql, secret, each))!.author).toMatchObject({ name: "omar" });
  }
  const [{ kept }] = (await side.sql`select to_jsonb(draft) as kept from draft where id = ${id}`) as [
    { kept: object },
  ];
  expect(JSON.stringify(kept)).not.toContain(memberId);
});
