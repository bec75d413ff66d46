import { html } from "hono/html";
import { calloutDate, calloutPlace } from "../text/callout.ts";
import {
  type Enclosed,
  type ForeignEvent,
  type Medium,
  type MediumKind,
  mediumKinds,
  type Poll,
} from "../text/enclosed.ts";
import { isLanguage } from "../text/language.ts";
import { messageLanguage, messages } from "../text/messages.ts";
import { toLocalTime } from "../text/time-zone.ts";
import type { Html } from "./html.ts";
import { inLanguageOf } from "./language.ts";
import { shownText } from "./text.ts";
import { type Reading, readDate } from "./time.ts";

/** What of a post of another server is shown beside its content. */
export interface ShownForeignPost {
  name: string;
  /** Sanitised HTML, as `content` is. */
  abstract: string;
  content: string;
  enclosed: Enclosed;
  language: string | null;
}

/** The text of a post of another server: its title, what its author says it is about, and its content. */
export function foreignText(
  { name, abstract, content }: Omit<ShownForeignPost, "enclosed" | "language">,
  language: string,
): Html {
  const words = messages(language).enclosed;
  return html`${name && html`<p><strong>${name}</strong></p>`}${
    abstract &&
    html`<div class="abstract">
      <p class="abstract-label" ${inLanguageOf({ language: messageLanguage(language) })}>${words.abstract}</p>
      ${shownText(abstract)}
    </div>`
  }${shownText(content)}`;
}

/** What came with it, in words: none of it is loaded. `end` stands last. */
export function enclosedBlock(
  { enclosed, language }: Pick<ShownForeignPost, "enclosed" | "language">,
  reading: Reading,
  end?: Html,
): Html | undefined {
  if (!hasEnclosed(enclosed)) return undefined;
  const { media, more, poll, event } = enclosed;
  const words = messages(reading.language).enclosed;
  const theirs = languageOf(language);
  return html`<div class="enclosed">
    ${event && eventLines(event, reading, theirs)}
    ${mediumKinds.map((kind) =>
      kindLines(
        kind,
        media.filter((medium) => medium.kind === kind),
        reading.language,
        theirs,
      ),
    )}
    ${more > 0 && html`<p>${words.more(more)}</p>`} ${poll && pollLines(poll, reading, theirs)} ${end}
  </div>`;
}

export function hasEnclosed({ media, poll, event }: Enclosed): boolean {
  return media.length > 0 || poll !== null || event !== null;
}

/** "2 pictures, 1 video", without what is on them. */
export function countMedia({ media }: Enclosed, language: string): string {
  const words = messages(language).enclosed;
  return mediumKinds
    .map((kind) => [kind, media.filter((medium) => medium.kind === kind).length] as const)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => words.media[kind](count))
    .join(", ");
}

function kindLines(kind: MediumKind, media: Medium[], language: string, theirs: Html): Html | undefined {
  if (media.length === 0) return undefined;
  const words = messages(language).enclosed;
  const count = words.media[kind](media.length);
  // Of pictures it matters that nobody has described them; a link says where it leads.
  if (kind !== "picture" && kind !== "link" && media.every(({ description }) => description === "")) {
    return html`<p>${count}</p>`;
  }
  const said = media.map(({ description, href }) => {
    if (href !== undefined) {
      return html`<a href="${href}" rel="nofollow ugc noopener noreferrer"
          ><bdi>${description || href}</bdi></a
        >
        ${description && html`<bdi>(${new URL(href).host})</bdi>`}`;
    }
    return description === "" ? words.undescribed : html`<bdi ${theirs}>${description}</bdi>`;
  });
  return said.length === 1
    ? html`<p>${words.several(count)} ${said}</p>`
    : html`<p>${words.several(count)}</p>
        <ul>
          ${said.map((each) => html`<li>${each}</li>`)}
        </ul>`;
}

function pollLines({ options, several, endsAt }: Poll, reading: Reading, theirs: Html): Html {
  const words = messages(reading.language).enclosed;
  const end = endsAt === null ? undefined : new Date(endsAt);
  const date = end && readDate(end, reading);
  const facts = [
    words.poll,
    several && words.pollSeveral,
    date !== undefined && (end! > new Date() ? words.pollEnds(date) : words.pollEnded(date)),
  ].filter((fact) => fact !== false);
  return html`<p>${words.several(facts.join(", "))}</p>
    <ul>
      ${options.map((option) => html`<li><bdi ${theirs}>${option}</bdi></li>`)}
    </ul>`;
}

/** In the collective's own zone; where its clocks show another time, in the event's as well. */
function eventLines(event: ForeignEvent, reading: Reading, theirs: Html): Html {
  const { enclosed: words, callout } = messages(reading.language);
  const startsAt = event.startsAt === null ? null : new Date(event.startsAt);
  const endsAt = event.endsAt === null ? null : new Date(event.endsAt);
  const dateIn = (timeZone: string) => calloutDate({ startsAt, endsAt, timeZone }, reading.language);
  const elsewhere =
    startsAt &&
    event.timeZone &&
    toLocalTime(startsAt, event.timeZone) !== toLocalTime(startsAt, reading.timeZone);
  const { status } = event;
  const isTold = event.placeName !== "" || event.placeAddress !== "";
  const place = calloutPlace(event, reading.language);
  return html`${status !== "confirmed" && html`<p><strong>${words.eventStatuses[status]}</strong></p>`}
    <p>
      ${words.several(callout.when)}
      ${dateIn(reading.timeZone)}${elsewhere && html`<br />${words.ownZone(dateIn(event.timeZone!))}`}
    </p>
    <p>${words.several(callout.where)} ${isTold ? html`<bdi ${theirs}>${place}</bdi>` : place}</p>`;
}

/** The language that its author gave, which may be none, or nothing that is a language. */
export function languageOf(language: string | null): Html {
  return language && isLanguage(language) ? inLanguageOf({ language }) : html`dir="auto"`;
}
