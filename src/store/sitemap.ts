import type { PostCursor } from "./post-lists.ts";
import type { Sql } from "./sql.ts";

/** A part of the posts in the order of their dates: where it begins, and when something in it last changed. */
export interface SitemapPart extends PostCursor {
  changed: Date;
}

export interface SitemapEntry {
  id: string;
  changed: Date;
}

/** The parts of at most `size` posts each. Older ones stay as they are while new posts arrive. */
export async function listSitemapParts(sql: Sql, size: number, limit: number): Promise<SitemapPart[]> {
  return sql<SitemapPart[]>`
    with numbered as (
      select id, published, coalesce(updated, published) as changed,
        (row_number() over (order by published, id) - 1) / ${size}::bigint as part
      from post
      where withdrawn_at is null
    )
    select min(published) as published, (array_agg(id order by published, id))[1] as id, max(changed) as changed
    from numbered
    group by part
    order by part
    limit ${limit}`;
}

/** The posts of a part: from its beginning on. */
export async function listSitemapEntries(sql: Sql, from: PostCursor, limit: number): Promise<SitemapEntry[]> {
  return sql<SitemapEntry[]>`
    select id, coalesce(updated, published) as changed
    from post
    where withdrawn_at is null and (published, id) >= (${from.published}, ${from.id})
    order by published, id
    limit ${limit}`;
}
