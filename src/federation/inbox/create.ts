import { addAlliedPost } from "../../store/allied-posts.ts";
import { isFollowing } from "../../store/following.ts";
import { findPost } from "../../store/post-lists.ts";
import { addReply, findReply, type HeldBecause, type Visibility } from "../../store/replies.ts";
import type { Sql } from "../../store/sql.ts";
import { groupId, postIdOf } from "../../text/address.ts";
import { type Document, documentOf, idOf, sameOrigin } from "../document.ts";
import { namedBy } from "../guard.ts";
import { isAddressedTo } from "./audience.ts";
import { type InboxContext, type InboxHandler, once } from "./context.ts";
import { readNote, type RemoteNote } from "./note.ts";

/** More accounts than this are not a conversation. */
const mostMentions = 10;

/** A reply to us, a quote or a mention of us waits for the members; a public post of an allied group is kept to be boosted. */
export const onCreate: InboxHandler = async (context, activity) => {
  const document = await embeddedOrFetched(context, activity.document["object"]);
  const note = document && (await readNote(document, context, activity.document));
  if (!note || !document) return;
  // What came as a bare id names more than the guards could see.
  if ((await context.policy.severityOf(namedBy(document))) === "block") return;
  const answered = await answeredPost(context.sql, context.origin, note.inReplyTo);
  const quoted = answered ? undefined : await quotedPost(context.sql, context.origin, note.quotes);
  const postId = answered ?? quoted;
  const kind = quoted ? "quote" : "reply";
  const addressed = isAddressedTo(context.origin, document, activity.document);
  if (postId || addressed || note.mentions.includes(groupId(context.origin))) {
    const heldBecause = await reasonToHold(context, note);
    await once(context, activity, (sql) =>
      addReply(sql, { ...note, kind, actorId: context.sender.id, postId: postId ?? null, heldBecause }),
    );
  } else if (isOpen(note.visibility) && (await isFollowing(context.sql, context.sender.id))) {
    const { visibility } = note;
    await once(context, activity, (sql) =>
      addAlliedPost(sql, { ...note, visibility, actorId: context.sender.id }),
    );
  }
};

/** Spam and raids come from hosts that nobody here has anything to do with, and mention a crowd. */
export async function reasonToHold(
  { limited, policy, sender }: InboxContext,
  note: RemoteNote,
): Promise<HeldBecause | null> {
  if (limited) return "limited";
  if (note.mentions.length > mostMentions) return "mentions";
  return (await policy.isKnown(sender.host)) ? null : "first-contact";
}

/** Some servers send only the id of what was created; it is fetched where the sender may speak for it. */
async function embeddedOrFetched(context: InboxContext, object: unknown): Promise<Document | undefined> {
  const embedded = documentOf(object);
  if (embedded) return embedded;
  const id = idOf(object);
  return id && sameOrigin(id, context.sender.id) ? context.client.fetchDocument(id) : undefined;
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
