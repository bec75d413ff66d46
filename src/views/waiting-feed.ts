import { html } from "hono/html";
import type { Waiting } from "../store/waiting.ts";
import { messages } from "../text/messages.ts";
import type { Html } from "./html.ts";
import { xml } from "./feed.ts";

/**
 * What waits for one member, as Atom (RFC 4287): how many, and nothing of what or whose. A reader of feeds may belong to
 * anybody, and shows an entry anew when its id is new, which it is when something has come since.
 */
export function waitingFeed(
  waiting: Waiting[],
  { origin, language, now }: { origin: string; language: string; now: Date },
): string {
  const words = messages(language).notices;
  const [{ host }, desk] = [new URL(origin), `${origin}/admin`];
  const times = waiting.map(({ latest }) => minute(latest));
  return xml(
    html`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}">
      <id>${desk}</id>
      <title>${words.feedTitle(host)}</title>
      <updated>${times.toSorted().at(-1) ?? minute(now)}</updated>
      <author><name>${host}</name></author>
      <link rel="alternate" type="text/html" href="${desk}" />
      ${waiting.map((each) => entry(each, desk, words.waits[each.kind](each.count)))}
    </feed>`,
  );
}

function entry({ kind, latest }: Waiting, desk: string, words: string): Html {
  const at = minute(latest);
  return html`<entry>
    <id>${desk}#${kind}-${at}</id>
    <title>${words}</title>
    <link rel="alternate" type="text/html" href="${desk}" />
    <updated>${at}</updated>
    <summary>${words}</summary>
  </entry>`;
}

/** To the minute: when exactly somebody wrote would tell who. */
function minute(date: Date): string {
  return `${date.toISOString().slice(0, 16)}:00Z`;
}
