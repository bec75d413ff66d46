import { Conflict, NotFound } from "../errors.ts";
import { addActivity, markUndone } from "./activities.ts";
import { type Actor, shownHandle } from "./actors.ts";
import { actorIs } from "./blocked.ts";
import { deliverToActors } from "./deliveries.ts";
import type { Ended } from "./farewells.ts";
import { isPanicked, refuseInPanic, unlessPanicked } from "./panic.ts";
import type { Database, Sql } from "./sql.ts";

export type FollowingState =
  | "looking-up"
  | "requested"
  | "accepted"
  | "rejected"
  /** Their server did not take the Follow, and is not asked again by itself. */
  | "refused"
  | "failed"
  | "moved"
  | "blocked";

/** An account that the collective follows. The worker finds it and asks; its server's Accept completes it. */
export interface Following {
  /** As typed: `@name@host` or an address. */
  handle: string;
  /** What the account is shown as, once it is found. */
  shown: string;
  actorId: string | null;
  name: string | null;
  url: string | null;
  state: FollowingState;
  error: string | null;
  /** For one that has moved: where to. */
  movedTo: { id: string; handle: string } | null;
  /** Whether members block the account or its host at present. */
  blocked: boolean;
  createdAt: Date;
}

/** The Follow that the row waits for, where it could not be delivered. No such state is stored: whoever fails a delivery need not know. */
const refusal = (sql: Sql) => sql`
  (select coalesce(delivery.error, '') from delivery
    where following.state = 'requested' and delivery.activity_id = following.activity_id and delivery.state = 'failed'
    limit 1)`;

/** How a row of `following` stands. */
export const standing = (sql: Sql) => sql`
  case when ${refusal(sql)} is null then following.state else 'refused' end`;

const columns = (sql: Sql) => sql`
  following.handle, coalesce(${shownHandle(sql)}, following.handle) as shown, actor_id as "actorId", actor.name, actor.url,
  ${standing(sql)} as state, coalesce(error, ${refusal(sql)}) as error,
  case when following.moved_to is not null then jsonb_build_object('id', following.moved_to, 'handle', coalesce(
    (select ${shownHandle(sql)} from actor where actor.id = following.moved_to), following.moved_to)) end as "movedTo",
  ${actorIs(sql, "block")} as blocked, following.created_at as "createdAt"`;

/** Whether a block ended a follow here that none ends now. */
export async function wasFollowed(
  sql: Sql,
  { kind, value }: { kind: "actor" | "host"; value: string },
): Promise<boolean> {
  const [row] = await sql`
    select 1 from following join actor on actor.id = actor_id
    where state = 'blocked' and not ${actorIs(sql, "block")}
      and ${kind === "actor" ? sql`actor.id = ${value}` : sql`exists (select 1 from names_of_host(actor.host) as name where name = ${value})`}
    limit 1`;
  return row !== undefined;
}

/** As one that nobody follows any more, and may be asked again. */
const isEnded = (sql: Sql) => sql`
  (following.state in ('failed', 'rejected', 'moved', 'blocked') or ${refusal(sql)} is not null)`;

/** Asks the worker to follow. One whose follow failed or ended is tried again. @throws {Conflict} when it is followed. */
export async function requestFollowing(sql: Sql, handle: string): Promise<void> {
  await refuseInPanic(sql);
  const [blocked] = await sql`
    select 1 from following join actor on actor.id = actor_id
    where following.handle = ${handle} and ${actorIs(sql, "block")}`;
  if (blocked) throw new Conflict("followBlocked");
  await followThere(sql, handle);
}

/** As `requestFollowing`, where nobody asks for it: an account that is followed has moved, and a panic would lose it. */
export async function followThere(sql: Sql, handle: string): Promise<void> {
  const [row] = await sql`
    insert into following (handle, state) values (${handle}, 'looking-up')
    on conflict (handle) do update set state = 'looking-up', error = null, moved_to = null, ended_at = null
    where ${isEnded(sql)}
    returning handle`;
  if (!row) throw new Conflict(`${handle} is followed already.`);
  await sql`select pg_notify('delivery', '')`;
}

export async function listRequestedFollowing(sql: Sql, limit = 20): Promise<string[]> {
  const rows = await sql<{ handle: string }[]>`
    select handle from following where state = 'looking-up' and ${unlessPanicked(sql)} order by created_at limit ${limit}`;
  return rows.map((row) => row.handle);
}

