// Remote documents are read as the plain JSON they are on the wire, as GoToSocial, Misskey and Pleroma do, and never
// expanded as JSON-LD: no context is fetched or obeyed, and a deep document costs no more than a flat one.

import { endsInDot } from "../text/address.ts";

export type Document = Readonly<Record<string, unknown>>;

export function isDocument(value: unknown): value is Document {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A property that may hold one value or several. */
export function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

export function stringOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** Bytes: an entry of a PostgreSQL index holds two ids of this length, and not much more. */
const longestId = 1200;

/** The id of a property that may hold an id or the object itself. Only an address of http or https counts. */
export function idOf(value: unknown): string | undefined {
  const id = isDocument(value) ? value["id"] : value;
  return typeof id === "string" && isAddress(id) ? id : undefined;
}

/** Not what the URL parser repairs: an id with a zero, a space or half a character in it is a different text here and there. */
function isAddress(text: string): boolean {
  if (text.length > longestId || !/^https?:\/\//i.test(text) || /[\p{Cc}\s\\]/u.test(text)) return false;
  if (!text.isWellFormed() || Buffer.byteLength(text) > longestId || !URL.canParse(text)) return false;
  return !endsInDot(new URL(text));
}

export function idsOf(value: unknown): string[] {
  return listOf(value).flatMap((item) => idOf(item) ?? []);
}

/** The type; the first where there are several. */
export function typeOf(document: Document): string {
  return stringOf(listOf(document["type"])[0]) ?? "";
}

/** An address for people: `url` holds a string, a Link, or several of them; those of HTML come first. */
export function urlOf(value: unknown): string | undefined {
  const links = listOf(value).map((link) =>
    isDocument(link)
      ? { href: stringOf(link["href"]), html: link["mediaType"] === "text/html" }
      : { href: stringOf(link), html: false },
  );
  const web = links.filter(({ href }) => href && isAddress(href));
  return (web.find(({ html }) => html) ?? web[0])?.href;
}

/** xsd:dateTime without an offset: JavaScript would take it for the time of this machine's zone. */
const withoutOffset = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?$/i;

/** A point in time, in UTC where it names no offset; undefined when it is none, or beyond what a database holds. */
export function dateOf(value: unknown): Date | undefined {
  const [first] = listOf(value);
  const text = typeof first === "string" ? first.trim() : "";
  const time = Date.parse(withoutOffset.test(text) ? `${text}Z` : text);
  return Number.isFinite(time) && time > 0 && time < 4e12 ? new Date(time) : undefined;
}

/** Whether two ids belong to one origin (FEP-fe34): what an actor may speak for. The URLs of `data:` all share the origin "null". */
export function sameOrigin(one: string, other: string): boolean {
  return isAddress(one) && isAddress(other) && new URL(one).origin === new URL(other).origin;
}

export const publicCollection = "https://www.w3.org/ns/activitystreams#Public";

export function isPublic(ids: readonly string[]): boolean {
  return ids.includes(publicCollection) || ids.includes("as:Public") || ids.includes("Public");
}
