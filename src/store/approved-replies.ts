import { approvedActor } from "./actors.ts";
import { actorIs } from "./blocked.ts";
import { authoredColumns, type Reply, type ReplyKind } from "./replies.ts";
import type { Sql } from "./sql.ts";

/** For readers. */
const approvedColumns = (sql: Sql) => authoredColumns(sql, approvedActor(sql));

/** What everybody may read of either kind: approved, and not by a blocked author or host. */
const isShown = (sql: Sql, kind: ReplyKind) => sql`
  reply.kind = ${kind} and state = 'approved' and not ${actorIs(sql, "block")}`;

const shownBelow = (sql: Sql, postId: string, kind: ReplyKind = "reply") => sql`
  post_id = ${postId} and ${isShown(sql, kind)}`;

/** Of the approved replies of a post, the oldest first: some ids, and how many there are. */
export interface ReplyIds {
  ids: string[];
  total: number;
}

/** By post; one without approved replies is absent. */
export async function listReplyIds(
  sql: Sql,
  postIds: string[],
  { offset, limit }: { offset: number; limit: number },
): Promise<Map<string, ReplyIds>> {
  if (postIds.length === 0) return new Map();
  // What is blocked is read once: to look it up as `actorIs` does, for each of thousands of replies, would take the more.
  const rows = await sql<(ReplyIds & { postId: string })[]>`
    with approved as materialized (
      select id, post_id, actor_id, actor_host, published from reply
      where post_id = any(${postIds}) and kind = 'reply' and state = 'approved'
    ), block_of_host as materialized (
      select value from block where kind = 'host' and severity = 'block'
    ), blocked as materialized (
      select actor_host as host
      from (select distinct actor_host from approved) asked
      cross join names_of_host(actor_host) as name
      join block_of_host on value = name
    )
    select post_id as "postId", count(*)::integer as total,
      (array_agg(id order by published, id))[${offset + 1}::integer:${offset + limit}::integer] as ids
    from approved
    where actor_host not in (select host from blocked)
      and actor_id not in (select value from block where kind = 'actor' and severity = 'block')
    group by post_id`;
  return new Map(rows.map(({ postId, ...known }) => [postId, known]));
}

/** The approved replies of a post, oldest first. */
export async function listApprovedReplies(sql: Sql, postId: string, limit = 200): Promise<Reply[]> {
  return sql<Reply[]>`
    select ${approvedColumns(sql)}, null as "postName"
    from reply
    join actor on actor.id = actor_id
    where ${shownBelow(sql, postId)}
    order by reply.published, reply.id
    limit ${limit}`;
}

/** The approved posts that quote this one, oldest first. */
export async function listApprovedQuotes(sql: Sql, postId: string, limit = 50): Promise<Reply[]> {
  return sql<Reply[]>`
    select ${approvedColumns(sql)}, null as "postName"
    from reply
    join actor on actor.id = actor_id
    where ${shownBelow(sql, postId, "quote")}
    order by reply.published, reply.id
    limit ${limit}`;
}

/** The latest approved replies of a post, newest first. */
export async function listLatestReplies(sql: Sql, postId: string, limit: number): Promise<Reply[]> {
  return sql<Reply[]>`
    select ${approvedColumns(sql)}, null as "postName"
    from reply
    join actor on actor.id = actor_id
    where ${shownBelow(sql, postId)}
    order by reply.published desc, reply.id desc
    limit ${limit}`;
}
