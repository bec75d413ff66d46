import { randomUUID } from "node:crypto";
import type { OwnActivity } from "./activities.ts";
import { actorIs, hostIs } from "./blocked.ts";
import type { SignatureScheme } from "./hosts.ts";
import { unlessPanicked } from "./panic.ts";
import { isAmong, isBridge, reads, type Recipients } from "./readers.ts";
import { cancelReplaced, failsAlone, isReplaced, subject } from "./replaced.ts";
import type { Sql } from "./sql.ts";

/** Behind an open breaker a new delivery is held from the start. */
export const stateFor = (sql: Sql) => sql`case when opened_at is null then 'waiting' else 'held' end`;

const announce = (sql: Sql) => sql`select pg_notify('delivery', '')`;

/**
 * One row for each distinct inbox of the followers, or of those `within`; followers who share an inbox share the delivery. An Event goes
 * `again` to who has had it. Returns how many.
 */
export async function deliverToFollowers(
  sql: Sql,
  activity: OwnActivity,
  { within, again = false }: { within?: Recipients; again?: boolean } = {},
): Promise<number> {
  const { count } = await sql`
    insert into delivery (activity_id, object, inbox, host, followers, state)
    select ${activity.id}, ${subject(sql, activity)}, inbox, recipient.host, followers, ${stateFor(sql)}
    from (
      select coalesce(actor.shared_inbox, actor.inbox) as inbox, min(actor.host) as host, count(*) as followers
        ${activity.event ? sql`, bool_or(${isBridge(sql)}) as by_bridge` : sql``}
      from follower
      join actor on actor.id = follower.actor_id
      where follower.state = 'accepted' ${within ? sql`and ${isAmong(sql, within)}` : sql``}
      group by coalesce(actor.shared_inbox, actor.inbox)
    ) recipient
    left join host on host.host = recipient.host
    where ${reads(sql, activity, again)}
    order by inbox
    on conflict (activity_id, inbox) do nothing`;
  await cancelReplaced(sql, activity);
  await announce(sql);
  return count;
}

/**
 * To the inboxes of single actors: an answer to a Follow, the author of what is liked, boosted or answered. Nothing goes
 * to the blocked, but for a report of one, which is for the people who keep the server.
 */
export async function deliverToActors(sql: Sql, activity: OwnActivity, actorIds: string[]): Promise<void> {
  await sql`
    insert into delivery (activity_id, object, inbox, host, state)
    select distinct on (inbox) ${activity.id}, ${subject(sql, activity)}, inbox, recipient.host, ${stateFor(sql)}
    from (
      select inbox, host from actor
      where id in ${sql(actorIds)}
        and not ${activity.type === "Flag" ? hostIs(sql, "block", sql`actor.host`) : actorIs(sql, "block")}
        and not exists (
          select 1 from delivery
          where activity_id = ${activity.id} and delivery.inbox in (actor.inbox, actor.shared_inbox)
        )
    ) recipient
    left join host on host.host = recipient.host
    on conflict (activity_id, inbox) do nothing`;
  await cancelReplaced(sql, activity);
  await announce(sql);
}

/** A Delete also goes wherever the post went before, to servers whose followers have left since. */
export async function deliverToEarlierRecipients(sql: Sql, activity: OwnActivity): Promise<void> {
  await sql`
    insert into delivery (activity_id, object, inbox, host, state)
    select distinct on (inbox) ${activity.id}, ${subject(sql, activity)}, inbox, earlier.host, ${stateFor(sql)}
    from delivery earlier
    left join host on host.host = earlier.host
    where activity_id = any(array(select id from activity where post_id = ${activity.postId} and event = ${activity.event}))
      and activity_id <> ${activity.id}
      and (earlier.state = 'delivered' or attempts > 0)
      and not ${hostIs(sql, "block", sql`earlier.host`)}
      and not exists (
        select 1 from block join actor on actor.id = value
        where kind = 'actor' and severity = 'block' and actor.inbox = earlier.inbox
      )
    on conflict (activity_id, inbox) do nothing`;
  await announce(sql);
}

/** What has not been sent yet about a post, or about its Event, need not be sent any more. Rows under way are left to their worker. */
export async function cancelDeliveries(
  sql: Sql,
  postId: string,
  { event = false }: { event?: boolean } = {},
): Promise<void> {
  await sql`
    update delivery set state = 'cancelled', settled_at = now()
    where activity_id = any(array(select id from activity where post_id = ${postId} and event = ${event}))
      and state in ('waiting', 'held') and (leased_until is null or leased_until < now())`;
}

