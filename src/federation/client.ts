import type { Config } from "../config.ts";
import { findRequestKey } from "../store/keys.ts";
import type { SecretKey } from "../store/secret.ts";
import type { Database } from "../store/sql.ts";
import { instanceId } from "../text/address.ts";
import { type Document, idOf, isDocument, sameOrigin } from "./document.ts";
import { download, FetchFailed, wholeTime } from "./download.ts";
import { createAgent } from "./network.ts";
import type { Policy } from "./policy.ts";
import { createCache } from "./recent.ts";
import { NameUnanswered } from "./resolve.ts";
import type { RequestKey } from "./sign.ts";

/** The one way in which documents of other servers are fetched. */
export interface Client {
  /**
   * An ActivityPub document, from the origin that its id names; what was fetched within a minute, or could not be within
   * ten, is not fetched again unless it must be fresh. @throws {FetchFailed}
   */
  fetchDocument(url: string, options?: { fresh?: boolean }): Promise<Document & { id: string }>;
  /** A JSON document of another kind: WebFinger. Not signed. @throws {FetchFailed} */
  fetchJson(url: string, accept: string): Promise<unknown>;
  close(): Promise<void>;
}

const activityTypes =
  'application/activity+json, application/ld+json; profile="https://www.w3.org/ns/activitystreams"';

/** GoToSocial answers no unsigned fetch, so each is signed by the instance actor, whose own document is open. */
export function createClient(options: {
  sql: Database;
  config: Config;
  secret: SecretKey;
  /** Nothing is asked of those that members blocked, also where somebody else redirects to them. */
  policy?: Policy;
}): Client {
  const { config, policy } = options;
  const agent = createAgent(config.allowPrivateAddress, { connections: 4, timeout: wholeTime });
  const found = createCache<Document & { id: string }>(500, 60_000);
  const missing = createCache<FetchFailed>(5000, 10 * 60_000);
  let signer: RequestKey | undefined;

  async function fetchAt(address: string): Promise<{ at: string; document: Document }> {
    signer ??= await findInstanceKey(options);
    const { url, contentType, body } = await download(
      { agent, config, policy, signer },
      address,
      activityTypes,
    );
    if (!isActivityType(contentType)) {
      throw new FetchFailed(`${url.href} is ${contentType || "of no type"}, not ActivityPub`);
    }
    const document = parse(body);
    if (!isDocument(document)) throw new FetchFailed(`${url.href} holds no JSON object`);
    return { at: url.href, document };
  }

  return {
    async fetchDocument(address, { fresh = false } = {}) {
      const cached = fresh ? undefined : (found.get(address) ?? missing.get(address));
      if (cached instanceof FetchFailed) throw cached;
      if (cached) return cached;
      try {
        const document = await failing(() => fetchById(fetchAt, address));
        found.set(address, document);
        return document;
      } catch (error) {
        if (error instanceof FetchFailed && !error.timedOut) missing.set(address, error);
        throw error;
      }
    },
    fetchJson: (address, accept) =>
      failing(async () =>
        parse((await download({ agent, config, policy, signer: undefined }, address, accept)).body),
      ),
    close: () => agent.close(),
  };
}

async function findInstanceKey({
  sql,
  config,
  secret,
}: {
  sql: Database;
  config: Config;
  secret: SecretKey;
}) {
  const key = await findRequestKey(sql, "instance", secret);
  return key && { id: `${instanceId(config.origin)}#main-key`, key };
}

/** The document whose id is the address it was found at; a page's address may lead to it, but cannot vouch for it. */
async function fetchById(
  fetchAt: (address: string) => Promise<{ at: string; document: Document }>,
  address: string,
): Promise<Document & { id: string }> {
  let { at, document } = await fetchAt(address);
  const id = idOf(document);
  if (!id || !sameOrigin(id, at)) throw new FetchFailed(`${at} says it is ${id ?? "nothing"}`);
  if (withoutHash(id) !== at) ({ at, document } = await fetchAt(id));
  if (idOf(document) !== id || withoutHash(id) !== at)
    throw new FetchFailed(`${id} is not at its own address`);
  return { ...document, id };
}

function withoutHash(id: string): string {
  const url = new URL(id);
  url.hash = "";
  return url.href;
}

/** FEP-fe34 and Mastodon CVE-2024-25623: nothing else is read as ActivityPub, whatever it contains. */
export function isActivityType(contentType: string): boolean {
  const [type = "", ...parameters] = contentType
    .toLowerCase()
    .split(";")
    .map((part) => part.trim());
  if (type === "application/activity+json") return true;
  const profile = /^profile="?[^"]*https:\/\/www\.w3\.org\/ns\/activitystreams/;
  return type === "application/ld+json" && parameters.some((parameter) => profile.test(parameter));
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new FetchFailed("the answer is not JSON");
  }
}

/** Network errors are failures to fetch; what is wrong with us stays what it is. */
async function failing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FetchFailed) throw error;
    if (!(error instanceof Error)) throw new FetchFailed(String(error));
    const timedOut = error instanceof NameUnanswered || error.name === "TimeoutError";
    throw new FetchFailed(error.message, undefined, { timedOut });
  }
}
