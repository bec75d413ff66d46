import { addReaction, type ReactionType } from "../../store/reactions.ts";
import { postIdOf } from "../../text/address.ts";
import { idOf } from "../document.ts";
import { type InboxHandler, once } from "./context.ts";

/** A Like, a boost or an emoji of Pleroma for a post of ours that stands; of anything else, as if it had never been. */
function onReaction(type: ReactionType): InboxHandler {
  return async (context, activity) => {
    const postId = postIdOf(context.origin, idOf(activity.document["object"]) ?? "");
    if (!postId) return;
    await once(context, activity, (sql) =>
      addReaction(sql, { postId, actorId: context.sender.id, type, activityId: activity.id }),
    );
  };
}

export const onLike = onReaction("Like");
export const onEmojiReact = onReaction("EmojiReact");
export const onBoost = onReaction("Announce");
