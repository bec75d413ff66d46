import type { Sql } from "./sql.ts";

export interface Year {
  year: number;
  posts: number;
  months: { month: number; posts: number }[];
}

/** How many standing posts each month has, of all years or of one: in UTC, the newest year first, its months in order. */
export async function listYears(sql: Sql, year?: number, limit = 200): Promise<Year[]> {
  return sql<Year[]>`
    select extract(year from month)::integer as year, sum(posts)::integer as posts,
      jsonb_agg(jsonb_build_object('month', extract(month from month)::integer, 'posts', posts) order by month) as months
    from month_count
    where posts > 0
      ${year === undefined ? sql`` : sql`and month >= make_date(${year}, 1, 1) and month < make_date(${year + 1}, 1, 1)`}
    group by 1
    order by 1 desc
    limit ${limit}`;
}
