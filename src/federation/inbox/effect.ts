import { logger } from "../../log.ts";
import { findActor } from "../../store/actors.ts";
import { findCollective } from "../../store/collective.ts";
import { closeBreakers } from "../../store/hosts.ts";
import { hostOf } from "../../text/address.ts";
import type { Arrived } from "../body.ts";
import { idOf } from "../document.ts";
import { FetchFailed } from "../download.ts";
import type { GuardedActivity } from "../guard.ts";
import type { FederationOptions } from "../options.ts";
import { createVerifier } from "../verify.ts";
import { answer } from "./answering.ts";
import { copyName, maySayAgain } from "./copies.ts";
import { handlers } from "./handlers.ts";
import type { Turnstile } from "./turnstile.ts";

const log = logger("inbox");

interface Course {
  /** Members limited the sender or its host. */
  limited: boolean;
  /** The signature holds. */
  onVerified: () => void;
  /** The effect is committed. */
  onDone: () => void;
}

/** The signature and, where it holds, the effect. */
export function createEffect(options: FederationOptions, { stepAside }: Turnstile) {
  const { sql, config } = options;
  const verify = createVerifier(options, stepAside);
  const client = { ...options.client, fetchDocument };

  /** What handlers fetch: while they wait for the other server, somebody else has their place. */
  async function fetchDocument(url: string, how?: { fresh?: boolean }) {
    const document = await stepAside(hostOf(url)!, () => options.client.fetchDocument(url, how));
    if (!document) throw new FetchFailed("Too many wait for other servers.");
    return document;
  }

  return async function act(
    request: Arrived,
    activity: GuardedActivity,
    { limited, onVerified, onDone }: Course,
  ): Promise<Response> {
    const handler = handlers.get(activity.type);
    const collective = await findCollective(sql);
    if (!handler || !collective) return answer(202);
    // Large servers tell everybody of every account they delete; of one we never met there is nothing to delete.
    const deletesItself = activity.type === "Delete" && idOf(activity.document["object"]) === activity.actor;
    if (deletesItself && !(await findActor(sql, activity.actor))) return answer(202);

    const verification = await verify(request, activity.body, activity.actor);
    if (!verification.ok) {
      const { type, actor } = activity;
      log.info("refused {type} of {actor}: {reason}", { type, actor, reason: verification.reason });
      return answer(verification.later ? 429 : 401, verification.reason);
    }
    const sender = verification.actor;
    if (sender.id !== activity.actor) return answer(401, "The key is not that of the activity's actor.");
    onVerified();
    await closeBreakers(sql, [sender.host]);
    const copy = {
      name: copyName(activity, verification.signature),
      again: maySayAgain(activity, request.headers),
    };
    try {
      await handler(
        { ...options, client, origin: config.origin, collective, sender, limited, copy },
        activity,
      );
    } catch (error) {
      // What must be fetched cannot be: the sender may try again, and nothing has been recorded.
      if (!(error instanceof FetchFailed)) throw error;
      const { type, id } = activity;
      log.info("{type} {id} needs a document: {reason}", { type, id, reason: error.message });
      return answer(error.status === 404 || error.status === 410 ? 202 : 429);
    }
    onDone();
    return answer(202);
  };
}
