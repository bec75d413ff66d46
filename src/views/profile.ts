import { html } from "hono/html";
import type { ProfileField } from "../store/collective.ts";
import { messages } from "../text/messages.ts";
import { aboutHtml } from "./about.ts";
import { profileHead } from "./head.ts";
import type { Html } from "./html.ts";
import { address, type Site, sitePage } from "./layout.ts";
import { pictureElement } from "./picture.ts";
import { shownText } from "./text.ts";

interface Counts {
  followers: number;
  posts: number;
}

export function profilePage(site: Site, counts: Counts): Html {
  const words = messages(site.collective.language).site;
  return sitePage(site, {
    title: words.about,
    masthead: false,
    head: profileHead(site),
    main: html`${profile(site, counts)} ${howToFollow(site)}`,
  });
}

/** Who the collective is, at length; a preview brings its own `title`, since it is no page. */
export function profile(
  site: Pick<Site, "collective" | "origin">,
  counts: Counts,
  title = html`<h1 class="profile-name">${site.collective.name}</h1>`,
): Html {
  const { collective } = site;
  const words = messages(collective.language).site;
  return html`<header class="profile">
      ${collective.headerPicture && pictureElement(collective.headerPicture, { description: collective.headerDescription || undefined, className: "profile-header", loading: "eager" })}
      ${collective.iconPicture && pictureElement(collective.iconPicture, { description: collective.iconDescription || undefined, className: "profile-icon", loading: "eager" })}
      ${title}
      <p><code class="copy">${address(site)}</code></p>
      <ul class="counts">
        <li>${words.followers(counts.followers)}</li>
        <li>${words.posts(counts.posts)}</li>
      </ul>
    </header>
    <div class="text">${shownText(aboutHtml(collective))}</div>
    ${collective.fields.length > 0 && fields(collective.fields)}`;
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

function howToFollow({ collective }: Site): Html {
  const { site: words, feeds } = messages(collective.language);
  return html`<section class="follow" id="follow" aria-labelledby="follow-heading">
    <h2 id="follow-heading">${words.follow}</h2>
    <p>${words.followWithAccount} <a href="/follow">${words.followNav}</a></p>
    <p>${words.followWithout} <a href="/feeds">${feeds.title}</a></p>
  </section>`;
}
