import { logger } from "../log.ts";
import { failFollowing, listRequestedFollowing, sendFollow } from "../store/following.ts";
import { FetchFailed } from "./download.ts";
import type { FederationOptions } from "./options.ts";
import { fetchActor, lookUpHandle } from "./remote-actors.ts";

const log = logger("following");

/** Finds the accounts that members asked to follow, and asks them. */
export async function followRequested(
  { sql, config, client }: FederationOptions,
  signal: AbortSignal,
): Promise<void> {
  const scheme = config.allowPrivateAddress && config.origin.startsWith("http:") ? "http" : "https";
  for (const handle of await listRequestedFollowing(sql)) {
    if (signal.aborted) return;
    try {
      const { id } = await lookUpHandle(client, handle, scheme);
      await sendFollow(sql, handle, await fetchActor(sql, client, id));
    } catch (error) {
      if (!(error instanceof FetchFailed)) throw error;
      log.info("{handle} cannot be followed: {reason}", { handle, reason: error.message });
      await failFollowing(sql, handle, error.message);
    }
  }
}
