import type { Sql } from "./sql.ts";

/** The languages that published posts are written in, the most used first. */
export async function listPostLanguages(sql: Sql, limit = 100): Promise<string[]> {
  const rows = await sql<{ language: string }[]>`
    select language
    from post
    join revision on post_id = post.id and number = post.revision
    where withdrawn_at is null
    group by language
    order by count(*) desc, language
    limit ${limit}`;
  return rows.map(({ language }) => language);
}
