import { html } from "hono/html";
import type { CalloutPost } from "../store/callouts.ts";
import { postUrl } from "../text/address.ts";
import { calloutPlace } from "../text/callout.ts";
import { messages } from "../text/messages.ts";
import { calloutStatus, calloutTime } from "./callout-box.ts";
import { pageHead } from "./head.ts";
import type { Html } from "./html.ts";
import { inLanguageOf } from "./language.ts";
import { type Site, sitePage } from "./layout.ts";
import { type Reading } from "./time.ts";
import { postDescription, postTitle } from "./post.ts";

/** Call-outs in short, each with a link to its post. `level` is that of their headings. */
export function calloutList(posts: CalloutPost[], reading: Reading, level: 2 | 3): Html {
  return html`<ul class="callout-list">
    ${posts.map((post) => html`<li class="callout-item callout-${post.callout.status}">${item(post, reading, level)}</li>`)}
  </ul>`;
}

function item(post: CalloutPost, reading: Reading, level: 2 | 3): Html {
  const { callout } = post;
  const link = html`<a href="${postUrl("", post.id)}" ${inLanguageOf(post)}>${postTitle(post, reading)}</a>`;
  const description = postDescription(post);
  return html`${level === 2 ? html`<h2>${link}</h2>` : html`<h3>${link}</h3>`}
    ${calloutStatus(callout, reading.language)}
    <p class="callout-facts" ${inLanguageOf(post)}>
      <strong>${calloutTime(callout, post.language)}</strong><br />${calloutPlace(callout, post.language)}
    </p>
    ${description !== postTitle(post, reading) && html`<p class="callout-text" ${inLanguageOf(post)}>${description}</p>`}`;
}

/** The open call-outs at the top of the home page. */
export function openCallouts(posts: CalloutPost[], reading: Reading): Html {
  if (posts.length === 0) return html``;
  const words = messages(reading.language).callout;
  return html`<section class="open-callouts" aria-labelledby="open-callouts">
    <h2 id="open-callouts">${words.title}</h2>
    ${calloutList(posts, reading, 3)}
    <p class="callout-more"><a href="/callouts">${words.all}</a></p>
  </section>`;
}

/** All that is to come. */
export function calloutsPage(site: Site, posts: CalloutPost[], hasPast: boolean): Html {
  const { language } = site.collective;
  const words = messages(language).callout;
  return sitePage(site, {
    title: words.title,
    head: html`${pageHead(site, { path: "/callouts", title: words.title })}
      <link
        rel="alternate"
        type="text/calendar"
        title="${words.title}"
        href="${site.origin}/callouts.ics"
      />`,
    main: html`<header class="page-head">
        <h1 class="page-title">${words.title}</h1>
        <p><a href="/callouts.ics">${words.subscribe}</a></p>
      </header>
      ${posts.length === 0 ? html`<p class="empty">${words.none}</p>` : calloutList(posts, site.collective, 2)}
      ${hasPast && html`<nav class="pagination" aria-label="${words.pages}"><a href="/callouts/past">${words.past}</a></nav>`}`,
  });
}

export interface PastCallouts {
  posts: CalloutPost[];
  /** The address of the next page, and of the first on every page but that one. */
  earlier?: string | undefined;
  latest?: string | undefined;
}

export function pastCalloutsPage(site: Site, { posts, earlier, latest }: PastCallouts): Html {
  const { language } = site.collective;
  const words = messages(language).callout;
  return sitePage(site, {
    title: words.past,
    head: pageHead(site, { path: "/callouts/past", title: words.past, first: !latest }),
    main: html`<header class="page-head"><h1 class="page-title">${words.past}</h1></header>
      ${posts.length === 0 ? html`<p class="empty">${words.nonePast}</p>` : calloutList(posts, site.collective, 2)}
      <nav class="pagination" aria-label="${words.pages}">
        <a href="${latest ?? "/callouts"}">${latest ? words.latest : words.upcoming}</a>
        ${earlier && html`<a href="${earlier}" rel="next">${words.earlier}</a>`}
      </nav>`,
  });
}
