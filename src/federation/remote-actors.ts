import { type Actor, type DescribedActor, findActor, findActorByKey, putActor } from "../store/actors.ts";
import type { Sql } from "../store/sql.ts";
import { plainName } from "../text/sanitize.ts";
import type { Client } from "./client.ts";
import { FetchFailed } from "./download.ts";
import {
  type Document,
  documentOf,
  documentsOf,
  idOf,
  isDocument,
  listOf,
  sameOrigin,
  stringOf,
  typeOf,
  urlOf,
} from "./document.ts";
import { wordingOf } from "./wording.ts";

/** An RSA key of 16,384 bits takes 2,800 characters. */
const longestPem = 3000;
/** More than anybody has. */
const mostKeys = 5;
const mostAliases = 10;

const actorTypes = new Set(["Application", "Group", "Organization", "Person", "Service"]);

interface ReadActor {
  actor: DescribedActor;
  keys: { id: string; publicKeyPem: string }[];
}

export function isActorDocument(document: Document): boolean {
  return actorTypes.has(typeOf(document));
}

/** Reads what an actor's own document says of it; undefined when it is no actor that can be written to. */
export function readActor(document: Document): ReadActor | undefined {
  const id = idOf(document);
  const inbox = idOf(document["inbox"]);
  const preferredUsername = stringOf(document["preferredUsername"]);
  if (!id || !inbox || !preferredUsername || !isActorDocument(document)) return undefined;
  if (!sameOrigin(id, inbox)) return undefined;
  const sharedInbox = idOf(documentOf(document["endpoints"])?.["sharedInbox"]);
  const followers = idOf(document["followers"]);
  const url = urlOf(document["url"]);
  return {
    actor: {
      id,
      type: typeOf(document),
      preferredUsername: plainName(preferredUsername),
      name: readName(wordingOf(document, "name").text),
      // A name that led to somebody else's page would deceive.
      url: url && sameOrigin(id, url) ? url : id,
      icon: iconOf(document["icon"]) ?? null,
      inbox,
      followers: followers && sameOrigin(id, followers) ? followers : "",
      sharedInbox: sharedInbox && sameOrigin(id, sharedInbox) ? sharedInbox : null,
      alsoKnownAs: listOf(document["alsoKnownAs"])
        .flatMap((alias) => idOf(alias) ?? [])
        .slice(0, mostAliases),
    },
    keys: documentsOf(document["publicKey"])
      .slice(0, mostKeys)
      .flatMap((key) => readKey(id, key) ?? []),
  };
}

/** The first picture of several; an Image, a Link, or an address. */
function iconOf(value: unknown): string | undefined {
  const [icon] = listOf(value);
  return urlOf(documentOf(icon)?.["url"]) ?? urlOf(icon);
}

/** A name in the form of a handle would pass for one, and none of it is verified. */
function readName(value: string): string {
  const name = plainName(value);
  return /[@\uff20\ufe6b]\S+[@\uff20\ufe6b]\S/.test(name) ? "" : name;
}

/** A key counts only where it is listed: in its owner's document, under an id of the owner's origin (FEP-fe34). */
function readKey(owner: string, key: Document): { id: string; publicKeyPem: string } | undefined {
  const id = idOf(key);
  const publicKeyPem = pemOf(key["publicKeyPem"]);
  const claimed = idOf(key["owner"]) ?? owner;
  return id && publicKeyPem && claimed === owner && sameOrigin(id, owner) ? { id, publicKeyPem } : undefined;
}

function pemOf(value: unknown): string | undefined {
  const pem = stringOf(value);
  return pem && pem.length <= longestPem && /^[\s!-~]+$/.test(pem) ? pem : undefined;
}

/** Fetches an actor and records it with its keys. @throws {FetchFailed} */
export async function fetchActor(sql: Sql, client: Client, id: string): Promise<Actor> {
  const described = readActor(await client.fetchDocument(id, { fresh: true }));
  if (!described) throw new FetchFailed(`${id} is no actor`);
  return putActor(sql, described.actor, described.keys);
}

/** The actor as it is known, else as it is fetched now. @throws {FetchFailed} */
export async function resolveActor(sql: Sql, client: Client, id: string): Promise<Actor> {
  return (await findActor(sql, id)) ?? fetchActor(sql, client, id);
}

/**
 * The actor that owns a key: the one whose own document lists it. A key document elsewhere that merely names an
 * owner proves nothing (SWICG ActivityPub and HTTP Signatures, section 2.2). @throws {FetchFailed}
 */
export async function fetchKeyOwner(sql: Sql, client: Client, keyId: string): Promise<Actor> {
  const document = await client.fetchDocument(keyId, { fresh: true });
  const described = readActor(document);
  const ownerId = idOf(document["owner"]);
  const actor = described
    ? await putActor(sql, described.actor, described.keys)
    : ownerId && sameOrigin(ownerId, keyId)
      ? await fetchActor(sql, client, ownerId)
      : undefined;
  const owned = actor && (await findActorByKey(sql, keyId));
  if (!actor || owned?.actor.id !== actor.id)
    throw new FetchFailed(`${keyId} is listed by no actor of its origin`);
  return actor;
}

/** What a handle or an address leads to; `subject` is what WebFinger calls it, where it was asked. */
interface LookedUp {
  id: string;
  subject?: string | undefined;
}

/** What a host says of one of its accounts (RFC 7033). @throws {FetchFailed} */
export async function askWebFinger(
  client: Client,
  { name, host }: { name: string; host: string },
  scheme: "http" | "https",
): Promise<Document> {
  const resource = encodeURIComponent(`acct:${name}@${host}`);
  const answer = await client.fetchJson(
    `${scheme}://${host}/.well-known/webfinger?resource=${resource}`,
    "application/jrd+json, application/json",
  );
  return isDocument(answer) ? answer : {};
}

/** The actor behind `@name@host` or an address, by WebFinger. @throws {FetchFailed} */
export async function lookUpHandle(
  client: Client,
  handle: string,
  scheme: "http" | "https",
): Promise<LookedUp> {
  if (/^https?:\/\//.test(handle)) return { id: (await client.fetchDocument(handle)).id };
  const [, name, host] = handle.match(/^@?([^@\s/]+)@([^@\s/]+)$/) ?? [];
  if (!name || !host) throw new FetchFailed(`${handle} is neither @name@host nor an address`);
  const document = await askWebFinger(client, { name, host }, scheme);
  const self = documentsOf(document["links"]).find(
    (link) =>
      stringOf(link["rel"]) === "self" && /activity\+json|activitystreams/.test(stringOf(link["type"]) ?? ""),
  );
  const id = self && idOf(self["href"]);
  if (!id) throw new FetchFailed(`${host} knows no ActivityPub account ${name}`);
  return { id, subject: stringOf(document["subject"]) };
}
