import { Conflict, NotFound } from "../errors.ts";
import { addActivity, markUndone } from "./activities.ts";
import { type Actor, shownHandle } from "./actors.ts";
import { deliverToActors } from "./deliveries.ts";
import { refuseInPanic } from "./panic.ts";
import type { Database, Sql } from "./sql.ts";

export type FollowingState = "looking-up" | "requested" | "accepted" | "rejected" | "failed";

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
  createdAt: Date;
}

const columns = (sql: Sql) => sql`
  following.handle, coalesce(${shownHandle(sql)}, following.handle) as shown, actor_id as "actorId", actor.name, actor.url, state, error, following.created_at as "createdAt"`;

/** Asks the worker to follow. One that failed or was rejected is tried again. @throws {Conflict} when it is followed. */
export async function requestFollowing(sql: Sql, handle: string): Promise<void> {
  await refuseInPanic(sql);
  await followThere(sql, handle);
}

/** As `requestFollowing`, where nobody asks for it: an account that is followed has moved, and a panic would lose it. */
export async function followThere(sql: Sql, handle: string): Promise<void> {
  const [row] = await sql`
    insert into following (handle, state) values (${handle}, 'looking-up')
    on conflict (handle) do update set state = 'looking-up', error = null
    where following.state in ('failed', 'rejected')
    returning handle`;
  if (!row) throw new Conflict(`${handle} is followed already.`);
  await sql`select pg_notify('delivery', '')`;
}

export async function listRequestedFollowing(sql: Sql, limit = 20): Promise<string[]> {
  const rows = await sql<{ handle: string }[]>`
    select handle from following where state = 'looking-up' order by created_at limit ${limit}`;
  return rows.map((row) => row.handle);
}

/** The actor is found: the Follow goes out. */
export async function sendFollow(sql: Database, handle: string, actor: Actor): Promise<void> {
  await sql.begin(async (tx) => {
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

/** @throws {NotFound} */
export async function stopFollowing(sql: Database, handle: string): Promise<void> {
  await sql.begin(async (tx) => {
    const [row] = await tx<{ actorId: string | null; activityId: string | null }[]>`
      delete from following where handle = ${handle}
      returning actor_id as "actorId", activity_id as "activityId"`;
    if (!row) throw new NotFound(`${handle} is not followed.`);
    if (!row.actorId || !row.activityId) return;
    await markUndone(tx, row.activityId);
    const undo = await addActivity(tx, { type: "Undo", object: row.activityId, recipient: row.actorId });
    await deliverToActors(tx, undo, [row.actorId]);
  });
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
    from following
    left join actor on actor.id = actor_id
    ${options.state ? sql`where state = ${options.state}` : sql``}
    order by following.created_at desc, following.handle
    offset ${options.offset ?? 0}
    limit ${options.limit}`;
}

export async function countFollowing(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::integer as count from following where state = 'accepted'`;
  return row!.count;
}
