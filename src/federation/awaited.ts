import { logger } from "../log.ts";
import { claimAwaited, settleAwaited } from "../store/awaited-posts.ts";
import { isFollowing } from "../store/following.ts";
import { FetchFailed } from "./download.ts";
import { takeRelayed } from "./inbox/relay.ts";
import type { FederationOptions } from "./options.ts";

const log = logger("awaited");

const atOnce = 4;

/** Fetches what allies shared and could not be had when they did, until nothing more is due. */
export async function fetchAwaited(options: FederationOptions, signal: AbortSignal): Promise<void> {
  const { sql, config } = options;
  const inbox = { ...options, origin: config.origin };
  while (!signal.aborted) {
    const due = await claimAwaited(sql, atOnce);
    if (due.length === 0) return;
    await Promise.all(
      due.map(async (post) => {
        try {
          if (await isFollowing(sql, post.actorId)) await takeRelayed(inbox, post, post);
          await settleAwaited(sql, post);
        } catch (error) {
          if (!(error instanceof FetchFailed)) throw error;
          log.info("{id} cannot be had: {reason}", { id: post.id, reason: error.message });
        }
      }),
    );
  }
}
