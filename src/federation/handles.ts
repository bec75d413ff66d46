import { type Actor, listUncheckedActors, recordHandle } from "../store/actors.ts";
import { hostOf } from "../text/address.ts";
import type { Client } from "./client.ts";
import { FetchFailed } from "./download.ts";
import type { FederationOptions } from "./options.ts";
import { lookUpHandle } from "./remote-actors.ts";

const atOnce = 8;

/**
 * Asks WebFinger about actors that have not been asked about since they took their names, until none is left. A handle
 * is shown only if it leads to the actor and back: anybody may write any name into a document.
 */
export async function checkHandles(
  { sql, client }: Pick<FederationOptions, "sql" | "client">,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const actors = await listUncheckedActors(sql, atOnce);
    if (actors.length === 0) return;
    await Promise.all(actors.map(async (actor) => recordHandle(sql, actor, await findHandle(client, actor))));
  }
}

/** `@name@domain`. The domain may be another than the actor's host, when each leads to the other. */
async function findHandle(client: Client, actor: Actor): Promise<string | undefined> {
  const scheme = new URL(actor.id).protocol === "http:" ? "http" : "https";
  const claimed = readAccount(`acct:${actor.preferredUsername}@${actor.host}`);
  if (!claimed) return undefined;
  /** What the account's domain calls it; undefined where it knows it as somebody else. */
  const ask = async (account: string) => {
    const { id, subject } = await lookUpHandle(client, account, scheme);
    return id === actor.id ? (readAccount(subject ?? "") ?? account) : undefined;
  };
  try {
    const canonical = await ask(claimed);
    if (canonical === undefined) return undefined;
    if (isSame(canonical, claimed)) return `@${claimed}`;
    const confirmed = await ask(canonical);
    return confirmed !== undefined && isSame(confirmed, canonical) ? `@${canonical}` : undefined;
  } catch (error) {
    if (error instanceof FetchFailed) return undefined;
    throw error;
  }
}

/**
 * `name@domain` of what a server calls an account, in characters that look like nothing else: an acct URI, also without its
 * scheme or with the path of a page for the name, or the address of such a page. The account is asked about again, so that
 * nothing is believed that was read wrongly.
 */
function readAccount(subject: string): string | undefined {
  const uri = subject.replace(/^acct:/i, "");
  const page = /^https?:\/\/(?<domain>[^@\s/?#]{1,260})\/@(?<name>[\w.~-]{1,100})\/?$/i;
  const account = /^\/?@?(?<name>[\w.~-]{1,100})\/?@(?<domain>[^@\s/?#]{1,260})\/?$/;
  const { name, domain = "" } = (page.exec(uri) ?? account.exec(uri))?.groups ?? {};
  const host = hostOf(`https://${domain}`);
  return name && host ? `${name}@${host}` : undefined;
}

const isSame = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
