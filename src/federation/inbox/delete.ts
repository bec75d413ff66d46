import { removeActor } from "../../store/actors.ts";
import { deletePost } from "../../store/gone.ts";
import { idOf, listOf, sameOrigin } from "../document.ts";
import { type InboxHandler, once } from "./context.ts";

/** The sender has deleted itself, or a reply or post of its own. */
export const onDelete: InboxHandler = async (context, activity) => {
  const id = idOf(listOf(activity.document["object"])[0]);
  const actorId = context.sender.id;
  if (!id || !sameOrigin(id, actorId)) return;
  await once(context, activity, async (sql) => {
    if (id === actorId) await removeActor(sql, id);
    else await deletePost(sql, { id, actorId, activityId: activity.id });
  });
};
