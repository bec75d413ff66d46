import type { Rendered } from "../text/own-html.ts";
import type { Post } from "./posts.ts";
import { listAttachedPictures } from "./pictures.ts";
import { type KeptText, withHtml } from "./rendered.ts";
import { listAttachedCallouts } from "./revision-callouts.ts";
import { listAttachedMentions } from "./revision-mentions.ts";
import type { Sql } from "./sql.ts";
import { inSameMonth, listTranslations, onceIn } from "./translations.ts";

/** A post without what is kept in other tables. */
export type Row = Omit<Post, "mentions" | "pictures" | "callout" | "translations" | keyof Rendered> &
  KeptText;

export const columns = (sql: Sql) => sql`
  post.id, type, revision.number as revision, name, source, html, renderer, summary, teaser, language, tags,
  pinned_at is not null as pinned, in_reply_to as "inReplyTo", in_reply_to_actor as "inReplyToActor",
  published, updated, greatest(updated, retold_at) as retold, withdrawn_at as withdrawn, history_hidden as "historyHidden"`;

export async function withAttachments(sql: Sql, rows: Row[]): Promise<Post[]> {
  const ids = rows.map(({ id }) => id);
  const [texts, mentions, pictures, callouts, translations] = await Promise.all([
    withHtml(rows),
    listAttachedMentions(sql, rows),
    listAttachedPictures(sql, rows),
    listAttachedCallouts(sql, rows),
    listTranslations(sql, ids),
  ]);
  return texts.map((row) => ({
    ...row,
    mentions: mentions.get(row.id) ?? [],
    pictures: pictures.get(row.id) ?? [],
    callout: callouts.get(row.id) ?? null,
    translations: translations.get(row.id) ?? [],
  }));
}

/** The post in its present form, or as it was in `revision`; withdrawn ones too, for the caller to answer 410. */
export async function findPost(sql: Sql, id: string, revision?: number): Promise<Post | undefined> {
  const rows = await sql<Row[]>`
    select ${columns(sql)}
    from post
    join revision on post_id = post.id and number = ${revision ?? sql`post.revision`}
    where post.id = ${id}`;
  return (await withAttachments(sql, rows))[0];
}

/**
 * The post as it is sent, in its present form or as it was in `revision`: without the pictures of an earlier one that have been
 * replaced since. Nobody can fetch them any more, and Gancio takes no Event whose picture it cannot have.
 */
export async function findSentPost(sql: Sql, id: string, revision?: number): Promise<Post | undefined> {
  const post = await findPost(sql, id, revision);
  if (!post || post.pictures.length === 0) return post;
  const there = await sql<{ id: string }[]>`
    select distinct picture_id as id from revision_picture
    join post on post.id = post_id and number = revision and withdrawn_at is null
    where picture_id = any(${post.pictures.map((picture) => picture.id)})`;
  const ids = new Set(there.map((picture) => picture.id));
  return { ...post, pictures: post.pictures.filter((picture) => ids.has(picture.id)) };
}

/** Where a page of posts begins: after this post, in the order of the list. */
export interface PostCursor {
  published: Date;
  id: string;
}

/** Days as YYYY-MM-DD, without the last, as they are counted in the zone. */
export interface Period {
  from: string;
  until: string;
  timeZone: string;
}

/** Which posts, and how many. */
export interface Listing {
  tag?: string;
  language?: string;
  onceIn?: string;
  period?: Period;
  /** Posts that stand elsewhere on the page. */
  except?: string[];
  before?: PostCursor;
  limit: number;
}

/**
 * The newest posts of all, or of one tag, language or period. Pages go by date, so that they stay the same while new posts
 * arrive. Of posts that say the same, those in `onceIn` alone are listed; what is in other languages only is listed all the same.
 */
