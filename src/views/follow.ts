import { html } from "hono/html";
import type { Post } from "../store/posts.ts";
import { postUrl } from "../text/address.ts";
import type { Intent, IntentAnswer } from "../text/intent.ts";
import { messages } from "../text/messages.ts";
import { checkbox, textField } from "./admin/field.ts";
import { copied } from "./copy.ts";
import { pageHead } from "./head.ts";
import type { Html } from "./html.ts";
import { inLanguageOf } from "./language.ts";
import { address, type Site, sitePage } from "./layout.ts";
import { postTitle } from "./post.ts";

/** Where the form for an intent lives. All are below one path, so that the cookie of the server is sent nowhere else. */
export function intentPath(intent: Intent, postId?: string): string {
  return intent === "follow" ? "/follow" : `/follow/${intent}/${postId}`;
}

export function qrPath(handle: string): string {
  return `/qr/${handle}.svg`;
}

export interface FollowPage {
  intent: Intent;
  /** What is answered, boosted or liked. */
  post?: Post | undefined;
  typed: string;
  remember: boolean;
  /** The address of our page, which the QR code holds. */
  profile: string;
  problem?: { state: Exclude<IntentAnswer["state"], "found"> | "invalid"; host: string } | undefined;
}

/** The form, and what can be done without it. In the language of the one who opens it. */
export function followPage(site: Site, page: FollowPage): Html {
  const { intent, post, problem } = page;
  const words = messages(site.collective.language).follow;
  const error = problem && words.problems[problem.state](problem.host);
  return sitePage(site, {
    title: words.titles[intent],
    head: heading(site, intent),
    main: html`<div class="intent">
      <h1 class="page-title">${words.titles[intent]}</h1>
      ${post && postLine(site, post)}
      <form method="post" action="${intentPath(intent, post?.id)}">
        <p>${words.intro}</p>
        ${textField("account", page.typed, { label: words.account, hint: words.accountHint, error }, html`type="text" required maxlength="300" dir="ltr" inputmode="email" autocomplete="off" autocapitalize="none" spellcheck="false"`)}
        ${checkbox("remember", "on", page.remember, { label: words.remember, hint: words.rememberHint })}
        <p><button>${words.submit}</button></p>
        <p class="hint">${words.kept}</p>
      </form>
      ${byHand(site, post)} ${intent === "follow" && more(site, page.profile)}
    </div>`,
  });
}

/** Forms about posts are as many as there are posts, and all alike: not for search engines. */
function heading(site: Site, intent: Intent): Html {
  return intent === "follow"
    ? pageHead(site, {
        path: intentPath(intent),
        title: messages(site.collective.language).follow.titles.follow,
      })
    : html`<meta name="robots" content="noindex" />`;
}

function postLine({ collective }: Site, post: Post): Html {
  const words = messages(collective.language).follow;
  return html`<p>
    ${words.post}
    <a href="${postUrl("", post.id)}" ${inLanguageOf(post)}>${postTitle(post, collective)}</a>
  </p>`;
}

function byHand(site: Site, post: Post | undefined): Html {
  const words = messages(site.collective.language).follow;
  return html`<h2>${words.byHand}</h2>
    <p>${post ? words.byHandPost : words.byHandFollow}</p>
    <p>${copied(post ? postUrl(site.origin, post.id) : address(site))}</p>`;
}

function more({ collective }: Site, profile: string): Html {
  const words = messages(collective.language).follow;
  return html`<h2>${words.qr}</h2>
    <p>${words.qrHow}</p>
    <p>
      <img
        class="qr"
        src="${qrPath(collective.handle)}"
        alt="${words.qrAlt(profile)}"
        width="200"
        height="200"
      />
    </p>
    <h2>${words.without}</h2>
    <p>${words.withoutHow} <a href="/feeds">${words.feeds}</a></p>`;
}

/** A link, and no redirect: our pages' policy lets no form lead elsewhere, and the visitor sees where they are going. */
export function goOnPage(
  site: Site,
  { intent, post, url }: Pick<FollowPage, "intent" | "post"> & { url: string },
): Html {
  const words = messages(site.collective.language).follow;
  return sitePage(site, {
    title: words.titles[intent],
    head: html`<meta name="robots" content="noindex" />`,
    main: html`<div class="intent">
      <h1 class="page-title">${words.titles[intent]}</h1>
      ${post && postLine(site, post)}
      <p><a class="go-on" href="${url}" rel="nofollow noreferrer">${words.goOn(new URL(url).host)}</a></p>
      <p>${words.goOnHow}</p>
      ${byHand(site, post)}
    </div>`,
  });
}

/** What can be done about a post from elsewhere, below it. */
export function intentLinks(post: Pick<Post, "id">, language: string): Html {
  const words = messages(language).follow;
  const link = (intent: "reply" | "boost" | "like") =>
    html`<li><a href="${intentPath(intent, post.id)}" rel="nofollow">${words.links[intent]}</a></li> `;
  return html`<p id="from-yours">${words.fromYours}</p>
    <ul class="intents" aria-labelledby="from-yours">
      ${link("reply")}${link("boost")}${link("like")}
    </ul>`;
}
