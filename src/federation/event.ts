import type { EventPost } from "../store/events.ts";
import { eventUrl, postUrl } from "../text/address.ts";
import { type Callout, calloutDate, statusFirst } from "../text/callout.ts";
import { excerpt } from "../text/excerpt.ts";
import { messages } from "../text/messages.ts";
import { plainText } from "../text/sanitize.ts";
import { isoWithOffset } from "../text/time-zone.ts";
import type { Document } from "./document.ts";
import { body, hashtagLinks, opening, translations } from "../text/note.ts";
import { common, context, timestamp, worded } from "./objects.ts";

/** Mobilizon's terms, which FEP-8a8e took over, and those of schema.org and iCalendar that it uses. */
export const eventContext = [
  ...context,
  {
    mz: "https://joinmobilizon.org/ns#",
    sc: "http://schema.org/",
    ical: "http://www.w3.org/2002/12/cal/ical#",
    timezone: "mz:timezone",
    joinMode: "mz:joinMode",
    externalParticipationUrl: { "@id": "mz:externalParticipationUrl", "@type": "@id" },
    status: "ical:status",
    inLanguage: "sc:inLanguage",
    address: "sc:address",
    PostalAddress: "sc:PostalAddress",
    streetAddress: "sc:streetAddress",
  },
];

const statuses = {
  confirmed: "CONFIRMED",
  postponed: "TENTATIVE",
  moved: "CONFIRMED",
  cancelled: "CANCELLED",
};

const longestName = 100;

/**
 * A call-out as an Event (FEP-8a8e). Nobody signs up on other servers: whoever wants to come is led to the page. Gancio shows no
 * status, so that the name says it, too.
 */
export function toEvent(origin: string, post: EventPost): Document {
  const { callout, language, start, end } = post;
  const url = postUrl(origin, post.id);
  const text = body(origin, post);
  // None of those who read Events takes one without a name.
  const title =
    post.name || post.summary || excerpt(plainText(text), longestName) || calloutDate(callout, language);
  // Without a date it is postponed, whether or not its members said so.
  const status = callout.startsAt
    ? callout.status
    : callout.status === "confirmed"
      ? "postponed"
      : callout.status;
  const { tag: _, ...shared } = common(origin, post);
  return {
    ...shared,
    // Gancio takes every tag for a hashtag; on MariaDB and PostgreSQL it fails at an empty list, half done: 400 or 500.
    ...(post.tags.length > 0 && { tag: hashtagLinks(origin, post.tags) }),
    type: "Event",
    id: eventUrl(origin, post.id),
    name: statusFirst(status, title, language),
    // Calendars show their own zone, or their reader's; Gancio keeps the first address that it was told of a place.
    ...worded(opening(post) + text + translations(origin, post), language),
    inLanguage: language,
    startTime: isoWithOffset(start, callout.timeZone),
    ...(end && { endTime: isoWithOffset(end, callout.timeZone) }),
    timezone: callout.timeZone,
    location: place(callout, language),
    // Mobilizon reads the one from version 5 on, and the other before.
    status: statuses[status],
    "ical:status": statuses[status],
    joinMode: "external",
    externalParticipationUrl: url,
  };
}

/**
 * There is always one, with an address: Gancio answers an Update without either with 500, and Mobilizon forgets the time zone.
 * Mobilizon takes the address for a street.
 */
function place({ placeName, placeAddress, latitude, longitude }: Callout, language: string): Document {
  const point = latitude === null ? "" : `${latitude}, ${longitude}`;
  const name = placeName || placeAddress || point || messages(language).callout.placeLater;
  return {
    type: "Place",
    name,
    address: { type: "PostalAddress", streetAddress: placeAddress || name },
    ...(latitude !== null && { latitude, longitude }),
  };
}

/** By `formerType` Gancio finds among its events what is gone. */
export function toEventTombstone(origin: string, postId: string, deleted: Date): Document {
  return {
    id: eventUrl(origin, postId),
    type: "Tombstone",
    formerType: "Event",
    deleted: timestamp(deleted),
  };
}
