import { html } from "hono/html";
import type { Post } from "../store/posts.ts";
import { postUrl, tagUrl } from "../text/address.ts";
import type { Callout } from "../text/callout.ts";
import { excerpt } from "../text/excerpt.ts";
import { hashtagSlug } from "../text/hashtag.ts";
import { direction } from "../text/language.ts";
import { messages } from "../text/messages.ts";
import { firstWords, placed } from "../text/own-html.ts";
import { plainText } from "../text/sanitize.ts";
import { keepTogether } from "../text/typography.ts";
import { calloutBox } from "./callout-box.ts";
import type { Html } from "./html.ts";
import { inLanguageOf } from "./language.ts";
import { opening } from "./opening.ts";
import { postPictures } from "./post-pictures.ts";
import { shownText } from "./text.ts";
import { dateTag, momentTag, readDate, type Reading } from "./time.ts";

/** What is shown of a post; a preview has no more than this. */
export type ShownPost = Pick<
  Post,
  | "id"
  | "name"
  | "source"
  | "html"
  | "mentions"
  | "summary"
  | "teaser"
  | "language"
  | "tags"
  | "pictures"
  | "pinned"
  | "published"
  | "updated"
> & { callout?: Callout | null };

/** The foreign post that is answered, and how its author is written. */
export interface Answered {
  url: string;
  author: string;
}

/** Language and zone are those of the page around the post. */
export interface PostOptions extends Reading {
  /** On a page of its own the post is shown whole, under a first heading; in a list long ones are cut. */
  alone: boolean;
  /** Within a page that has a first heading of its own. */
  preview?: boolean;
  inReplyTo?: Answered | undefined;
  /** The address of the call-out as a calendar's file. */
  calendar?: string | undefined;
  /** Where readers see what it said before. */
  history?: string | undefined;
}

/** Above this a post is cut in lists: a screen on a phone. */
const LONG = 700;
const CUT = 320;
const TITLE_LENGTH = 70;

/** The text as HTML. Addresses of our own begin with `origin`: nothing on our pages, the whole of it elsewhere. */
export function postHtml(
  { id, html, mentions }: Pick<Post, "id" | "html" | "mentions">,
  origin = "",
): string {
  return placed(html, { id, origin, mentions });
}

const nameOf = ({ name, language }: Pick<ShownPost, "name" | "language">) => keepTogether(name, language);

/** A title on one line. Where there is none, the first words stand for it, unless a content warning hides them. */
export function postTitle(post: ShownPost, reading: Reading): string {
  return titleOf(post, post.name || post.summary ? "" : firstWords(post.html, TITLE_LENGTH), reading);
}

/** The same, of a post whose text is there without markup. */
export function titleOf(
  post: Pick<ShownPost, "name" | "summary" | "published" | "language">,
  text: string,
  reading: Reading,
): string {
  const title = nameOf(post) || post.summary || excerpt(text, TITLE_LENGTH);
  return title || messages(reading.language).site.untitled(readDate(post.published, reading));
}

/** The beginning of the text for link previews; the content warning alone where there is one. */
export function postDescription(post: ShownPost): string {
  return post.summary || post.teaser || firstWords(post.html, 200);
}

export function postArticle(post: ShownPost, options: PostOptions): Html {
  const { language, alone, inReplyTo } = options;
  const words = messages(language).site;
  return html`<article class="post${alone ? " post-alone" : ""}">
    <header class="post-head">
      ${heading(post, options)}
      ${
        inReplyTo &&
        html`<p class="post-context">
          ${words.inReplyTo}
          <a href="${inReplyTo.url}" rel="nofollow noopener noreferrer"><bdi>${inReplyTo.author}</bdi></a>
        </p>`
      }
      ${post.callout && calloutBox(post, post.callout, options)}
    </header>
    ${meta(post, options)}
    <div class="post-body" dir="${direction(post.language)}">
      ${behindWarning(post, words.contentWarning, html`${text(post, options)}${postPictures(post, options)}`)}
      ${tags(post, words.tags)}
    </div>
  </article>`;
}

function heading(post: ShownPost, options: PostOptions): Html {
  const { language, alone, preview = false } = options;
  const name = nameOf(post);
  const inner = name || messages(language).site.untitled(readDate(post.published, options));
  const attributes = name ? html`class="post-title" ${inLanguageOf(post)}` : html`class="visually-hidden"`;
  if (preview) return html`<h3 ${attributes}>${inner}</h3>`;
  return alone
    ? html`<h1 ${attributes}>${inner}</h1>`
    : html`<h2 ${attributes}><a href="${postUrl("", post.id)}">${inner}</a></h2>`;
}

function meta(post: ShownPost, options: PostOptions): Html {
  const { language, alone, history } = options;
  const { site: words, archive } = messages(language);
  const { published, updated } = post;
  const time = dateTag(published, options);
  return html`<p class="post-meta">
    ${post.pinned && html`<span class="pinned">${words.pinned}</span>`}
    <span>${alone ? time : html`<a href="${postUrl("", post.id)}">${time}</a>`}</span>
    ${updated && html`<span class="edited">${words.edited} ${(alone ? momentTag : dateTag)(updated, options)}${history && html` – <a href="${history}">${archive.seeChanges}</a>`}</span>`}
  </p>`;
}

function behindWarning(post: ShownPost, label: string, content: Html): Html {
  if (!post.summary) return content;
  return html`<details class="warning">
    <summary>
      <span class="warning-label">${label}</span> <span ${inLanguageOf(post)}>${post.summary}</span>
    </summary>
    ${content}
  </details>`;
}

function text(post: ShownPost, options: PostOptions): Html {
  const { alone } = options;
  const whole = postHtml(post);
  const shown = alone || post.source.length <= LONG ? whole : beginning(whole);
  return html`<div class="text" ${inLanguageOf(post)}>${shownText(shown)}</div>
    ${shown !== whole && readOn(post, options)}`;
}

/** What a list shows of a long text. */
function beginning(whole: string): string {
  const first = opening(whole, CUT);
  const plain = plainText(first);
  return plain.length <= LONG ? first : String(html`<p>${excerpt(plain, CUT)}</p>`);
}

function readOn(post: ShownPost, reading: Reading): Html {
  const words = messages(reading.language).site;
  return html`<p class="read-on">
    <a href="${postUrl("", post.id)}">
      ${words.readOn} <span class="visually-hidden" ${inLanguageOf(post)}>${postTitle(post, reading)}</span>
    </a>
  </p>`;
}

function tags(post: ShownPost, label: string): Html {
  if (post.tags.length === 0) return html``;
  return html`<ul class="post-tags" aria-label="${label}">
    ${post.tags.map((name) => html`<li><a href="${tagUrl("", hashtagSlug(name))}" rel="tag" ${inLanguageOf(post)}>${name}</a></li> `)}
  </ul>`;
}
