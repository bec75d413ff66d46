import { fold } from "../text/fold.ts";
import { plainText } from "../text/sanitize.ts";
import type { Rendered } from "../text/own-html.ts";
import { readQuery, searchConfiguration, searchConfigurations } from "../text/search.ts";
import type { PictureText } from "./pictures.ts";
import type { PostText } from "./posts.ts";
import { type KeptText, withHtml } from "./rendered.ts";
import type { Database, Sql } from "./sql.ts";
import { onceIn } from "./translations.ts";

type SearchedText = Omit<PostText, "pictures" | "mentions"> & {
  pictures: Pick<PictureText, "description" | "caption">[];
};

/** Makes the present revision the one that is found. */
export async function indexPost(sql: Sql, postId: string, post: SearchedText): Promise<void> {
  const configuration = searchConfiguration(post.language);
  const text = plainText(post.html);
  const shown = post.pictures.flatMap(({ description, caption = "" }) => [description, caption]).join("\n");
  const weighted = (words: string, weight: "A" | "B" | "C" | "D") =>
    sql`setweight(to_tsvector(${configuration}::text::regconfig, ${fold(words)}), ${weight}::text::"char")`;
  await sql`
    insert into post_search (post_id, published, configuration, text, document)
    select id, published, ${configuration}, ${post.summary === "" ? text : ""},
      ${weighted(`${post.name}\n${post.summary}`, "A")} || ${weighted(post.tags.join("\n"), "B")}
        || ${weighted(text, "C")} || ${weighted(shown, "D")}
    from post where id = ${postId}
    on conflict (post_id) do update
    set configuration = excluded.configuration, text = excluded.text, document = excluded.document`;
}

/** What is withdrawn is found no more. */
export async function unindexPost(sql: Sql, postId: string): Promise<void> {
  await sql`delete from post_search where post_id = ${postId}`;
}

/** Indexes at most `limit` standing posts that are not yet, and says how many: those from before there was a search. */
export async function indexOldPosts(sql: Database, limit = 50): Promise<number> {
  return sql.begin(async (tx) => {
    // Locked, so that an edit or a withdrawal comes before or after, and has the last word.
    const posts = await tx<(Omit<SearchedText, keyof Rendered> & KeptText & { id: string })[]>`
      select post.id, name, source, html, renderer, summary, language, tags,
        coalesce((select jsonb_agg(jsonb_build_object('description', description, 'caption', caption))
          from revision_picture where post_id = post.id and revision_picture.number = post.revision), '[]') as pictures
      from search_due
      join post on post.id = search_due.post_id
      join revision on revision.post_id = post.id and number = post.revision
      where withdrawn_at is null
      order by post.id
      limit ${limit}
      for no key update of post skip locked`;
    for (const { id, ...post } of await withHtml(posts)) await indexPost(tx, id, post);
    return posts.length;
  });
}

export interface SearchResult {
  id: string;
  name: string;
  summary: string;
  language: string;
  published: Date;
  /** The text without markup; empty behind a content warning. */
  text: string;
  /** What was found in it, folded: the words asked for, and their stems. */
  words: string[];
}

/** A word that most posts have would have all of them ranked: beyond this, the newest are. */
const MOST_RANKED = 1000;

/**
 * The posts that have all the words, in the language of each: the best first, then the newest, with the number of all,
 * counted up to `most`. Of those that say the same and are both found, the one in `language` alone. A search that only says what is not wanted finds nothing, because no index can answer it.
 */
export async function searchPosts(
  sql: Sql,
  typed: string,
  { language, limit, offset, most }: { language: string; limit: number; offset: number; most: number },
): Promise<{ results: SearchResult[]; count: number }> {
  const { words, query } = readQuery(typed);
  if (words.length === 0) return { results: [], count: 0 };
  const found = sql`join ranked other on other.id = theirs.post_id`;
  const rows = await sql<(SearchResult & { stems: string[]; count: number })[]>`
    with ranked as (${rankedPosts(sql, query)} limit ${most})
    select found.id, name, summary, language, found.published, text, count,
      tsvector_to_array(to_tsvector(configuration::regconfig, ${words.join(" ")})) as stems
    from (
      select id, published, rank, count(*) over ()::integer as count
      from ranked post
      where true ${onceIn(sql, language, found)}
      order by rank desc, published desc, id
      limit ${limit} offset ${offset}
    ) found
    join post on post.id = found.id
    join revision on revision.post_id = post.id and revision.number = post.revision
    join post_search on post_search.post_id = post.id
    order by rank desc, found.published desc, found.id`;
  const results = rows.map(({ stems, count, ...row }) => ({
    ...row,
    words: [...new Set([...words, ...stems])],
  }));
  return { results, count: rows[0]?.count ?? 0 };
}

/**
 * The ids that a search finds, in its order. A configuration that no post has is left out by one look into the index,
 * because the words would be found once more for each. `querytree` is empty or "T" for what an index cannot answer.
 */
export const rankedPosts = (sql: Sql, query: string) => sql`
  select id, published, ts_rank(document, asked) as rank
  from (
    select post_search.post_id as id, post_search.published, document, asked
    from (
      select configuration, websearch_to_tsquery(configuration::regconfig, ${query}) as asked
      from unnest(${[...searchConfigurations]}::text[]) as configuration
      where configuration = (
        select used.configuration from post_search used
        where used.configuration >= configuration.configuration
        order by used.configuration
        limit 1
      )
    ) queries
    join post_search on post_search.configuration = queries.configuration and document @@ asked
    where querytree(asked) not in ('', 'T')
    order by post_search.published desc
    limit ${MOST_RANKED}
  ) newest
  order by rank desc, published desc, id`;
