import { addAlliedPost, type AlliedPost } from "./allied-posts.ts";
import { isFollowing } from "./following.ts";
import type { Sql } from "./sql.ts";

/** The activity by which an account that the collective follows passes on a post. */
export interface Share {
  actorId: string;
  activityId: string;
}

/** Keeps a post that was shared, once, and who shared it. */
export async function addSharedPost(
  tx: Sql,
  post: AlliedPost,
  { actorId, activityId }: Share,
): Promise<void> {
  await addAlliedPost(tx, post, { byAuthor: await isFollowing(tx, post.actorId), listedAt: new Date() });
  await tx`
    insert into allied_share (post_id, actor_id, activity_id) values (${post.id}, ${actorId}, ${activityId})
    on conflict (post_id, actor_id) do update set activity_id = excluded.activity_id`;
}

/**
 * An account takes back that it shared a post, named by the activity or by the post. The post goes, unless another shares it, its
 * author is followed, or the collective has itself liked or boosted it.
 */
export async function removeShare(
  tx: Sql,
  actorId: string,
  { activityId, postId }: { activityId?: string | undefined; postId?: string | undefined },
): Promise<boolean> {
  const shared = await tx<{ postId: string }[]>`
    delete from allied_share
    where actor_id = ${actorId} and (activity_id = ${activityId ?? null} or post_id = ${postId ?? null})
    returning post_id as "postId"`;
  const awaited = await tx`
    delete from awaited_post
    where actor_id = ${actorId} and (activity_id = ${activityId ?? null} or id = ${postId ?? null})
    returning id`;
  const ids = shared.map((share) => share.postId);
  await tx`
    update allied_post set by_author = true
    where id = any(${ids}) and exists (
      select 1 from following where following.actor_id = allied_post.actor_id and state = 'accepted'
    )`;
  await tx`
    delete from allied_post
    where id = any(${ids}) and not by_author
      and not exists (select 1 from allied_share where post_id = allied_post.id)
      and not exists (select 1 from activity where object = allied_post.id and undone_at is null)`;
  return shared.length + awaited.length > 0;
}
