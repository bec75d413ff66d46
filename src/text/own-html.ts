import { escapeHtml } from "./escape.ts";
import { excerpt } from "./excerpt.ts";
import type { Mention } from "./mention.ts";
import { plainText } from "./sanitize.ts";

declare const own: unique symbol;

/**
 * A member's text as it is kept: sanitised HTML that belongs to no page yet. Addresses of ours are without the origin, and the
 * ids of footnotes without their post. Only `text/render.ts` makes it.
 */
export type OwnHtml = string & { readonly [own]: true };

export interface Rendered {
  html: OwnHtml;
  /** The version of what made it. */
  renderer: number;
}

/** Counted up whenever the same text becomes other HTML than before: what is kept of an earlier version is made anew. */
export const rendererVersion = 2;

/** "<" begins a tag and nothing else in what is sanitised, and no attribute holds a ">". */
const TAGS_TO_PLACE = /<(?:a|li) [^>]*>/g;
const OWN_ADDRESS = /^<a href="\//;
const FOOTNOTE_ID = /"(#?fn(?:ref)?)--/g;
const HASHTAG = /<a href="\/tags\/[^"]*" class="mention hashtag" rel="tag">#<span>([^<]*)<\/span>/g;

const MENTION = /<a href="\/(@[^"]*)" class="u-url mention">([^<]*)<\/a>/g;
/** What stands between a text and its notes. */
export const NOTES = '<hr class="footnotes-sep" />';
const REFERENCE = /<sup class="footnote-ref"><a [^>]*>[^<]*<\/a><\/sup>/g;

interface Place {
  id: string;
  origin?: string;
  mentions?: Mention[];
}

/**
 * For a page: addresses of ours begin with `origin`, `id` sets the footnotes apart from those of other texts beside it, and accounts
 * that were found are linked.
 */
export function placed(html: OwnHtml, { id, origin = "", mentions = [] }: Place): string {
  return html
    .replace(MENTION, (_, handle: string, written: string) => linked(written, mentions, handle))
    .replace(TAGS_TO_PLACE, (tag) =>
      tag
        .replace(OWN_ADDRESS, () => `<a href="${origin}/`)
        .replace(FOOTNOTE_ID, (_, kind: string) => `"${kind}-${id}-`),
    );
}

function linked(written: string, mentions: Mention[], handle: string): string {
  const found = mentions.find((mention) => mention.handle === handle);
  return found ? mentionLink(found.url, written) : written;
}

/** In the form by which Mastodon knows a mention; the server is named by the link alone. */
export function mentionLink(url: string, handle: string): string {
  const [, name] = handle.match(/^@([^@]+)@/) ?? [];
  const text = name === undefined ? escapeHtml(handle) : `@<span>${escapeHtml(name)}</span>`;
  return `<span class="h-card"><a href="${escapeHtml(url)}" class="u-url mention">${text}</a></span>`;
}

/** The accounts that the text names, `@name@host` in lower case, each once. */
export function mentionsIn(html: OwnHtml): string[] {
  return [...new Set([...html.matchAll(MENTION)].map(([, handle = ""]) => handle))];
}

/** The hashtags written in the text, without "#", as spelt and in order. */
export function hashtagsIn(html: OwnHtml): string[] {
  return [...html.matchAll(HASHTAG)].map(([, name = ""]) => name);
}

/** How the text begins, on one line, without its notes. No more is read than it can come from. */
export function firstWords(html: OwnHtml, length: number): string {
  const [beginning = ""] = html.slice(0, 2000 + 20 * length).split(NOTES, 1);
  return excerpt(plainText(beginning.replace(REFERENCE, "")), length);
}

/** The first paragraph on one line, headings and lists before it left out; the first words where there is none. */
export function firstParagraph(html: OwnHtml, length = 300): string {
  const start = html.indexOf("<p>");
  const first = start === -1 ? html : html.slice(start, html.indexOf("</p>", start));
  return firstWords(first as OwnHtml, length);
}

/** A text that cannot be rendered, as it was typed. */
export function unrendered(source: string): OwnHtml {
  return `<p>${escapeHtml(source).replaceAll("\n", "<br>")}</p>` as OwnHtml;
}
