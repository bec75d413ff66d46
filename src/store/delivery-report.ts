import type { Fragment } from "postgres";
import type { ActivityType } from "./activities.ts";
import type { Database, Sql } from "./sql.ts";

export type DeliveryState = "waiting" | "held" | "delivered" | "failed" | "cancelled";

export interface DeliveryOutcome {
  activityId: string;
  type: ActivityType;
  host: string;
  inbox: string;
  state: DeliveryState;
  followers: number;
  attempts: number;
  status: number | null;
  error: string | null;
  nextAttempt: Date | null;
  settledAt: Date | null;
}

/** How each delivery about a post stands, the newest activity first. */
export async function listDeliveries(sql: Sql, postId: string, limit = 500): Promise<DeliveryOutcome[]> {
  return sql<DeliveryOutcome[]>`
    select activity_id as "activityId", activity.type, host, inbox, state, followers, attempts, status, error,
      case when state = 'waiting' then run_at end as "nextAttempt", settled_at as "settledAt"
    from activity
    join delivery on activity_id = activity.id
    where post_id = ${postId}
    order by delivery.id desc
    limit ${limit}`;
}

/** How many deliveries there are of each state. */
export type DeliveryCounts = Record<DeliveryState, number>;

export interface Progress extends DeliveryCounts {
  /** Followers behind the inboxes that were reached. */
  followers: number;
}

const counts = (sql: Sql) => sql`
  (count(*) filter (where state = 'waiting'))::integer as waiting,
  (count(*) filter (where state = 'held'))::integer as held,
  (count(*) filter (where state = 'delivered'))::integer as delivered,
  (count(*) filter (where state = 'failed'))::integer as failed,
  (count(*) filter (where state = 'cancelled'))::integer as cancelled`;

const arrived = (sql: Sql) => sql`state = 'delivered'`;

/** At one host. Who is sent a post and its Event is one follower, and so is who is sent the Event again. */
const followersThere = (sql: Sql, counted: ReturnType<typeof arrived>) => sql`
  greatest(coalesce(sum(followers) filter (where not event and ${counted}), 0),
    coalesce(max(followers) filter (where event and ${counted}), 0))::integer as followers`;

/**
 * To how many hosts the Create of each of these posts has come, or that of its Event. A host may have many inboxes: it counts once,
 * as one to come while anything waits for it, and as reached where anything has arrived.
 */
const countedByHost = (sql: Sql, posts: Fragment) => sql`
  select asked.id as post_id, waiting, held, delivered, failed, cancelled, followers
  from (${posts}) asked
  cross join lateral (
    select ${counts(sql)}, sum(followers)::integer as followers
    from (
      select ${followersThere(sql, arrived(sql))},
        case when bool_or(state = 'waiting') then 'waiting' when bool_or(state = 'held') then 'held'
          when bool_or(state = 'delivered') then 'delivered' when bool_or(state = 'failed') then 'failed'
          else 'cancelled' end as state
      from activity
      join delivery on activity_id = activity.id
      where post_id = asked.id and activity.type = 'Create'
      group by host
    ) reached
    having count(*) > 0
  ) counted`;

/** To how many hosts each of the posts has come; a post without deliveries is absent. */
export async function countDeliveries(sql: Sql, postIds: string[]): Promise<Map<string, Progress>> {
  if (postIds.length === 0) return new Map();
  const rows = await sql<(Progress & { postId: string })[]>`
    with asked as materialized (
      select asked.id, exists (select 1 from delivery_count where post_id = asked.id)
        and not exists (select 1 from delivery_change where post_id = asked.id) as counted
      from unnest(${postIds}::text[]) asked (id)
    ), found as (
      select post_id, waiting, held, delivered, failed, cancelled, followers from delivery_count
      where post_id in (select id from asked where counted)
      union all
      ${countedByHost(sql, sql`select id from asked where not counted`)}
    )
    select post_id as "postId", waiting, held, delivered, failed, cancelled, followers from found`;
  return new Map(rows.map(({ postId, ...progress }) => [postId, progress]));
}

/** Any number will do that no other advisory lock of ours has. */
const counting = 7_061_555;

