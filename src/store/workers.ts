import { findOverdue } from "./delivery-board.ts";
import type { Database, Sql } from "./sql.ts";

/** A worker says that it lives, and how much it has delivered since it last did. */
export async function beat(sql: Sql, id: string, delivered: number): Promise<void> {
  await sql`
    insert into worker (id, delivered) values (${id}, ${delivered})
    on conflict (id) do update set beat_at = now(), delivered = worker.delivered + excluded.delivered`;
}

export async function removeWorker(sql: Sql, id: string): Promise<void> {
  await sql`delete from worker where id = ${id}`;
}

/** Workers that ended without a word. */
export async function removeDeadWorkers(sql: Sql): Promise<void> {
  await sql`delete from worker where beat_at < now() - interval '1 day'`;
}

/**
 * Lets the database write a few blocks to its disk, which it keeps for nobody: rows of full tables still change on a full disk.
 * A database that takes no changes at all shows by workers that fall silent. @throws when there is no room
 */
export async function tryWriting(sql: Database): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`set local work_mem = '64kB'`;
    await tx`
      select count(*) from (select number from generate_series(1, 20000) number order by number desc offset 0) sorted`;
  });
}

export interface DeliveryHealth {
  /** Workers that have said within half a minute that they live. */
  workers: number;
  waiting: number;
  held: number;
  /** Hosts with an open breaker. */
  openHosts: number;
  /** Seconds that the oldest delivery has been due and not taken; 0 when none is. */
  overdue: number;
}

export async function findDeliveryHealth(sql: Sql): Promise<DeliveryHealth> {
  const [row] = await sql<Omit<DeliveryHealth, "overdue">[]>`
    select
      (select count(*)::integer from worker where beat_at > now() - interval '30 seconds') as workers,
      (select count(*)::integer from delivery where state = 'waiting') as waiting,
      (select count(*)::integer from delivery where state = 'held') as held,
      (select count(*)::integer from host where opened_at is not null) as "openHosts"`;
  return { ...row!, overdue: await findOverdue(sql) };
}

/** What is counted of the deliveries that have ended: years of them would be read each time. */
export const latestDeliveries = 20_000;

/** Deliveries by state, for metrics: all that are still to be sent, and how the latest ended. */
export async function countDeliveryStates(
  sql: Sql,
  latest = latestDeliveries,
): Promise<{ state: string; count: number }[]> {
  return sql<{ state: string; count: number }[]>`
    select state, count(*)::integer as count
    from (
      select state from delivery where state in ('waiting', 'held')
      union all
      select state from (select state from delivery order by id desc limit ${latest}) latest
      where state not in ('waiting', 'held')
    ) counted
    group by state
    order by state`;
}
