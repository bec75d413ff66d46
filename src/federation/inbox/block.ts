import { rejectFollowing } from "../../store/following.ts";
import { removeFollower } from "../../store/followers.ts";
import { removeReactionsOf } from "../../store/reactions.ts";
import { groupId } from "../../text/address.ts";
import { idOf } from "../document.ts";
import { type InboxHandler, once } from "./context.ts";

/** The sender blocks the group: follows end in both directions, and nothing further is sent to it. */
export const onBlock: InboxHandler = async (context, activity) => {
  if (idOf(activity.document["object"]) !== groupId(context.origin)) return;
  await once(context, activity, async (sql) => {
    await removeFollower(sql, context.sender.id);
    await rejectFollowing(sql, context.sender.id);
    await removeReactionsOf(sql, context.sender.id);
  });
};
