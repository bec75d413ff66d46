import { postUrl, tagUrl } from "./address.ts";
import { type Callout, calloutLines } from "./callout.ts";
import { escapeHtml } from "./escape.ts";
import { excerpt } from "./excerpt.ts";
import { hashtagName, hashtagSlug } from "./hashtag.ts";
import { hashtagsIn, type OwnHtml, placed } from "./own-html.ts";
import { pictureLines } from "./picture-lines.ts";
import { plainText } from "./sanitize.ts";
import { inLanguage } from "./translation.ts";
import { keepTogether } from "./typography.ts";

// What other servers get of a post. FEDERATION.md tells which of them asks for what.

/** A post as far as it is sent. */
export interface SentPost {
  id: string;
  name: string;
  html: OwnHtml;
  language: string;
  tags: string[];
  callout: Callout | null;
  translations: { id: string; language: string }[];
  pictures: { caption: string; video: string | null }[];
}

/** Whoever is answered. */
export interface Mentioned {
  /** `@name@host`. */
  handle: string;
  url: string;
}

/** Bold title, text, tags, link: Mastodon ignores a Note's `name` and takes `summary` for a content warning. */
export function noteContent(origin: string, post: SentPost, answered?: Mentioned): string {
  const title =
    post.name === "" ? "" : `<p><strong>${escapeHtml(keepTogether(post.name, post.language))}</strong></p>`;
  return (
    title +
    opening(post) +
    mention(answered) +
    body(origin, post) +
    pictureLines(post.pictures, post.language) +
    link(postUrl(origin, post.id)) +
    translations(origin, post)
  );
}

/** The whole text; the title stands in `name`. */
export function articleContent(origin: string, post: SentPost, answered?: Mentioned): string {
  return (
    opening(post) +
    mention(answered) +
    body(origin, post) +
    pictureLines(post.pictures, post.language) +
    translations(origin, post)
  );
}

/** What a Note says in the place of an Article (FEP-b2b8). */
export function articleTeaser(origin: string, post: SentPost): string {
  return (
    `<p><strong>${escapeHtml(keepTogether(post.name, post.language))}</strong></p>` +
    opening(post) +
    `<p>${escapeHtml(excerpt(plainText(body(origin, post)), 400))}</p>` +
    pictureLines(post.pictures, post.language) +
    link(postUrl(origin, post.id)) +
    translations(origin, post)
  );
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
  return placed(post.html, { id: post.id, origin }) + (links.length === 0 ? "" : `<p>${links.join(" ")}</p>`);
}

function link(url: string): string {
  return `<p><a href="${url}">${url}</a></p>`;
}

/** Of a call-out: that it is cancelled or moved, when, and where. */
export function opening({ callout, language }: SentPost): string {
  return callout ? `<p>${calloutLines(callout, language).map(escapeHtml).join("<br>")}</p>` : "";
}

/** Below our own link: of the first link in a post Mastodon makes a card. */
export function translations(origin: string, post: SentPost): string {
  const line = ({ id, language }: SentPost["translations"][number]) => {
    const url = postUrl(origin, id);
    return `<p>${escapeHtml(inLanguage(language))} <a href="${url}" hreflang="${language}">${url}</a></p>`;
  };
  return post.translations.map(line).join("");
}

function mention(answered: Mentioned | undefined): string {
  if (!answered) return "";
  const [, name] = answered.handle.match(/^@([^@]+)@/) ?? [];
  const text = name === undefined ? escapeHtml(answered.handle) : `@<span>${escapeHtml(name)}</span>`;
  return `<p><span class="h-card"><a href="${escapeHtml(answered.url)}" class="u-url mention">${text}</a></span></p>`;
}
