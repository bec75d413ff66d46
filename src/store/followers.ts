import { NotFound } from "../errors.ts";
import { addActivity } from "./activities.ts";
import { type Actor, findActor, shownHandle } from "./actors.ts";
import { actorIs } from "./blocked.ts";
import { cancelDeliveriesTo, deliverToActors } from "./deliveries.ts";
import { refuseInPanic } from "./panic.ts";
import { welcomeCalendar } from "./software.ts";
import type { Database, Sql } from "./sql.ts";

export interface Follower {
  actorId: string;
  host: string;
  handle: string;
  name: string;
  url: string;
  inbox: string;
  sharedInbox: string | null;
  followId: string;
  state: "pending" | "accepted";
  /** Whether members limited it or its host. */
  limited: boolean;
  createdAt: Date;
}

const columns = (sql: Sql) => sql`
  actor_id as "actorId", host, ${shownHandle(sql)} as handle, name, url, inbox,
  shared_inbox as "sharedInbox", follow_id as "followId", state, ${actorIs(sql, "limit")} as limited,
  follower.created_at as "createdAt"`;

/** Records a Follow; a repeat keeps the first date and takes the new id. Returns how it stands. */
export async function addFollower(
  sql: Sql,
  actor: Actor,
  followId: string,
  approve: boolean,
): Promise<"pending" | "accepted"> {
  const [row] = await sql<{ state: "pending" | "accepted"; before: string | null }[]>`
    with known as (select follow_id from follower where actor_id = ${actor.id})
    insert into follower (actor_id, follow_id, state)
    values (${actor.id}, ${followId}, ${approve ? "pending" : "accepted"})
    on conflict (actor_id) do update set follow_id = excluded.follow_id
    returning state, (select follow_id from known) as before`;
  await sql`update collective set first_followed_at = now() where first_followed_at is null`;
  if (row!.state === "accepted" && row!.before !== followId) await welcomeCalendar(sql, actor);
  return row!.state;
}

/**
 * Answers a Follow: the Accept or Reject embeds it as its sender would know it. One that has not gone out yet is answer enough: a
 * Follow that comes ten times at once is not answered ten times.
 */
export async function answerFollow(
  sql: Sql,
  type: "Accept" | "Reject",
  follow: { id: string; actor: string; object: string },
): Promise<void> {
  const [waiting] = await sql<{ type: string }[]>`
    select activity.type from delivery
    join activity on activity.id = activity_id
    where delivery.inbox = (select inbox from actor where id = ${follow.actor}) and delivery.object = ${follow.id}
      and delivery.state in ('waiting', 'held')
    order by delivery.id desc
    limit 1`;
  if (waiting?.type === type) return;
  const answer = await addActivity(sql, {
    type,
    object: follow.id,
    embedded: { type: "Follow", ...follow },
    recipient: follow.actor,
  });
  await deliverToActors(sql, answer, [follow.actor]);
}

/** Removes a follower; what still waits for its inbox is not sent. */
export async function removeFollower(sql: Sql, actorId: string): Promise<boolean> {
  const [row] = await sql<{ inbox: string; sharedInbox: string | null }[]>`
    delete from follower using actor
    where actor_id = ${actorId} and actor.id = actor_id
    returning inbox, shared_inbox as "sharedInbox"`;
  if (!row) return false;
  await cancelDeliveriesTo(sql, [row.sharedInbox ?? row.inbox]);
  return true;
}

/** A follower leaves that no member removed; members see who and why. */
export async function departFollower(sql: Sql, actorId: string, reason: string): Promise<void> {
  await sql`
    insert into departure (handle, actor_id, reason)
    select ${shownHandle(sql)}, actor_id, ${reason}
    from follower join actor on actor.id = actor_id
    where actor_id = ${actorId} and state = 'accepted'`;
  await removeFollower(sql, actorId);
}

export interface Departure {
  handle: string;
  actorId: string;
  reason: string;
  createdAt: Date;
}

/**
 * The followers behind inboxes that are gone for good leave; members see who and why. An inbox that has taken something else in the
 * two days in which one delivery met 404 is not gone. Returns how many.
 */
