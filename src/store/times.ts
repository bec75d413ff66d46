import type { Sql } from "./sql.ts";

/** The time now as everybody may know it: rounded down as the collective asks, since no post is from the future. */
export const roundedNow = (sql: Sql) => rounded(sql, sql`now()`);

/** A time as everybody may know it. */
export async function roundTime(sql: Sql, time: Date): Promise<Date> {
  const [row] = await sql<{ time: Date }[]>`select ${rounded(sql, sql`${time}::timestamptz`)} as time`;
  return row!.time;
}

const rounded = (sql: Sql, time: ReturnType<Sql>) => sql`
  coalesce(
    (select date_bin(rounding_minutes * interval '1 minute', ${time}, timestamptz '2000-01-01 00:00Z')
      from collective where rounding_minutes > 0),
    ${time})`;
