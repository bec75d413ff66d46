import type { Sql } from "./sql.ts";

/** Says that the member has the form of a published post open, and who else had it in the last quarter of an hour. */
export async function openPost(sql: Sql, postId: string, memberId: string): Promise<string[]> {
  await removeOldPostEditors(sql);
  await sql`
    insert into post_editor (post_id, member_id)
    select id, ${memberId} from post where id = ${postId}
    on conflict (post_id, member_id) do update set seen_at = now()`;
  const rows = await sql<{ name: string }[]>`
    select name
    from post_editor
    join member on member.id = member_id
    where post_id = ${postId} and member_id <> ${memberId} and seen_at > now() - interval '15 minutes'
    order by seen_at desc
    limit 10`;
  return rows.map(({ name }) => name);
}

/** They have saved, and do not write any more. */
export async function closePost(sql: Sql, postId: string, memberId: string): Promise<void> {
  await sql`delete from post_editor where post_id = ${postId} and member_id = ${memberId}`;
}

/** Who wrote in a published post is not kept. */
export async function removeOldPostEditors(sql: Sql, limit = 1000): Promise<number> {
  const { count } = await sql`
    delete from post_editor where (post_id, member_id) in (
      select post_id, member_id from post_editor where seen_at < now() - interval '15 minutes' limit ${limit}
    )`;
  return count;
}
