import { updateAlliedPost } from "../../store/allied-posts.ts";
import { updateEarlyReply } from "../../store/early-replies.ts";
import { updateReply } from "../../store/replies.ts";
import type { Sql } from "../../store/sql.ts";
import { idOf } from "../document.ts";
import { fetchActor } from "../remote-actors.ts";
import { type InboxContext, type InboxHandler, once } from "./context.ts";
import { readObject } from "./create.ts";
import type { RemoteNote } from "./note.ts";
import { placePost } from "./placing.ts";

/** The sender describes itself anew, or has edited a post of its own; one that never came is taken as it is now. */
export const onUpdate: InboxHandler = async (context, activity) => {
  const { object } = activity.document;
  if (idOf(object) === context.sender.id) {
    // Fetched from its own server rather than read from here: the keys in it decide who may speak for the actor.
    await fetchActor(context.sql, context.client, context.sender.id);
    await once(context, activity, () => Promise.resolve());
    return;
  }
  const read = await readObject(context, object, { fresh: true, activity: activity.document });
  if (!read) return;
  const place = await placePost(context, read);
  await once(context, activity, async (tx) => {
    if (!(await updatePost(tx, context, read.note))) await place?.(tx);
  });
};

/** Whether a newer version has taken the place of what we keep of it. */
export async function updatePost(
  tx: Sql,
  { sender, limited }: Pick<InboxContext, "sender" | "limited">,
  note: RemoteNote,
): Promise<boolean> {
  const { id, name, summary, abstract, content, enclosed, language, updated } = note;
  const said = { name, summary, abstract, content, enclosed, language };
  const edit = { id, ...said, updated, actorId: sender.id, limited };
  return (
    (await updateReply(tx, edit)) || (await updateAlliedPost(tx, edit)) || (await updateEarlyReply(tx, edit))
  );
}
