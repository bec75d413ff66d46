import type { Sql } from "./sql.ts";

// What strangers make us keep goes by age. Each function removes at most `limit` rows and says how many it removed.

/** A row of `actor` with whom nobody here has anything to do: it said nothing here, and at most liked or boosted something. */
export const isStranger = (sql: Sql) => sql`(
  not exists (select 1 from follower where actor_id = actor.id)
  and not exists (select 1 from following where actor_id = actor.id)
  and not exists (select 1 from reply where actor_id = actor.id)
  and not exists (select 1 from allied_post where actor_id = actor.id)
  and not exists (select 1 from allied_share where actor_id = actor.id)
  and not exists (select 1 from flag where actor_id = actor.id)
  and not exists (select 1 from revision_mention where actor_id = actor.id)
  and not exists (select 1 from activity where recipient = actor.id and type not in ('Accept', 'Reject')))`;

/** Actors whom nobody here has anything to do with any more: they are fetched again when they come back. */
export async function removeForgottenActors(sql: Sql, limit = 500): Promise<number> {
  const old = sql`fetched_at < now() - interval '30 days'`;
  // Followers are looked at, too, and stay: each of them once in three days, so that nobody reads through all.
  const [row] = await sql<{ count: number }[]>`
    with due as (
      (select id from actor where looked_at is null and ${old} order by fetched_at limit ${limit})
      union all
      (select id from actor where looked_at < now() - interval '3 days' and ${old} order by looked_at limit ${limit})
      limit ${limit}
    ), gone as (
      delete from actor
      where id = any(array(select id from due))
        and ${isStranger(sql)}
        and not exists (select 1 from reaction where actor_id = actor.id)
      returning id
    ), stayed as (
      update actor set looked_at = now()
      where id = any(array(select id from due except select id from gone))
    )
    select count(*)::integer as count from gone`;
  return row!.count;
}

/** What was held apart and no member has looked for: spam, above all. */
export async function removeOldHeldReplies(sql: Sql, limit = 5000): Promise<number> {
  const { count } = await sql`
    delete from reply where id in (
      select id from reply where state = 'held' and received_at < now() - interval '90 days' limit ${limit}
    )`;
  return count;
}

/** Our answers to single Follows, with their deliveries: whoever unfollows and follows again a thousand times leaves as many. */
export async function removeOldAnswers(sql: Sql, limit = 5000): Promise<number> {
  const { count } = await sql`
    delete from activity where id in (
      select id from activity
      where type in ('Accept', 'Reject') and created_at < now() - interval '30 days'
        and not exists (select 1 from delivery where activity_id = activity.id and state in ('waiting', 'held'))
      limit ${limit}
    )`;
  return count;
}

/** Hosts that were not heard of for 90 days, unless somebody there follows: how they sign and whether they are down. */
export async function removeDeadHosts(sql: Sql, limit = 5000): Promise<number> {
  const { count } = await sql`
    delete from host where host in (
      select host from host
      where greatest(last_success_at, last_failure_at, software_asked_at) < now() - interval '90 days'
        and not exists (select 1 from delivery where delivery.host = host.host and state in ('waiting', 'held'))
        and not exists (
          select 1 from actor join follower on follower.actor_id = actor.id where actor.host = host.host
        )
      limit ${limit}
    )`;
  return count;
}

/** Reports that a member has closed, and those that none looked at. */
export async function removeOldFlags(sql: Sql, limit = 5000): Promise<number> {
  const { count } = await sql`
    delete from flag where id in (
      select id from flag
      where closed_at < now() - interval '1 year'
        or closed_at is null and created_at < now() - interval '90 days'
      limit ${limit}
    )`;
  return count;
}
