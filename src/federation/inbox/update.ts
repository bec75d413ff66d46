import { updateAlliedPost } from "../../store/allied-posts.ts";
import { updateReply } from "../../store/replies.ts";
import { documentOf, idOf } from "../document.ts";
import { fetchActor } from "../remote-actors.ts";
import { type InboxHandler, once } from "./context.ts";
import { readNote } from "./note.ts";

/** The sender describes itself anew, or has edited a reply or post that we keep. */
export const onUpdate: InboxHandler = async (context, activity) => {
  const { object } = activity.document;
  if (idOf(object) === context.sender.id) {
    // Fetched from its own server rather than read from here: the keys in it decide who may speak for the actor.
    await fetchActor(context.sql, context.client, context.sender.id);
    await once(context, activity, () => Promise.resolve());
    return;
  }
  const embedded = documentOf(object);
  const note = embedded && (await readNote(embedded, context, activity.document));
  if (!note) return;
  await once(context, activity, async (sql) => {
    const edit = { ...note, actorId: context.sender.id, limited: context.limited };
    if (!(await updateReply(sql, edit))) await updateAlliedPost(sql, edit);
  });
};
