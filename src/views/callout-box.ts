import { html } from "hono/html";
import type { Post } from "../store/posts.ts";
import { type Callout, calloutDate, calloutLines, calloutPlace } from "../text/callout.ts";
import { messages } from "../text/messages.ts";
import { isoWithOffset } from "../text/time-zone.ts";
import type { Html } from "./html.ts";
import { inLanguageOf } from "./language.ts";

/** When and where, in a box above the text. Labels are in the page's language, date and place in that of the post. */
export function calloutBox(
  post: Pick<Post, "language">,
  callout: Callout,
  { language, alone, calendar }: { language: string; alone: boolean; calendar?: string | undefined },
): Html {
  const words = messages(language).callout;
  const over = callout.openUntil <= new Date();
  return html`<div class="callout callout-${callout.status}">
    ${calloutStatus(callout, language)} ${over && html`<p class="callout-over">${words.over}</p>`}
    <dl>
      <div>
        <dt>${words.when}</dt>
        <dd ${inLanguageOf(post)}>${calloutTime(callout, post.language)}</dd>
      </div>
      <div>
        <dt>${words.where}</dt>
        <dd ${inLanguageOf(post)}>${calloutPlace(callout, post.language)}</dd>
        ${alone && callout.latitude !== null && html`<dd><a href="geo:${callout.latitude},${callout.longitude}">${words.map}</a></dd>`}
      </div>
    </dl>
    ${calendar && callout.startsAt && !over && html`<p class="callout-calendar"><a href="${calendar}">${words.addToCalendar}</a></p>`}
  </div>`;
}

/** That it is cancelled, postponed or moved; nothing where all is as announced. */
export function calloutStatus({ status }: Callout, language: string): Html {
  if (status === "confirmed") return html``;
  return html`<p class="callout-status">${messages(language).callout.statuses[status]}</p>`;
}

export function calloutTime(callout: Callout, language: string): Html {
  const { startsAt, timeZone } = callout;
  const date = calloutDate(callout, language);
  return startsAt
    ? html`<time datetime="${isoWithOffset(startsAt, timeZone)}">${date}</time>`
    : html`${date}`;
}

/** What a feed's reader reads first: the lines that go out to other servers, too. */
export function calloutOpening(post: { callout?: Callout | null; language: string }): Html {
  const { callout, language } = post;
  if (!callout) return html``;
  return html`<p>
    ${calloutLines(callout, language).map((line, at) => html`${at > 0 && html`<br />`}${line}`)}
  </p>`;
}
