import { removeAlliedPost } from "./allied-posts.ts";
import { removeEarlyReply } from "./early-replies.ts";
import { removeReply } from "./replies.ts";
import type { Sql } from "./sql.ts";

/** A post that its author deleted. */
export interface GonePost {
  id: string;
  actorId: string;
  /** Whether members had approved it as a reply. */
  approved: boolean;
}

/**
 * Its author deletes a post, whether or not it ever came: activities overtake each other, and what comes late of it would bring it
 * back. Only that author's own is remembered so, or any account of a host could keep another's from coming.
 */
export async function deletePost(
  tx: Sql,
  { id, actorId, activityId }: { id: string; actorId: string; activityId: string },
): Promise<void> {
  const state = await removeReply(tx, id, actorId);
  await removeAlliedPost(tx, id, actorId);
  await removeEarlyReply(tx, id, actorId);
  await tx`
    insert into gone_post (id, actor_id, activity_id, approved)
    values (${id}, ${actorId}, ${activityId}, ${state === "approved"})
    on conflict (id, actor_id) do update
    set activity_id = excluded.activity_id, approved = gone_post.approved or excluded.approved, deleted_at = now()`;
}

/** Whose post this is, as far as any of it is kept. */
export async function findAuthorOf(sql: Sql, id: string): Promise<string | undefined> {
  const [row] = await sql<{ actorId: string }[]>`
    select actor_id as "actorId"
    from (
      select actor_id from reply where id = ${id}
      union all
      select actor_id from allied_post where id = ${id}
      union all
      select actor_id from early_reply where id = ${id}
    ) kept
    limit 1`;
  return row?.actorId;
}

/** What of an author's is gone, by its own id or by that of the Delete. */
export async function findGone(
  sql: Sql,
  actorId: string,
  { id, activityId }: { id?: string | undefined; activityId?: string | undefined },
): Promise<GonePost | undefined> {
  const [row] = await sql<GonePost[]>`
    select id, actor_id as "actorId", approved
    from gone_post
    where actor_id = ${actorId} and (id = ${id ?? null} or activity_id = ${activityId ?? null})
    limit 1`;
  return row;
}

/** Its author has brought it back. */
export async function forgetGone(sql: Sql, id: string, actorId: string): Promise<void> {
  await sql`delete from gone_post where id = ${id} and actor_id = ${actorId}`;
}

/** No server repeats an activity after 30 days. Returns how many were removed. */
export async function removeOldGone(sql: Sql, limit = 5000): Promise<number> {
  const { count } = await sql`
    delete from gone_post where (id, actor_id) in (
      select id, actor_id from gone_post where deleted_at < now() - interval '30 days' limit ${limit}
    )`;
  return count;
}
