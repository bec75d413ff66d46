import { html } from "hono/html";
import type { CalloutPost } from "../store/callouts.ts";
import { messages } from "../text/messages.ts";
import { aboutInShort } from "./about.ts";
import { openCallouts } from "./callout.ts";
import { homeHead } from "./head.ts";
import type { Html } from "./html.ts";
import { address, page, type Site, sitePage } from "./layout.ts";
import { pagination, type PostList, postList } from "./list.ts";
import { pictureElement } from "./picture.ts";
import { languageArchives } from "./translation.ts";

export interface Home extends PostList {
  /** The open page begins with these; further pages have none. */
  callouts: CalloutPost[];
  pinned: PostList["posts"];
  /** All that posts are in. */
  languages: string[];
}

export function homePage(site: Site, home: Home): Html {
  const { language } = site.collective;
  const words = messages(language).site;
  const first = home.newest === undefined;
  const nothing = home.callouts.length + home.pinned.length + home.posts.length === 0;
  return sitePage(site, {
    title: first ? undefined : words.older,
    masthead: !first,
    head: homeHead(site, first),
    main: html`${first ? banner(site) : html`<h1 class="page-title">${words.older}</h1>`}
    ${openCallouts(home.callouts, site.collective)}
    ${home.pinned.length > 0 && html`<section class="pinned-posts" aria-label="${words.pinned}">${postList({ ...home, posts: home.pinned }, site.collective)}</section>`}
    ${nothing ? html`<p class="empty">${first ? words.noPosts : words.noOlder}</p>` : postList(home, site.collective)}
    ${pagination(home, language)} ${languageArchives(home.languages, language)}`,
  });
}

/** Who the collective is, in short; a preview brings its own `title`, since it is no page. */
export function banner(
  site: Pick<Site, "collective" | "origin">,
  title = html`<h1 class="banner-name">${site.collective.name}</h1>`,
): Html {
  const { collective } = site;
  const words = messages(collective.language).site;
  return html`<header class="banner">
    ${collective.headerPicture && pictureElement(collective.headerPicture, { description: collective.headerDescription || undefined, className: "banner-picture", loading: "eager" })}
    ${title}
    <p class="banner-text">${aboutInShort(collective)}</p>
    <p class="banner-follow">
      ${words.followUs} <code class="copy">${address(site)}</code>
      <a href="/follow">${words.howTo}</a>
    </p>
  </header>`;
}

/** The home page of a server that nobody has set up yet. */
export function waitingPage(options: { language: string; stylesheets: string[] }): Html {
  const words = messages(options.language).site;
  return page({
    ...options,
    title: words.waiting,
    body: html`<main id="main" class="notice">
      <h1>${words.waiting}</h1>
      <p>${words.waitingLink}</p>
      <p>${words.waitingCommand} <code>bin/tocsin.js setup --help</code></p>
    </main>`,
  });
}
