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

/** A tag is written as it was last. */
const lastWritten = (sql: Sql) => sql`
  (select name from post_tag where post_tag.slug = tag_count.slug order by published desc, post_id desc limit 1)`;

export async function findTag(sql: Sql, slug: string): Promise<Tag | undefined> {
  const [row] = await sql<Tag[]>`
    select slug, ${lastWritten(sql)} as name, posts from tag_count where slug = ${slug} and posts > 0`;
  return row;
}

/** The most used tags. */
export async function listTags(sql: Sql, limit: number): Promise<Tag[]> {
  return sql<Tag[]>`
    select slug, ${lastWritten(sql)} as name, posts
    from tag_count
    where posts > 0
    order by posts desc, slug
    limit ${limit}`;
}