/** The condition that a delivery says to somebody that a follow has ended: the last that is said to the blocked. */
const isFarewell = (sql: Sql) => sql`
  exists (
    select 1 from activity
    left join activity undone on undone.id = activity.object
    where activity.id = activity_id
      and (activity.type = 'Undo' and undone.type = 'Follow'
        or activity.type = 'Reject' and activity.embedded->>'type' = 'Follow')
  )`;

/**
 * Nothing more goes to an actor who left, blocked us or was blocked, unless another follower shares the inbox. A report
 * of one is for the people who keep its server, and goes out; so does the word that a follow has ended.
 */
export async function cancelDeliveriesTo(sql: Sql, inboxes: string[]): Promise<void> {
  if (inboxes.length === 0) return;
  await sql`
    update delivery set state = 'cancelled', settled_at = now()
    where inbox = any(${inboxes}) and state in ('waiting', 'held') and (leased_until is null or leased_until < now())
      and not exists (select 1 from activity where activity.id = activity_id and type = 'Flag')
      and not ${isFarewell(sql)}
      and not exists (
        select 1 from follower join actor on actor.id = follower.actor_id
        where coalesce(actor.shared_inbox, actor.inbox) = delivery.inbox
      )`;
}

/** Nothing more goes to these hosts, but for the word that a follow has ended. */
export async function cancelDeliveriesToHosts(sql: Sql, hosts: string[]): Promise<void> {
  if (hosts.length === 0) return;
  await sql`
    update delivery set state = 'cancelled', settled_at = now()
    where host = any(${hosts}) and state in ('waiting', 'held') and (leased_until is null or leased_until < now())
      and not ${isFarewell(sql)}`;
}

/**
 * A delivery that nobody holds, and that no earlier one about the same object to the same inbox comes before. A scalar
 * subquery and not `not exists`: that may be planned as a join with the whole table, and is while its statistics are
 * older than a large publication. In a panic nothing goes out but what takes something back.
 */
const isFree = (sql: Sql) => sql`
  state = 'waiting' and (leased_until is null or leased_until < now())
  and (
    select earlier.id from delivery earlier
    where earlier.inbox = candidate.inbox and earlier.object = candidate.object
      and earlier.state in ('waiting', 'held') and earlier.id < candidate.id
    limit 1
  ) is null
  and (${unlessPanicked(sql)} or (select type from activity where activity.id = candidate.activity_id) in ('Delete', 'Undo'))`;

export interface ClaimedDelivery {
  id: number;
  activityId: string;
  inbox: string;
  host: string;
  /** The scheme that the host is known to accept. */
  signature: SignatureScheme;
  attempts: number;
  lease: string;
  /** Seconds since the activity. */
  age: number;
  /** Seconds since the first of the 404s without another answer between them. */
  missing: number;
}

/** A claim lasts longer than any attempt takes; what a worker held that was killed waits so long. */
export const leaseSeconds = 60;

/**
 * Takes up to `limit` deliveries that are due. Of several about one object to one inbox only the oldest is taken, so
 * that a Create, its Update and its Delete arrive in order. Those to the hosts in `without` are left for later.
 */
export async function claimDeliveries(
  sql: Sql,
  limit: number,
  options?: { lease?: string; without?: string[] },
): Promise<ClaimedDelivery[]> {
  const rows = await claimQuery(sql, limit, options);
  // PostgreSQL returns updated rows in any order.
  return rows.sort((one, other) => one.id - other.id);
}

/** The claim as a query that is not sent yet: the bench asks PostgreSQL to explain it. */
export function claimQuery(
  sql: Sql,
  limit: number,
  { lease = randomUUID(), without = [] }: { lease?: string; without?: string[] } = {},
) {
  return sql<ClaimedDelivery[]>`
    with due as materialized (
      select id from delivery candidate
      where run_at <= now() and ${isFree(sql)}
        ${without.length > 0 ? sql`and host <> all(${without}::text[])` : sql``}
      order by run_at, id
      limit ${limit}
      for update skip locked
    )
    update delivery
    set leased_until = now() + ${leaseSeconds} * interval '1 second', lease = ${lease}, attempts = attempts + 1
    where id = any(array(select id from due))
    returning delivery.id, activity_id as "activityId", inbox, host, attempts, lease,
      extract(epoch from now() - created_at)::float8 as age,
      coalesce(extract(epoch from now() - missing_since), 0)::float8 as missing,
      coalesce((select signature from host known where known.host = delivery.host), 'draft-cavage') as signature`;
}

