import {
  type Document,
  documentsOf,
  idOf,
  idsOf,
  isDocument,
  listOf,
  sameOrigin,
  typeOf,
} from "./document.ts";
import type { Arrived } from "./body.ts";
import { isActivityType } from "./client.ts";

const deepest = 32;
const widest = 1000;
const mostTags = 100;

/** An activity that may be worth a signature check. */
export interface GuardedActivity {
  id: string;
  type: string;
  actor: string;
  /** Everything it names that a block may stand against. */
  mentionedIds: string[];
  document: Document;
  body: Uint8Array<ArrayBuffer>;
}

export type Guarded = { ok: true; activity: GuardedActivity } | Refused;

interface Refused {
  ok: false;
  status: 400 | 405 | 415;
  reason: string;
}

const refuse = (status: Refused["status"], reason: string): Refused => ({ ok: false, status, reason });

/** What an inbox request must be before its body is read. */
export function guardRequest(request: Arrived): Refused | undefined {
  if (request.method !== "POST") return refuse(405, "An inbox takes POST.");
  if (!isActivityType(request.headers.get("content-type") ?? "")) {
    return refuse(415, "An inbox takes application/activity+json.");
  }
  return undefined;
}

/**
 * What its body must be before anything is fetched or verified: a flat JSON document with an id of its actor's own
 * origin. In the order of what each check costs.
 */
export function guardDocument(body: Uint8Array<ArrayBuffer>): Guarded {
  const text = new TextDecoder().decode(body);
  if (depthOf(text) > deepest) return refuse(400, `The document is nested deeper than ${deepest}.`);
  const document = parse(text);
  if (!isDocument(document)) return refuse(400, "The body is not a JSON object.");
  const crooked = findCrooked(document);
  if (crooked) return refuse(400, crooked);
  return guardIds(document, body);
}

function guardIds(document: Document, body: Uint8Array<ArrayBuffer>): Guarded {
  const id = idOf(document["id"]);
  const actor = idOf(document["actor"]);
  const type = typeOf(document);
  if (!id || !actor || type === "") return refuse(400, "An activity has an id, a type and an actor.");
  if (idsOf(document["actor"]).length !== 1) return refuse(400, "An activity has one actor.");
  if (!sameOrigin(id, actor)) return refuse(400, "The id of an activity is of its actor's origin.");
  const mentionedIds = [
    actor,
    ...idsOf(document["object"]),
    ...idsOf(document["target"]),
    ...idsOf(document["instrument"]),
    ...[...documentsOf(document["object"]), ...documentsOf(document["instrument"])].flatMap(namedBy),
  ];
  return { ok: true, activity: { id, type, actor, mentionedIds, document, body } };
}

/** What a post shows within itself: FEP-044f, Pleroma and others, Fedibird, Misskey. */
export function quotedBy(object: Document): string[] {
  return ["quote", "quoteUrl", "quoteUri", "_misskey_quote"].flatMap((property) => idsOf(object[property]));
}

/** Whoever an object involves: a block of any of them stands against it. */
export function namedBy(object: Document): string[] {
  const named = ["id", "actor", "object", "attributedTo", "inReplyTo"].flatMap((property) =>
    idsOf(object[property]),
  );
  return [...named, ...quotedBy(object)];
}

/** How deeply brackets nest outside strings: known before the parser has to follow them. */
function depthOf(text: string): number {
  let depth = 0;
  let most = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 92) at++;
      else if (code === 34) inString = false;
    } else if (code === 34) inString = true;
    else if (code === 123 || code === 91) most = Math.max(most, ++depth);
    else if (code === 125 || code === 93) depth--;
  }
  return most;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

// These move properties from one node to another when the document is read as JSON-LD (Mastodon CVE-2026-42462).
const crookedKeys = new Set(["@graph", "@reverse", "@included"]);

function findCrooked(value: unknown): string | undefined {
  if (Array.isArray(value)) {
    if (value.length > widest) return `A list is longer than ${widest}.`;
    for (const item of value) {
      const found = findCrooked(item);
      if (found) return found;
    }
  } else if (isDocument(value)) {
    if (listOf(value["tag"]).length > mostTags) return `There are more than ${mostTags} tags.`;
    for (const [key, item] of Object.entries(value)) {
      if (crookedKeys.has(key)) return `${key} is not accepted.`;
      const found = findCrooked(item);
      if (found) return found;
    }
  }
  return undefined;
}
