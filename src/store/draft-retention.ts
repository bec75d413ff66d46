import type { Sql } from "./sql.ts";

// A draft that changes a published post ties members to that post for as long as nobody finishes it. After the days that the
// collective chose it keeps the text and forgets the members: a day at least, as long as it may still be written.

const resting = (sql: Sql) => sql`
  base is not null and published_at is null
  and updated_at < now() - (select greatest(retention_days, 1) from collective) * interval '1 day'`;

/** Who wrote, remarked and approved in changes that rest; says of how many rows. */
export async function forgetWriters(sql: Sql, limit = 5000): Promise<number> {
  const revisions = await sql`
    update draft_revision set hand = null
    where (draft_id, number) in (
      select draft_id, draft_revision.number
      from draft_revision
      join draft on draft.id = draft_id
      where hand is not null and ${resting(sql)}
      limit ${limit}
    )`;
  const notes = await sql`
    update draft_note set hand = null
    where id in (
      select draft_note.id
      from draft_note
      join draft on draft.id = draft_id
      where hand is not null and ${resting(sql)}
        and draft_note.created_at < now() - (select greatest(retention_days, 1) from collective) * interval '1 day'
      limit ${limit}
    )`;
  const approvals = await sql`
    update draft set approved_hand = null
    where id in (select id from draft where approved_hand is not null and ${resting(sql)} limit ${limit})`;
  return revisions.count + notes.count + approvals.count;
}
