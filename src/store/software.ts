import { deliverOpenEvents } from "./events.ts";
import { eventReaders } from "./readers.ts";
import type { Database, Sql } from "./sql.ts";

export interface UnaskedHost {
  host: string;
  /** Somebody there who follows. */
  actorId: string;
}

/** Hosts of followers that have not said for a week what runs there, or not within the last day that they did not answer. */
export async function listUnaskedHosts(sql: Sql, limit: number): Promise<UnaskedHost[]> {
  return sql<UnaskedHost[]>`
    select actor.host, min(actor.id) as "actorId"
    from follower
    join actor on actor.id = actor_id
    left join host on host.host = actor.host
    where state = 'accepted'
      and (software_asked_at is null
        or software_asked_at < now() - case when software is null then interval '1 day' else interval '7 days' end)
      and not exists (select 1 from collective where panicked_at is not null)
    group by actor.host
    order by actor.host
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
    const reads = (name: string | null | undefined) => eventReaders.includes(name ?? "");
    if (reads(software) && !reads(before?.software)) await deliverOpenEvents(tx, host);
  });
}
