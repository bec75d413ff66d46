import { html } from "hono/html";
import { groupId, mediaUrl, tagUrl } from "../text/address.ts";
import { escapeContent } from "../text/escape.ts";
import { hashtagSlug } from "../text/hashtag.ts";
import { plainText } from "../text/sanitize.ts";
import { aboutHtml } from "./about.ts";
import type { FeedItem } from "./feed-item.ts";
import type { Html } from "./html.ts";
import type { Site } from "./layout.ts";

// Written with the templates of the pages: what they escape is escaped in XML too.

export interface FeedSource {
  site: Site;
  title: string;
  /** Of most that is in it. */
  language: string;
  /** Of the page that the feed follows, and of the feed itself, without its ending. */
  path: string;
  feedPath: string;
  items: FeedItem[];
  updated: Date;
}

/** RFC 4287. */
export function atomFeed({ site, title, language, path, feedPath, items, updated }: FeedSource): string {
  const { collective, origin } = site;
  const about = plainText(aboutHtml(collective));
  return xml(
    html`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}">
      <id>${origin}${path}</id>
      <title>${title}</title>
      ${about && html`<subtitle>${about}</subtitle>`}
      <updated>${updated.toISOString()}</updated>
      <author><name>${collective.name}</name><uri>${groupId(origin)}</uri></author>
      <link rel="alternate" type="text/html" href="${origin}${path}" />
      <link rel="self" type="application/atom+xml" href="${origin}${feedPath}.atom" />
      ${collective.icon && html`<logo>${mediaUrl(origin, collective.icon)}</logo>`}
      <generator>Tocsin</generator>
      ${items.map((item) => atomEntry(item, origin))}
    </feed>`,
  );
}

function atomEntry(item: FeedItem, origin: string): Html {
  const { author, language, published, updated } = item;
  return html`<entry${language && html` xml:lang="${language}"`}>
      <id>${item.id}</id>
      <title>${item.title}</title>
      <link rel="alternate" type="text/html" href="${item.url}"/>
      <published>${published.toISOString()}</published>
      <updated>${(updated ?? published).toISOString()}</updated>
      ${author && html`<author><name>${author.name}</name><uri>${author.url}</uri></author>`}
      ${item.tags.map((name) => html`<category term="${name}" scheme="${origin}/tags" />`)}
      ${item.pictures.map(
        ({ url, mediaType, size, description }) =>
          html`<link
            rel="enclosure"
            type="${mediaType}"
            length="${size}"
            href="${url}"
            title="${description}"
          />`,
      )}
      <summary>${item.summary}</summary>
      <content type="html">${item.content}</content>
    </entry>`;
}

/** RSS 2.0, by the rules of the RSS Advisory Board. */
export function rssFeed({ site, title, language, path, feedPath, items, updated }: FeedSource): string {
  const { collective, origin } = site;
  const page = origin + path;
  const namespaces = html`xmlns:atom="http://www.w3.org/2005/Atom"
  xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"`;
  return xml(
    html`<rss version="2.0" ${namespaces}>
  <channel>
    <title>${title}</title>
    <link>${page}</link>
    <description>${plainText(aboutHtml(collective))}</description>
    <language>${language}</language>
    <lastBuildDate>${updated.toUTCString()}</lastBuildDate>
    <atom:link rel="self" type="application/rss+xml" href="${origin}${feedPath}.rss"/>
    ${
      collective.icon &&
      html`<image><url>${mediaUrl(origin, collective.icon)}</url><title>${title}</title><link>${page}</link></image>`
    }
    <generator>Tocsin</generator>
    ${items.map((item) => rssItem(item, origin))}
  </channel>
</rss>`,
  );
}

/** Many readers take titles and descriptions for HTML, so what is plain text is escaped once more. */
function rssItem(item: FeedItem, origin: string): Html {
  const { id, url, author, language } = item;
  // There is room for one enclosure; the text shows every picture.
  const [picture] = item.pictures;
  return html`<item>
      <title>${escapeContent(item.title)}</title>
      <link>${url}</link>
      <guid isPermaLink="${String(id === url)}">${id}</guid>
      <pubDate>${item.published.toUTCString()}</pubDate>
      ${author && html`<dc:creator>${author.name}</dc:creator>`}
      ${language && html`<dc:language>${language}</dc:language>`}
      ${item.tags.map((name) => html`<category domain="${tagUrl(origin, hashtagSlug(name))}">${name}</category>`)}
      ${picture && html`<enclosure url="${picture.url}" length="${picture.size}" type="${picture.mediaType}" />`}
      <description>${escapeContent(item.summary)}</description>
      <content:encoded>${item.content}</content:encoded>
    </item>`;
}

/** XML 1.0 has no place for these, not even escaped: one of them in one post would make the whole feed unreadable. */
/** A document of XML, without the characters that it may not hold. */
export function xml(document: Html): string {
  const text = `<?xml version="1.0" encoding="utf-8"?>\n${String(document)}\n`;
  return text.toWellFormed().replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "");
}

/** JSON Feed 1.1. */
export function jsonFeed({ site, title, language, path, feedPath, items }: FeedSource): string {
  const { collective, origin } = site;
  return JSON.stringify({
    version: "https://jsonfeed.org/version/1.1",
    title,
    home_page_url: origin + path,
    feed_url: `${origin}${feedPath}.json`,
    description: plainText(aboutHtml(collective)),
    ...(collective.icon && { icon: mediaUrl(origin, collective.icon) }),
    authors: [{ name: collective.name, url: groupId(origin) }],
    language,
    items: items.map(jsonItem),
  });
}

function jsonItem(item: FeedItem) {
  const { author, tags, language, pictures, updated } = item;
  return {
    id: item.id,
    url: item.url,
    title: item.title,
    content_html: item.content,
    summary: item.summary,
    ...(pictures[0] && { image: pictures[0].url }),
    date_published: item.published.toISOString(),
    ...(updated && { date_modified: updated.toISOString() }),
    ...(author && { authors: [author] }),
    ...(tags.length > 0 && { tags }),
    ...(language && { language }),
    ...(pictures.length > 0 && {
      attachments: pictures.map(({ url, mediaType, size, description }) => ({
        url,
        mime_type: mediaType,
        ...(description && { title: description }),
        size_in_bytes: size,
      })),
    }),
  };
}
