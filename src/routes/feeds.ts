import { type Context, Hono } from "hono";
import { NotFound } from "../errors.ts";
import { findLastChange, findPost, listPosts } from "../store/post-lists.ts";
import { listLatestReplies } from "../store/approved-replies.ts";
import type { Sql } from "../store/sql.ts";
import { findTag, listTags } from "../store/tags.ts";
import { listLanguages } from "../store/translations.ts";
import { languageUrl, tagUrl } from "../text/address.ts";
import { hashtagSlug } from "../text/hashtag.ts";
import { isLanguage, languageName } from "../text/language.ts";
import { messages } from "../text/messages.ts";
import { postItem, replyItem } from "../views/feed-item.ts";
import { atomFeed, type FeedSource, jsonFeed, rssFeed } from "../views/feed.ts";
import { feedsPage } from "../views/feeds-page.ts";
import type { Site } from "../views/layout.ts";
import { postTitle } from "../views/post.ts";
import type { RouteOptions } from "./options.ts";
import { fresh, shows, type SiteEnv, withSite } from "./site/site.ts";

/** Readers ask every hour or so, and are given whole texts. */
const ENTRIES = 30;
/** On the page that lists the feeds. */
const TAGS_NAMED = 50;

const KEPT = { "Cache-Control": "public, max-age=300" };

const formats = {
  rss: { type: "application/rss+xml; charset=utf-8", write: rssFeed },
  atom: { type: "application/atom+xml; charset=utf-8", write: atomFeed },
  json: { type: "application/feed+json; charset=utf-8", write: jsonFeed },
};
type Format = keyof typeof formats;

export function feedRoutes(options: RouteOptions): Hono<SiteEnv> {
  const { sql } = options;
  const app = new Hono<SiteEnv>();

  app.get("/feeds", fresh, withSite(options), async (c) => {
    const [languages, tags] = await Promise.all([listLanguages(sql), listTags(sql, TAGS_NAMED)]);
    return c.html(feedsPage(c.get("site"), { languages, tags }));
  });

  app.get("/:file{feed\\.(?:rss|atom|json)}", fresh, withSite(options), async (c) => {
    const site = c.get("site");
    const posts = await listPosts(sql, { limit: entries(site) });
    return postFeed(c, sql, {
      title: site.collective.name,
      language: site.collective.language,
      path: "/",
      feedPath: "/feed",
      items: posts.map((post) => postItem(post, site)),
    });
  });

  app.get("/tags/:slug/:file{feed\\.(?:rss|atom|json)}", fresh, withSite(options), async (c) => {
    const site = c.get("site");
    const { name, language } = site.collective;
    const slug = hashtagSlug(c.req.param("slug"));
    const tag = await findTag(sql, slug);
    if (!tag) throw new NotFound(`No post has the tag ${slug}.`);
    const posts = await listPosts(sql, { tag: slug, limit: entries(site) });
    const path = tagUrl("", slug);
    return postFeed(c, sql, {
      title: `${name} – ${messages(language).site.tagged(tag.name)}`,
      language,
      path,
      feedPath: `${path}/feed`,
      items: posts.map((post) => postItem(post, site)),
    });
  });

  app.get("/language/:code/:file{feed\\.(?:rss|atom|json)}", fresh, withSite(options), async (c) => {
    const site = c.get("site");
    const code = c.req.param("code");
    const posts = isLanguage(code) ? await listPosts(sql, { language: code, limit: entries(site) }) : [];
    if (posts.length === 0) throw new NotFound(`No post is written in ${code}.`);
    const path = languageUrl("", code);
    return postFeed(c, sql, {
      title: `${site.collective.name} – ${languageName(code, site.collective.language)}`,
      language: code,
      path,
      feedPath: `${path}/feed`,
      items: posts.map((post) => postItem(post, site)),
    });
  });

  app.get("/p/:id{[a-z2-7]{16}}/:file{replies\\.(?:rss|atom|json)}", fresh, withSite(options), (c) =>
    replyFeed(c, sql),
  );

  return app;
}

/** What stands on the first page of the site is in its feed, too. */
const entries = ({ collective }: Site) => Math.max(ENTRIES, collective.postsPerPage);

type Source = Omit<FeedSource, "site" | "updated">;

async function postFeed(c: Context<SiteEnv>, sql: Sql, source: Source): Promise<Response> {
  const updated = await lastChange(sql, c.get("site"));
  // Two changes of one rounded hour would have the same date: then only the ETag tells.
  if (c.get("site").collective.roundingMinutes === 0) c.header("Last-Modified", updated.toUTCString());
  return write(c, { ...source, updated });
}

/** Approved replies, the newest first. No row keeps when one was approved or hidden, so that only its ETag tells. */
async function replyFeed(c: Context<SiteEnv>, sql: Sql): Promise<Response> {
  const site = c.get("site");
  const { language } = site.collective;
  const id = c.req.param("id") ?? "";
  const post = await findPost(sql, id);
  if (!post || post.withdrawn) throw new NotFound(`There is no post ${id}.`);
  shows(c, `post:${id}`);
  const replies = await listLatestReplies(sql, id, ENTRIES);
  const dates = [post.published, ...replies.map(({ published, updated }) => updated ?? published)];
  return write(c, {
    title: messages(language).feeds.replies(postTitle(post, site.collective)),
    language: post.language,
    path: `/p/${id}`,
    feedPath: `/p/${id}/replies`,
    items: replies.map((reply) => replyItem(reply, site)),
    updated: new Date(Math.max(...dates.map(Number))),
  });
}

function write(c: Context<SiteEnv>, source: Omit<FeedSource, "site">): Response {
  const { type, write } = formats[formatOf(c.req.param("file") ?? "")];
  return c.body(write({ ...source, site: c.get("site") }), 200, { ...KEPT, "Content-Type": type });
}

function formatOf(file: string): Format {
  return file.endsWith(".rss") ? "rss" : file.endsWith(".atom") ? "atom" : "json";
}

async function lastChange(sql: Sql, { collective }: Site): Promise<Date> {
  const posts = await findLastChange(sql);
  return posts && posts > collective.updatedAt ? posts : collective.updatedAt;
}
