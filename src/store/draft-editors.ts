import type { Sql } from "./sql.ts";

/** Says that the member has the text open, and who else had it in the last quarter of an hour. */
export async function openDraft(sql: Sql, draftId: string, memberId: string): Promise<string[]> {
  await sql`
    insert into draft_editor (draft_id, member_id)
    select id, ${memberId} from draft where id = ${draftId}
    on conflict (draft_id, member_id) do update set seen_at = now()`;
  const rows = await sql<{ name: string }[]>`
    select name
    from draft_editor
    join member on member.id = member_id
    where draft_id = ${draftId} and member_id <> ${memberId} and seen_at > now() - interval '15 minutes'
    order by seen_at desc
    limit 10`;
  return rows.map(({ name }) => name);
}

/** They have saved, and do not write any more. */
export async function closeDraft(sql: Sql, draftId: string, memberId: string): Promise<void> {
  await sql`delete from draft_editor where draft_id = ${draftId} and member_id = ${memberId}`;
}
