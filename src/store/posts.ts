import { Conflict, NotFound } from "../errors.ts";
import type { Callout } from "../text/callout.ts";
import type { Mention } from "../text/mention.ts";
import type { Rendered } from "../text/own-html.ts";
import { addActivity, type OwnActivity } from "./activities.ts";
import { cancelDeliveries, deliverToEarlierRecipients, deliverToFollowers } from "./deliveries.ts";
import { deleteEvent, tellEvent } from "./events.ts";
import { randomId } from "./ids.ts";
import { refuseInPanic } from "./panic.ts";
import { attachPictures, type AttachedPicture, type PictureText } from "./pictures.ts";
import { attachCallout } from "./revision-callouts.ts";
import { deliverPost, listSameWords, retellOthers } from "./retell.ts";
import { attachMentions, listAttachedMentions } from "./revision-mentions.ts";
import { deliverPin } from "./pins.ts";
import { removeReminder } from "./reminders.ts";
import { indexPost, unindexPost } from "./search.ts";
import type { Database, Sql } from "./sql.ts";
import { replaceTags } from "./tags.ts";
import { roundedNow, roundTime } from "./times.ts";
import { leaveBehind, removeLanguage, replaceLanguage, type Translation } from "./translations.ts";

export const postTypes = ["Note", "Article"] as const;
export type PostType = (typeof postTypes)[number];

/** What members write: one revision of a post. */
export interface PostText extends Rendered {
  /** The title; empty for a short post. */
  name: string;
  /** Markdown. */
  source: string;
  /** The content warning; empty for none. */
  summary: string;
  /** What other servers show of an Article below its title; empty or absent for its first paragraph. */
  teaser?: string;
  language: string;
  /** Names as written, without the sign, unique when folded; those in the text are among them. */
  tags: string[];
  /** The accounts of other servers that were found; those that the text names are kept, linked and told. */
  mentions: Mention[];
  pictures: PictureText[];
  /** What it calls people to; absent or null for a post that is no call-out. */
  callout?: Callout | null;
  /** The id of another post that says the same in another language; null for none, absent for no change. */
  translationOf?: string | null;
}

export interface NewPost extends PostText {
  type: PostType;
  pinned: boolean;
  /** The foreign post that is answered, and its author. */
  inReplyTo?: { id: string; actorId: string };
}

export interface Published {
  id: string;
  activityId: string;
}

/** Writes the post and its Create, and delivers nothing: what an import or the demo wants. Call it in a transaction. */
export async function insertPost(sql: Sql, post: NewPost, at = new Date()): Promise<OwnActivity> {
  const id = randomId();
  const published = await roundTime(sql, at);
  await sql`
    insert into post (id, type, published, pinned_at, calling, in_reply_to, in_reply_to_actor)
    values (${id}, ${post.type}, ${published}, ${post.pinned ? published : null}, ${isCalling(sql, post)},
      ${post.inReplyTo?.id ?? null}, ${post.inReplyTo?.actorId ?? null})`;
  await addRevision(sql, id, { number: 1, createdAt: published }, post);
  return addActivity(sql, {
    type: "Create",
    postId: id,
    revision: 1,
    recipient: post.inReplyTo?.actorId ?? null,
    createdAt: published,
  });
}

/** Whether it is a call-out that is open: it stands first, and so it does on other servers. */
const isCalling = (sql: Sql, { callout }: PostText) =>
  sql`coalesce(${callout?.openUntil ?? null} > now(), false)`;

/** Publishes: the post, its Create and its deliveries are committed together, or nothing is. */
export async function publishPost(sql: Database, post: NewPost): Promise<Published> {
  return sql.begin((tx) => sendPost(tx, post));
}

/** As `publishPost`, within a transaction. */
export async function sendPost(sql: Sql, post: NewPost): Promise<Published> {
  await refuseInPanic(sql);
  const create = await insertPost(sql, post);
  await deliverPost(sql, create);
  await tellEvent(sql, { postId: create.postId!, revision: 1, callout: post.callout });
  await deliverPinOf(sql, create.postId!, false);
  await retellOthers(sql, create.postId!, []);
  return { id: create.postId!, activityId: create.id };
}

async function addRevision(
  sql: Sql,
  postId: string,
  { number, createdAt }: { number: number; createdAt: Date },
  text: PostText,
): Promise<void> {
  await sql`
    insert into revision (post_id, number, name, source, html, renderer, summary, teaser, language, tags, created_at)
    values (${postId}, ${number}, ${text.name}, ${text.source}, ${text.html}, ${text.renderer}, ${text.summary},
      ${text.teaser ?? ""}, ${text.language}, ${text.tags}, ${createdAt})`;
  await attachMentions(sql, postId, number, text);
  await attachPictures(sql, postId, number, text.pictures);
  if (text.callout) await attachCallout(sql, postId, number, text.callout);
  await replaceTags(sql, postId, text.tags);
  await replaceLanguage(sql, postId, text.language, text.translationOf);
  await indexPost(sql, postId, text);
}

interface LockedPost {
  revision: number;
  /** Whether members pinned it, or it is an open call-out. */
  featured: boolean;
  inReplyToActor: string | null;
}

async function lockPost(sql: Sql, id: string): Promise<LockedPost> {
  const [row] = await sql<(LockedPost & { withdrawn: boolean })[]>`
    select revision, pinned_at is not null or calling as featured, in_reply_to_actor as "inReplyToActor",
      withdrawn_at is not null as withdrawn
    from post where id = ${id} for update`;
  if (!row) throw new NotFound(`There is no post ${id}.`);
  if (row.withdrawn) throw new Conflict("This post has been withdrawn.");
  return row;
}