export async function removeFollowersByInbox(
  sql: Sql,
  answered: { inbox: string; reason: string; status?: number | null }[],
): Promise<number> {
  const missing = answered.filter(({ status }) => status === 404).map(({ inbox }) => inbox);
  const there = new Set(missing.length === 0 ? [] : await listTaking(sql, missing));
  const gone = answered.filter(({ inbox, status }) => status !== 404 || !there.has(inbox));
  if (gone.length === 0) return 0;
  const removed = await sql`
    with left_for as (
      delete from follower
      using actor, unnest(${gone.map(({ inbox }) => inbox)}::text[], ${gone.map(({ reason }) => reason)}::text[])
        as gone (inbox, reason)
      where actor.id = actor_id and coalesce(actor.shared_inbox, actor.inbox) = gone.inbox
      returning actor_id, ${shownHandle(sql)} as handle, reason
    )
    insert into departure (handle, actor_id, reason)
    select handle, actor_id, reason from left_for
    returning id`;
  await cancelDeliveriesTo(
    sql,
    gone.map(({ inbox }) => inbox),
  );
  return removed.length;
}

/** By activities: there is no index of what an inbox has taken, and these are few. */
async function listTaking(sql: Sql, inboxes: string[]): Promise<string[]> {
  const rows = await sql<{ inbox: string }[]>`
    select distinct inbox from activity
    join delivery on activity_id = activity.id and inbox = any(${inboxes})
    where activity.created_at > now() - interval '10 days'
      and delivery.state = 'delivered' and settled_at > now() - interval '2 days'`;
  return rows.map(({ inbox }) => inbox);
}

/** Who left because their server said that they are gone, newest first. */
export async function listDepartures(sql: Sql, limit: number): Promise<Departure[]> {
  return sql<Departure[]>`
    select handle, actor_id as "actorId", reason, created_at as "createdAt"
    from departure order by created_at desc, id desc limit ${limit}`;
}

export async function removeOldDepartures(sql: Sql, limit = 1000): Promise<number> {
  const { count } = await sql`
    delete from departure where id in (
      select id from departure where created_at < now() - interval '90 days' limit ${limit}
    )`;
  return count;
}

/** A member lets a pending follower in, or turns one away. @throws {NotFound} @throws {Invalid} for letting in in a panic. */
export async function decideFollower(
  sql: Database,
  actorId: string,
  type: "Accept" | "Reject",
  groupId: string,
): Promise<void> {
  await sql.begin(async (tx) => {
    if (type === "Accept") await refuseInPanic(tx);
    const [row] = await tx<{ followId: string }[]>`
      select follow_id as "followId" from follower where actor_id = ${actorId} for update`;
    if (!row) throw new NotFound(`${actorId} does not follow.`);
    // First what it shall not receive any more is cancelled, then it is told.
    if (type === "Reject") await removeFollower(tx, actorId);
    else await tx`update follower set state = 'accepted' where actor_id = ${actorId}`;
    await answerFollow(tx, type, { id: row.followId, actor: actorId, object: groupId });
    const actor = type === "Accept" ? await findActor(tx, actorId) : undefined;
    if (actor) await welcomeCalendar(tx, actor);
  });
}

export async function findFollower(sql: Sql, actorId: string): Promise<Follower | undefined> {
  const [row] = await sql<Follower[]>`
    select ${columns(sql)} from follower join actor on actor.id = actor_id where actor_id = ${actorId}`;
  return row;
}

export async function listFollowers(
  sql: Sql,
  options: { state?: "pending" | "accepted"; offset?: number; limit: number },
): Promise<Follower[]> {
  return sql<Follower[]>`
    select ${columns(sql)}
    from follower
    join actor on actor.id = actor_id
    ${options.state ? sql`where state = ${options.state}` : sql``}
    order by follower.created_at desc, actor_id
    offset ${options.offset ?? 0}
    limit ${options.limit}`;
}

/** Whether anybody on this host follows us, or is followed by us, or members have let it in. */
export async function isKnownHost(sql: Sql, host: string): Promise<boolean> {
  const [row] = await sql`
    select 1 from actor
    where host = ${host}
      and (exists (select 1 from follower where actor_id = actor.id and state = 'accepted')
        or exists (select 1 from following where actor_id = actor.id and state = 'accepted'))
    union all
    select 1 from welcome where host = ${host}
    limit 1`;
  return row !== undefined;
}

export async function countFollowers(sql: Sql, state: "pending" | "accepted" = "accepted"): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::integer as count from follower where state = ${state}`;
  return row!.count;
}