/** The actor is found: the Follow goes out. */
export async function sendFollow(sql: Database, handle: string, actor: Actor): Promise<void> {
  await sql.begin(async (tx) => {
    // It was asked for before: it is done when everything is open again.
    if (await isPanicked(tx)) return;
    // One that has moved back, or was typed otherwise before, is not followed twice.
    await tx`delete from following where actor_id = ${actor.id} and handle <> ${handle} and ${isEnded(tx)}`;
    const [other] = await tx`select 1 from following where actor_id = ${actor.id} and handle <> ${handle}`;
    if (other) {
      await tx`delete from following where handle = ${handle}`;
      return;
    }
    const [standing] = await tx<{ id: string }[]>`
      select id from activity where type = 'Follow' and object = ${actor.id} and undone_at is null for update`;
    if (standing) await markUndone(tx, standing.id);
    const follow = await addActivity(tx, { type: "Follow", object: actor.id, recipient: actor.id });
    await tx`
      update following set actor_id = ${actor.id}, activity_id = ${follow.id}, state = 'requested', error = null
      where handle = ${handle}`;
    await deliverToActors(tx, follow, [actor.id]);
  });
}

export async function failFollowing(sql: Sql, handle: string, error: string): Promise<void> {
  await sql`update following set state = 'failed', error = ${error} where handle = ${handle}`;
}

/** An Accept or Reject counts only for a Follow we sent to that very actor. */
export async function settleFollowing(
  sql: Sql,
  actorId: string,
  activityId: string,
  state: "accepted" | "rejected",
): Promise<boolean> {
  const rows = await sql`
    update following set state = ${state}
    where actor_id = ${actorId} and activity_id = ${activityId}
    returning handle`;
  return rows.length > 0;
}

/** The account blocks the group: whatever it said to our Follow before. */
export async function rejectFollowing(sql: Sql, actorId: string): Promise<void> {
  await sql`
    update following set state = 'rejected' where actor_id = ${actorId} and state in ('requested', 'accepted')`;
}

/** @throws {NotFound} */
export async function stopFollowing(sql: Database, handle: string): Promise<void> {
  await sql.begin(async (tx) => {
    await refuseInPanic(tx);
    const [row] = await tx<{ actorId: string | null; activityId: string | null }[]>`
      delete from following where handle = ${handle}
      returning actor_id as "actorId", activity_id as "activityId"`;
    if (!row) throw new NotFound(`${handle} is not followed.`);
    if (row.actorId && row.activityId) await undoFollow(tx, row.actorId, row.activityId);
  });
}

async function undoFollow(sql: Sql, actorId: string, activityId: string): Promise<void> {
  await markUndone(sql, activityId);
  const undo = await addActivity(sql, { type: "Undo", object: activityId, recipient: actorId });
  await deliverToActors(sql, undo, [actorId]);
}

/** These accounts are blocked: nobody here follows them any more. Returns the Follows that have ended. */
export async function endBlocked(sql: Sql, actorIds: string[]): Promise<Ended[]> {
  return sql<Ended[]>`
    with ended as (
      select handle, actor_id, activity_id from following
      where actor_id = any(${actorIds}) and state in ('requested', 'accepted')
      for update
    ), blocked as (
      update following set state = 'blocked', ended_at = now(), activity_id = null, error = null
      from ended where following.handle = ended.handle
    )
    select actor_id as "actorId", activity_id as "followId" from ended where activity_id is not null`;
}

/** An account that is followed has moved: its row says so until a member puts it away. False for one that is not followed. */
export async function endMoved(sql: Sql, actorId: string, movedTo: string): Promise<boolean> {
  const [row] = await sql<{ activityId: string | null }[]>`
    select activity_id as "activityId" from following
    where actor_id = ${actorId} and state = 'accepted'
    for update`;
  if (!row) return false;
  await sql`
    update following
    set state = 'moved', moved_to = ${movedTo}, ended_at = now(), activity_id = null, error = null
    where actor_id = ${actorId}`;
  if (row.activityId) await undoFollow(sql, actorId, row.activityId);
  return true;
}

export async function findFollowing(sql: Sql, actorId: string): Promise<Following | undefined> {
  const [row] = await sql<Following[]>`
    select ${columns(sql)} from following join actor on actor.id = actor_id where actor_id = ${actorId}`;
  return row;
}

export async function isFollowing(sql: Sql, actorId: string): Promise<boolean> {
  const [row] = await sql`select 1 from following where actor_id = ${actorId} and state = 'accepted'`;
  return row !== undefined;
}

export async function listFollowing(
  sql: Sql,
  options: { state?: FollowingState; offset?: number; limit: number },
): Promise<Following[]> {
  return sql<Following[]>`
    select ${columns(sql)}
    from (
      select handle from following
      ${options.state ? sql`where state = ${options.state}` : sql``}
      order by created_at desc, handle
      offset ${options.offset ?? 0}
      limit ${options.limit}
    ) listed
    join following using (handle)
    left join actor on actor.id = actor_id
    order by following.created_at desc, following.handle`;
}

export async function countFollowing(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::integer as count from following where state = 'accepted'`;
  return row!.count;
}
