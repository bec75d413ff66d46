import { setTimeout as sleep } from "node:timers/promises";
import { logger } from "../log.ts";
import { type Actor, listActorsByAddress } from "../store/actors.ts";
import { groupId } from "../text/address.ts";
import { type FindAccounts, type Mention, mostMentions } from "../text/mention.ts";
import { FetchFailed } from "./download.ts";
import type { FederationOptions } from "./options.ts";
import { fetchActor, lookUpHandle } from "./remote-actors.ts";

const log = logger("mentions");

/** Milliseconds that somebody who saves a post waits at most, however many accounts it names. */
const patience = 3000;

/**
 * Finds the accounts that a post names: those that are known, and the others by WebFinger and their own document. Nothing is asked of
 * a server that members blocked, and whoever is late is not found.
 */
export function createFindAccounts(
  { sql, client, config, policy }: Pick<FederationOptions, "sql" | "client" | "config" | "policy">,
  wait = patience,
): FindAccounts {
  const scheme = config.allowPrivateAddress && config.origin.startsWith("http:") ? "http" : "https";
  const isBlocked = async (address: string) => (await policy.severityOf([address])) === "block";

  async function find(handle: string): Promise<Mention | undefined> {
    const host = handle.slice(handle.lastIndexOf("@") + 1);
    if (await isBlocked(`https://${host}/`)) return undefined;
    const actor = (await findKnown(handle)) ?? (await fetchNamed(handle));
    if (actor.id === groupId(config.origin) || (await isBlocked(actor.id))) return undefined;
    return { handle, id: actor.id, url: actor.url };
  }

  async function findKnown(handle: string): Promise<Actor | undefined> {
    const known = await listActorsByAddress(sql, handle);
    return known.find((actor) => actor.handle.toLowerCase() === handle);
  }

  async function fetchNamed(handle: string): Promise<Actor> {
    const { id } = await lookUpHandle(client, handle, scheme);
    return fetchActor(sql, client, id);
  }

  return async (handles) => {
    const late = new AbortController();
    const timer = sleep(wait, undefined, { signal: late.signal }).catch(() => {});
    const found = handles.slice(0, mostMentions).map((handle) =>
      Promise.race([
        timer,
        find(handle).catch((error: unknown) => {
          if (!(error instanceof FetchFailed)) log.error("Nobody was looked up: {error}", { error });
        }),
      ]),
    );
    const mentions = await Promise.all(found);
    late.abort();
    return mentions.filter((mention) => mention !== undefined);
  };
}
