import { findActor } from "../../store/actors.ts";
import { isBlocked } from "../../store/blocks.ts";
import { findCollective } from "../../store/collective.ts";
import { closeBreakers } from "../../store/hosts.ts";
import { logger } from "../../log.ts";
import type { FederationOptions } from "../options.ts";
import { FetchFailed } from "../download.ts";
import { idOf } from "../document.ts";
import { guardInbox } from "../guard.ts";
import { createVerifier } from "../verify.ts";
import { onAccept, onReject } from "./answer.ts";
import { onBlock } from "./block.ts";
import type { InboxHandler } from "./context.ts";
import { onCreate } from "./create.ts";
import { onDelete } from "./delete.ts";
import { onFlag } from "./flag.ts";
import { onFollow } from "./follow.ts";
import { onMove } from "./move.ts";
import { onAnnounce, onLike } from "./reaction.ts";
import { onUndo } from "./undo.ts";
import { onUpdate } from "./update.ts";

const handlers = new Map<string, InboxHandler>([
  ["Follow", onFollow],
  ["Undo", onUndo],
  ["Like", onLike],
  ["Announce", onAnnounce],
  ["Create", onCreate],
  ["Update", onUpdate],
  ["Delete", onDelete],
  ["Block", onBlock],
  ["Flag", onFlag],
  ["Move", onMove],
  ["Accept", onAccept],
  ["Reject", onReject],
]);

const log = logger("inbox");

function answer(status: number, text = ""): Response {
  const headers = new Headers({ "content-type": "text/plain" });
  // What was not read of a large body would be taken for the next request.
  if (status === 413) headers.set("connection", "close");
  return new Response(text, { status, headers });
}

/** Answers a POST to an inbox: the guards, the signature, the effect; 202 only once that is committed. */
export function createInbox({ sql, config, client }: FederationOptions) {
  const verify = createVerifier(sql, client, config.origin);

  return async function receive(request: Request): Promise<Response> {
    const guarded = await guardInbox(request);
    if (!guarded.ok) return answer(guarded.status, guarded.reason);
    const { activity } = guarded;
    const handler = handlers.get(activity.type);
    const collective = await findCollective(sql);
    if (!handler || !collective) return answer(202);
    if (await isBlocked(sql, activity.mentionedIds)) return answer(202);
    // Large servers tell everybody of every account they delete; of one we never met there is nothing to delete.
    const deletesItself = activity.type === "Delete" && idOf(activity.document["object"]) === activity.actor;
    if (deletesItself && !(await findActor(sql, activity.actor))) return answer(202);

    const verification = await verify(request, activity.body);
    if (!verification.ok) {
      const { type, actor } = activity;
      log.info("refused {type} of {actor}: {reason}", { type, actor, reason: verification.reason });
      return answer(401, verification.reason);
    }
    const sender = verification.actor;
    await closeBreakers(sql, [sender.host]);
    if (sender.id !== activity.actor) return answer(401, "The key is not that of the activity's actor.");
    try {
      await handler({ sql, client, origin: config.origin, collective, sender }, activity);
    } catch (error) {
      // What must be fetched cannot be: the sender may try again, and nothing has been recorded.
      if (!(error instanceof FetchFailed)) throw error;
      const { type, id } = activity;
      log.info("{type} {id} needs a document: {reason}", { type, id, reason: error.message });
      return answer(error.status === 404 || error.status === 410 ? 202 : 503);
    }
    return answer(202);
  };
}
