import type { Sql } from "./sql.ts";

export type ReactionType = "Like" | "Announce";

export interface ReactionCount {
  likes: number;
  boosts: number;
}

/** Records a Like or boost of a post that stands; a repeat by the same actor is the same reaction. */
export async function addReaction(
  sql: Sql,
  reaction: { postId: string; actorId: string; type: ReactionType; activityId: string },
): Promise<void> {
  await sql`
    insert into reaction (post_id, actor_id, type, activity_id)
    select id, ${reaction.actorId}, ${reaction.type}, ${reaction.activityId}
    from post where id = ${reaction.postId} and withdrawn_at is null
    on conflict (post_id, actor_id, type) do update set activity_id = excluded.activity_id`;
}

/** Takes back the reaction that this very activity of the actor made. */
export async function removeReaction(sql: Sql, actorId: string, activityId: string): Promise<boolean> {
  const rows = await sql`
    delete from reaction where actor_id = ${actorId} and activity_id = ${activityId} returning post_id`;
  return rows.length > 0;
}

/** Takes back a Like or boost named by its post: Pleroma and others embed the activity with a changed id. */
export async function removeReactionTo(
  sql: Sql,
  reaction: { postId: string; actorId: string; type: ReactionType },
): Promise<boolean> {
  const rows = await sql`
    delete from reaction
    where post_id = ${reaction.postId} and actor_id = ${reaction.actorId} and type = ${reaction.type}
    returning post_id`;
  return rows.length > 0;
}

export async function removeReactionsOf(sql: Sql, actorId: string): Promise<void> {
  await sql`delete from reaction where actor_id = ${actorId}`;
}

/** The likes and boosts of each post; a post without any is absent. */
export async function countReactions(sql: Sql, postIds: string[]): Promise<Map<string, ReactionCount>> {
  if (postIds.length === 0) return new Map();
  const rows = await sql<(ReactionCount & { postId: string })[]>`
    select post_id as "postId",
      (count(*) filter (where type = 'Like'))::integer as likes,
      (count(*) filter (where type = 'Announce'))::integer as boosts
    from reaction
    where post_id in ${sql(postIds)}
    group by post_id`;
  return new Map(rows.map(({ postId, ...count }) => [postId, count]));
}
