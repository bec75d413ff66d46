import { findGone } from "../../store/gone.ts";
import { type Document, documentOf, idOf, sameOrigin } from "../document.ts";
import { namedBy } from "../guard.ts";
import { type InboxContext, type InboxHandler, once } from "./context.ts";
import { readNote } from "./note.ts";
import { placePost, type ReadPost } from "./placing.ts";

/** A reply to us, a quote or a mention of us waits for the members; a public post of an allied group is kept to be boosted. */
export const onCreate: InboxHandler = async (context, activity) => {
  const read = await readObject(context, activity.document["object"], { activity: activity.document });
  const place = read && (await placePost(context, read));
  if (place) await once(context, activity, place);
};

/**
 * The post that an activity of its author's is about. Where only its id was sent it is fetched, if the sender may speak for it; and
 * so is what the sender has deleted: its own server knows whether it came late, or has been brought back. @throws {FetchFailed}
 */
export async function readObject(
  context: InboxContext,
  value: unknown,
  { fresh = false, activity = {} }: { fresh?: boolean; activity?: Document } = {},
): Promise<ReadPost | undefined> {
  const embedded = documentOf(value);
  const id = idOf(value);
  if (!id || !sameOrigin(id, context.sender.id)) return undefined;
  const gone = await findGone(context.sql, context.sender.id, { id });
  const document =
    embedded && !gone ? embedded : await context.client.fetchDocument(id, { fresh: fresh || !!gone });
  const note = await readNote(document, context, activity);
  // What came as a bare id names more than the guards could see.
  if (!note || (await context.policy.severityOf(namedBy(document))) === "block") return undefined;
  return { document, activity, note, gone };
}
