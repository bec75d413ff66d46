import { handOf, listHands } from "./hands.ts";
import { unlessPanicked } from "./panic.ts";
import { seal, unseal } from "./seal.ts";
import type { SecretKey } from "./secret.ts";
import type { Sql } from "./sql.ts";

export type NoteAct =
  | "comment"
  | "review"
  | "return"
  | "approve"
  | "schedule"
  | "unschedule"
  | "restore"
  | "failed"
  /** Changed what was approved, or even had its time. */
  | "changeApproved"
  | "changeScheduled"
  /** Covered a picture in it, with the same outcome. */
  | "coverApproved"
  | "coverScheduled";

export interface NewNote {
  draftId: string;
  act: NoteAct;
  /** The revision it speaks of. */
  number: number;
  /** What was remarked; empty for nothing. */
  text: string;
  /** Null for what the server did. */
  memberId: string | null;
  /** Names what was sent, so that it is noted once; empty for nothing. */
  once?: string;
}

export interface DraftNote {
  id: string;
  act: NoteAct;
  number: number;
  text: string;
  /** Null for what the server did, and when they are a member no more. */
  author: string | null;
  createdAt: Date;
}

/** Without a text and a member it needs no key. */
export async function addNote(
  sql: Sql,
  secret: SecretKey | undefined,
  { draftId, act, number, text, memberId, once = "" }: NewNote,
): Promise<void> {
  const jwe = text === "" ? null : await seal(text, secret!);
  const hand = memberId === null ? null : handOf(secret!, draftId, memberId);
  await sql`
    insert into draft_note (draft_id, act, number, text_jwe, hand, once)
    values (${draftId}, ${act}, ${number}, ${jwe}, ${hand}, ${once || null})
    on conflict (once) do nothing`;
}

type NoteRow = Omit<DraftNote, "text" | "author"> & { jwe: string | null; hand: Uint8Array | null };

/** What was done with a draft and said of it, the oldest first; of very much, the newest. */
export async function listNotes(
  sql: Sql,
  secret: SecretKey,
  draftId: string,
  limit = 200,
): Promise<DraftNote[]> {
  const rows = await sql<NoteRow[]>`
    select id::text, act, number, text_jwe as jwe, hand, created_at as "createdAt"
    from draft_note
    where draft_id = ${draftId} and ${unlessPanicked(sql)}
    order by draft_note.id desc
    limit ${limit}`;
  const authorOf = await listHands(sql, secret);
  return Promise.all(
    rows.toReversed().map(async ({ jwe, hand, ...note }) => ({
      ...note,
      author: authorOf(draftId, hand)?.name ?? null,
      text: jwe === null ? "" : await unseal(jwe, secret),
    })),
  );
}
