import type { Sql } from "./sql.ts";

export type ReactionType = "Like" | "Announce" | "EmojiReact";

export interface ReactionCount {
  likes: number;
  boosts: number;
}

/** Records a like or boost of a post that stands; a repeat by the same actor is the same reaction. */
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

/** Takes back what an actor said to a post, whatever id it said it under. */
export async function removeReaction(
  sql: Sql,
  reaction: { postId: string; actorId: string; type: ReactionType },
): Promise<void> {
  await sql`
    delete from reaction
    where post_id = ${reaction.postId} and actor_id = ${reaction.actorId} and type = ${reaction.type}`;
}

export async function removeReactionsOf(sql: Sql, actorId: string): Promise<void> {
  await sql`delete from reaction where actor_id = ${actorId}`;
}

/** How many like and boost each post, whatever they like it with; a post without any is absent. */
export async function countReactions(sql: Sql, postIds: string[]): Promise<Map<string, ReactionCount>> {
  if (postIds.length === 0) return new Map();
  const rows = await sql<(ReactionCount & { postId: string })[]>`
    select post_id as "postId",
      (count(distinct actor_id) filter (where type in ('Like', 'EmojiReact')))::integer as likes,
      (count(*) filter (where type = 'Announce'))::integer as boosts
    from reaction
    where post_id in ${sql(postIds)}
    group by post_id`;
  return new Map(rows.map(({ postId, ...count }) => [postId, count]));
}
