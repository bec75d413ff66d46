import ical, {
  type ICalCalendarData,
  type ICalEventData,
  ICalEventStatus,
  type ICalLocation,
} from "ical-generator";
import type { CalloutPost } from "../store/callouts.ts";
import { postUrl } from "../text/address.ts";
import { type Callout, statusFirst } from "../text/callout.ts";
import { excerpt } from "../text/excerpt.ts";
import { messages } from "../text/messages.ts";
import { plainText } from "../text/sanitize.ts";
import type { Site } from "./layout.ts";
import { postTitle } from "./post.ts";

const LONGEST_DESCRIPTION = 2000;

const statuses = {
  confirmed: ICalEventStatus.CONFIRMED,
  postponed: ICalEventStatus.TENTATIVE,
  moved: ICalEventStatus.CONFIRMED,
  cancelled: ICalEventStatus.CANCELLED,
};

/** The calendar that one subscribes to. */
export function subscribedCalendar(site: Site, posts: CalloutPost[]): string {
  const { collective, origin } = site;
  return calendar(site, posts, {
    name: `${collective.name} – ${messages(collective.language).callout.title}`,
    url: `${origin}/callouts`,
    source: `${origin}/callouts.ics`,
  });
}

/** Call-outs as iCalendar. Those whose start is not known yet have no place in one (RFC 5545, 3.6.1). */
export function calendar(site: Site, posts: CalloutPost[], about: ICalCalendarData = {}): string {
  const file = ical({ ...about, prodId: { company: "Tocsin", product: "Tocsin", language: "EN" } });
  for (const post of posts) {
    const { startsAt } = post.callout;
    if (startsAt) file.createEvent(event(site, post, startsAt));
  }
  // Each line ends with CRLF, the last as well (RFC 5545, 3.1): strict readers lose it otherwise.
  return `${file.toString()}\r\n`;
}

/** Times are told in UTC, which every calendar reads without a table of zones. The same post gives the same bytes. */
function event({ origin, collective }: Site, post: CalloutPost, start: Date): ICalEventData {
  const { callout } = post;
  const url = postUrl(origin, post.id);
  const title = postTitle(post, collective);
  const text = post.summary || shortened(plainText(post.html));
  const changed = post.updated ?? post.published;
  const location = place(callout);
  return {
    id: url,
    sequence: post.revision,
    stamp: changed,
    created: post.published,
    lastModified: changed,
    start,
    ...(callout.endsAt && { end: callout.endsAt }),
    // Not every calendar shows the status.
    summary: statusFirst(callout.status, title, post.language),
    status: statuses[callout.status],
    description: `${text}\n\n${url}`,
    url,
    ...(location && { location }),
  };
}

/** A subscribed calendar is fetched again and again, by telephones. */
function shortened(text: string): string {
  return text.length <= LONGEST_DESCRIPTION ? text : excerpt(text, LONGEST_DESCRIPTION);
}

function place({ placeName, placeAddress, latitude, longitude }: Callout): ICalLocation | undefined {
  const geo = latitude === null || longitude === null ? undefined : { lat: latitude, lon: longitude };
  const [title, address] = placeName === "" ? [placeAddress, ""] : [placeName, placeAddress];
  if (title === "") return geo && { geo };
  return { title, ...(address && { address }), ...(geo && { geo }) };
}
