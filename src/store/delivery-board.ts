import { nextDelivery } from "./deliveries.ts";
import { closeBreakers, knock } from "./hosts.ts";
import type { Sql } from "./sql.ts";

/** Whose deliveries are meant: those about a post, those to a host, or those about the post to the host. */
export type DeliveryScope = { postId: string; host?: string } | { postId?: undefined; host: string };

/** What is still to be sent, within the scope that was asked for. */
export interface Pending {
  waiting: number;
  /** Behind the open breaker of their host. */
  held: number;
}

/** An array, so that it is read before any delivery: joined, it has been planned from all deliveries to those of the post. */
const within = (sql: Sql, { postId, host }: DeliveryScope) => sql`
  ${postId === undefined ? sql`true` : sql`activity_id = any(array(select id from activity where post_id = ${postId}))`}
  and ${host === undefined ? sql`true` : sql`delivery.host = ${host}`}`;

const idle = (sql: Sql) => sql`(leased_until is null or leased_until < now())`;

/**
 * Tries now what waits, and again what had failed. Behind an open breaker one delivery knocks at once, and the others
 * follow when it gets in: thousands that knock together at a dead host would keep the worker from the living ones.
 * When a whole host is meant, its breaker is closed.
 */
export async function retryDeliveries(sql: Sql, scope: DeliveryScope): Promise<Pending> {
  // Each step stands by itself: together in a transaction they would wait for rows that the worker holds, and it for ours.
  if (scope.postId === undefined) await closeBreakers(sql, [scope.host]);
  await reviveFailed(sql, scope);
  await sql`
    update delivery set run_at = now()
    where ${within(sql, scope)} and state = 'waiting' and run_at > now() and ${idle(sql)}`;
  await knockNow(sql, scope);
  await sql`select pg_notify('delivery', '')`;
  return countPending(sql, scope);
}

/**
 * Revives what had failed, but not where something later about the same object has arrived, and no Update after which there is
 * another: an old text must not follow its correction. Who left or was blocked since gets nothing but a Delete.
 */
async function reviveFailed(sql: Sql, scope: DeliveryScope): Promise<void> {
  await sql`
    update delivery
    set state = case when exists (select 1 from host where host = delivery.host and opened_at is not null)
        then 'held' else 'waiting' end,
      run_at = now(), settled_at = null
    from activity
    where activity.id = activity_id and ${within(sql, scope)} and state = 'failed' and undone_at is null
      and not exists (
        select 1 from delivery later
        join activity newer on newer.id = later.activity_id
        where later.inbox = delivery.inbox and later.object = delivery.object and later.id > delivery.id
          and (later.state = 'delivered' or activity.type = 'Update' and newer.type = 'Update')
      )
      and (
        activity.type = 'Delete'
        or inbox in (
          select coalesce(actor.shared_inbox, actor.inbox)
          from follower join actor on actor.id = actor_id
          where follower.state = 'accepted'
        )
        or exists (
          select 1 from actor
          where actor.id = activity.recipient and delivery.inbox in (actor.inbox, actor.shared_inbox)
            and not exists (select 1 from block where value in (actor.id, actor.host))
        )
      )`;
}

async function knockNow(sql: Sql, scope: DeliveryScope): Promise<void> {
  await knock(sql);
  await sql`
    update delivery set run_at = now()
    from host
    where delivery.id = knocking and opened_at is not null and delivery.state = 'waiting' and ${idle(sql)}
      and host.host in (select host from delivery where ${within(sql, scope)} and state in ('waiting', 'held'))`;
}

async function countPending(sql: Sql, scope: DeliveryScope): Promise<Pending> {
  const [row] = await sql<Pending[]>`
    select (count(*) filter (where state = 'waiting'))::integer as waiting,
      (count(*) filter (where state = 'held'))::integer as held
    from delivery
    where ${within(sql, scope)} and state in ('waiting', 'held')`;
  return row!;
}

/** What the board says of a delivery that was given up by hand. */
export const givenUp = "given up by a member";

/** Gives up what has not been sent; what is under way at this moment is left to its worker. Returns how many. */
export async function giveUpDeliveries(sql: Sql, scope: DeliveryScope): Promise<number> {
  const { count } = await sql`
    update delivery
    set state = 'failed', error = ${givenUp}, settled_at = now(), leased_until = null, lease = null
    where ${within(sql, scope)} and state in ('waiting', 'held') and ${idle(sql)}`;
  return count;
}

/** Seconds that the oldest delivery has been due and not taken; 0 when none is. */
export async function findOverdue(sql: Sql): Promise<number> {
  return Math.max(0, -((await nextDelivery(sql)) ?? 0));
}
