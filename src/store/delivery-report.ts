import type { ActivityType } from "./activities.ts";
import type { Sql } from "./sql.ts";

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

const followersReached = (sql: Sql) => sql`
  coalesce(sum(followers) filter (where state = 'delivered'), 0)::integer as followers`;

/**
 * To how many hosts each of the posts' Creates has come; a post without deliveries is absent. A host may have many inboxes: it
 * counts once, as one to come while anything waits for it, and as reached where anything has arrived.
 */
export async function countDeliveries(sql: Sql, postIds: string[]): Promise<Map<string, Progress>> {
  if (postIds.length === 0) return new Map();
  const rows = await sql<(Progress & { postId: string })[]>`
    select post_id as "postId", ${counts(sql)}, sum(followers)::integer as followers
    from (
      select post_id, ${followersReached(sql)},
        case when bool_or(state = 'waiting') then 'waiting' when bool_or(state = 'held') then 'held'
          when bool_or(state = 'delivered') then 'delivered' when bool_or(state = 'failed') then 'failed'
          else 'cancelled' end as state
      from activity
      join delivery on activity_id = activity.id
      where post_id in ${sql(postIds)} and activity.type = 'Create' and not event
      group by post_id, host
    ) reached
    group by post_id`;
  return new Map(rows.map(({ postId, ...progress }) => [postId, progress]));
}

export interface ActivityProgress extends Progress {
  id: string;
  type: ActivityType;
  createdAt: Date;
}

/** How far the post itself, its changes and its withdrawal have come, the newest first. Of many changes, the last. */
export async function listProgress(sql: Sql, postId: string, limit = 10): Promise<ActivityProgress[]> {
  return sql<ActivityProgress[]>`
    select sent.id, sent.type, sent.created_at as "createdAt", ${counts(sql)}, ${followersReached(sql)}
    from (
      select id, type, created_at from activity
      where post_id = ${postId} and not event
      order by type = 'Create' desc, created_at desc, id
      limit ${limit}
    ) sent
    join delivery on activity_id = sent.id
    group by sent.id, sent.type, sent.created_at
    order by sent.created_at desc, sent.type = 'Create', sent.id`;
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
        coalesce(sum(followers) filter (where activity.type = 'Create' and not event), 0)::integer as followers,
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
    from reached
    left join host using (host)
    order by
      case when failed > 0 then 1 when held > 0 or error is not null then 2 when waiting > 0 then 3 else 4 end,
      followers desc, host
    offset ${options.offset ?? 0}
    limit ${options.limit}`;
}
