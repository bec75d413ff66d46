import type { Rendered } from "../text/own-html.ts";
import { type KeptText, withHtml } from "./rendered.ts";
import { type Reply, replyColumns } from "./replies.ts";
import type { Sql } from "./sql.ts";

/** A post of ours that answers somebody. */
export interface OwnAnswer extends Rendered {
  id: string;
  inReplyTo: string;
  name: string;
  language: string;
  published: Date;
}

/** The posts of ours that answer these foreign ones, oldest first. */
export async function listOwnAnswers(sql: Sql, foreignIds: string[], limit = 300): Promise<OwnAnswer[]> {
  if (foreignIds.length === 0) return [];
  const rows = await sql<(Omit<OwnAnswer, keyof Rendered> & KeptText)[]>`
    select post.id, in_reply_to as "inReplyTo", name, source, html, renderer, language, published
    from post
    join revision on post_id = post.id and number = post.revision
    where in_reply_to = any(${foreignIds}) and withdrawn_at is null
    order by published, post.id
    limit ${limit}`;
  return withHtml(rows);
}

/**
 * Whatever has reached us below a post, and below our own answers there: the latest of it, oldest first. Members see it
 * in any state.
 */
export async function listConversation(
  sql: Sql,
  postId: string,
  limit: number,
): Promise<{ replies: Reply[]; answers: OwnAnswer[] }> {
  const replies = await sql<Reply[]>`
    with recursive ours (id) as (
      select ${postId}::text
      union
      select post.id
      from ours
      join post on post.answers_below = ours.id
    ), latest as (
      select newest.id
      from ours
      cross join lateral (
        select reply.id, received_at from reply
        where reply.post_id = ours.id
        order by received_at desc, reply.id
        limit ${limit}
      ) newest
      order by newest.received_at desc, newest.id
      limit ${limit}
    )
    select ${replyColumns(sql)}, null as "postName"
    from latest
    join reply using (id)
    join actor on actor.id = actor_id
    order by reply.published, reply.id`;
  const answers = await listOwnAnswers(
    sql,
    replies.map(({ id }) => id),
  );
  return { replies, answers };
}
