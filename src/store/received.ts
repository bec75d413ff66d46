import type { Sql } from "./sql.ts";

/**
 * The first row of an activity's transaction: true for the first copy. Unique by actor and id together, so that nobody
 * can use up another's id in advance (Mastodon CVE-2026-33869); the id, or what stands for it where ids are used again.
 */
export async function markReceived(
  sql: Sql,
  activity: { actorId: string; id: string; type: string },
): Promise<boolean> {
  const rows = await sql`
    insert into received (actor_id, id, type) values (${activity.actorId}, ${activity.id}, ${activity.type})
    on conflict do nothing
    returning id`;
  return rows.length > 0;
}

/** No server repeats an activity after 30 days. Returns how many were removed. */
export async function removeOldReceived(sql: Sql, limit = 5000): Promise<number> {
  const { count } = await sql`
    delete from received where (actor_id, id) in (
      select actor_id, id from received where received_at < now() - interval '30 days' limit ${limit}
    )`;
  return count;
}
