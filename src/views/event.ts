import type { Post } from "../store/posts.ts";
import { groupId, mediaUrl, postUrl } from "../text/address.ts";
import type { Callout } from "../text/callout.ts";
import { isoWithOffset } from "../text/time-zone.ts";
import type { Html } from "./html.ts";
import { jsonLd } from "./html.ts";
import type { Site } from "./layout.ts";
import { postDescription, postTitle } from "./post.ts";

const eventStatus = {
  confirmed: "EventScheduled",
  postponed: "EventPostponed",
  moved: "EventRescheduled",
  cancelled: "EventCancelled",
};

/** The call-out as schema.org's Event, which has to have a start; undefined before it is known. */
export function eventData({ origin, collective }: Site, post: Post): Html | undefined {
  const { callout } = post;
  if (!callout?.startsAt) return undefined;
  const { startsAt, endsAt, timeZone } = callout;
  const picture = post.summary ? undefined : post.pictures[0];
  const location = place(callout);
  return jsonLd({
    "@context": "https://schema.org",
    "@type": "Event",
    name: postTitle(post, collective),
    description: postDescription(post),
    inLanguage: post.language,
    url: postUrl(origin, post.id),
    startDate: isoWithOffset(startsAt, timeZone),
    ...(endsAt && { endDate: isoWithOffset(endsAt, timeZone) }),
    eventStatus: `https://schema.org/${eventStatus[callout.status]}`,
    eventAttendanceMode: "https://schema.org/OfflineEventAttendanceMode",
    ...(location && { location }),
    ...(picture && { image: mediaUrl(origin, picture.full.name) }),
    organizer: { "@type": "Organization", name: collective.name, url: groupId(origin) },
  });
}

function place({ placeName, placeAddress, latitude, longitude }: Callout) {
  if (placeName === "" && placeAddress === "" && latitude === null) return undefined;
  return {
    "@type": "Place",
    ...(placeName && { name: placeName }),
    ...(placeAddress && { address: placeAddress }),
    ...(latitude !== null && { geo: { "@type": "GeoCoordinates", latitude, longitude } }),
  };
}
