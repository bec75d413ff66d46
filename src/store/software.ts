import type { Actor } from "./actors.ts";
import { deliverOpenEvents } from "./events.ts";
import { isPanicked } from "./panic.ts";
import { bridged, eventReaders, isBridge, readersOfEventsAlone } from "./readers.ts";
import type { Database, Sql } from "./sql.ts";

export interface UnaskedHost {
  host: string;
  /** Somebody there who follows. */
  actorId: string;
}

/**
 * Hosts of followers that have not said for a week what runs there, or not within the last day that they did not answer; those
 * that were never asked come first. A host is known here from the first delivery to it, which is the answer to a Follow.
 */
export async function listUnaskedHosts(sql: Sql, limit: number): Promise<UnaskedHost[]> {
  return sql<UnaskedHost[]>`
    select host.host, somebody.id as "actorId"
    from host
    cross join lateral (
      select actor.id from actor join follower on actor_id = actor.id
      where actor.host = host.host and state = 'accepted'
      limit 1
    ) somebody
    where (software_asked_at is null
        or software_asked_at < now() - case when software is null then interval '1 day' else interval '7 days' end)
      and not exists (select 1 from collective where panicked_at is not null)
    order by software_asked_at nulls first, host.host
    limit ${limit}`;
}

/**
 * Records what runs on a host; undefined where it did not say, which leaves what was known. One that turns out to keep a
 * calendar is sent the call-outs that are open.
 */
export async function recordSoftware(
  sql: Database,
  host: string,
  software: string | undefined,
): Promise<void> {
  await sql.begin(async (tx) => {
    const [before] = await tx<{ software: string | null }[]>`
      select software from host where host = ${host} for update`;
    await tx`
      insert into host (host, signature, software, software_asked_at)
      values (${host}, 'draft-cavage', ${software ?? null}, now())
      on conflict (host) do update
      set software = coalesce(excluded.software, host.software), software_asked_at = now()`;
    const mayRead = (name: string | null | undefined) => [...eventReaders, bridged].includes(name ?? "");
    if (mayRead(software) && !mayRead(before?.software)) await deliverOpenEvents(tx, { host });
    if (readersOfEventsAlone.includes(software ?? "")) await cancelUnread(tx, host);
  });
}

/**
 * Sends the open call-outs to the server of a new follower, if it is known to keep a calendar and nobody else behind that inbox follows: it
 * may have left, and forgotten what it had. In a panic nothing goes out; the host is asked anew once that is lifted.
 */
export async function welcomeCalendar(sql: Sql, { id, host, inbox, sharedInbox }: Actor): Promise<void> {
  const to = sharedInbox ?? inbox;
  const [calendar] = await sql`
    select 1 from host
    where host = ${host}
      and (
        software = any(${eventReaders})
        and not exists (
          select 1 from follower join actor on actor.id = actor_id
          where state = 'accepted' and actor_id <> ${id} and coalesce(shared_inbox, inbox) = ${to}
        )
        or software = ${bridged} and exists (
          select 1 from follower join actor on actor.id = actor_id where actor_id = ${id} and ${isBridge(sql)}
        )
      )`;
  if (!calendar) return;
  if (await isPanicked(sql))
    await sql`update host set software = null, software_asked_at = null where host = ${host}`;
  else await deliverOpenEvents(sql, { inbox: to });
}

/** What waits for a host that reads Events alone: refused again and again, it would cost us the followers there. */
async function cancelUnread(sql: Sql, host: string): Promise<void> {
  await sql`
    update delivery set state = 'cancelled', settled_at = now()
    from activity
    where activity.id = activity_id and not event and recipient is null
      and delivery.host = ${host} and state in ('waiting', 'held') and (leased_until is null or leased_until < now())`;
}
