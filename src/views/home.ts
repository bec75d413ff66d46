import { html } from "hono/html";
import { mediaUrl } from "../text/address.ts";
import { excerpt } from "../text/excerpt.ts";
import { messages } from "../text/messages.ts";
import { plainText } from "../text/sanitize.ts";
import { homeHead } from "./head.ts";
import type { Html } from "./html.ts";
import { address, page, type Site, sitePage } from "./layout.ts";
import { pagination, type PostList, postList } from "./list.ts";
import { aboutHtml } from "./profile.ts";

export interface Home extends PostList {
  /** The open page begins with these; further pages have none. */
  pinned: PostList["posts"];
}

export function homePage(site: Site, home: Home): Html {
  const { language } = site.collective;
  const words = messages(language).site;
  const first = home.newest === undefined;
  const nothing = home.pinned.length + home.posts.length === 0;
  return sitePage(site, {
    title: first ? undefined : words.older,
    masthead: !first,
    head: homeHead(site, description(site), first),
    main: html`${first ? banner(site) : html`<h1 class="page-title">${words.older}</h1>`}
    ${home.pinned.length > 0 && html`<section class="pinned-posts" aria-label="${words.pinned}">${postList({ ...home, posts: home.pinned }, language)}</section>`}
    ${nothing ? html`<p class="empty">${words.noPosts}</p>` : postList(home, language)}
    ${pagination(home, language)}`,
  });
}

/** The first paragraph of what the collective says of itself. */
function description({ collective }: Site): string {
  const [first = ""] = plainText(aboutHtml(collective)).split("\n");
  return excerpt(first, 300);
}

function banner(site: Site): Html {
  const { collective } = site;
  const words = messages(collective.language).site;
  return html`<header class="banner">
    ${collective.header && html`<img class="banner-picture" src="${mediaUrl("", collective.header)}" alt="" />`}
    <h1 class="banner-name">${collective.name}</h1>
    <p class="banner-text">${description(site)}</p>
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
