import type { Period } from "./post-lists.ts";
import type { Sql } from "./sql.ts";
import { inSameMonth, onceIn } from "./translations.ts";

export interface Year {
  year: number;
  posts: number;
  months: { month: number; posts: number }[];
}

/**
 * How many standing posts each month has, of all or within a period: in UTC, the newest year first, its months in order.
 * Posts of a month that say the same are counted once, as its list shows them to readers of `language`.
 */
export async function listYears(
  sql: Sql,
  { language, within, limit = 200 }: { language: string; within?: Period; limit?: number },
): Promise<Year[]> {
  return sql<Year[]>`
    select year, sum(posts)::integer as posts,
      jsonb_agg(jsonb_build_object('month', month, 'posts', posts) order by month) as months
    from (
      select extract(year from published)::integer as year, extract(month from published)::integer as month,
        count(*)::integer as posts
      from post
      where withdrawn_at is null
        ${onceIn(sql, language, inSameMonth(sql))}
        ${within ? sql`and published >= ${within.from} and published < ${within.until}` : sql``}
      group by 1, 2
    ) counted
    group by year
    order by year desc
    limit ${limit}`;
}