/** What an attempt came to. Rows are settled by id and lease: one whose lease has passed to another worker is left alone. */
export interface Settlement {
  id: number;
  lease: string;
  state: "delivered" | "failed" | "waiting" | "cancelled";
  status: number | null;
  error: string | null;
  /** For `waiting`: seconds until the next attempt. */
  delay: number;
  /** Whether the host may be in trouble, or refuse this delivery alone. */
  doubtful?: boolean;
}

/** Returns the ids of those that fail by themselves: their hosts take others. What is replaced by now is not tried again. */
export async function settleDeliveries(sql: Sql, settlements: Settlement[]): Promise<Set<number>> {
  const delivered = settlements.filter(({ state }) => state === "delivered");
  const others = settlements.filter(({ state }) => state !== "delivered");
  if (delivered.length > 0) await settleDelivered(sql, delivered);
  return others.length > 0 ? settleOthers(sql, others) : new Set();
}

/** By far the most: three columns go over the wire rather than six. */
async function settleDelivered(sql: Sql, delivered: Settlement[]): Promise<void> {
  const leases = [...new Set(delivered.map(({ lease }) => lease))];
  await sql`
    update delivery
    set state = 'delivered', status = outcome.status, error = null, leased_until = null, lease = null,
      settled_at = now()
    from unnest(${delivered.map(({ id }) => id)}::bigint[], ${delivered.map(({ status }) => status)}::integer[])
      as outcome (id, status)
    where delivery.id = outcome.id and lease = any(${leases}::uuid[])`;
}

async function settleOthers(sql: Sql, settlements: Settlement[]): Promise<Set<number>> {
  const column = <K extends keyof Settlement>(key: K) => settlements.map((settlement) => settlement[key]);
  const doubtful = settlements.filter((settlement) => settlement.doubtful).map(({ id }) => id);
  const rows = await sql<{ id: number; alone: boolean }[]>`
    with outcome as (
      select given.*, given.id = any(${doubtful}::bigint[]) as doubtful, ${failsAlone(sql)} as taken_since,
        given.state = 'waiting' and ${isReplaced(sql)} as replaced
      from unnest(${column("id")}::bigint[], ${column("lease")}::uuid[], ${column("state")}::text[],
        ${column("status")}::integer[], ${column("error")}::text[], ${column("delay")}::float8[])
        as given (id, lease, state, status, error, delay)
      join delivery on delivery.id = given.id and delivery.lease = given.lease
    )
    update delivery
    set state = case when replaced then 'cancelled' else outcome.state end,
      status = outcome.status, error = outcome.error, leased_until = null, lease = null,
      missing_since = case when outcome.status = 404 then coalesce(missing_since, now()) end,
      failing_since = case when doubtful then coalesce(failing_since, now()) end,
      run_at = case when outcome.state = 'waiting' then now() + outcome.delay * interval '1 second' else run_at end,
      settled_at = case when outcome.state = 'waiting' and not replaced then null else now() end
    from outcome
    where delivery.id = outcome.id and delivery.lease = outcome.lease
    returning delivery.id, doubtful and taken_since as alone`;
  return new Set(rows.filter(({ alone }) => alone).map(({ id }) => id));
}

/** Gives back rows that were claimed and not begun, as if they had not been claimed. */
export async function releaseDeliveries(sql: Sql, rows: { id: number; lease: string }[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update delivery set leased_until = null, lease = null, attempts = attempts - 1
    where id = any(${rows.map(({ id }) => id)}::bigint[])
      and lease = any(${[...new Set(rows.map(({ lease }) => lease))]}::uuid[])`;
  await sql`select pg_notify('delivery', '')`;
}

/** Gives back whatever was claimed under these leases. */
export async function releaseLeases(sql: Sql, leases: string[]): Promise<void> {
  if (leases.length === 0) return;
  await sql`
    update delivery set leased_until = null, lease = null, attempts = attempts - 1
    where state = 'waiting' and lease = any(${leases}::uuid[])`;
}

/** After a week behind an open breaker, and time for one more knock, a delivery is given up, and says so. */
export async function giveUpOldDeliveries(sql: Sql): Promise<void> {
  await sql`
    update delivery set state = 'failed', error = 'the host has not answered for a week', settled_at = now()
    where state = 'held' and created_at < now() - interval '7 days 12 hours'`;
}

/** Seconds until the next delivery is due that may be taken; undefined when there is none. */
export async function nextDelivery(sql: Sql): Promise<number | undefined> {
  const [row] = await sql<{ seconds: number }[]>`
    select extract(epoch from run_at - now())::float8 as seconds
    from delivery candidate
    where ${isFree(sql)}
    order by run_at, id
    limit 1`;
  return row?.seconds;
}