/** Counts at most `limit` of the posts anew whose deliveries have changed, and says how many. Two that do so at once take turns. */
export async function keepDeliveryCounts(sql: Database, limit = 20): Promise<number> {
  return sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${counting})`;
    // In one statement, and so of one moment: what has changed since keeps its line.
    const [row] = await tx<{ count: number }[]>`
      with changed as materialized (
        select post_id from (select post_id from delivery_change order by id limit 1000) oldest
        group by post_id
        limit ${limit}
      ), there as materialized (
        select id from post where id in (select post_id from changed) for key share
      ), kept as (
        insert into delivery_count (post_id, waiting, held, delivered, failed, cancelled, followers)
        ${countedByHost(tx, tx`select id from there`)}
        on conflict (post_id) do update
        set waiting = excluded.waiting, held = excluded.held, delivered = excluded.delivered, failed = excluded.failed,
          cancelled = excluded.cancelled, followers = excluded.followers
      ), gone as (
        delete from delivery_change where post_id in (select post_id from changed)
      )
      select count(*)::integer as count from changed`;
    return row!.count;
  });
}

export interface ActivityProgress extends Progress {
  id: string;
  type: ActivityType;
  /** About the Event that a call-out is, for servers that keep calendars: some are sent nothing else. */
  event: boolean;
  createdAt: Date;
}

/** How far the post itself, its changes and its withdrawal have come, the newest first. Of many changes, the last. */
export async function listProgress(sql: Sql, postId: string, limit = 10): Promise<ActivityProgress[]> {
  return sql<ActivityProgress[]>`
    select sent.id, sent.type, sent.event, sent.created_at as "createdAt", ${counts(sql)},
      coalesce(sum(followers) filter (where ${arrived(sql)}), 0)::integer as followers
    from (
      select id, type, event, created_at from activity
      where post_id = ${postId} and (not event or exists (select 1 from delivery where activity_id = activity.id))
      order by type = 'Create' and not event desc, created_at desc, id
      limit ${limit}
    ) sent
    join delivery on activity_id = sent.id
    group by sent.id, sent.type, sent.event, sent.created_at
    order by sent.created_at desc, sent.type = 'Create', sent.event desc, sent.id`;
}

export interface HostProgress extends DeliveryCounts {
  host: string;
  /** Followers there to whom the post itself went, or is to go. */
  followers: number;
  attempts: number;
  /** What the last attempt that did not arrive met. */
  status: number | null;
  error: string | null;
  nextAttempt: Date | null;
  /** Since when the host is left alone but for knocking. */
  openedAt: Date | null;
}

const troubled = (sql: Sql) => sql`error is not null and state in ('waiting', 'held', 'failed')`;

/** How the deliveries about a post stand at each host: first those given up, then those in trouble or on their way. */
export async function listHostProgress(
  sql: Sql,
  postId: string,
  options: { limit: number; offset?: number },
): Promise<HostProgress[]> {
  return sql<HostProgress[]>`
    with reached as (
      select delivery.host, ${counts(sql)},
        ${followersThere(sql, sql`activity.type = 'Create'`)},
        max(attempts) as attempts,
        (array_agg(status order by delivery.id desc) filter (where ${troubled(sql)}))[1] as status,
        (array_agg(error order by delivery.id desc) filter (where ${troubled(sql)}))[1] as error,
        min(run_at) filter (where state = 'waiting') as "nextAttempt"
      from activity
      join delivery on activity_id = activity.id
      where post_id = ${postId}
      group by delivery.host
    )
    select host, waiting, held, delivered, failed, cancelled, followers, attempts, status, error, "nextAttempt",
      opened_at as "openedAt"
    from (
      select host, waiting, held, delivered, failed, cancelled, followers, attempts, status, error, "nextAttempt",
        case when failed > 0 then 1 when held > 0 or error is not null then 2 when waiting > 0 then 3 else 4 end as rank
      from reached
      order by rank, followers desc, host
      offset ${options.offset ?? 0}
      limit ${options.limit}
    ) shown
    left join host using (host)
    order by rank, followers desc, host`;
}
