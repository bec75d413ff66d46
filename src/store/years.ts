import type { Sql } from "./sql.ts";

export interface Year {
  year: number;
  posts: number;
  months: { month: number; posts: number }[];
}

/**
 * How many standing posts each month has, of all years or of one: in their time zone, the newest year first, its months in order. Of posts
 * of one month that say the same, only that in `language` counts, as the lists show it alone.
 */
export async function listYears(
  sql: Sql,
  {
    language,
    timeZone,
    year,
    limit = 200,
  }: { language: string; timeZone: string; year?: number; limit?: number },
): Promise<Year[]> {
  return sql<Year[]>`
    with repeated as (
      select date_trunc('month', mine.published at time zone ${timeZone})::date as month, count(*)::integer as posts
      from post_language theirs
      join post_language mine using (translation_group)
      where theirs.language = ${language} and mine.language <> ${language}
        -- What no post translates is by far the most, and equal to nothing: without this it was compared with itself.
        and theirs.translation_group is not null and mine.translation_group is not null
        and date_trunc('month', mine.published at time zone ${timeZone})
          = date_trunc('month', theirs.published at time zone ${timeZone})
      group by 1
    ), shown as (
      select month, month_count.posts - coalesce(repeated.posts, 0) as posts
      from month_count
      left join repeated using (month)
      where month_count.posts > 0
        ${year === undefined ? sql`` : sql`and month >= make_date(${year}, 1, 1) and month < make_date(${year + 1}, 1, 1)`}
    )
    select extract(year from month)::integer as year, sum(posts)::integer as posts,
      jsonb_agg(jsonb_build_object('month', extract(month from month)::integer, 'posts', posts) order by month) as months
    from shown
    group by 1
    order by 1 desc
    limit ${limit}`;
}
