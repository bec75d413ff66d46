import { addFollower, answerFollow } from "../../store/followers.ts";
import { markReceived } from "../../store/received.ts";
import { groupId } from "../../text/address.ts";
import { idOf } from "../document.ts";
import { type InboxHandler, once } from "./context.ts";

/**
 * Somebody follows the group. A repeat is answered again, since our first answer may not have arrived, or they have left meanwhile;
 * its id is remembered for an Undo that names an earlier one.
 */
export const onFollow: InboxHandler = async (context, activity) => {
  const group = groupId(context.origin);
  if (idOf(activity.document["object"]) !== group) return;
  await once(context, activity, async (sql) => {
    await markReceived(sql, { actorId: context.sender.id, id: activity.id, type: activity.type });
    const byHand = context.collective.manuallyApprovesFollowers || context.limited;
    const state = await addFollower(sql, context.sender, activity.id, byHand);
    if (state === "pending") return;
    await answerFollow(sql, "Accept", { id: activity.id, actor: context.sender.id, object: group });
  });
};
