import { Conflict } from "../errors.ts";
import { type Actor, recordMove } from "./actors.ts";
import { departFollower } from "./followers.ts";
import { endMoved, findFollowing, followThere } from "./following.ts";
import type { Sql } from "./sql.ts";

/** An account that says it has moved, to where it could not be found yet. */
export interface UnfinishedMove {
  actorId: string;
  target: string;
}

/** Keeps a move to be tried again; false where nobody here has to do with the account, and nothing is kept. */
export async function keepMove(sql: Sql, { actorId, target }: UnfinishedMove): Promise<boolean> {
  const rows = await sql`
    insert into unfinished_move (actor_id, target, run_at)
    select ${actorId}, ${target}, now() + interval '1 minute'
    where exists (select 1 from follower where actor_id = ${actorId})
      or exists (select 1 from following where actor_id = ${actorId} and state = 'accepted')
    on conflict (actor_id) do update
    set target = excluded.target, tries = 0, run_at = excluded.run_at, created_at = now()
    returning actor_id`;
  return rows.length > 0;
}

/** Takes moves that are due, each until its next try: two minutes later, then twice as long each time, up to six hours. */
export async function claimMoves(sql: Sql, limit: number): Promise<UnfinishedMove[]> {
  return sql<UnfinishedMove[]>`
    update unfinished_move
    set tries = tries + 1,
      run_at = now() + least(interval '6 hours', interval '2 minutes' * power(2, least(tries, 10)))
    where actor_id in (
      select actor_id from unfinished_move where run_at <= now() order by run_at limit ${limit}
      for update skip locked
    )
    returning actor_id as "actorId", target`;
}

export async function forgetMove(sql: Sql, { actorId, target }: UnfinishedMove): Promise<void> {
  await sql`delete from unfinished_move where actor_id = ${actorId} and target = ${target}`;
}

/** What has not been found for a week is nowhere. */
export async function removeOldMoves(sql: Sql, limit = 1000): Promise<number> {
  const { count } = await sql`
    delete from unfinished_move where actor_id in (
      select actor_id from unfinished_move where created_at < now() - interval '7 days' limit ${limit}
    )`;
  return count;
}

/**
 * An account has moved, as the new one confirms. Whom we follow we follow there and no longer here; a follower that has moved is
 * none any more, and if the new account follows it says so itself.
 */
export async function moveActor(sql: Sql, from: string, to: Actor): Promise<void> {
  await recordMove(sql, from, to.id);
  await sql`delete from unfinished_move where actor_id = ${from}`;
  await departFollower(sql, from, "moved");
  if (!(await endMoved(sql, from, to.id))) return;
  const there = await findFollowing(sql, to.id);
  if (there && there.state !== "moved") return;
  try {
    await followThere(sql, to.id);
  } catch (error) {
    // An earlier Move to it has asked already.
    if (!(error instanceof Conflict)) throw error;
  }
}
