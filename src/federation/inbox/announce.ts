import { isFollowing } from "../../store/following.ts";
import { awaitPost } from "../../store/awaited-posts.ts";
import { postIdOf } from "../../text/address.ts";
import { type Document, idOf, isDocument, listOf, sameOrigin, typeOf } from "../document.ts";
import { FetchFailed } from "../download.ts";
import type { InboxHandler } from "./context.ts";
import { onBoost } from "./reaction.ts";
import { type Relayed, takeRelayed } from "./relay.ts";

/**
 * A boost of a post of ours; or an account that we follow passes on somebody else's. People boost it by its id. Groups (Lemmy, NodeBB,
 * WordPress) also wrap what its author did: a Create, an Update, a Delete, or the Undo of one.
 *
 * Who shares what is a state: ids may be used again (snac2), so no copy of the activity is remembered.
 */
export const onAnnounce: InboxHandler = async (context, activity) => {
  const { sql, origin, sender } = context;
  const relayed = readRelayed(activity.document["object"], sender.id);
  if (!relayed) return;
  if (postIdOf(origin, relayed.id)) {
    const document = { ...activity.document, object: relayed.id };
    return onBoost(context, { ...activity, document });
  }
  if (sameOrigin(relayed.id, origin) || !(await isFollowing(sql, sender.id))) return;
  const share = { actorId: sender.id, activityId: activity.id };
  try {
    await takeRelayed(context, relayed, share);
  } catch (error) {
    if (!(error instanceof FetchFailed)) throw error;
    // The sender has done its part. Lemmy would send nothing more before this was taken.
    await awaitPost(sql, { ...share, id: relayed.id, changed: relayed.changed });
  }
};

/** What an announced object is about; undefined for what is none of a post's: groups also pass on votes, blocks and the like. */
export function readRelayed(value: unknown, announcer: string): Relayed | undefined {
  const [object] = listOf(value);
  if (!isDocument(object)) {
    const id = idOf(object);
    return id === undefined ? undefined : { id, changed: false };
  }
  const type = typeOf(object);
  const [inner] = listOf(object["object"]);
  if (type === "Create" || type === "Update") return posted(inner, announcer, type === "Update");
  if (type === "Delete") return posted(idOf(inner), announcer, true);
  if (type === "Undo") {
    const isDeletion = isDocument(inner) && typeOf(inner) === "Delete";
    return isDeletion ? posted(idOf(listOf(inner["object"])[0]), announcer, true) : undefined;
  }
  return inner === undefined ? posted(object, announcer, false) : undefined;
}

/** What comes whole is believed of the announcer's own server alone, and an edit not even then: the newest version is asked for. */
function posted(object: unknown, announcer: string, changed: boolean): Relayed | undefined {
  const id = idOf(object);
  if (id === undefined) return undefined;
  const isVouched = isDocument(object) && !changed && sameOrigin(id, announcer);
  return { id, changed, ...(isVouched && { whole: object as Document }) };
}
