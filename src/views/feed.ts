import { type Category, Feed } from "feed";
import { html } from "hono/html";
import type { Post } from "../store/posts.ts";
import { groupId, mediaUrl, postUrl, tagUrl } from "../text/address.ts";
import { hashtagName, hashtagSlug } from "../text/hashtag.ts";
import { direction } from "../text/language.ts";
import { messages } from "../text/messages.ts";
import { plainText } from "../text/sanitize.ts";
import { calloutOpening } from "./callout-box.ts";
import { trusted } from "./html.ts";
import type { Site } from "./layout.ts";
import { postDescription, postHtml, postTitle } from "./post.ts";
import { aboutHtml } from "./profile.ts";
import { translationLines } from "./translation.ts";

export interface FeedSource {
  site: Site;
  title: string;
  /** Of the page that the feed follows, and of the feed itself. */
  path: string;
  feedPath: string;
  posts: Post[];
  updated: Date;
}

export function atomFeed(source: FeedSource): string {
  return withoutControls(makeFeed(source).atom1());
}

export function rssFeed(source: FeedSource): string {
  return withoutControls(makeFeed(source).rss2());
}

/** XML 1.0 has no place for these, not even escaped: one of them in one post would make the whole feed unreadable. */
function withoutControls(xml: string): string {
  return xml.toWellFormed().replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "");
}

function makeFeed({ site, title, path, feedPath, posts, updated }: FeedSource): Feed {
  const { collective, origin } = site;
  const feed = new Feed({
    id: origin + path,
    link: origin + path,
    feed: origin + feedPath,
    title,
    description: plainText(aboutHtml(collective)),
    language: collective.language,
    author: { name: collective.name, link: groupId(origin) },
    updated,
    generator: "Tocsin",
    ...(collective.icon && { image: mediaUrl(origin, collective.icon) }),
  });
  for (const post of posts) {
    const url = postUrl(origin, post.id);
    feed.addItem({
      link: url,
      title: escaped(postTitle(post, collective.language)),
      description: escaped(postDescription(post)),
      content: content(post, site),
      date: post.updated ?? post.published,
      published: post.published,
      category: post.tags.map((tag) => category(tag, origin)),
      extensions: [{ name: "dc:language", objects: { _text: post.language } }],
    });
  }
  return feed;
}

/** Both formats read titles as HTML. The library writes attributes unescaped, so categories are hashtags: letters and digits. */
function category(tag: string, origin: string): Category {
  const name = hashtagName(tag);
  return { name, term: name, scheme: `${origin}/tags`, domain: tagUrl(origin, hashtagSlug(tag)) };
}

const escaped = (text: string) => String(html`${text}`);

function content(post: Post, { collective, origin }: Site): string {
  const words = messages(collective.language).site;
  const inner = html`${trusted(postHtml(post, origin))}${post.pictures.map(
    ({ full, description }) =>
      html`<figure>
        <img
          src="${mediaUrl(origin, full.name)}"
          alt="${description}"
          width="${full.width}"
          height="${full.height}"
        />
      </figure>`,
  )}`;
  const whole = post.summary
    ? html`<details>
        <summary>${words.contentWarning} – ${post.summary}</summary>
        ${inner}
      </details>`
    : inner;
  return String(
    html`<div lang="${post.language}" dir="${direction(post.language)}">
      ${calloutOpening(post)}${whole}${translationLines(origin, post)}
    </div>`,
  );
}
