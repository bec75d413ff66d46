import { excerpt } from "./excerpt.ts";
import { messages } from "./messages.ts";

export const mediumKinds = ["picture", "video", "audio", "file", "link"] as const;
export type MediumKind = (typeof mediumKinds)[number];

/** Something that is not in the text. It is not loaded: what is known of it is its author's description. */
export interface Medium {
  kind: MediumKind;
  description: string;
  /** Where a link leads. */
  href?: string;
}

export interface Poll {
  options: string[];
  /** Whether one may choose several. */
  several: boolean;
  /** In ISO 8601. */
  endsAt: string | null;
}

export const eventStatuses = ["confirmed", "tentative", "cancelled"] as const;
export type EventStatus = (typeof eventStatuses)[number];

/** When and where somebody else's event is. Times are in ISO 8601. */
export interface ForeignEvent {
  startsAt: string | null;
  endsAt: string | null;
  /** The IANA name of its own zone, where it names one. */
  timeZone: string | null;
  placeName: string;
  placeAddress: string;
  status: EventStatus;
}

/** What comes with a post of another server besides its text. */
export interface Enclosed {
  media: Medium[];
  /** How many media came beyond these. */
  more: number;
  /** Whether its author marked it as such. */
  sensitive: boolean;
  poll: Poll | null;
  event: ForeignEvent | null;
}

export const nothingEnclosed: Enclosed = { media: [], more: 0, sensitive: false, poll: null, event: null };

/** What came along, in one line of plain text: for lists, and where a text alone would be empty. */
export function enclosedText({ media, more, poll }: Enclosed, language: string): string {
  const words = messages(language).enclosed;
  const parts = mediumKinds.flatMap((kind) => {
    const ofKind = media.filter((medium) => medium.kind === kind);
    const said = ofKind.map(({ description, href }) => description || (href ?? "")).filter(Boolean);
    const count = words.media[kind](ofKind.length);
    return ofKind.length === 0 ? [] : [said.length === 0 ? count : words.with(count, said.join("; "))];
  });
  if (more > 0) parts.push(words.more(more));
  if (poll) parts.push(words.with(words.poll, poll.options.join(" / ")));
  return parts.join(" · ");
}

/** What a post of another server says, cut to a line: its warning, title and words, and what came along. `content` is plain text. */
export function shortOf(
  {
    summary,
    name,
    content,
    enclosed,
  }: { summary: string; name: string; content: string; enclosed: Enclosed },
  language: string,
  length: number,
): string {
  const said = [summary, name, content, enclosedText(enclosed, language)];
  return excerpt(said.filter(Boolean).join(" — "), length);
}
