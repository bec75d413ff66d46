import type { OwnActivity } from "./activities.ts";
import type { Sql } from "./sql.ts";

/** What deliveries of an activity are ordered by: the post, the foreign object, or the account itself. */
function subject(activity: OwnActivity): string {
  return activity.postId ?? activity.object ?? "account";
}

const announce = (sql: Sql) => sql`select pg_notify('delivery', '')`;

/** One row for each distinct inbox of the followers; followers who share an inbox share the delivery. */
export async function deliverToFollowers(sql: Sql, activity: OwnActivity): Promise<void> {
  await sql`
    insert into delivery (activity_id, object, inbox, host, followers)
    select ${activity.id}, ${subject(activity)}, coalesce(actor.shared_inbox, actor.inbox) as inbox,
      min(actor.host), count(*)
    from follower
    join actor on actor.id = follower.actor_id
    where follower.state = 'accepted'
    group by coalesce(actor.shared_inbox, actor.inbox)
    on conflict (activity_id, inbox) do nothing`;
  await announce(sql);
}

/** To the inboxes of single actors: an answer to a Follow, the author of what is liked, boosted or answered. */
export async function deliverToActors(sql: Sql, activity: OwnActivity, actorIds: string[]): Promise<void> {
  await sql`
    insert into delivery (activity_id, object, inbox, host)
    select distinct on (inbox) ${activity.id}, ${subject(activity)}, inbox, host
    from (
      select inbox, host from actor
      where id in ${sql(actorIds)}
        and not exists (
          select 1 from delivery
          where activity_id = ${activity.id} and delivery.inbox in (actor.inbox, actor.shared_inbox)
        )
    ) recipient
    on conflict (activity_id, inbox) do nothing`;
  await announce(sql);
}

/** A Delete also goes wherever the post went before, to servers whose followers have left since. */
export async function deliverToEarlierRecipients(sql: Sql, activity: OwnActivity): Promise<void> {
  await sql`
    insert into delivery (activity_id, object, inbox, host)
    select distinct on (inbox) ${activity.id}, ${subject(activity)}, inbox, host
    from delivery
    where object = ${subject(activity)} and activity_id <> ${activity.id} and (state = 'delivered' or attempts > 0)
    on conflict (activity_id, inbox) do nothing`;
  await announce(sql);
}

/** What has not been sent yet about a post need not be sent any more. Rows under way are left to their worker. */
export async function cancelDeliveries(sql: Sql, postId: string): Promise<void> {
  await sql`
    update delivery set state = 'cancelled', settled_at = now()
    where object = ${postId} and state = 'waiting' and (leased_until is null or leased_until < now())`;
}

/** Nothing more goes to an actor who left, blocked us or was blocked, unless another follower shares the inbox. */
export async function cancelDeliveriesTo(sql: Sql, inboxes: string[]): Promise<void> {
  if (inboxes.length === 0) return;
  await sql`
    update delivery set state = 'cancelled', settled_at = now()
    where inbox in ${sql(inboxes)} and state = 'waiting' and (leased_until is null or leased_until < now())
      and not exists (
        select 1 from follower join actor on actor.id = follower.actor_id
        where coalesce(actor.shared_inbox, actor.inbox) = delivery.inbox
      )`;
}

export interface ClaimedDelivery {
  id: number;
  activityId: string;
  inbox: string;
  host: string;
  attempts: number;
  lease: string;
  /** Seconds since the activity. */
  age: number;
}

/**
 * Takes up to `limit` deliveries that are due, for one minute: longer than any attempt takes. Of several about one object to one inbox only the
 * oldest is taken, so that a Create, its Update and its Delete arrive in order.
 */
export async function claimDeliveries(sql: Sql, limit: number): Promise<ClaimedDelivery[]> {
  return sql<ClaimedDelivery[]>`
    update delivery
    set leased_until = now() + interval '1 minute', lease = gen_random_uuid(), attempts = attempts + 1
    where id in (
      select id from delivery due
      where state = 'waiting' and run_at <= now() and (leased_until is null or leased_until < now())
        and not exists (
          select 1 from delivery earlier
          where earlier.inbox = due.inbox and earlier.object = due.object
            and earlier.state = 'waiting' and earlier.id < due.id
        )
      order by run_at, id
      limit ${limit}
      for update skip locked
    )
    returning id, activity_id as "activityId", inbox, host, attempts, lease,
      extract(epoch from now() - created_at)::float8 as age`;
}

export interface Settlement {
  id: number;
  lease: string;
  state: "delivered" | "failed" | "waiting" | "cancelled";
  status: number | null;
  error: string | null;
  /** For `waiting`: seconds until the next attempt. */
  delay: number;
}

/** Records outcomes. A row whose lease has passed to another worker is left alone. */
export async function settleDeliveries(sql: Sql, settlements: Settlement[]): Promise<void> {
  if (settlements.length === 0) return;
  const column = <K extends keyof Settlement>(key: K) => settlements.map((settlement) => settlement[key]);
  await sql`
    update delivery
    set state = outcome.state, status = outcome.status, error = outcome.error,
      leased_until = null, lease = null,
      run_at = case when outcome.state = 'waiting' then now() + outcome.delay * interval '1 second' else run_at end,
      settled_at = case when outcome.state = 'waiting' then null else now() end
    from unnest(${column("id")}::bigint[], ${column("lease")}::uuid[], ${column("state")}::text[],
      ${column("status")}::integer[], ${column("error")}::text[], ${column("delay")}::float8[])
      as outcome (id, lease, state, status, error, delay)
    where delivery.id = outcome.id and delivery.lease = outcome.lease`;
}

/** Seconds until the next delivery is due; undefined when none waits. */
export async function nextDelivery(sql: Sql): Promise<number | undefined> {
  const [row] = await sql<{ seconds: number | null }[]>`
    select extract(epoch from min(greatest(run_at, coalesce(leased_until, run_at))) - now())::float8 as seconds
    from delivery where state = 'waiting'`;
  return row?.seconds ?? undefined;
}
