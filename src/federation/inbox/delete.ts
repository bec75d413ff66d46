import { removeActor } from "../../store/actors.ts";
import { removeAlliedPost } from "../../store/allied-posts.ts";
import { removeReply } from "../../store/replies.ts";
import { idOf } from "../document.ts";
import { type InboxHandler, once } from "./context.ts";

/** The sender has deleted itself, or a reply or post of its own. */
export const onDelete: InboxHandler = async (context, activity) => {
  const id = idOf(activity.document["object"]);
  if (!id) return;
  await once(context, activity, async (sql) => {
    if (id === context.sender.id) await removeActor(sql, id);
    else if (!(await removeReply(sql, id, context.sender.id)))
      await removeAlliedPost(sql, id, context.sender.id);
  });
};
