import { findPost } from "../../store/post-lists.ts";
import { answerQuoteRequest } from "../../store/quotes.ts";
import { addReply } from "../../store/replies.ts";
import { postIdOf } from "../../text/address.ts";
import { documentOf, idOf, sameOrigin } from "../document.ts";
import { type InboxHandler, once } from "./context.ts";
import { readNote } from "./note.ts";
import { reasonToHold } from "./placing.ts";

/**
 * Somebody asks to quote a post of ours (FEP-044f). The answer is by what the collective has chosen, and not by what the quote
 * says: members read it when it comes, and take the word back by refusing it. One that comes along is kept at once.
 */
export const onQuoteRequest: InboxHandler = async (context, activity) => {
  const { sender, origin, collective, limited } = context;
  const object = idOf(activity.document["object"]);
  const instrument = idOf(activity.document["instrument"]);
  if (!object || !instrument || !sameOrigin(instrument, sender.id)) return;
  const postId = postIdOf(origin, object);
  const post = postId ? await findPost(context.sql, postId) : undefined;
  if (!post || post.withdrawn) return;
  const embedded = documentOf(activity.document["instrument"]);
  const note = embedded && (await readNote(embedded, context));
  if (embedded && !note) return;
  const allowed = collective.quotes === "everybody" && !limited;
  const heldBecause = note && (await reasonToHold(context, note));
  await once(context, activity, async (sql) => {
    const request = { id: activity.id, actor: sender.id, object, instrument };
    await answerQuoteRequest(sql, request, { postId: post.id, allowed });
    if (note?.quotes.includes(object)) {
      const kept = { ...note, kind: "quote", updated: note.edited } as const;
      await addReply(sql, { ...kept, actorId: sender.id, postId: post.id, heldBecause });
    }
  });
};
