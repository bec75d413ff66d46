import type { Fragment } from "postgres";
import { Conflict, NotFound } from "../errors.ts";
import { type Enclosed, nothingEnclosed } from "../text/enclosed.ts";
import { type ShownActor, shownActor } from "./actors.ts";
import { refuseInPanic } from "./panic.ts";
import { revokeQuotes } from "./quotes.ts";
import type { Sql } from "./sql.ts";

export type HeldBecause = "first-contact" | "limited" | "mentions";
export const replyStates = ["held", "pending", "approved", "hidden", "refused"] as const;
export type ReplyState = (typeof replyStates)[number];
export type ReplyKind = "reply" | "quote";
export type Visibility = "public" | "unlisted" | "followers" | "direct";

export interface NewReply {
  id: string;
  /** A quote shows our post within itself, and answers nothing. */
  kind?: ReplyKind;
  actorId: string;
  /** Null for a mention that answers no post of ours. */
  postId: string | null;
  inReplyTo: string | null;
  name?: string;
  /** A warning. */
  summary: string;
  /** Sanitised HTML, as `content` is. */
  abstract?: string;
  content: string;
  enclosed?: Enclosed;
  language: string | null;
  url: string;
  visibility: Visibility;
  published: Date;
  /** When its author last changed it. */
  updated?: Date | null;
  /** Its author deleted what members had approved, and brought it back. */
  restored?: boolean;
  /** Why it is held apart from what waits; null: it waits. */
  heldBecause?: HeldBecause | null;
}

export interface Reply extends NewReply {
  kind: ReplyKind;
  name: string;
  abstract: string;
  enclosed: Enclosed;
  restored: boolean;
  state: ReplyState;
  updated: Date | null;
  receivedAt: Date;
  author: ShownActor;
  /** The title of the post, or its first words are the caller's to make. */
  postName: string | null;
}

export const asJson = (sql: Sql, enclosed: Enclosed = nothingEnclosed) => sql.json(enclosed as never);

/** Keeps a reply for the members to read; nothing of it is shown until one approves. A second copy changes nothing, and is none. */
export async function addReply(sql: Sql, reply: NewReply): Promise<boolean> {
  const rows = await sql`
    insert into reply (id, actor_id, post_id, in_reply_to, name, summary, abstract, content, enclosed, language, url, visibility,
      published, updated, kind, restored, state, held_because)
    values (${reply.id}, ${reply.actorId}, ${reply.postId}, ${reply.inReplyTo}, ${reply.name ?? ""}, ${reply.summary},
      ${reply.abstract ?? ""}, ${reply.content}, ${asJson(sql, reply.enclosed)}, ${reply.language}, ${reply.url}, ${reply.visibility}, ${reply.published}, ${reply.updated ?? null},
      ${reply.kind ?? "reply"}, ${reply.restored ?? false},
      ${reply.heldBecause ? "held" : "pending"}, ${reply.heldBecause ?? null})
    on conflict (id) do nothing
    returning id`;
  return rows.length > 0;
}

/** A newer version of a reply, by its author. */
export interface ReplyEdit {
  id: string;
  actorId: string;
  name: string;
  summary: string;
  abstract: string;
  content: string;
  enclosed: Enclosed;
  language: string | null;
  updated: Date;
  /** Whether its author is limited: then what it says now is held, and does not wait among the others. */
  limited: boolean;
}

/**
 * The author's newer version takes the place of the old one, and waits for approval again: what members approved
 * is not what it says now. An Update that is not newer is ignored.
 */
export async function updateReply(sql: Sql, reply: ReplyEdit): Promise<boolean> {
  const enclosed = asJson(sql, reply.enclosed);
  const changed = sql`
    state = 'approved' and (name, summary, abstract, content, enclosed)
      is distinct from (${reply.name}, ${reply.summary}, ${reply.abstract}, ${reply.content}, ${enclosed}::jsonb)`;
  const rows = await sql`
    update reply
    set name = ${reply.name}, summary = ${reply.summary}, abstract = ${reply.abstract}, content = ${reply.content},
      enclosed = ${enclosed}, language = ${reply.language}, updated = ${reply.updated},
      state = case when ${changed} then ${reply.limited ? "held" : "pending"} else state end,
      held_because = case when ${changed} then ${reply.limited ? "limited" : null} else held_because end
    where id = ${reply.id} and actor_id = ${reply.actorId} and ${reply.updated} > coalesce(updated, published)
    returning id`;
  return rows.length > 0;
}

/** Returns what had been decided about it. */
export async function removeReply(sql: Sql, id: string, actorId: string): Promise<ReplyState | undefined> {
  await sql`delete from quote_authorization where quote = ${id} and actor_id = ${actorId}`;
  const [row] = await sql<{ state: ReplyState }[]>`
    delete from reply where id = ${id} and actor_id = ${actorId} returning state`;
  return row?.state;
}

/** With an approval its author's name is kept: a later one would be shown to everybody, and nobody here has read it. */
const decided = (sql: Sql, state: ReplyState) => sql`
  state = ${state}
  ${state === "approved" ? sql`, (author_name, author_handle) = (select name, handle from actor where actor.id = actor_id)` : sql``}`;

