import type { Actor } from "../store/actors.ts";
import type { Post } from "../store/posts.ts";
import type { AttachedPicture } from "../store/pictures.ts";
import { followersId, groupId, mediaUrl, postUrl, tagUrl } from "../text/address.ts";
import { calloutLines } from "../text/callout.ts";
import { escapeHtml } from "../text/escape.ts";
import { excerpt } from "../text/excerpt.ts";
import { hashtagName, hashtagSlug } from "../text/hashtag.ts";
import { renderMarkdown } from "../text/markdown.ts";
import { pictureLines } from "../text/picture-lines.ts";
import { plainText, sanitizeOwn } from "../text/sanitize.ts";
import { inLanguage } from "../text/translation.ts";
import { type Document, publicCollection } from "./document.ts";

// What we say is written here by hand, since each peer reads its exact form: lists that are always lists, the full
// address of the public collection, one language an object. FEDERATION.md tells which peer asks for what.

export const context = [
  "https://www.w3.org/ns/activitystreams",
  {
    toot: "http://joinmastodon.org/ns#",
    Hashtag: "as:Hashtag",
    sensitive: "as:sensitive",
    blurhash: "toot:blurhash",
    focalPoint: { "@id": "toot:focalPoint", "@container": "@list" },
    featured: { "@id": "toot:featured", "@type": "@id" },
  },
];

/** Public: shown on timelines (`to`), and to the followers; an answer also to whom it answers. */
export function addressing(origin: string, recipient?: string | null): { to: string[]; cc: string[] } {
  return { to: [publicCollection], cc: [followersId(origin), ...(recipient ? [recipient] : [])] };
}

/** A post as its object. `answered` is the author of the foreign post that it answers. */
export function toObject(origin: string, post: Post, answered?: Actor): Document {
  return post.type === "Article" ? toArticle(origin, post, answered) : toNote(origin, post, answered);
}

/** Bold title, text, tags, link: Mastodon ignores a Note's `name` and takes `summary` for a content warning. */
export function toNote(origin: string, post: Post, answered?: Actor): Document {
  const title = post.name === "" ? "" : `<p><strong>${escapeHtml(post.name)}</strong></p>`;
  const content =
    title +
    opening(post) +
    mention(answered) +
    body(origin, post) +
    pictureLines(post.pictures) +
    link(postUrl(origin, post.id)) +
    translations(origin, post);
  return { type: "Note", ...common(origin, post, answered), ...worded(content, post.language) };
}

/** The whole text with its `name`, and a Note to show in its place (FEP-b2b8): Mastodon never reads an Article's text. */
export function toArticle(origin: string, post: Post, answered?: Actor): Document {
  const url = postUrl(origin, post.id);
  const text = body(origin, post);
  const teaser =
    `<p><strong>${escapeHtml(post.name)}</strong></p>` +
    opening(post) +
    `<p>${escapeHtml(excerpt(plainText(text), 400))}</p>` +
    pictureLines(post.pictures) +
    link(url) +
    translations(origin, post);
  const { id: _, url: __, replies: ___, ...shared } = common(origin, post, answered);
  return {
    type: "Article",
    ...common(origin, post, answered),
    name: post.name,
    ...worded(
      opening(post) + mention(answered) + text + pictureLines(post.pictures) + translations(origin, post),
      post.language,
    ),
    preview: { type: "Note", ...shared, ...worded(teaser, post.language) },
  };
}

function common(origin: string, post: Post, answered?: Actor) {
  const url = postUrl(origin, post.id);
  return {
    id: url,
    url,
    attributedTo: groupId(origin),
    ...addressing(origin, post.inReplyToActor),
    published: timestamp(post.published),
    ...(post.updated ? { updated: timestamp(post.updated) } : {}),
    ...(post.inReplyTo ? { inReplyTo: post.inReplyTo } : {}),
    ...(post.summary === "" ? {} : { summary: post.summary, sensitive: true }),
    tag: [
      ...post.tags.map((name) => ({
        type: "Hashtag",
        name: `#${hashtagName(name)}`,
        href: tagUrl(origin, hashtagSlug(name)),
      })),
      ...(answered ? [{ type: "Mention", name: answered.handle, href: answered.id }] : []),
    ],
    attachment: post.pictures.map((picture) => toAttachment(origin, picture)),
    replies: `${url}/replies`,
  };
}

/** Pleroma and Lemmy read a description only from `name`; Mastodon fits it into 1,500 characters. */
function toAttachment(origin: string, { full, blurhash, description, focus }: AttachedPicture): Document {
  return {
    type: "Document",
    mediaType: full.mediaType,
    url: mediaUrl(origin, full.name),
    name: description === "" ? null : description,
    width: full.width,
    height: full.height,
    blurhash,
    ...(focus ? { focalPoint: [focus.x, focus.y] } : {}),
  };
}

/** Mastodon takes the first key of `contentMap`, GoToSocial only one whose value equals `content`. */
function worded(content: string, language: string): { content: string; contentMap: Record<string, string> } {
  return { content, contentMap: { [language]: content } };
}

/** The text, and the tags that are not in it: a tag that stands in `tag` alone is not a link everywhere. */
function body(origin: string, post: Post): string {
  const { html, hashtags } = renderMarkdown(post.source, {
    hashtagUrl: (slug) => tagUrl(origin, slug),
    idPrefix: post.id,
  });
  const written = new Set(hashtags.map(hashtagSlug));
  const others = post.tags.filter((name) => !written.has(hashtagSlug(name)));
  const links = others.map(
    (name) =>
      `<a href="${tagUrl(origin, hashtagSlug(name))}" class="mention hashtag" rel="tag">#<span>${escapeHtml(hashtagName(name))}</span></a>`,
  );
  return sanitizeOwn(html) + (links.length === 0 ? "" : `<p>${links.join(" ")}</p>`);
}

function link(url: string): string {
  return `<p><a href="${url}">${url}</a></p>`;
}

/** Of a call-out: that it is cancelled or moved, when, and where. */
function opening({ callout, language }: Post): string {
  return callout ? `<p>${calloutLines(callout, language).map(escapeHtml).join("<br>")}</p>` : "";
}

/** Below our own link: of the first link in a post Mastodon makes a card. */
function translations(origin: string, post: Post): string {
  const line = ({ id, language }: Post["translations"][number]) => {
    const url = postUrl(origin, id);
    return `<p>${escapeHtml(inLanguage(language))} <a href="${url}" hreflang="${language}">${url}</a></p>`;
  };
  return post.translations.map(line).join("");
}

function mention(answered: Actor | undefined): string {
  if (!answered) return "";
  const [, name] = answered.handle.match(/^@([^@]+)@/) ?? [];
  const text = name === undefined ? escapeHtml(answered.handle) : `@<span>${escapeHtml(name)}</span>`;
  return `<p><span class="h-card"><a href="${escapeHtml(answered.url)}" class="u-url mention">${text}</a></span></p>`;
}

/** A withdrawn post (FEP-4f05): its id answers 410 with this for ever. */
export function toTombstone(origin: string, post: Post): Document {
  return {
    id: postUrl(origin, post.id),
    type: "Tombstone",
    formerType: post.type,
    ...(post.withdrawn ? { deleted: timestamp(post.withdrawn) } : {}),
  };
}

/** Whole seconds, as Mastodon compares them. */
export function timestamp(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}
