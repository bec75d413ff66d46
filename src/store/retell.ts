import { addActivity, type OwnActivity } from "./activities.ts";
import { deliverToActors, deliverToFollowers } from "./deliveries.ts";
import { tellEvent } from "./events.ts";
import { listAttachedCallouts } from "./revision-callouts.ts";
import { listMentioned } from "./revision-mentions.ts";
import type { Sql } from "./sql.ts";
import { roundedNow } from "./times.ts";
import { listTranslations, type Translation } from "./translations.ts";

/** To the followers, the author of what is answered, and whom the post names or has named. */
export async function deliverPost(sql: Sql, activity: OwnActivity): Promise<void> {
  await deliverToFollowers(sql, activity);
  const named = await listMentioned(sql, activity.postId!);
  const others = [...(activity.recipient ? [activity.recipient] : []), ...named];
  if (others.length > 0) await deliverToActors(sql, activity, others);
}

/** The post and those that say the same, each with its language. */
export async function listSameWords(sql: Sql, postId: string): Promise<Translation[]> {
  const own = await sql<Translation[]>`
    select post_id as id, language from post_language where post_id = ${postId}`;
  return [...own, ...((await listTranslations(sql, [postId])).get(postId) ?? [])];
}

/**
 * Of posts that say the same, all but `postId` are told anew where one came, went or took another language: each names the others, and
 * a link to what is withdrawn leads nowhere.
 */
export async function retellOthers(sql: Sql, postId: string, before: Translation[]): Promise<void> {
  const now = await listSameWords(sql, postId);
  const languageOf = (posts: Translation[]) => posts.find(({ id }) => id === postId)?.language;
  const isSame = languageOf(before) === languageOf(now);
  const stayed = (id: string) => [before, now].every((posts) => posts.some((post) => post.id === id));
  const ids = new Set([...before, ...now].map(({ id }) => id));
  ids.delete(postId);
  for (const id of ids) if (!isSame || !stayed(id)) await retell(sql, id);
}

/**
 * An Update of a post whose own text is as it was. Whatever this transaction has written of it tells all of that already. `updated` is
 * newer for servers, which ignore an Update otherwise; for readers nothing was edited.
 */
async function retell(sql: Sql, id: string): Promise<void> {
  const [post] = await sql<{ revision: number; recipient: string | null; at: Date }[]>`
    update post
    set retold_at = greatest(${roundedNow(sql)},
      date_trunc('second', coalesce(greatest(updated, retold_at), published)) + interval '1 second')
    where id = ${id} and withdrawn_at is null and xmin <> pg_current_xact_id()::xid
    returning revision, in_reply_to_actor as recipient, retold_at as at`;
  if (!post) return;
  const { revision, recipient } = post;
  await deliverPost(sql, await addActivity(sql, { type: "Update", postId: id, revision, recipient }));
  const callouts = await listAttachedCallouts(sql, [{ id, revision }]);
  await tellEvent(sql, { postId: id, revision, callout: callouts.get(id) ?? null });
}
