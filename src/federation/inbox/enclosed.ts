import type { Enclosed, ForeignEvent, Medium, MediumKind, Poll } from "../../text/enclosed.ts";
import { plainLine } from "../../text/plain-line.ts";
import { plainText } from "../../text/sanitize.ts";
import { isTimeZone } from "../../text/time-zone.ts";
import { dateOf, type Document, isDocument, listOf, stringOf, typeOf, urlOf } from "../document.ts";
import { wordingOf } from "../wording.ts";

/** More of each is counted, or left out: somebody else chooses how much there is. */
const mostMedia = 20;
const mostInline = 1000;
const mostOptions = 20;
/** What Mastodon takes. */
const longestDescription = 1500;
const longestOption = 200;
const longestPlace = 300;

/** What comes with a post besides its text; `html` is that text, before it is cleaned. */
export function readEnclosed(document: Document, html: string): Enclosed {
  const media = readMedia(document, html);
  return {
    media: media.slice(0, mostMedia),
    more: Math.max(0, media.length - mostMedia),
    sensitive: listOf(document["sensitive"])[0] === true,
    poll: readPoll(document),
    event: typeOf(document) === "Event" ? readEvent(document) : null,
  };
}

/** The first of a property that may hold one or several. */
const first = (value: unknown) => listOf(value)[0];
const textOf = (value: unknown) => stringOf(first(value)) ?? "";

function readMedia(document: Document, html: string): Medium[] {
  const kind = kindOfType.get(typeOf(document));
  // Of a picture its name describes it; of a video it is the title.
  const itself = kind ? [{ kind, description: kind === "picture" ? nameOf(document) : "" }] : [];
  const seen = new Set<string>();
  const found: Medium[] = [];
  for (const each of [...listOf(document["attachment"]), ...listOf(document["image"]).map(asPicture)]) {
    const read = readMedium(each);
    // WordPress and Mobilizon name one picture in both.
    if (!read || (read.address !== undefined && seen.has(read.address))) continue;
    if (read.address !== undefined) seen.add(read.address);
    found.push(read.medium);
  }
  const media = [...itself, ...found];
  const isPictureAlone = /<img\b/i.test(html) && media.length === 0 && plainText(html) === "";
  return isPictureAlone ? readInline(html) : media;
}

/** A post whose text is nothing but pictures in it. */
function readInline(html: string): Medium[] {
  return (html.match(/<img\b[^<>]*>/gi) ?? []).slice(0, mostInline).map((tag) => {
    const [, double = "", single = ""] = /\balt\s?=\s?(?:"([^"]*)"|'([^']*)')/i.exec(tag) ?? [];
    return { kind: "picture", description: plainLine(plainText(double || single), longestDescription) };
  });
}

const kindOfType = new Map<string, MediumKind>([
  ["Image", "picture"],
  ["Video", "video"],
  ["Audio", "audio"],
]);
const kindOfMediaType = new Map<string, MediumKind>([
  ["image", "picture"],
  ["video", "video"],
  ["audio", "audio"],
]);

/** Its cover or header, whatever type it says it is of. */
function asPicture(image: unknown): unknown {
  return isDocument(image) ? { ...image, type: "Image" } : { type: "Image", url: image };
}

function readMedium(attachment: unknown): { medium: Medium; address: string | undefined } | undefined {
  if (!isDocument(attachment)) {
    const href = urlOf(attachment);
    return href === undefined
      ? undefined
      : { medium: { kind: "link", description: "", href }, address: href };
  }
  const type = typeOf(attachment);
  const address = urlOf(attachment["url"]) ?? urlOf(attachment["href"]);
  const link = listOf(attachment["url"]).find(isDocument);
  const mediaType = textOf(attachment["mediaType"]) || textOf(link?.["mediaType"]);
  const [main = ""] = mediaType.toLowerCase().split("/", 1);
  const kind = kindOfMediaType.get(main) ?? kindOfType.get(type);
  const description = nameOf(attachment);
  if (kind) return { medium: { kind, description }, address };
  // What else may stand here, such as the fields of a profile, leads nowhere.
  if (address === undefined) return undefined;
  const isLink = type === "Link" || type === "Page";
  return {
    medium: isLink ? { kind: "link", description, href: address } : { kind: "file", description },
    address,
  };
}

/** Pleroma and Lemmy describe a picture in `name` alone, others in `summary` too. */
function nameOf(document: Document): string {
  const { text } = wordingOf(document, "name");
  return plainLine(text || wordingOf(document, "summary").text, longestDescription);
}

function readPoll(document: Document): Poll | null {
  const options = (property: string) =>
    listOf(document[property])
      .filter(isDocument)
      .slice(0, mostOptions)
      .map((option) => plainLine(wordingOf(option, "name").text, longestOption))
      .filter((option) => option !== "");
  const several = options("anyOf");
  const one = options("oneOf");
  if (several.length + one.length === 0) return null;
  return {
    options: several.length > 0 ? several : one,
    several: several.length > 0,
    endsAt: dateOf(first(document["closed"]) ?? document["endTime"])?.toISOString() ?? null,
  };
}

function readEvent(document: Document): ForeignEvent {
  const startsAt = dateOf(document["startTime"]);
  const endsAt = dateOf(document["endTime"]);
  const timeZone = textOf(document["timezone"]);
  const status = (textOf(document["status"]) || textOf(document["ical:status"])).toLowerCase();
  return {
    startsAt: startsAt?.toISOString() ?? null,
    endsAt: startsAt && endsAt && endsAt > startsAt ? endsAt.toISOString() : null,
    timeZone: isTimeZone(timeZone) ? timeZone : null,
    ...readPlace(document["location"]),
    status: status === "cancelled" || status === "tentative" ? status : "confirmed",
  };
}

function readPlace(location: unknown): Pick<ForeignEvent, "placeName" | "placeAddress"> {
  const places = listOf(location);
  const place = places.find((each) => isDocument(each) && typeOf(each) === "Place") ?? places[0];
  if (!isDocument(place)) return { placeName: plainLine(textOf(place), longestPlace), placeAddress: "" };
  const address = first(place["address"]);
  const parts = isDocument(address) ? postalParts.map((part) => textOf(address[part])) : [textOf(address)];
  // A meeting elsewhere has an address of the web.
  const written = parts.filter(Boolean).join(", ") || (urlOf(place["url"]) ?? "");
  return {
    placeName: plainLine(wordingOf(place, "name").text, longestPlace),
    placeAddress: plainLine(written, longestPlace),
  };
}

/** Of a PostalAddress (schema.org), in the order in which they are written. */
const postalParts = ["streetAddress", "postalCode", "addressLocality", "addressRegion", "addressCountry"];
