/** How links are told from what only looks like one, by media type. Absent: a text without links of ours, or not ours to change. */
const movers: Record<string, (text: string, from: RegExp, to: string) => string> = {
  "text/html": moveLinks,
  "application/rss+xml": moveFeed,
  "application/atom+xml": moveFeed,
  "application/feed+json": moveJsonFeed,
  "text/calendar": moveCalendar,
  "application/xml": moveAll,
  "application/manifest+json": moveAll,
  "text/plain": moveAll,
};

export function hasLinks(mediaType: string): boolean {
  return Object.hasOwn(movers, mediaType);
}

/**
 * The same text for readers who came by another address of the site: its links lead there. What names a thing for
 * everybody stays: the canonical address of a page, the ids of feeds, and addresses shown to be copied.
 */
export function moveToOnion(
  text: string,
  mediaType: string,
  { from, to }: { from: string; to: string },
): string {
  const move = movers[mediaType];
  // A longer name or a port after it is another host.
  const origin = new RegExp(`${from.replace(/[.[\]]/g, "\\$&")}(?![\\w.:@-])`, "g");
  return move ? move(text, origin, to) : text;
}

function moveAll(text: string, from: RegExp, to: string): string {
  return text.replace(from, to);
}

/** What in a page leads somewhere or is loaded; in the data for search engines by its name, so that no text is taken for it. */
const places: [tag: RegExp, value: RegExp][] = [
  [/<(?:a|img|source|form)\s[^<>]*>/g, /\s(?:href|src|srcset|action)="[^"]*"/g],
  [/<link\s(?![^<>]*rel="canonical")[^<>]*>/g, /\shref="[^"]*"/g],
  [/<meta property="og:image"[^<>]*>/g, /\scontent="[^"]*"/g],
  [/<script type="application\/ld\+json">[^<]*/g, /"(?:url|logo|image)":"[^"]*"/g],
];

/** In a text "<" is always escaped: what looks like a tag is one. */
function moveLinks(text: string, from: RegExp, to: string): string {
  return places.reduce(
    (moved, [tag, value]) =>
      moved.replace(tag, (each) => each.replace(value, (address) => moveAll(address, from, to))),
    text,
  );
}

/** A guid that is not the address to be read there must not say that it is (RSS 2.0, guid). */
function moveFeed(text: string, from: RegExp, to: string): string {
  const parts = text.split(/(<id>[^<]*<\/id>|<guid [^<]*<\/guid>)/);
  const keep = (id: string) =>
    moveAll(id, from, to) === id ? id : id.replace('isPermaLink="true"', 'isPermaLink="false"');
  return parts.map((part, at) => (at % 2 === 1 ? keep(part) : moveAll(part, from, to))).join("");
}

function moveJsonFeed(text: string, from: RegExp, to: string): string {
  const parts = text.split(/("id":\s*"[^"]*")/);
  return parts.map((part, at) => (at % 2 === 1 ? part : moveAll(part, from, to))).join("");
}

/** Lines are folded at 75 octets (RFC 5545, 3.1), which could cut an address: 18 characters are never more. */
function moveCalendar(text: string, from: RegExp, to: string): string {
  const lines = text.replace(/\r\n[ \t]/g, "").split("\r\n");
  const moved = lines.map((line) => (line.startsWith("UID:") ? line : moveAll(line, from, to)));
  return moved
    .map((line) => (Buffer.byteLength(line) <= 75 ? line : (line.match(/.{1,18}/gsu) ?? []).join("\r\n ")))
    .join("\r\n");
}
