import { html } from "hono/html";
import type { Collective } from "../store/collective.ts";
import type { PageEntry } from "../store/pages.ts";
import { mediaUrl, pageUrl, profileUrl } from "../text/address.ts";
import { direction } from "../text/language.ts";
import { messageLanguage, messages } from "../text/messages.ts";
import type { Html } from "./html.ts";
import { inLanguageOf } from "./language.ts";
import { type PictureChoice, withoutPictures } from "./picture.ts";

/** Every page of ours, the public ones and those of the members. */
export interface Page {
  /** Of the page itself, if there are messages in it; what is written in another says so on its own element. */
  language: string;
  title: string;
  /** Addresses of the style sheets. */
  stylesheets: string[];
  head?: Html | undefined;
  body: Html;
}

export function page({ language, title, stylesheets, head, body }: Page): Html {
  const spoken = messageLanguage(language);
  return html`<!doctype html>
    <html lang="${spoken}" dir="${direction(spoken)}">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        ${stylesheets.map((address) => html`<link rel="stylesheet" href="${address}" /> `)}${head}
      </head>
      <body>
        ${body}
      </body>
    </html> `;
}

/** What the public pages have in common. */
export interface Site {
  collective: Collective;
  origin: string;
  /** Whether there are call-outs, past ones among them. */
  hasCallouts: boolean;
  /** The collective's own pages, each in its language. */
  menu: Pick<PageEntry, "slug" | "language" | "name">[];
  hasAllies: boolean;
  /** Addresses of the style sheets. */
  stylesheets: string[];
  /** Of the page that was asked for, and its pictures: absent where nothing is known of the request. */
  path?: string;
  pictures?: PictureChoice;
}

export interface SitePage {
  /** Absent on the home page, whose title is the collective's name. */
  title?: string | undefined;
  head?: Html | undefined;
  /** The feed of this page's posts, where it has one of its own: an address without the ending. */
  feed?: { path: string; title: string } | undefined;
  /** The home page and the profile show the collective at length and need no masthead above. */
  masthead?: boolean;
  main: Html;
}

/** `@handle@host`: what is typed into the search field of another server to find the collective. */
export function address({ collective, origin }: Pick<Site, "collective" | "origin">): string {
  return `@${collective.handle}@${new URL(origin).host}`;
}

/** A page of the public site, in the collective's language. */
export function sitePage(site: Site, { title, head, feed, masthead = true, main }: SitePage): Html {
  const { collective } = site;
  const words = messages(collective.language).site;
  const whole = page({
    language: collective.language,
    title: title ? `${title} · ${collective.name}` : collective.name,
    stylesheets: site.stylesheets,
    head: html`${collective.iconPicture && html`<link rel="icon" href="${mediaUrl("", collective.iconPicture.small.name)}" /> `}<link
        rel="manifest"
        href="/manifest.webmanifest"
      />
      ${head} ${feedLinks(site, { path: "/feed", title: collective.name })}${feed && feedLinks(site, feed)}`,
    body: html`<a class="skip" href="#main">${words.skipToContent}</a>
      ${masthead && html`<header class="masthead"><a class="masthead-name" href="/">${collective.name}</a></header>`}
      ${navigation(site)}
      <main id="main" tabindex="-1">${main}</main>
      ${footer(site)}`,
  });
  return site.pictures?.withoutPictures ? withoutPictures(whole, collective.language) : whole;
}

function feedLinks({ origin }: Site, { path, title }: { path: string; title: string }): Html {
  return html`<link
      rel="alternate"
      type="application/rss+xml"
      title="${title} (RSS)"
      href="${origin}${path}.rss"
    />
    <link rel="alternate" type="application/atom+xml" title="${title} (Atom)" href="${origin}${path}.atom" />
    <link
      rel="alternate"
      type="application/feed+json"
      title="${title} (JSON)"
      href="${origin}${path}.json"
    /> `;
}

function navigation({ collective, menu, hasCallouts, hasAllies, path }: Site): Html {
  const { site: words, callout, archive: finding } = messages(collective.language);
  const to = (address: string) => html`href="${address}" ${address === path && html`aria-current="page"`}`;
  return html`<nav class="site-nav" aria-label="${words.navigation}">
    <ul>
      <li><a ${to("/")}>${words.home}</a></li>
      ${hasCallouts && html`<li><a ${to("/callouts")}>${callout.title}</a></li>`}
      <li><a ${to(`/@${collective.handle}`)}>${words.about}</a></li>
      ${menu.map(({ slug, name, language }) => html`<li><a ${to(pageUrl("", slug))} ${language !== collective.language && html`${inLanguageOf({ language })} hreflang="${language}"`}>${name}</a></li> `)}
      <li><a ${to("/tags")}>${words.tags}</a></li>
      ${hasAllies && html`<li><a ${to("/allies")}>${finding.allies}</a></li>`}
      <li><a ${to("/follow")}>${words.followNav}</a></li>
      <li><a ${to("/search")} rel="search">${finding.search}</a></li>
    </ul>
  </nav>`;
}

function footer(site: Site): Html {
  const { collective, origin } = site;
  const { site: words, archive: finding } = messages(collective.language);
  return html`<footer class="site-footer">
    <p>
      ${words.followUs}
      <a href="${profileUrl(origin, collective.handle)}" rel="me" dir="ltr">${address(site)}</a>
    </p>
    <p>
      <a href="/archive">${finding.archive}</a> ·
      <a href="/feeds">${messages(collective.language).feeds.title}</a> ·
      <a href="/login">${words.members}</a>
    </p>
    ${site.pictures && pictureChoice(site.pictures, collective.language)}
  </footer>`;
}

/** For slow lines, and for Tor. */
function pictureChoice({ withoutPictures, other }: PictureChoice, language: string): Html {
  const words = messages(language).pictures;
  const label = withoutPictures ? words.with : words.without;
  return html`<p><a class="picture-choice" href="${other}" rel="nofollow">${label}</a></p>`;
}
