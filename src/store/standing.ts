import type { ReactionType } from "./reactions.ts";
import type { Sql } from "./sql.ts";

/** Something that an actor did here and may take back. */
export type Standing = { type: "Follow"; postId: null } | { type: ReactionType; postId: string };

/** What stands here of an actor, at most two of it: first what it did under this id. */
export async function listStanding(
  sql: Sql,
  actorId: string,
  activityId: string,
): Promise<(Standing & { named: boolean })[]> {
  return sql<(Standing & { named: boolean })[]>`
    select 'Follow' as type, null as "postId", (
        follow_id = ${activityId}
        or exists (select 1 from received where actor_id = ${actorId} and id = ${activityId} and type = 'Follow')
      ) as named
    from follower where actor_id = ${actorId}
    union all
    select type, post_id, activity_id = ${activityId} from reaction where actor_id = ${actorId}
    order by named desc, type
    limit 2`;
}
