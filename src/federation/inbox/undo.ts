import { removeShare } from "../../store/allied-shares.ts";
import { removeFollower } from "../../store/followers.ts";
import { settleFollowing } from "../../store/following.ts";
import { type ReactionType, removeReaction } from "../../store/reactions.ts";
import type { Sql } from "../../store/sql.ts";
import { listStanding, type Standing } from "../../store/standing.ts";
import { activityIdOf, groupId, postIdOf } from "../../text/address.ts";
import { type Document, documentOf, idOf, sameOrigin, typeOf } from "../document.ts";
import { FetchFailed } from "../download.ts";
import { readRelayed } from "./announce.ts";
import { type InboxContext, type InboxHandler, once } from "./context.ts";
import { undelete } from "./undelete.ts";

const reactions = new Set<string>(["Like", "Announce", "EmojiReact"] satisfies ReactionType[]);

/**
 * Takes back what the sender itself did. Actor and object say what that is, and not the id: it may be an old one, be another's
 * each time, as Pleroma's, or have been used for something else.
 */
export const onUndo: InboxHandler = async (context, activity) => {
  if (await undelete(context, activity)) return;
  const { object } = activity.document;
  const embedded = documentOf(object);
  const id = idOf(object);
  if (embedded && typeOf(embedded) !== "") {
    await once(context, activity, (sql) => undoEmbedded(sql, context, embedded));
  } else if (id && sameOrigin(id, context.sender.id)) {
    const { sql, sender } = context;
    if (await sql.begin((tx) => removeShare(tx, sender.id, { activityId: id }))) return;
    const undo = await readNamed(context, id);
    if (undo) await once(context, activity, undo);
  }
};

async function undoEmbedded(sql: Sql, context: InboxContext, undone: Document): Promise<unknown> {
  const { sender, origin } = context;
  const by = idOf(undone["actor"]) ?? sender.id;
  if (by !== sender.id) return;
  const type = typeOf(undone);
  const object = idOf(undone["object"]);
  const postId = postIdOf(origin, object ?? "");
  if (type === "Announce" && !postId) {
    const shared = readRelayed(undone["object"], sender.id);
    if (await removeShare(sql, sender.id, { activityId: idOf(undone), postId: shared?.id })) return;
  }
  if (type === "Follow" && (object ?? groupId(origin)) === groupId(origin))
    return removeFollower(sql, sender.id);
  if (reactions.has(type) && postId) return takeBack(sql, sender.id, { type: type as ReactionType, postId });
  // Misskey ends a follow of its own account so.
  const followId = activityIdOf(origin, object ?? "");
  if (type === "Accept" && followId) return settleFollowing(sql, sender.id, followId, "rejected");
  const id = idOf(undone);
  // It says no more of itself than an id that we know.
  const named = id && object === undefined ? (await listStanding(sql, sender.id, id))[0] : undefined;
  return named?.named ? takeBack(sql, sender.id, named) : undefined;
}

/**
 * What an id alone stands for: what was done here under it, else what its own server says, else the only thing that there is to
 * take back: whoever leaves is not to be held by an id that nobody knows.
 */
async function readNamed(
  context: InboxContext,
  id: string,
): Promise<((sql: Sql) => Promise<unknown>) | undefined> {
  const { sender, client } = context;
  const [first, second] = await listStanding(context.sql, sender.id, id);
  if (!first) return undefined;
  if (first.named) return (sql) => takeBack(sql, sender.id, first);
  try {
    const undone = await client.fetchDocument(id);
    return (sql) => undoEmbedded(sql, context, undone);
  } catch (error) {
    if (!(error instanceof FetchFailed)) throw error;
    return second ? undefined : (sql) => takeBack(sql, sender.id, first);
  }
}

async function takeBack(sql: Sql, actorId: string, { type, postId }: Standing): Promise<void> {
  if (type === "Follow") await removeFollower(sql, actorId);
  else await removeReaction(sql, { actorId, postId, type });
}
