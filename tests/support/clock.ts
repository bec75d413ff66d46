import { giveUpOldDeliveries } from "../../src/store/deliveries.ts";
import { knock } from "../../src/store/hosts.ts";
import type { Database } from "../../src/store/sql.ts";
import { until } from "./tocsin.ts";

const dates: Record<string, string[]> = {
  delivery: ["run_at", "leased_until", "missing_since", "failing_since", "settled_at", "created_at"],
  departure: ["created_at"],
  follower: ["created_at"],
  host: ["last_success_at", "last_failure_at", "opened_at"],
};

/**
 * Lets time pass for deliveries. PostgreSQL's clock cannot be moved, so every date that was written moves back. Leases
 * run out like everything else: wait until nothing is under way, unless that is what you want.
 */
export async function passTime(sql: Database, seconds: number): Promise<void> {
  await sql.begin(async (tx) => {
    for (const [table, columns] of Object.entries(dates)) {
      const moved = columns.map((column) => `${column} = ${column} - interval '${seconds} seconds'`);
      await tx.unsafe(`update ${table} set ${moved.join(", ")}`);
    }
  });
  await sql`select pg_notify('delivery', '')`;
}

/** Waits until nothing is due and nothing under way. */
export async function untilQuiet(sql: Database, seconds = 20): Promise<void> {
  await until(
    "nothing due, nothing under way",
    async () => {
      const busy = await sql`
        select 1 from delivery candidate
        where state = 'waiting' and (lease is not null or run_at <= now())
          and not exists (
            select 1 from delivery earlier
            where earlier.inbox = candidate.inbox and earlier.object = candidate.object
              and earlier.state in ('waiting', 'held') and earlier.id < candidate.id
          )
        limit 1`;
      return busy.length === 0;
    },
    seconds,
  );
}

export const hour = 3600;
export const day = 24 * hour;

/** Lets days pass, six hours at a time, with what a worker does each minute and the attempts that become due. */
export async function passDays(sql: Database, days: number): Promise<void> {
  for (let left = days * day; left > 0; left -= 6 * hour) {
    await passTime(sql, Math.min(left, 6 * hour));
    await giveUpOldDeliveries(sql);
    await knock(sql);
    await untilQuiet(sql);
  }
}
