import { createHash } from "node:crypto";
import type { GuardedActivity } from "../guard.ts";
import { signedAt } from "../signature.ts";

/**
 * What brings something along that is kept once, under the id of the activity. Everything else is judged by state, its actor and
 * object: ids are used again. Gancio's Follow is always `…#follow` and its Undo `…#unfollow`, snac2 has one id for each Like of an
 * object, Misskey's Follow is `/follows/FOLLOWER/FOLLOWEE`.
 */
const namedByIds = new Set(["Create", "Flag", "QuoteRequest"]);

/** Seconds. Who likes, takes it back and likes again within one signs the same text twice: it is no recording yet. */
const recordedAfter = 10;

/**
 * What tells an activity from its copies: its id, or else its signature. Each try of an honest sender is signed anew, so that a
 * signature seen before is a copy, and whoever merely recorded a request cannot play it again.
 */
export function copyName({ type, id }: GuardedActivity, signature: string): string {
  return namedByIds.has(type) ? id : `signature ${signature}`;
}

/** Whether a copy may have its effect all the same. */
export function maySayAgain({ type }: GuardedActivity, headers: Headers, now = Date.now() / 1000): boolean {
  return !namedByIds.has(type) && Math.abs(now - signedAt(headers)) < recordedAfter;
}

/** A name in memory, before the signature is read: of bounded length, whatever is written into the header. */
export function nameInMemory(activity: GuardedActivity, headers: Headers): string {
  const signature = createHash("sha256")
    .update(headers.get("signature") ?? "")
    .digest("base64url");
  return `${activity.actor} ${copyName(activity, signature)}`;
}
