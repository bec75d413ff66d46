import type { Sql } from "./sql.ts";

export interface DeliveryOutcome {
  activityId: string;
  type: string;
  host: string;
  inbox: string;
  state: "waiting" | "delivered" | "failed" | "cancelled";
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
    from delivery
    join activity on activity.id = activity_id
    where delivery.object = ${postId}
    order by delivery.id desc
    limit ${limit}`;
}

export interface DeliveryCount {
  delivered: number;
  waiting: number;
  failed: number;
  /** Followers behind the inboxes that were reached. */
  followers: number;
}

/** How far each of the posts' Creates has come; a post without deliveries is absent. */
export async function countDeliveries(sql: Sql, postIds: string[]): Promise<Map<string, DeliveryCount>> {
  if (postIds.length === 0) return new Map();
  const rows = await sql<(DeliveryCount & { postId: string })[]>`
    select post_id as "postId",
      count(*) filter (where state = 'delivered')::integer as delivered,
      count(*) filter (where state = 'waiting')::integer as waiting,
      count(*) filter (where state = 'failed')::integer as failed,
      coalesce(sum(followers) filter (where state = 'delivered'), 0)::integer as followers
    from delivery
    join activity on activity.id = activity_id and activity.type = 'Create'
    where post_id in ${sql(postIds)}
    group by post_id`;
  return new Map(rows.map(({ postId, ...count }) => [postId, count]));
}