export interface PostEdit extends PostText {
  pinned: boolean;
  /** The revision that the member began from. */
  revision?: number;
  /** Whether readers are kept from seeing what it said before; absent for no change. */
  historyHidden?: boolean;
  /** Whether what it says in other languages stands as it is; absent where the text has not changed. */
  translationsStand?: boolean;
}

/**
 * A new revision, with an Update that is not delivered. `updated` is strictly newer each time: peers ignore an Update that is not.
 * @throws {NotFound} @throws {Conflict} when it is withdrawn, or when `revision`, the one the member began from, is not the present one.
 */
export async function insertEdit(
  sql: Sql,
  id: string,
  edit: PostEdit,
  at = new Date(),
): Promise<{ update: OwnActivity; wasFeatured: boolean }> {
  const post = await lockPost(sql, id);
  if (edit.revision !== undefined && edit.revision !== post.revision) throw new Conflict("editedMeanwhile");
  const number = post.revision + 1;
  const editedAt = await roundTime(sql, at);
  // Whom the text still names is known, also where their server does not answer now.
  const known = (await listAttachedMentions(sql, [{ id, revision: post.revision }])).get(id) ?? [];
  const text = { ...edit, mentions: [...edit.mentions, ...known] };
  await addRevision(sql, id, { number, createdAt: editedAt }, text);
  // Servers compare whole seconds: two edits within one second would be one to them.
  await sql`
    update post
    set revision = ${number},
      updated = greatest(${editedAt}, date_trunc('second', coalesce(greatest(updated, retold_at), published)) + interval '1 second'),
      pinned_at = case when ${edit.pinned} then coalesce(pinned_at, now()) end,
      history_hidden = coalesce(${edit.historyHidden ?? null}, history_hidden),
      calling = ${isCalling(sql, edit)}
    where id = ${id}`;
  if (edit.translationsStand !== undefined) await leaveBehind(sql, id, edit.translationsStand);
  const update = await addActivity(sql, {
    type: "Update",
    postId: id,
    revision: number,
    recipient: post.inReplyToActor,
    createdAt: editedAt,
  });
  return { update, wasFeatured: post.featured };
}

/** Edits: the revision, its Update and their deliveries are committed together. Throws what `insertEdit` throws. */
export async function editPost(sql: Database, id: string, edit: PostEdit): Promise<Published> {
  return sql.begin((tx) => revisePost(tx, id, edit));
}

/** As `editPost`, within a transaction. */
export async function revisePost(sql: Sql, id: string, edit: PostEdit): Promise<Published> {
  await refuseInPanic(sql);
  const before = await listSameWords(sql, id);
  const { update, wasFeatured } = await insertEdit(sql, id, edit);
  await deliverPost(sql, update);
  await tellEvent(sql, { postId: id, revision: update.revision!, callout: edit.callout });
  await deliverPinOf(sql, id, wasFeatured);
  await retellOthers(sql, id, before);
  return { id, activityId: update.id };
}

/** Tells followers' servers when a post has become one of those that stand first, or is none any more. */
async function deliverPinOf(sql: Sql, id: string, wasFeatured: boolean): Promise<void> {
  const [post] = await sql<{ featured: boolean }[]>`
    select pinned_at is not null or calling as featured from post where id = ${id}`;
  const { featured } = post!;
  if (featured !== wasFeatured) await deliverPin(sql, featured ? "Add" : "Remove", id);
}

/**
 * Withdraws for good: the id answers 410 from now on, and servers that had the post get a Delete.
 * The text stays for members, who may publish it again under a new id.
 * @throws {NotFound} @throws {Conflict} when it is withdrawn already.
 */
export async function withdrawPost(sql: Database, id: string): Promise<Published> {
  return sql.begin(async (tx) => {
    await refuseInPanic(tx);
    await lockPost(tx, id);
    await tx`update post set withdrawn_at = ${roundedNow(tx)}, pinned_at = null, calling = false where id = ${id}`;
    await tx`delete from post_tag where post_id = ${id}`;
    const before = await listSameWords(tx, id);
    await removeLanguage(tx, id);
    await unindexPost(tx, id);
    await removeReminder(tx, id);
    await cancelDeliveries(tx, id);
    const removal = await addActivity(tx, { type: "Delete", postId: id });
    await deliverToFollowers(tx, removal);
    await deliverToEarlierRecipients(tx, removal);
    await deleteEvent(tx, id);
    await retellOthers(tx, id, before);
    return { id, activityId: removal.id };
  });
}

export interface Post extends Rendered {
  id: string;
  type: PostType;
  revision: number;
  name: string;
  source: string;
  summary: string;
  teaser: string;
  language: string;
  tags: string[];
  mentions: Mention[];
  pictures: AttachedPicture[];
  callout: Callout | null;
  translations: Translation[];
  pinned: boolean;
  inReplyTo: string | null;
  inReplyToActor: string | null;
  published: Date;
  /** For readers: when its text changed. */
  updated: Date | null;
  /** For servers: when that, or what it says of its translations, changed. */
  retold: Date | null;
  withdrawn: Date | null;
  /** Whether readers are kept from seeing its earlier revisions. */
  historyHidden: boolean;
}
