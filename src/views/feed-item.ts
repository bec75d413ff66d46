import { html } from "hono/html";
import type { AttachedPicture } from "../store/pictures.ts";
import type { Post } from "../store/posts.ts";
import type { Reply } from "../store/replies.ts";
import { hostOf, mediaUrl, postUrl } from "../text/address.ts";
import { shortOf } from "../text/enclosed.ts";
import { hashtagName } from "../text/hashtag.ts";
import { isLanguage } from "../text/language.ts";
import { messages, type Messages } from "../text/messages.ts";
import { plainText } from "../text/sanitize.ts";
import { keepTogether } from "../text/typography.ts";
import { calloutOpening } from "./callout-box.ts";
import { enclosedBlock, foreignText } from "./enclosed.ts";
import { type Html, trusted } from "./html.ts";
import { inLanguageOf } from "./language.ts";
import type { Site } from "./layout.ts";
import { postDescription, postHtml, postTitle, type ShownPost } from "./post.ts";
import { translationLines } from "./translation.ts";

/** What a feed says of a post or a reply, whatever its format. */
export interface FeedItem {
  /** The same for ever: our address of a post, and what its author's server calls a reply. */
  id: string;
  url: string;
  /** Plain text, as `summary` is. */
  title: string;
  summary: string;
  /** The whole text as HTML, pictures with their descriptions and captions among it. */
  content: string;
  language: string | undefined;
  /** Where it is not the collective. */
  author?: { name: string; url: string };
  /** Hashtags without the sign. */
  tags: string[];
  /** For programs that show or keep them by themselves: none where a warning stands before them. */
  pictures: FeedPicture[];
  published: Date;
  updated: Date | null;
}

export interface FeedPicture {
  url: string;
  mediaType: string;
  size: number;
  description: string;
}

export function postItem(
  post: ShownPost & Pick<Post, "translations">,
  { collective, origin }: Pick<Site, "collective" | "origin">,
): FeedItem {
  const words = messages(collective.language).site;
  const pictures = post.pictures.map(({ full, description }) => ({
    url: mediaUrl(origin, full.name),
    mediaType: full.mediaType,
    size: full.size,
    description,
  }));
  const figures = post.pictures.map((picture) => figure(picture, origin, { words, language: post.language }));
  const text = html`${trusted(postHtml(post, origin))}${figures}`;
  const url = postUrl(origin, post.id);
  return {
    id: url,
    url,
    title: postTitle(post, collective),
    summary: postDescription(post),
    content: content(
      post.language,
      post.summary,
      words.contentWarning,
      text,
      calloutOpening(post),
      translationLines(origin, post),
    ),
    language: post.language,
    tags: post.tags.map(hashtagName),
    pictures: post.summary ? [] : pictures,
    published: post.published,
    updated: post.updated,
  };
}

function figure(
  { full, description, caption, video }: AttachedPicture,
  origin: string,
  { words, language }: { words: Messages["site"]; language: string },
): Html {
  const link = video && html`<a href="${video}">${words.videoOn(hostOf(video) ?? "")}</a>`;
  return html`<figure>
    <img
      src="${mediaUrl(origin, full.name)}"
      alt="${description}"
      width="${full.width}"
      height="${full.height}"
    />
    ${(caption || link) && html`<figcaption>${keepTogether(caption, language)}${caption && link && html`<br />`}${link}</figcaption>`}
  </figure>`;
}

/** A reply, which members have approved. */
export function replyItem(reply: Reply, { collective }: Site): FeedItem {
  const words = messages(collective.language);
  const language = reply.language && isLanguage(reply.language) ? reply.language : undefined;
  return {
    id: reply.id,
    url: /^https?:\/\//i.test(reply.url) ? reply.url : reply.id,
    title: words.feeds.replyFrom(reply.author.handle),
    summary:
      reply.summary || shortOf({ ...reply, content: plainText(reply.content) }, collective.language, 200),
    content: content(
      language,
      reply.summary || (reply.enclosed.sensitive ? words.enclosed.sensitive : ""),
      words.site.contentWarning,
      html`${foreignText(reply, collective.language)}${enclosedBlock(reply, collective)}`,
    ),
    language,
    author: { name: reply.author.handle, url: reply.author.url },
    tags: [],
    pictures: [],
    published: reply.published,
    updated: reply.updated,
  };
}

/** `opening` and `end` stand outside of the warning. */
function content(
  language: string | undefined,
  warning: string,
  label: string,
  text: Html,
  opening?: Html,
  end?: Html,
): string {
  const whole = warning
    ? html`<details>
        <summary>${label} – ${warning}</summary>
        ${text}
      </details>`
    : text;
  const attributes = language ? inLanguageOf({ language }) : html`dir="auto"`;
  return String(html`<div ${attributes}>${opening}${whole}${end}</div>`);
}
