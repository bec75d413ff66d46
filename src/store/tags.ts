import { hashtagSlug } from "../text/hashtag.ts";
import type { Sql } from "./sql.ts";

export interface Tag {
  slug: string;
  name: string;
  posts: number;
}

export async function replaceTags(sql: Sql, postId: string, names: string[]): Promise<void> {
  await sql`delete from post_tag where post_id = ${postId}`;
  const bySlug = new Map(names.map((name) => [hashtagSlug(name), name]));
  if (bySlug.size === 0) return;
  const rows = [...bySlug].map(([slug, name]) => ({ post_id: postId, slug, name }));
  await sql`insert into post_tag ${sql(rows)}`;
}

/** The tag as it is most often written. */
export async function findTag(sql: Sql, slug: string): Promise<Tag | undefined> {
  const [row] = await sql<Tag[]>`
    select slug, mode() within group (order by name) as name, count(*)::integer as posts
    from post_tag where slug = ${slug} group by slug`;
  return row;
}

/** The most used tags. */
export async function listTags(sql: Sql, limit: number): Promise<Tag[]> {
  return sql<Tag[]>`
    select slug, mode() within group (order by name) as name, count(*)::integer as posts
    from post_tag
    group by slug
    order by posts desc, slug
    limit ${limit}`;
}
