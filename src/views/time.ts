import { html } from "hono/html";
import type { Collective } from "../store/collective.ts";
import { formatDate, formatDateTime } from "../text/date.ts";
import { messageLanguage } from "../text/messages.ts";
import type { Html } from "./html.ts";

/** Of a page: the language that it speaks, and the zone whose days it counts. */
export type Reading = Pick<Collective, "language" | "timeZone">;

/** "1 May 2026" among words of the page, and so in their language. */
export function readDate(date: Date, { language, timeZone }: Reading): string {
  return formatDate(date, messageLanguage(language), timeZone);
}

export function dateTag(date: Date, reading: Reading): Html {
  return html`<time datetime="${date.toISOString()}">${readDate(date, reading)}</time>`;
}

/** With the time of day, and the zone named. */
export function momentTag(date: Date, { language, timeZone }: Reading): Html {
  const text = formatDateTime(date, messageLanguage(language), timeZone);
  return html`<time datetime="${date.toISOString()}">${text}</time>`;
}
