import type { Fragment } from "postgres";
import { countOpenFlags } from "./flags.ts";
import { isStranger } from "./retention.ts";
import type { Sql } from "./sql.ts";

// What strangers make us keep has an end, however many hosts they come from. Beyond it, the newest of those domains give way
// that have the most: a flood pushes itself out, and nobody who said little. Each function removes at most `limit` rows and says
// how many it removed.

/** More than members would ever read through. */
const mostReplies = { held: 2000, pending: 10_000 };
const mostOpenFlags = 500;
const mostStrangers = 50_000;
const mostEarly = 1000;
const mostAllied = 5000;

/** As `domainOf` of text/address.ts. */
const domainOf = (sql: Sql, host: Fragment) => sql`
  case when ${host} ~ '^([0-9.]+|\\[.*)(:\\d+)?$' then regexp_replace(${host}, ':\\d+$', '')
    else substring(regexp_replace(${host}, ':\\d+$', '') from '[^.]*\\.?[^.]+$') end`;

/** Its place among those of its domain. */
const place = (sql: Sql, order: Fragment) => sql`
  row_number() over (partition by ${domainOf(sql, sql`actor.host`)} order by ${order}) as place`;

export async function removeSurplusReplies(
  sql: Sql,
  state: keyof typeof mostReplies,
  limit = 5000,
): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::integer as count from reply where state = ${state}`;
  if (row!.count <= mostReplies[state]) return 0;
  const { count } = await sql`
    delete from reply where id in (
      select id
      from (
        select reply.id, received_at, ${place(sql, sql`received_at, reply.id`)}
        from reply
        join actor on actor.id = actor_id
        where state = ${state}
      ) placed
      order by place, received_at
      offset ${mostReplies[state]}
      limit ${limit}
    )`;
  return count;
}

/**
 * Posts of allies, without those that the collective liked or boosted: a busy group passes on a thousand a day. The oldest go of
 * those from whom the most came, so that it hides nobody else.
 */
export async function removeSurplusAlliedPosts(sql: Sql, limit = 5000): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*)::integer as count from allied_post`;
  if (row!.count <= mostAllied) return 0;
  const { count } = await sql`
    delete from allied_post where id in (
      select id
      from (
        select id, listed_at, row_number() over (
          partition by coalesce(
            (select min(allied_share.actor_id) from allied_share where post_id = allied_post.id), actor_id)
          order by listed_at desc, id) as place
        from allied_post
        where not exists (select 1 from activity where object = allied_post.id and undone_at is null)
      ) placed
      order by place, listed_at desc
      offset ${mostAllied}
      limit ${limit}
    )`;
  return count;
}

/** Answers to what has not come. */
export async function removeSurplusEarlyReplies(sql: Sql, limit = 5000): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*)::integer as count from early_reply`;
  if (row!.count <= mostEarly) return 0;
  const { count } = await sql`
    delete from early_reply where id in (
      select id
      from (
        select early_reply.id, received_at, ${place(sql, sql`received_at, early_reply.id`)}
        from early_reply
        join actor on actor.id = actor_id
      ) placed
      order by place, received_at
      offset ${mostEarly}
      limit ${limit}
    )`;
  return count;
}

export async function removeSurplusFlags(sql: Sql, limit = 5000): Promise<number> {
  if ((await countOpenFlags(sql)) <= mostOpenFlags) return 0;
  const { count } = await sql`
    delete from flag where id in (
      select id
      from (
        select flag.id, flag.created_at, ${place(sql, sql`flag.created_at, flag.id`)}
        from flag
        join actor on actor.id = actor_id
        where closed_at is null
      ) placed
      order by place, created_at
      offset ${mostOpenFlags}
      limit ${limit}
    )`;
  return count;
}

/** Actors that said nothing here, and at most liked or boosted something: those who did stay longest. */
export async function removeSurplusActors(sql: Sql, limit = 5000): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select ((select count(*) from actor) - (select count(*) from follower))::integer as count`;
  if (row!.count <= mostStrangers) return 0;
  const reacted = sql`exists (select 1 from reaction where actor_id = actor.id)`;
  const { count } = await sql`
    delete from actor where id in (
      select id
      from (
        select actor.id, fetched_at, ${place(sql, sql`${reacted} desc, fetched_at desc, actor.id`)}
        from actor
        where ${isStranger(sql)}
      ) placed
      order by place, fetched_at desc
      offset ${mostStrangers}
      limit ${limit}
    )`;
  return count;
}

/** No more rows stand in a block of these, however short what is in them. */
const mostInBlock = 160;

/** Whether there can be more than so many rows, by the size of the table: to count them would read all. */
async function mayExceed(sql: Sql, table: "received" | "gone_post", most: number): Promise<boolean> {
  const [row] = await sql<{ blocks: number }[]>`
    select (pg_relation_size(${table}::regclass) / current_setting('block_size')::integer)::integer as blocks`;
  return row!.blocks * mostInBlock > most;
}

/** The ids of activities seen: by the age of the signatures, none is needed for more than hours. */
export async function removeSurplusReceived(
  sql: Sql,
  { most = 500_000, limit = 5000 } = {},
): Promise<number> {
  if (!(await mayExceed(sql, "received", most))) return 0;
  const { count } = await sql`
    delete from received where (actor_id, id) in (
      select actor_id, id from received order by received_at desc offset ${most} limit ${limit}
    )`;
  return count;
}

/** What authors deleted: whoever sends a million of Deletes has them forgotten the sooner. */
export async function removeSurplusGone(sql: Sql, { most = 100_000, limit = 5000 } = {}): Promise<number> {
  if (!(await mayExceed(sql, "gone_post", most))) return 0;
  const { count } = await sql`
    delete from gone_post where (id, actor_id) in (
      select id, actor_id from gone_post order by deleted_at desc offset ${most} limit ${limit}
    )`;
  return count;
}