/** A member's decision. @throws {NotFound} @throws {Conflict} for approving what was not addressed to the public. @throws {Invalid} for approving in an emergency. */
export async function moderateReply(
  sql: Sql,
  id: string,
  state: Exclude<ReplyState, "pending" | "held">,
): Promise<void> {
  if (state === "approved") await refuseInPanic(sql);
  const rows = await sql`
    update reply set ${decided(sql, state)}
    where id = ${id}
      and (${state} <> 'approved' or (visibility in ('public', 'unlisted') and post_id is not null))
    returning id`;
  if (rows.length > 0) return withdrawConsent(sql, [id], state);
  const [reply] = await sql`select 1 from reply where id = ${id}`;
  if (!reply) throw new NotFound(`There is no reply ${id}.`);
  throw new Conflict("Only a public reply to one of the posts can be shown.");
}

/** What members decided about several replies at once. */
export interface Decided {
  /** Ids of those that the decision has changed. */
  changed: string[];
  /** How many it could not be carried out for: not addressed to the public, not held, or taken away by their authors. */
  left: number;
}

/** A member's decision about several replies: what it cannot be carried out for is left as it is. Pending releases what is held. */
export async function moderateReplies(
  tx: Sql,
  ids: string[],
  state: Exclude<ReplyState, "held">,
): Promise<Decided> {
  if (state === "approved") await refuseInPanic(tx);
  const rows = await tx<{ id: string }[]>`
    update reply set ${decided(tx, state)}
    where id = any(${ids}) and state <> ${state}
      and (${state} <> 'approved' or (visibility in ('public', 'unlisted') and post_id is not null))
      and (${state} <> 'pending' or state = 'held')
    returning id`;
  const changed = rows.map(({ id }) => id);
  await withdrawConsent(tx, changed, state);
  const [standing] = await tx<{ count: number }[]>`
    select count(*)::integer as count from reply where id = any(${ids}) and state = ${state}`;
  return { changed, left: new Set(ids).size - standing!.count };
}

/** What members put away is not to be shown as quoting us elsewhere either. */
async function withdrawConsent(tx: Sql, ids: string[], state: ReplyState): Promise<void> {
  if (state === "hidden" || state === "refused") await revokeQuotes(tx, ids);
}

/** Puts a held reply among those that wait. @throws {NotFound} when it is not held. */
export async function releaseReply(sql: Sql, id: string): Promise<void> {
  const rows = await sql`update reply set state = 'pending' where id = ${id} and state = 'held' returning id`;
  if (rows.length === 0) throw new NotFound(`No reply ${id} is held.`);
}

/** Of a reply with its author, as they are or as they were when it was approved. */
export const authoredColumns = (sql: Sql, author: Fragment) => sql`
  reply.id, reply.kind, reply.actor_id as "actorId", reply.post_id as "postId", reply.in_reply_to as "inReplyTo",
  reply.name, reply.summary, reply.abstract, reply.content, reply.enclosed, reply.language, reply.url, held_because as "heldBecause", restored, visibility, reply.state, reply.published, reply.updated,
  received_at as "receivedAt",
  ${author} as author`;

/** For members: its author as they are now. */
export const replyColumns = (sql: Sql) => authoredColumns(sql, shownActor(sql));

/** Replies and mentions for members, newest first; `mentions` leaves only these, or leaves them out. */
export async function listReplies(
  sql: Sql,
  options: {
    state?: ReplyState;
    mentions?: boolean;
    host?: string;
    actorId?: string;
    limit: number;
    offset?: number;
  },
): Promise<Reply[]> {
  const { state, mentions, host, actorId } = options;
  return sql<Reply[]>`
    select ${replyColumns(sql)}, revision.name as "postName"
    from (
      select id from reply
      where ${state ? sql`state = ${state}` : sql`true`}
        and ${mentions === undefined ? sql`true` : mentions ? sql`post_id is null` : sql`post_id is not null`}
        and ${host === undefined ? sql`true` : sql`actor_host = ${host}`}
        and ${actorId === undefined ? sql`true` : sql`actor_id = ${actorId}`}
      order by received_at desc, id
      offset ${options.offset ?? 0}
      limit ${options.limit}
    ) listed
    join reply using (id)
    join actor on actor.id = actor_id
    left join post on post.id = reply.post_id
    left join revision on revision.post_id = post.id and revision.number = post.revision
    order by received_at desc, reply.id`;
}

export async function countReplies(sql: Sql): Promise<Record<ReplyState, number>> {
  const rows = await sql<{ state: ReplyState; count: number }[]>`
    select state, count(*)::integer as count from reply group by state`;
  return {
    held: 0,
    pending: 0,
    approved: 0,
    hidden: 0,
    refused: 0,
    ...Object.fromEntries(rows.map((row) => [row.state, row.count])),
  };
}

/** The mentions that nobody has put away yet; `countReplies` counts them among the pending. */
export async function countPendingMentions(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::integer as count from reply where state = 'pending' and post_id is null`;
  return row!.count;
}

export async function findReply(sql: Sql, id: string): Promise<Reply | undefined> {
  const [row] = await sql<Reply[]>`
    select ${replyColumns(sql)}, null as "postName"
    from reply join actor on actor.id = actor_id where reply.id = ${id}`;
  return row;
}
