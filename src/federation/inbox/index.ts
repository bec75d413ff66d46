import { createBudgets } from "../budgets.ts";
import { lostRace } from "../../store/sql.ts";
import { type Arrived, createBodyReader } from "../body.ts";
import { type GuardedActivity, guardDocument, guardRequest } from "../guard.ts";
import type { InboxParts } from "../index.ts";
import type { FederationOptions } from "../options.ts";
import { createRecent } from "../recent.ts";
import { accountsOf } from "./accounts.ts";
import { answer } from "./answering.ts";
import { maySayAgain, nameInMemory } from "./copies.ts";
import { createEffect } from "./effect.ts";
import { handlers } from "./handlers.ts";
import { createTurnstile } from "./turnstile.ts";

const mostNames = 20_000;
const mostSeen = 50_000;

/**
 * Answers a POST to an inbox: the guards, from the cheapest to the dearest, then the signature, then the effect. 202 only
 * once that is committed, or where there is deliberately none.
 */
export function createInbox(options: FederationOptions, { bodies, during }: InboxParts) {
  const { policy } = options;
  const turnstile = createTurnstile();
  const act = createEffect(options, turnstile);
  const readBody = createBodyReader(bodies);
  const budgets = createBudgets(mostNames);
  const seen = createRecent(mostSeen);

  return async function receive(request: Arrived): Promise<Response> {
    // Method and media type, then size and time.
    const refused = guardRequest(request);
    if (refused) return answer(refused.status, refused.reason);
    const body = await readBody(request);
    if (!body.ok) return answer(body.status, body.reason);
    try {
      return await during("inbox", () => receiveBody(request, body.bytes));
    } finally {
      body.release();
    }
  };

  async function receiveBody(request: Arrived, bytes: Uint8Array<ArrayBuffer>): Promise<Response> {
    // Depth and width, required fields and origins.
    const guarded = guardDocument(bytes);
    if (!guarded.ok) return answer(guarded.status, guarded.reason);
    const { activity } = guarded;
    const { type } = activity;
    return during(`inbox ${handlers.has(type) ? type : "(other)"}`, () => receiveActivity(request, activity));
  }

  async function receiveActivity(request: Arrived, activity: GuardedActivity): Promise<Response> {
    // The block list.
    if ((await policy.severityOf(activity.mentionedIds)) === "block") return answer(202);

    // Seen before, by actor and id, or by actor and signature.
    const name = nameInMemory(activity, request.headers);
    if (seen.has(name) && !maySayAgain(activity, request.headers)) return answer(202);

    // Rate budgets. They are looked at here and spent by what is truly signed: otherwise anybody could use up another's.
    const accounts = await accountsOf(activity.actor, policy);
    const waitFor = () => Math.max(...accounts.map(([account, budget]) => budgets.wait(account, budget)));
    if (waitFor() > 0) return tooMany(waitFor());

    // The signature and the effect. Only what is done is remembered as seen, for the same reason.
    const answered = await turnstile
      .pass(async () => {
        // Many may have come at once, and have waited for their turn.
        if (waitFor() > 0) return tooMany(waitFor());
        return act(request, activity, {
          // An answer to somebody who is limited is not held for that.
          limited: (await policy.severityOf([activity.actor])) === "limit",
          onVerified: () => {
            for (const [account, budget] of accounts) budgets.spend(account, budget);
          },
          onDone: () => seen.add(name),
        });
      })
      .catch((error: unknown) => {
        // Its actor may have been deleted by another request of its own.
        if (!lostRace(error)) throw error;
        return undefined;
      });
    return answered ?? answer(429, "Too much at once.");
  }
}

function tooMany(seconds: number): Response {
  return answer(429, "Too many at once.", { "retry-after": String(seconds) });
}
