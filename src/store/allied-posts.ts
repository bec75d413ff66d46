import { Conflict, NotFound } from "../errors.ts";
import type { Enclosed } from "../text/enclosed.ts";
import { addActivity, findStandingActivity, markUndone } from "./activities.ts";
import { type ShownActor, shownActor } from "./actors.ts";
import { actorIs } from "./blocked.ts";
import { deliverToActors, deliverToFollowers } from "./deliveries.ts";
import { refuseInPanic } from "./panic.ts";
import { asJson } from "./replies.ts";
import type { Database, Sql } from "./sql.ts";

/** A post of an account that the collective follows. */
export interface AlliedPost {
  id: string;
  actorId: string;
  name: string;
  /** A warning. */
  summary: string;
  /** Sanitised HTML, as `content` is. */
  abstract?: string;
  content: string;
  enclosed?: Enclosed;
  language: string | null;
  url: string;
  visibility?: "public" | "unlisted";
  published: Date;
  /** When its author last changed it. */
  updated?: Date | null;
}

export interface ListedAlliedPost extends Required<Omit<AlliedPost, "updated">> {
  author: ShownActor;
  /** Whether members limited its author or their host. */
  limited: boolean;
  /** Accounts that passed it on, the first of them. */
  sharedBy: ShownActor[];
  liked: boolean;
  boosted: boolean;
}

/** So many of those who shared a post are named. */
const mostSharers = 8;

/** A second copy changes nothing, but that a post which was shared may come from its author as well. */
export async function addAlliedPost(
  sql: Sql,
  post: AlliedPost,
  { byAuthor = true, listedAt = post.published } = {},
): Promise<void> {
  await sql`
    insert into allied_post (id, actor_id, name, summary, abstract, content, enclosed, language, url, visibility, published,
      updated, by_author, listed_at)
    values (${post.id}, ${post.actorId}, ${post.name}, ${post.summary}, ${post.abstract ?? ""}, ${post.content},
      ${asJson(sql, post.enclosed)}, ${post.language}, ${post.url}, ${post.visibility ?? "public"}, ${post.published},
      ${post.updated ?? null}, ${byAuthor}, ${listedAt})
    on conflict (id) do update set by_author = true where excluded.by_author and not allied_post.by_author`;
}

export async function updateAlliedPost(
  sql: Sql,
  post: Required<Omit<AlliedPost, "url" | "visibility" | "published" | "updated">> & { updated: Date },
): Promise<boolean> {
  const rows = await sql`
    update allied_post
    set name = ${post.name}, summary = ${post.summary}, abstract = ${post.abstract}, content = ${post.content},
      enclosed = ${asJson(sql, post.enclosed)}, language = ${post.language}, updated = ${post.updated}
    where id = ${post.id} and actor_id = ${post.actorId} and ${post.updated} > coalesce(updated, published)
    returning id`;
  return rows.length > 0;
}

export async function removeAlliedPost(sql: Sql, id: string, actorId: string): Promise<boolean> {
  const rows = await sql`delete from allied_post where id = ${id} and actor_id = ${actorId} returning id`;
  return rows.length > 0;
}

export async function listAlliedPosts(
  sql: Sql,
  options: { limit: number; offset?: number },
): Promise<ListedAlliedPost[]> {
  const stands = (type: "Like" | "Announce") => sql`
    exists (
      select 1 from activity
      where activity.type = ${type} and object = allied_post.id and undone_at is null
    )`;
  const sharers = sql`
    from allied_share
    join actor on actor.id = allied_share.actor_id
    where post_id = allied_post.id and not ${actorIs(sql, "block")}`;
  return sql<ListedAlliedPost[]>`
    select allied_post.id, actor_id as "actorId", allied_post.name, summary, abstract, content, enclosed, language,
      allied_post.url, visibility, published, ${stands("Like")} as liked, ${stands("Announce")} as boosted, ${shownActor(sql)} as author,
      ${actorIs(sql, "limit")} as limited,
      coalesce((
        select jsonb_agg(sharer order by at)
        from (
          select ${shownActor(sql)} as sharer, allied_share.created_at as at
          ${sharers} and actor.id <> allied_post.actor_id
          order by at
          limit ${mostSharers}
        ) first
      ), '[]') as "sharedBy"
    from allied_post
    join actor on actor.id = actor_id
    where not ${actorIs(sql, "block")}
      and (by_author or exists (select 1 ${sharers}) or ${stands("Like")} or ${stands("Announce")})
    order by listed_at desc, allied_post.id
    offset ${options.offset ?? 0}
    limit ${options.limit}`;
}

