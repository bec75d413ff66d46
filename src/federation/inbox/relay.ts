import type { Share } from "../../store/allied-shares.ts";
import { deletePost, findAuthorOf, findGone } from "../../store/gone.ts";
import { type Document, idOf, idsOf, listOf, sameOrigin, typeOf } from "../document.ts";
import { FetchFailed } from "../download.ts";
import { namedBy } from "../guard.ts";
import { resolveActor } from "../remote-actors.ts";
import type { InboxContext } from "./context.ts";
import { readNote } from "./note.ts";
import { placePost } from "./placing.ts";
import { updatePost } from "./update.ts";

/** A post that somebody else than its author tells of. */
export interface Relayed {
  id: string;
  /** As it came, where its own server vouches for it. */
  whole?: Document;
  /** Whether it is said to have changed, to be gone, or to be back. */
  changed: boolean;
}

type Inbox = Pick<InboxContext, "sql" | "client" | "origin" | "policy">;

/**
 * Takes a post that is passed on as its own server has it, and as its author's: below what it answers, if that is ours, else among
 * what allies share. One that is said to have changed takes the place of what we keep, and one that is gone there goes here.
 * @throws {FetchFailed} where a server cannot be asked now.
 */
export async function takeRelayed(inbox: Inbox, relayed: Relayed, share: Share): Promise<void> {
  const { sql, origin, policy, client } = inbox;
  if ((await policy.severityOf([relayed.id])) === "block") return;
  const document = relayed.whole ?? (await fetchPost(inbox, relayed));
  if (!document || typeOf(document) === "Tombstone") return removeRelayed(inbox, relayed, share);
  const id = idOf(document);
  const [authorId] = idsOf(document["attributedTo"]);
  if (!id || !authorId || sameOrigin(id, origin) || !sameOrigin(id, authorId)) return;
  if ((await policy.severityOf([authorId, ...namedBy(document)])) === "block") return;
  const sender = await resolveActor(sql, client, authorId);
  const limited = (await policy.severityOf([sender.id])) === "limit";
  const room = { ...inbox, sender, limited };
  const note = await readNote(document, room);
  if (!note) return;
  const gone = await findGone(sql, sender.id, { id });
  // A copy from before its author deleted it would bring it back.
  if (gone && !relayed.changed) return takeRelayed(inbox, { id, changed: true }, share);
  const place = await placePost(room, { document, activity: {}, note, gone }, share);
  await sql.begin(async (tx) => {
    if (relayed.changed || note.edited) await updatePost(tx, room, note);
    await place?.(tx);
  });
}

/** Undefined where its server says that it is gone, or never was. The id of an activity leads to what that is about. */
async function fetchPost({ client }: Inbox, { id, changed }: Relayed): Promise<Document | undefined> {
  try {
    const document = await client.fetchDocument(id, { fresh: changed });
    const isActivity = typeOf(document) === "Create" || typeOf(document) === "Update";
    const about = isActivity ? idOf(listOf(document["object"])[0]) : undefined;
    return about === undefined ? document : await client.fetchDocument(about, { fresh: changed });
  } catch (error) {
    if (error instanceof FetchFailed && (error.status === 404 || error.status === 410)) return undefined;
    throw error;
  }
}

/** Only of what is said to be gone: some servers answer 404 to those whom they do not want to read a post. */
async function removeRelayed({ sql }: Inbox, { id, changed }: Relayed, { activityId }: Share): Promise<void> {
  if (!changed) return;
  await sql.begin(async (tx) => {
    const actorId = await findAuthorOf(tx, id);
    if (actorId !== undefined) await deletePost(tx, { id, actorId, activityId });
  });
}
