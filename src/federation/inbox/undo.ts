import { removeFollower } from "../../store/followers.ts";
import { removeReaction, removeReactionTo } from "../../store/reactions.ts";
import type { Sql } from "../../store/sql.ts";
import { postIdOf } from "../../text/address.ts";
import { type Document, documentOf, idOf, typeOf } from "../document.ts";
import { type InboxContext, type InboxHandler, once } from "./context.ts";

/** Takes back a Follow, Like or boost that the sender itself made. What names no id is known by what it was about. */
export const onUndo: InboxHandler = async (context, activity) => {
  const { object } = activity.document;
  const id = idOf(object);
  await once(context, activity, async (sql) => {
    if (id && (await removeFollower(sql, context.sender.id, id))) return;
    if (id && (await removeReaction(sql, context.sender.id, id))) return;
    const embedded = documentOf(object);
    if (embedded) await undoEmbedded(sql, context, embedded);
  });
};

async function undoEmbedded(sql: Sql, context: InboxContext, undone: Document): Promise<void> {
  const type = typeOf(undone);
  if (type === "Follow" && idOf(undone) === undefined) await removeFollower(sql, context.sender.id);
  if (type !== "Like" && type !== "Announce") return;
  const postId = postIdOf(context.origin, idOf(undone["object"]) ?? "");
  if (postId) await removeReactionTo(sql, { postId, actorId: context.sender.id, type });
}
