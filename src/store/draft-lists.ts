import {
  type DraftFacts,
  type DraftState,
  type KeptDraft,
  openStates,
  sealedColumns,
  type SealedRow,
  withRevision,
} from "./drafts.ts";
import { type OwnHtml, unrendered } from "../text/own-html.ts";
import { openRevision } from "./draft-texts.ts";
import { listHands } from "./hands.ts";
import type { SecretKey } from "./secret.ts";
import type { Sql } from "./sql.ts";

/** A draft as lists tell it. */
export interface ListedDraft extends DraftFacts {
  name: string;
  html: OwnHtml;
  language: string;
  author: KeptDraft["author"];
}

/** Drafts in one of these states, the one changed last first. */
export async function listDrafts(
  sql: Sql,
  secret: SecretKey,
  {
    states = openStates,
    limit,
    offset = 0,
  }: { states?: readonly DraftState[]; limit: number; offset?: number },
): Promise<ListedDraft[]> {
  const rows = await sql<SealedRow[]>`
    select ${sealedColumns(sql)} ${withRevision(sql)}
    where state in ${sql(states)}
    order by updated_at desc, draft.id
    offset ${offset}
    limit ${limit}`;
  return list(sql, rows, secret);
}

/** Other drafts that say the same in other languages; at most as many as there are languages in a group. */
export async function listTranslationDrafts(
  sql: Sql,
  secret: SecretKey,
  { id, translationGroup }: Pick<DraftFacts, "id" | "translationGroup">,
): Promise<ListedDraft[]> {
  const rows = await sql<SealedRow[]>`
    select ${sealedColumns(sql)} ${withRevision(sql)}
    where translation_group = ${translationGroup} and draft.id <> ${id}
    order by draft.created_at, draft.id
    limit 20`;
  return list(sql, rows, secret);
}

/** The changes of a post that are on their way. */
export async function listChangesOf(sql: Sql, secret: SecretKey, postId: string): Promise<ListedDraft[]> {
  const rows = await sql<SealedRow[]>`
    select ${sealedColumns(sql)} ${withRevision(sql)}
    where draft.post_id = ${postId} and state in ${sql(openStates)}
    order by updated_at desc, draft.id
    limit 20`;
  return list(sql, rows, secret);
}

async function list(sql: Sql, rows: SealedRow[], secret: SecretKey): Promise<ListedDraft[]> {
  const authorOf = await listHands(sql, secret);
  return Promise.all(
    rows.map(async ({ jwe, hand, ...row }) => {
      const { text, rendered } = await openRevision(jwe, secret);
      const { name, source, language } = text;
      const html = rendered?.html ?? unrendered(source);
      return { ...row, author: authorOf(row.id, hand), name, html, language };
    }),
  );
}

/** How many there are in each state that readers have not seen. */
export async function countDrafts(sql: Sql): Promise<Record<(typeof openStates)[number], number>> {
  const rows = await sql<{ state: DraftState; count: number }[]>`
    select state, count(*)::integer as count from draft where state in ${sql(openStates)} group by state`;
  return {
    draft: 0,
    "in-review": 0,
    approved: 0,
    scheduled: 0,
    ...Object.fromEntries(rows.map(({ state, count }) => [state, count])),
  };
}

export interface DraftRevision {
  number: number;
  author: string | null;
  createdAt: Date;
}

/** The newest first. */
export async function listDraftRevisions(
  sql: Sql,
  secret: SecretKey,
  id: string,
  limit = 200,
): Promise<DraftRevision[]> {
  const rows = await sql<(Omit<DraftRevision, "author"> & { hand: Uint8Array | null })[]>`
    select number, hand, created_at as "createdAt"
    from draft_revision
    where draft_id = ${id}
    order by number desc
    limit ${limit}`;
  const authorOf = await listHands(sql, secret);
  return rows.map(({ hand, ...row }) => ({ ...row, author: authorOf(id, hand)?.name ?? null }));
}
