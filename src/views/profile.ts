import { html } from "hono/html";
import type { Collective, ProfileField } from "../store/collective.ts";
import { tagUrl } from "../text/address.ts";
import { excerpt } from "../text/excerpt.ts";
import { renderMarkdown } from "../text/markdown.ts";
import { messages } from "../text/messages.ts";
import { plainText, sanitizeOwn } from "../text/sanitize.ts";
import { profileHead } from "./head.ts";
import { type Html, trusted } from "./html.ts";
import { address, type Site, sitePage } from "./layout.ts";
import { pictureElement } from "./picture.ts";

/** The description as HTML. */
export function aboutHtml({ description }: Collective): string {
  const hashtagUrl = (slug: string) => tagUrl("", slug);
  return sanitizeOwn(renderMarkdown(description, { hashtagUrl, idPrefix: "about" }).html);
}

export function profilePage(site: Site, counts: { followers: number; posts: number }): Html {
  const { collective } = site;
  const words = messages(collective.language).site;
  return sitePage(site, {
    title: words.about,
    masthead: false,
    head: profileHead(site, excerpt(plainText(aboutHtml(collective)), 300)),
    main: html`<header class="profile">
        ${collective.headerPicture && pictureElement(collective.headerPicture, { description: undefined, className: "profile-header", loading: "eager" })}
        ${collective.iconPicture && pictureElement(collective.iconPicture, { description: undefined, className: "profile-icon", loading: "eager" })}
        <h1>${collective.name}</h1>
        <p><code class="copy">${address(site)}</code></p>
        <ul class="counts">
          <li>${words.followers(counts.followers)}</li>
          <li>${words.posts(counts.posts)}</li>
        </ul>
      </header>
      <div class="text">${trusted(aboutHtml(collective))}</div>
      ${collective.fields.length > 0 && fields(collective.fields)} ${howToFollow(site)}`,
  });
}

function fields(list: ProfileField[]): Html {
  return html`<dl class="fields">
    ${list.map(
      ({ name, value }) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${fieldValue(value)}</dd>
        </div> `,
    )}
  </dl>`;
}

function fieldValue(value: string): Html | string {
  if (!/^https?:\/\/\S+$/i.test(value) || !URL.canParse(value)) return value;
  const url = new URL(value);
  return html`<a href="${value}" rel="me noopener"
    >${url.host}${url.pathname === "/" ? "" : url.pathname}</a
  >`;
}

function howToFollow(site: Site): Html {
  const { origin } = site;
  const words = messages(site.collective.language).site;
  return html`<section class="follow" id="follow" aria-labelledby="follow-heading">
    <h2 id="follow-heading">${words.follow}</h2>
    <h3>${words.followWithAccount}</h3>
    <p><a href="/follow">${messages(site.collective.language).follow.titles.follow}</a></p>
    <p>${words.followWithAccountHow}</p>
    <p><code class="copy">${address(site)}</code></p>
    <h3>${words.followWithout}</h3>
    <p>${words.followWithoutAccountHow}</p>
    <p>${words.followByFeedHow}</p>
    <p><code class="copy">${origin}/feed.atom</code></p>
  </section>`;
}
