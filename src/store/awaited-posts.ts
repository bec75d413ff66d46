import type { Database, Sql } from "./sql.ts";

/** A post that an account shared and its server could not be asked for yet. */
export interface AwaitedPost {
  id: string;
  /** Who shared it. */
  actorId: string;
  activityId: string;
  /** Whether it is said to have changed, or to be gone. */
  changed: boolean;
}

/** More hosts than these do not fail at once. */
const mostAwaited = 1000;
const mostTries = 3;

/** Asks for it later: whoever passes a post on does not have to wait for its server, nor send it twice. */
export async function awaitPost(sql: Sql, post: AwaitedPost): Promise<void> {
  await sql`
    insert into awaited_post (id, actor_id, activity_id, changed, try_at)
    select ${post.id}, ${post.actorId}, ${post.activityId}, ${post.changed}, now() + interval '5 minutes'
    where (select count(*) from awaited_post) < ${mostAwaited}
    on conflict (id, actor_id) do update
    set activity_id = excluded.activity_id, changed = awaited_post.changed or excluded.changed`;
}

/** Takes some that are due: each is tried again after an hour and after six more, unless it is settled before. */
export async function claimAwaited(sql: Database, limit: number): Promise<AwaitedPost[]> {
  return sql.begin(async (tx) => {
    await tx`delete from awaited_post where tries >= ${mostTries} and try_at < now()`;
    return tx<AwaitedPost[]>`
      update awaited_post
      set tries = tries + 1, try_at = now() + case tries when 0 then interval '1 hour' else interval '6 hours' end
      where (id, actor_id) in (
        select id, actor_id from awaited_post where try_at <= now() order by try_at limit ${limit} for update skip locked
      )
      returning id, actor_id as "actorId", activity_id as "activityId", changed`;
  });
}

export async function settleAwaited(sql: Sql, { id, actorId }: AwaitedPost): Promise<void> {
  await sql`delete from awaited_post where id = ${id} and actor_id = ${actorId}`;
}
