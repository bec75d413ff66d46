import { postUrl, tagUrl } from "./address.ts";
import { type Callout, calloutLines } from "./callout.ts";
import { escapeHtml } from "./escape.ts";
import { excerpt } from "./excerpt.ts";
import { hashtagName, hashtagSlug } from "./hashtag.ts";
import type { Mention } from "./mention.ts";
import { firstParagraph, hashtagsIn, mentionLink, type OwnHtml } from "./own-html.ts";
import { pictureLines } from "./picture-lines.ts";
import { sentHtml } from "./sent-html.ts";
import { plainText } from "./sanitize.ts";
import { inLanguage } from "./translation.ts";
import { keepTogether } from "./typography.ts";

// What other servers get of a post. FEDERATION.md tells which of them asks for what.

/** A post as far as it is sent. */
export interface SentPost {
  id: string;
  name: string;
  html: OwnHtml;
  mentions: Mention[];
  language: string;
  tags: string[];
  callout: Callout | null;
  translations: { id: string; language: string }[];
  pictures: { caption: string; video: string | null }[];
}

/** Of a post's pictures Mastodon shows the first (`Status::MEDIA_ATTACHMENTS_LIMIT`). */
export const mostShownPictures = 4;

/** Whoever is answered. */
export interface Mentioned {
  /** `@name@host`. */
  handle: string;
  url: string;
}

/**
 * Bold title, text, tags, link: Mastodon ignores a Note's `name` and takes `summary` for a content warning. An answer that is there as
 * a whole needs no link to itself.
 */
export function noteContent(origin: string, post: SentPost, answered?: Mentioned): string {
  const isWhole = post.pictures.length <= mostShownPictures;
  return (
    title(post) +
    opening(post) +
    mention(answered) +
    body(origin, post) +
    pictureLines(post.pictures, post.language, mostShownPictures) +
    (answered && isWhole ? "" : link(postUrl(origin, post.id))) +
    translations(origin, post)
  );
}

/**
 * The whole text below its title, which leads to our page: GoToSocial and Misskey show the title nowhere else. Mastodon shows title,
 * `summary` and address, and reads no more.
 */
export function articleContent(origin: string, post: SentPost, answered?: Mentioned): string {
  return (
    title(post, postUrl(origin, post.id)) +
    opening(post) +
    mention(answered) +
    body(origin, post) +
    pictureLines(post.pictures, post.language) +
    translations(origin, post)
  );
}

/**
 * `summary`: of an Article its abstract (FEP-b2b8), which Mastodon shows openly and others hide the text behind, below the content
 * warning; the first paragraph only where no warning hides it. Of a Note the warning alone.
 */
export function articleSummary(post: Pick<SentPost, "html" | "language"> & Abstract): string {
  const { summary: warning, language } = post;
  const teaser = post.teaser || (warning === "" ? firstParagraph(post.html) : "");
  return [warning, keepTogether(teaser, language)].filter(Boolean).join(" – ");
}

/** What an Article's abstract is made of. */
interface Abstract {
  /** The content warning. */
  summary: string;
  teaser: string;
}

/** What a Note says in the place of an Article (FEP-b2b8). */
export function articleTeaser(origin: string, post: SentPost & Pick<Abstract, "teaser">): string {
  return (
    title(post) +
    opening(post) +
    `<p>${escapeHtml(keepTogether(post.teaser, post.language) || excerpt(plainText(body(origin, post)), 400))}</p>` +
    pictureLines(post.pictures, post.language, mostShownPictures) +
    link(postUrl(origin, post.id)) +
    translations(origin, post)
  );
}

function title({ name, language }: SentPost, address?: string): string {
  if (name === "") return "";
  const text = escapeHtml(keepTogether(name, language));
  return `<p><strong>${address === undefined ? text : ownLink(address, text)}</strong></p>`;
}

/** By its class Mastodon makes no card of it, and no server fetches our page for one. */
function ownLink(address: string, text: string, language = ""): string {
  return `<a href="${address}" class="u-url"${language && ` hreflang="${language}"`}>${text}</a>`;
}

/** `tag`: all of a post's hashtags, those in its text among them. */
export function hashtagLinks(
  origin: string,
  tags: string[],
): { type: "Hashtag"; name: string; href: string }[] {
  return tags.map((name) => ({
    type: "Hashtag",
    name: `#${hashtagName(name)}`,
    href: tagUrl(origin, hashtagSlug(name)),
  }));
}

/** The text, and the tags that are not in it: a tag that stands in `tag` alone is not a link everywhere. */
export function body(origin: string, post: SentPost): string {
  const written = new Set(hashtagsIn(post.html).map(hashtagSlug));
  const others = post.tags.filter((name) => !written.has(hashtagSlug(name)));
  const links = others.map(
    (name) =>
      `<a href="${tagUrl(origin, hashtagSlug(name))}" class="mention hashtag" rel="tag">#<span>${escapeHtml(hashtagName(name))}</span></a>`,
  );
  return sentHtml(post.html, origin, post.mentions) + (links.length === 0 ? "" : `<p>${links.join(" ")}</p>`);
}

function link(url: string): string {
  return `<p>${ownLink(url, url)}</p>`;
}

/** Of a call-out: that it is cancelled or moved, when, and where. */
export function opening({ callout, language }: SentPost): string {
  return callout ? `<p>${calloutLines(callout, language).map(escapeHtml).join("<br>")}</p>` : "";
}

/** The addresses of what says the same in other languages. */
export function translations(origin: string, post: SentPost): string {
  const line = ({ id, language }: SentPost["translations"][number]) => {
    const url = postUrl(origin, id);
    return `<p>${escapeHtml(inLanguage(language))} ${ownLink(url, url, language)}</p>`;
  };
  return post.translations.map(line).join("");
}

function mention(answered: Mentioned | undefined): string {
  return answered ? `<p>${mentionLink(answered.url, answered.handle)}</p>` : "";
}
