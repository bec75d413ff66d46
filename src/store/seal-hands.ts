import { type Act, actsOnMembers, sealWho } from "./audit.ts";
import { handOf } from "./hands.ts";
import type { SecretKey } from "./secret.ts";
import type { Database, Sql } from "./sql.ts";

// Data from before 0049 names members beside what they wrote. A migration cannot seal it: this does, at the first start.

/** Of so many rows at a time. */
const batch = 500;

export async function hasNamedHands(sql: Sql): Promise<boolean> {
  const [named] = await sql<{ any: boolean }[]>`
    select exists (select 1 from draft_revision where member_id is not null)
      or exists (select 1 from draft_note where member_id is not null)
      or exists (select 1 from draft where approved_by is not null)
      or exists (select 1 from audit where who_jwe is null) as any`;
  return named!.any;
}

/** Puts hands in the place of members, and seals the names in the log; then what lay there before is gone from the tables' files. */
export async function sealHands(sql: Database, secret: SecretKey): Promise<void> {
  for (const step of [sealRevisions, sealNotes, sealApprovals, sealEntries]) {
    while ((await sql.begin((tx) => step(tx, secret))) > 0);
  }
  for (const table of ["draft_revision", "draft_note", "draft", "audit"])
    await sql`vacuum (full, freeze) ${sql(table)}`;
}

async function sealRevisions(sql: Sql, secret: SecretKey): Promise<number> {
  const rows = await sql<{ draftId: string; number: number; memberId: string }[]>`
    select draft_id as "draftId", number, member_id as "memberId"
    from draft_revision where member_id is not null limit ${batch} for update`;
  for (const { draftId, number, memberId } of rows) {
    await sql`
      update draft_revision
      set member_id = null, hand = ${handOf(secret, draftId, memberId)},
        by_writer = exists (select 1 from member where id = ${memberId} and role = 'writer')
      where draft_id = ${draftId} and number = ${number}`;
  }
  return rows.length;
}

async function sealNotes(sql: Sql, secret: SecretKey): Promise<number> {
  const rows = await sql<{ id: string; draftId: string; memberId: string }[]>`
    select id::text, draft_id as "draftId", member_id as "memberId"
    from draft_note where member_id is not null limit ${batch} for update`;
  for (const { id, draftId, memberId } of rows) {
    await sql`
      update draft_note set member_id = null, hand = ${handOf(secret, draftId, memberId)} where id = ${id}::bigint`;
  }
  return rows.length;
}

async function sealApprovals(sql: Sql, secret: SecretKey): Promise<number> {
  const rows = await sql<{ id: string; memberId: string }[]>`
    select id, approved_by as "memberId" from draft where approved_by is not null limit ${batch} for update`;
  for (const { id, memberId } of rows) {
    await sql`
      update draft set approved_by = null, approved_hand = ${handOf(secret, id, memberId)} where id = ${id}`;
  }
  return rows.length;
}

/** An entry from before has a name and no id: a name may have been another's before. */
async function sealEntries(sql: Sql, secret: SecretKey): Promise<number> {
  const rows = await sql<{ id: string; name: string; act: Act; object: string }[]>`
    select id::text, name, act, object from audit where who_jwe is null limit ${batch} for update`;
  for (const { id, name, act, object } of rows) {
    const about = actsOnMembers.has(act);
    const jwe = await sealWho(secret, { id: null, name, ...(about && { object }) });
    await sql`
      update audit set name = '', object = ${about ? "" : object}, who_jwe = ${jwe} where id = ${id}::bigint`;
  }
  return rows.length;
}
