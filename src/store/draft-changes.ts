import { Conflict } from "../errors.ts";
import { addNote } from "./draft-notes.ts";
import type { DraftFacts } from "./drafts.ts";
import { refuseWriter } from "./members.ts";
import type { SecretKey } from "./secret.ts";
import type { Sql } from "./sql.ts";

// The one way to what a draft holds: its text, its pictures and what is said of them. What was approved falls back to review
// before it changes; triggers refuse whoever goes another way, see sql/0046-what-was-approved.sql.

/** What a change took away: an approval, or a time as well. */
export type Reopened = "changeApproved" | "changeScheduled";

type Present = Pick<DraftFacts, "id" | "state" | "number" | "version">;

export interface ChangedDraft {
  id: string;
  /** Its version before, and now. */
  before: number;
  version: number;
  reopened?: Reopened;
}

/** Who covers, where a member asks for it. */
export interface Covering {
  secret: SecretKey;
  memberId: string;
}

/**
 * Before the text of a locked draft changes; `number` is the revision that is to be written. @throws {Conflict}
 * `draftPublished`, `notByItself`, and `scheduledFixed` for a writer.
 */
export async function openForWriting(
  sql: Sql,
  secret: SecretKey,
  draft: Present,
  { memberId, autosaved = false, number }: { memberId: string; autosaved?: boolean; number: number },
): Promise<ChangedDraft> {
  const { state } = draft;
  if (state === "published" || state === "withdrawn") throw new Conflict("draftPublished");
  if (state === "scheduled") await refuseWriter(sql, memberId);
  const changed = await fallBack(sql, draft);
  if (changed.reopened && autosaved) throw new Conflict("notByItself");
  if (changed.reopened) {
    await addNote(sql, secret, { draftId: draft.id, act: changed.reopened, number, text: "", memberId });
  }
  return changed;
}

async function fallBack(sql: Sql, { id, state, version }: Present): Promise<ChangedDraft> {
  const reviewed = state === "approved" || state === "scheduled";
  await sql`
    update draft
    set state = ${reviewed ? "in-review" : state}, scheduled_at = null, approved_hand = null, version = version + 1,
      updated_at = now()
    where id = ${id}`;
  const changed = { id, before: version, version: version + 1 };
  if (!reviewed) return changed;
  return { ...changed, reopened: state === "scheduled" ? "changeScheduled" : "changeApproved" };
}

/** Drafts that say now that they show the picture, what is approved or scheduled among them. */
const showing = (sql: Sql, pictureId: string) => sql`
  state in ('draft', 'in-review', 'approved', 'scheduled') and exists (
    select 1 from draft_picture
    where draft_id = draft.id and draft_picture.number = draft.number and picture_id = ${pictureId})`;

/** Until the end of the transaction they change by nobody else. */
export async function lockShowing(sql: Sql, pictureId: string): Promise<void> {
  await sql`select 1 from draft where ${showing(sql, pictureId)} order by id for update`;
}

/** What covering faces in a picture would take away. */
export async function listReviewedWith(
  sql: Sql,
  pictureId: string,
): Promise<Pick<DraftFacts, "id" | "state" | "scheduledAt">[]> {
  return sql<Pick<DraftFacts, "id" | "state" | "scheduledAt">[]>`
    select id, state, scheduled_at as "scheduledAt" from draft
    where state in ('approved', 'scheduled') and ${showing(sql, pictureId)}
    order by scheduled_at, id
    limit 20`;
}

/**
 * The covered picture takes the uncovered one's place in every revision of every draft. Whoever covers a face does so at
 * once, a writer in a scheduled text, too: what was approved waits for another approval. Gives the drafts that say it now.
 */
export async function coverInDrafts(
  sql: Sql,
  uncoveredId: string,
  coveredId: string,
  by?: Covering,
): Promise<ChangedDraft[]> {
  const drafts = await sql<Present[]>`
    select id, state, number, version from draft where ${showing(sql, uncoveredId)} order by id for update`;
  const changed: ChangedDraft[] = [];
  for (const draft of drafts) {
    const fallen = await fallBack(sql, draft);
    const act = fallen.reopened === "changeScheduled" ? "coverScheduled" : "coverApproved";
    const note = { draftId: draft.id, act, number: draft.number, text: "" } as const;
    if (fallen.reopened) await addNote(sql, by?.secret, { ...note, memberId: by?.memberId ?? null });
    changed.push(fallen);
  }
  await sql`
    update draft_picture set picture_id = ${coveredId}, people = 'covered' where picture_id = ${uncoveredId}`;
  return changed;
}
