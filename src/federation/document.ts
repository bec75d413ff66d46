// Remote documents are read as the plain JSON they are on the wire, as GoToSocial, Misskey and Pleroma do, and never
// expanded as JSON-LD: no context is fetched or obeyed, and a deep document costs no more than a flat one.

import { endsInDot } from "../text/address.ts";

export type Document = Readonly<Record<string, unknown>>;

export function isDocument(value: unknown): value is Document {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value of a property that holds one. A list of one is the same in ActivityStreams, whatever the property. */
function only(value: unknown): unknown {
  let one = value;
  while (Array.isArray(one) && one.length === 1) [one] = one as unknown[];
  return one;
}

/** The object that a property holds. Of a document, `document["x"]` is read through these functions and never as it is. */
export function documentOf(value: unknown): Document | undefined {
  const one = only(value);
  return isDocument(one) ? one : undefined;
}

/** A property that may hold one value or several. */
export function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** The objects among the values of a property. */
export function documentsOf(value: unknown): Document[] {
  return listOf(value)
    .map((item) => documentOf(item))
    .filter((document) => document !== undefined);
}

export function stringOf(value: unknown): string | undefined {
  const one = only(value);
  return typeof one === "string" ? one : undefined;
}

/** Bytes: an entry of a PostgreSQL index holds two ids of this length, and not much more. */
const longestId = 1200;

/** The id of a property that may hold an id or the object itself. Only an address of http or https counts. */
export function idOf(value: unknown): string | undefined {
  const id = stringOf(documentOf(value)?.["id"] ?? value);
  return id !== undefined && isAddress(id) ? id : undefined;
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
      ? { href: stringOf(link["href"]), html: stringOf(link["mediaType"]) === "text/html" }
      : { href: stringOf(link), html: false },
  );
  const web = links.filter(({ href }) => href && isAddress(href));
  return (web.find(({ html }) => html) ?? web[0])?.href;
}

/** xsd:dateTime without an offset: JavaScript would take it for the time of this machine's zone. */
const withoutOffset = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?$/i;

/** A point in time, in UTC where it names no offset; undefined when it is none, or beyond what a database holds. */
export function dateOf(value: unknown): Date | undefined {
  const text = (stringOf(value) ?? "").trim();
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
