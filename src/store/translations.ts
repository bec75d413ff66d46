import type { Fragment } from "postgres";
import { Invalid } from "../errors.ts";
import type { Rendered } from "../text/own-html.ts";
import { randomId } from "./ids.ts";
import { type KeptText, withHtml } from "./rendered.ts";
import type { Sql } from "./sql.ts";

/** Another post that says the same in another language. */
export interface Translation {
  id: string;
  language: string;
}

/**
 * Keeps the language of a post, and what it is a translation of: a post's id, null for none, undefined for no change.
 * @throws {Invalid} when that post is gone, or its group has a post in this language.
 */
export async function replaceLanguage(
  sql: Sql,
  postId: string,
  language: string,
  translationOf?: string | null,
): Promise<void> {
  const [present] = await sql<{ group: string | null }[]>`
    select translation_group as group from post_language where post_id = ${postId}`;
  const left = present?.group ?? null;
  const group =
    translationOf === undefined ? left : translationOf && (await joinGroup(sql, postId, translationOf));
  if (group !== null) {
    const [taken] = await sql`
      select 1 from post_language
      where translation_group = ${group} and language = ${language} and post_id <> ${postId}`;
    if (taken) throw new Invalid("translationTaken", "translationOf");
  }
  // A new translation says what the others say now.
  await sql`
    insert into post_language (post_id, language, published, translation_group, as_of)
    select id, ${language}, published, ${group},
      coalesce((select max(as_of) from post_language where translation_group = ${group}), 0)
    from post where id = ${postId}
    on conflict (post_id) do update
    set language = excluded.language, translation_group = excluded.translation_group,
      as_of = case when post_language.translation_group is not distinct from excluded.translation_group
        then post_language.as_of else excluded.as_of end`;
  if (left !== null && left !== group) await dissolve(sql, left);
}

/** The group of the post, made now where it has none. Its row stays locked, so that a group is joined by one at a time. */
async function joinGroup(sql: Sql, postId: string, otherId: string): Promise<string> {
  const [other] = await sql<{ group: string | null }[]>`
    select translation_group as group from post_language
    where post_id = ${otherId} and post_id <> ${postId}
    for update`;
  if (!other) throw new Invalid("translationGone", "translationOf");
  if (other.group !== null) return other.group;
  const group = randomId();
  await sql`update post_language set translation_group = ${group} where post_id = ${otherId}`;
  return group;
}

/** A post alone is no translation of anything. */
async function dissolve(sql: Sql, group: string): Promise<void> {
  await sql`
    update post_language set translation_group = null
    where translation_group = ${group}
      and (select count(*) from post_language where translation_group = ${group}) < 2`;
}

/** After a post was edited: its translations are behind it now, or it says what they say where they may `stand`. */
export async function leaveBehind(sql: Sql, postId: string, stand: boolean): Promise<void> {
  await sql`
    update post_language
    set as_of = ${stand ? 0 : 1} + (
      select max(as_of) from post_language theirs
      where theirs.translation_group = post_language.translation_group)
    where post_id = ${postId} and translation_group is not null`;
}

/** A post that does not say what it says in another language since that one was edited. */
export interface BehindPost extends Rendered {
  id: string;
  language: string;
  name: string;
  /** Of the one that says more. */
  otherId: string;
  otherLanguage: string;
}

/** The posts that are behind a translation of theirs, or this one if it is; the newest first. */
export async function listBehind(
  sql: Sql,
  { postId, limit = 12 }: { postId?: string; limit?: number } = {},
): Promise<BehindPost[]> {
  const rows = await sql<(Omit<BehindPost, keyof Rendered> & KeptText)[]>`
    select mine.post_id as id, mine.language, name, source, html, renderer, theirs.post_id as "otherId", theirs.language as "otherLanguage"
    from post_language mine
    cross join lateral (
      select post_id, language, as_of from post_language
      where translation_group = mine.translation_group
      order by as_of desc, post_id
      limit 1
    ) theirs
    join post on post.id = mine.post_id
    join revision on revision.post_id = post.id and number = post.revision
    where mine.behind ${postId === undefined ? sql`` : sql`and mine.post_id = ${postId}`}
    order by mine.published desc, mine.post_id
    limit ${limit}`;
  return withHtml(rows);
}

/** Of a post that is withdrawn. */
export async function removeLanguage(sql: Sql, postId: string): Promise<void> {
  const [removed] = await sql<{ group: string | null }[]>`
    delete from post_language where post_id = ${postId} returning translation_group as group`;
  if (removed?.group) await dissolve(sql, removed.group);
}

/** The other posts that say the same, by post id; the earliest first. */
export async function listTranslations(sql: Sql, postIds: string[]): Promise<Map<string, Translation[]>> {
  const byPost = new Map<string, Translation[]>();
  if (postIds.length === 0) return byPost;
  const rows = await sql<(Translation & { postId: string })[]>`
    select mine.post_id as "postId", theirs.post_id as id, theirs.language
    from post_language mine
    join post_language theirs using (translation_group)
    where mine.post_id in ${sql(postIds)} and theirs.post_id <> mine.post_id
    order by mine.post_id, theirs.published, theirs.post_id`;
  for (const { postId, ...translation } of rows) {
    byPost.set(postId, [...(byPost.get(postId) ?? []), translation]);
  }
  return byPost;
}

/**
 * For the conditions of a list of posts: leaves out what has a translation into `language` that stands in the same list.
 * `among` joins `theirs`, the translation, to what the list asks of its posts.
 */
export function onceIn(sql: Sql, language: string | undefined, among: Fragment = sql``): Fragment {
  if (language === undefined) return sql``;
  return sql`and not exists (
    select 1
    from post_language mine
    join post_language theirs using (translation_group)
    ${among}
    where mine.post_id = post.id and mine.language <> ${language} and theirs.language = ${language})`;
}

/** For `onceIn`: the archive of a month says all that was published in it, and a year all that its months say. */
export const inSameMonth = (sql: Sql, timeZone: string) => sql`
  join post other on other.id = theirs.post_id
    and date_trunc('month', other.published, ${timeZone}) = date_trunc('month', post.published, ${timeZone})`;

/** The languages that posts stand in. Asks the index for one after the other, however many posts there are. */
export async function listLanguages(sql: Sql, limit = 100): Promise<string[]> {
  const rows = await sql<{ language: string }[]>`
    with recursive used as (
      select min(language) as language from post_language
      union all
      select (select min(language) from post_language where language > used.language)
      from used where used.language is not null
    )
    select language from used where language is not null
    limit ${limit}`;
  return rows.map(({ language }) => language);
}
