import { addAlliedPost } from "../../store/allied-posts.ts";
import { addSharedPost, type Share } from "../../store/allied-shares.ts";
import { keepEarlyReply, keepReply } from "../../store/early-replies.ts";
import { isFollowing } from "../../store/following.ts";
import { findGone, forgetGone, type GonePost } from "../../store/gone.ts";
import { findPost } from "../../store/post-lists.ts";
import { findReply, type HeldBecause, type NewReply, type Visibility } from "../../store/replies.ts";
import type { Sql } from "../../store/sql.ts";
import { groupId, postIdOf } from "../../text/address.ts";
import { type Document, sameOrigin } from "../document.ts";
import { isAddressedTo } from "./audience.ts";
import type { InboxContext } from "./context.ts";
import type { RemoteNote } from "./note.ts";

/** More accounts than this are not a conversation. */
const mostMentions = 10;

/** A post as it came, and what was read of it. */
export interface ReadPost {
  document: Document;
  /** What it came with, which may say for whom it is. */
  activity: Document;
  note: RemoteNote;
  /** Its author deleted it, and its server has it again. */
  gone: GonePost | undefined;
}

/** What keeps a post, within the transaction of its activity. */
export type Placing = (tx: Sql) => Promise<void>;

/** What a handler knows of whoever wrote a post. */
export type Room = Pick<InboxContext, "sql" | "origin" | "policy" | "sender" | "limited">;

/**
 * Where a post belongs: among the replies, quotes and mentions that wait for members, among the posts of allied groups, or, where
 * it answers what has not come, among those that wait for that. Undefined where it has nothing to do with us. `share` is
 * how an ally passed it on.
 */
export async function placePost(room: Room, post: ReadPost, share?: Share): Promise<Placing | undefined> {
  const { note, gone } = post;
  const placing = await findPlace(room, post, share);
  const actorId = room.sender.id;
  return (
    placing &&
    (async (tx) => {
      if (gone) await forgetGone(tx, note.id, actorId);
      else if (await findGone(tx, actorId, { id: note.id })) return;
      await placing(tx);
    })
  );
}

async function findPlace(
  room: Room,
  { document, activity, note, gone }: ReadPost,
  share: Share | undefined,
): Promise<Placing | undefined> {
  const restored = gone?.approved ?? false;
  const { sql, origin, sender } = room;
  const answered = await answeredPost(sql, origin, note.inReplyTo);
  const quoted = answered ? undefined : await quotedPost(sql, origin, note.quotes);
  const postId = answered ?? quoted ?? null;
  const { quotes: _, mentions: __, edited, ...kept } = note;
  const reply: NewReply = {
    ...kept,
    actorId: sender.id,
    postId,
    kind: quoted ? "quote" : "reply",
    updated: edited,
    restored,
    heldBecause: await reasonToHold(room, note, { restored }),
  };
  if (postId !== null || note.mentions.includes(groupId(origin))) return (tx) => keepReply(tx, reply);
  const { visibility, inReplyTo } = note;
  // Whoever boosts a post of their own shares nothing new.
  const shared = share?.actorId === sender.id ? undefined : share;
  const isAllied = shared !== undefined || (await isFollowing(sql, sender.id));
  // Gancio names each of its followers in `cc`.
  const published = isAllied && isOpen(visibility);
  if (isAddressedTo(origin, document, activity, { published })) return (tx) => keepReply(tx, reply);
  if (!isOpen(visibility)) return undefined;
  const isEarly = inReplyTo !== null && !sameOrigin(inReplyTo, origin);
  if (!isAllied && !isEarly) return undefined;
  return async (tx) => {
    const allied = { ...note, visibility, actorId: sender.id, updated: edited };
    if (shared) await addSharedPost(tx, allied, shared);
    else if (isAllied) await addAlliedPost(tx, allied);
    if (isEarly) await keepEarlyReply(tx, { ...reply, inReplyTo });
  };
}

/** Spam and raids come from hosts that nobody here has anything to do with, and mention a crowd. What members had shown is no such. */
export async function reasonToHold(
  { limited, policy, sender }: Pick<InboxContext, "limited" | "policy" | "sender">,
  note: RemoteNote,
  { restored = false } = {},
): Promise<HeldBecause | null> {
  if (limited) return "limited";
  if (restored) return null;
  if (note.mentions.length > mostMentions) return "mentions";
  return (await policy.isKnown(sender.host)) ? null : "first-contact";
}

/** The post that is answered, directly or in the thread below it. A withdrawn post, or one that never was, has none. */
async function answeredPost(sql: Sql, origin: string, inReplyTo: string | null): Promise<string | undefined> {
  if (!inReplyTo) return undefined;
  const postId = postIdOf(origin, inReplyTo) ?? (await findReply(sql, inReplyTo))?.postId;
  return postId ? standingPost(sql, postId) : undefined;
}

/** The first of our posts that it shows within itself. */
async function quotedPost(sql: Sql, origin: string, quotes: string[]): Promise<string | undefined> {
  const [postId] = quotes.flatMap((id) => postIdOf(origin, id) ?? []);
  return postId === undefined ? undefined : standingPost(sql, postId);
}

async function standingPost(sql: Sql, id: string): Promise<string | undefined> {
  const post = await findPost(sql, id);
  return post && !post.withdrawn ? post.id : undefined;
}

function isOpen(visibility: Visibility): visibility is "public" | "unlisted" {
  return visibility === "public" || visibility === "unlisted";
}
