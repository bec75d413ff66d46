import { settleFollowing } from "../../store/following.ts";
import { activityIdOf } from "../../text/address.ts";
import { idOf } from "../document.ts";
import { type InboxHandler, once } from "./context.ts";

/** The answer to a Follow of ours. It counts by that Follow's id and from the very actor it was sent to. */
function onAnswer(state: "accepted" | "rejected"): InboxHandler {
  return async (context, activity) => {
    const followId = activityIdOf(context.origin, idOf(activity.document["object"]) ?? "");
    if (!followId) return;
    await once(context, activity, (sql) => settleFollowing(sql, context.sender.id, followId, state));
  };
}

export const onAccept = onAnswer("accepted");
export const onReject = onAnswer("rejected");
