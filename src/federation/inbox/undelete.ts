import { findGone } from "../../store/gone.ts";
import { documentOf, idOf, typeOf } from "../document.ts";
import type { GuardedActivity } from "../guard.ts";
import { type InboxContext, once } from "./context.ts";
import { readObject } from "./create.ts";
import { placePost } from "./placing.ts";

/**
 * Lemmy takes a Delete back by its Undo. Nothing of what was deleted was kept, so it is fetched as it is now, and waits to be read
 * anew: also where members had approved it, which is remembered. Whether the activity was such an Undo, of a deletion by the sender.
 */
export async function undelete(context: InboxContext, activity: GuardedActivity): Promise<boolean> {
  const { object } = activity.document;
  const undone = documentOf(object);
  if (undone && typeOf(undone) !== "Delete") return false;
  const named = { id: idOf(undone?.["object"]), activityId: idOf(object) };
  const gone = await findGone(context.sql, context.sender.id, named);
  if (!gone) return false;
  const read = await readObject(context, gone.id);
  const place = read && (await placePost(context, read));
  if (place) await once(context, activity, place);
  return true;
}
