import { type Mention, mostMentions } from "../text/mention.ts";
import { mentionsIn, type OwnHtml } from "../text/own-html.ts";
import type { Sql } from "./sql.ts";

/** Of the accounts that were found, those that the text names. */
export async function attachMentions(
  sql: Sql,
  postId: string,
  number: number,
  { html, mentions }: { html: OwnHtml; mentions: Mention[] },
): Promise<void> {
  const named = mentionsIn(html).slice(0, mostMentions);
  const rows = named.flatMap((handle) => {
    const found = mentions.find((mention) => mention.handle === handle);
    return found ? { post_id: postId, number, handle, actor_id: found.id, url: found.url } : [];
  });
  if (rows.length > 0) await sql`insert into revision_mention ${sql(rows)}`;
}

/** Whom each post names in the revision given, by post id. */
export async function listAttachedMentions(
  sql: Sql,
  posts: { id: string; revision: number }[],
): Promise<Map<string, Mention[]>> {
  const byPost = new Map<string, Mention[]>();
  if (posts.length === 0) return byPost;
  const rows = await sql<(Mention & { postId: string })[]>`
    select post_id as "postId", handle, actor_id as id, url
    from revision_mention
    where (post_id, number) in (
      select * from unnest(${posts.map((post) => post.id)}::text[], ${posts.map((post) => post.revision)}::integer[]))
    order by post_id, handle`;
  for (const { postId, ...mention } of rows) byPost.set(postId, [...(byPost.get(postId) ?? []), mention]);
  return byPost;
}

/** The actors that a post names, or named in an earlier revision: their servers have it. */
export async function listMentioned(sql: Sql, postId: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select distinct actor_id as id from revision_mention where post_id = ${postId} limit 1000`;
  return rows.map(({ id }) => id);
}

/** Accounts that are known by these handles, for a preview, which asks nobody. */
export async function listKnownAccounts(sql: Sql, handles: string[]): Promise<Mention[]> {
  if (handles.length === 0) return [];
  return sql<Mention[]>`
    select distinct on (lower(handle)) lower(handle) as handle, id, url
    from actor
    where lower(handle) = any(${handles.slice(0, mostMentions)})
    order by lower(handle), id
    limit ${mostMentions}`;
}
