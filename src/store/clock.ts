import fs from "node:fs";
import path from "node:path";
import type { Sql } from "./sql.ts";

/** Nobody expects any more what should have happened before such a pause, and after a restore it may have happened. */
const longestPause = "1 hour";

/**
 * What tells this database from a copy that was put back: its number on its server, and of the embedded one its file, which is
 * another one even where all that is in it is the same.
 */
export async function findPlace(sql: Sql, { embedded }: { embedded: boolean }): Promise<string> {
  const [database] = await sql<{ number: string }[]>`
    select oid::text as number from pg_database where datname = current_database()`;
  if (!embedded) return database!.number;
  const [server] = await sql<{ directory: string }[]>`select current_setting('data_directory') as directory`;
  const { ino } = fs.statSync(path.join(server!.directory, "global/pg_control"), { bigint: true });
  return `${database!.number} ${ino}`;
}

/** A worker says that it looks whether the time has come for something. Call it before it looks. */
export async function beatClock(sql: Sql, place: string): Promise<void> {
  await sql`
    update clock
    set resumed_at = case
        when place <> ${place} or beat_at < now() - ${longestPause}::interval then now()
        else resumed_at
      end,
      place = ${place},
      beat_at = now()
    where place is distinct from ${place} or beat_at not between now() - interval '1 minute' and now()`;
}

/** Whether a time came while no worker looked for long, or before a restore: what should have happened then waits for a member. */
export const cameInPause = (sql: Sql, time: ReturnType<Sql>) => sql`
  coalesce(${time} <= (select resumed_at from clock), false)`;