export async function listPosts(sql: Sql, options: Listing): Promise<Post[]> {
  const { tag, language, period, except = [], before, limit } = options;
  const among = [
    tag === undefined ? sql`` : sql`join post_tag on post_tag.post_id = theirs.post_id and slug = ${tag}`,
    period ? inSameMonth(sql, period.timeZone) : sql``,
  ];
  const [at, id] = tag === undefined ? [sql`published`, sql`post.id`] : [sql`tagged_at`, sql`tagged_id`];
  const rows = await sql<Row[]>`
    select ${columns(sql)}
    from post
    join revision on post_id = post.id and number = post.revision
    ${tag === undefined ? sql`` : sql`join ${taggedWith(sql, tag)} on tagged_id = post.id`}
    where withdrawn_at is null
      ${language === undefined ? sql`` : sql`and language = ${language}`}
      ${onceIn(sql, options.onceIn, sql`${among}`)}
      ${period ? during(sql, period) : sql``}
      ${except.length > 0 ? sql`and post.id <> all(${except})` : sql``}
      ${before ? sql`and (${at}, ${id}) < (${before.published}, ${before.id})` : sql``}
    order by ${at} desc, ${id} desc
    limit ${limit}`;
  return withAttachments(sql, rows);
}

const during = (sql: Sql, { from, until, timeZone }: Period) => sql`
  and published >= ${from}::timestamp at time zone ${timeZone}
  and published < ${until}::timestamp at time zone ${timeZone}`;

/** The posts of a tag with their dates: in the order of the index, a page is found without looking at the others. */
const taggedWith = (sql: Sql, tag: string) => sql`
  (select post_id as tagged_id, published as tagged_at from post_tag where slug = ${tag}) tagged`;

/** What stands first on other servers: the pinned posts and the open call-outs, the last first. */
export async function listFeaturedPosts(sql: Sql, limit = 20): Promise<Post[]> {
  const rows = await sql<Row[]>`
    select ${columns(sql)}
    from post
    join revision on post_id = post.id and number = post.revision
    where withdrawn_at is null and (pinned_at is not null or calling)
    order by coalesce(pinned_at, published) desc, post.id desc
    limit ${limit}`;
  return withAttachments(sql, rows);
}

/** Pinned posts, the last pinned first; of those that say the same the one in `language` alone. */
export async function listPinnedPosts(sql: Sql, language: string, limit = 20): Promise<Post[]> {
  const pinned = sql`join post other on other.id = theirs.post_id and other.pinned_at is not null`;
  const rows = await sql<Row[]>`
    select ${columns(sql)}
    from post
    join revision on post_id = post.id and number = post.revision
    where withdrawn_at is null and pinned_at is not null
      ${onceIn(sql, language, pinned)}
    order by pinned_at desc, post.id desc
    limit ${limit}`;
  return withAttachments(sql, rows);
}

/** All posts for members, withdrawn ones among them, newest first. */
export async function listPostsForMembers(
  sql: Sql,
  options: { before?: PostCursor; limit: number },
): Promise<Post[]> {
  const { before, limit } = options;
  const rows = await sql<Row[]>`
    select ${columns(sql)}
    from post
    join revision on post_id = post.id and number = post.revision
    ${before ? sql`where (published, post.id) < (${before.published}, ${before.id})` : sql``}
    order by published desc, post.id desc
    limit ${limit}`;
  return withAttachments(sql, rows);
}

export interface PostCounts {
  posts: number;
  replies: number;
  lastPublished: Date | null;
}

/** The true figures for NodeInfo and the account: what anybody can count on the site. */
export async function countPosts(sql: Sql): Promise<PostCounts> {
  const [row] = await sql<PostCounts[]>`
    with standing as materialized (
      select (select coalesce(sum(posts), 0) from month_count)::integer as posts,
        (select count(*) from post where in_reply_to is not null and withdrawn_at is null)::integer as replies,
        (select max(published) from post where withdrawn_at is null) as "lastPublished"
    )
    select posts - replies as posts, replies, "lastPublished" from standing`;
  return row!;
}

/** When what everybody can read last changed: a withdrawal is a change, too. */
export async function findLastChange(sql: Sql): Promise<Date | undefined> {
  const [row] = await sql<{ at: Date | null }[]>`
    select greatest(
      (select max(published) from post), (select max(updated) from post), (select max(withdrawn_at) from post)
    ) as at`;
  return row?.at ?? undefined;
}

export interface Revision {
  number: number;
  name: string;
  createdAt: Date;
}

export async function listRevisions(sql: Sql, postId: string): Promise<Revision[]> {
  return sql<Revision[]>`
    select number, name, created_at as "createdAt" from revision
    where post_id = ${postId} order by number desc limit 200`;
}
