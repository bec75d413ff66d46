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
  await sql`
    insert into post_tag (post_id, slug, name, published)
    select id, slug, tag.name, published
    from post, unnest(${[...bySlug.keys()]}::text[], ${[...bySlug.values()]}::text[]) as tag (slug, name)
    where id = ${postId}`;
}

/** The tag as it was last written. */
export async function findTag(sql: Sql, slug: string): Promise<Tag | undefined> {
  const [row] = await sql<Tag[]>`
    select slug, name, (select count(*)::integer from post_tag where slug = ${slug}) as posts
    from post_tag where slug = ${slug}
    order by published desc, post_id desc
    limit 1`;
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