/** Old posts of others are not kept: what we liked or boosted stays, the rest goes after 90 days. Returns how many went. */
export async function removeOldAlliedPosts(sql: Sql, limit = 1000): Promise<number> {
  const { count } = await sql`
    delete from allied_post where id in (
      select id from allied_post
      where received_at < now() - interval '90 days'
        and not exists (select 1 from activity where object = allied_post.id and undone_at is null)
      limit ${limit}
    )`;
  return count;
}

/** The author of a foreign post that reached us and that everybody may read: what was said to us alone is not answered in public. */
export async function findForeignAuthor(sql: Sql, objectId: string): Promise<string | undefined> {
  const [row] = await sql<{ actorId: string }[]>`
    select actor.id as "actorId"
    from (
      select actor_id from allied_post where id = ${objectId}
      union all
      select actor_id from reply
      where id = ${objectId} and visibility in ('public', 'unlisted') and state <> 'refused'
    ) post
    join actor on actor.id = actor_id
    where not ${actorIs(sql, "block")}
    limit 1`;
  return row?.actorId;
}

/**
 * Likes or boosts a foreign post as the collective. A Like goes to its author, a boost to the followers too.
 * @throws {NotFound} for a post that never reached us, {Conflict} when it is done already, {Invalid} in a panic.
 */
export async function react(sql: Database, type: "Like" | "Announce", objectId: string): Promise<string> {
  return sql.begin(async (tx) => {
    await refuseInPanic(tx);
    const author = await findForeignAuthor(tx, objectId);
    if (!author) throw new NotFound(`No post ${objectId} has reached this server.`);
    if (await findStandingActivity(tx, type, objectId)) throw new Conflict("This is done already.");
    const activity = await addActivity(tx, { type, object: objectId, recipient: author });
    if (type === "Announce") await deliverToFollowers(tx, activity);
    await deliverToActors(tx, activity, [author]);
    return activity.id;
  });
}

/** Takes a like or boost back. @throws {NotFound} when there is none. */
export async function undoReaction(
  sql: Database,
  type: "Like" | "Announce",
  objectId: string,
): Promise<void> {
  await sql.begin(async (tx) => {
    await refuseInPanic(tx);
    const standing = await findStandingActivity(tx, type, objectId);
    if (!standing) throw new NotFound(`There is nothing to take back for ${objectId}.`);
    await markUndone(tx, standing.id);
    const undo = await addActivity(tx, { type: "Undo", object: standing.id, recipient: standing.recipient });
    if (type === "Announce") await deliverToFollowers(tx, undo);
    if (standing.recipient) await deliverToActors(tx, undo, [standing.recipient]);
  });
}

/** A foreign post that a member may want to answer. */
export interface ForeignPost {
  id: string;
  actorId: string;
  name: string;
  summary: string;
  /** Sanitised HTML, as `content` is. */
  abstract: string;
  content: string;
  enclosed: Enclosed;
  language: string | null;
  url: string;
  /** Whether it was written to us alone. */
  direct: boolean;
  author: ShownActor;
}

/** A post of an allied group, a reply or a mention, by its id. */
export async function findForeignPost(sql: Sql, id: string): Promise<ForeignPost | undefined> {
  const [row] = await sql<ForeignPost[]>`
    select post.id, actor_id as "actorId", post.name, summary, abstract, content, enclosed, language, post.url, direct,
      ${shownActor(sql)} as author
    from (
      select id, actor_id, name, summary, abstract, content, enclosed, language, url, false as direct
      from allied_post where id = ${id}
      union all
      select id, actor_id, name, summary, abstract, content, enclosed, language, url, visibility = 'direct'
      from reply where id = ${id}
      limit 1
    ) post
    join actor on actor.id = actor_id`;
  return row;
}

/** Which of these foreign posts the collective has liked, and which it has boosted. */
export async function listOwnReactions(
  sql: Sql,
  objectIds: string[],
): Promise<{ liked: Set<string>; boosted: Set<string> }> {
  const rows = await sql<{ type: "Like" | "Announce"; object: string }[]>`
    select type, object from activity
    where type in ('Like', 'Announce') and undone_at is null and object = any(${objectIds})`;
  const of = (type: string) => new Set(rows.filter((row) => row.type === type).map((row) => row.object));
  return { liked: of("Like"), boosted: of("Announce") };
}
