import { type Context, Hono } from "hono";
import { NotFound } from "../errors.ts";
import { findLastChange, listPosts } from "../store/post-lists.ts";
import type { Sql } from "../store/sql.ts";
import { findTag } from "../store/tags.ts";
import { tagUrl } from "../text/address.ts";
import { hashtagSlug } from "../text/hashtag.ts";
import { messages } from "../text/messages.ts";
import { atomFeed, type FeedSource, rssFeed } from "../views/feed.ts";
import type { Site } from "../views/layout.ts";
import type { RouteOptions } from "./options.ts";
import { fresh, type SiteEnv, withSite } from "./site/site.ts";

/** Readers ask every hour or so, and are given whole texts. */
const ENTRIES = 30;

const formats = {
  rss: { type: "application/rss+xml; charset=utf-8", write: rssFeed },
  atom: { type: "application/atom+xml; charset=utf-8", write: atomFeed },
};
type Format = keyof typeof formats;

export function feedRoutes(options: RouteOptions): Hono<SiteEnv> {
  const { sql } = options;
  const app = new Hono<SiteEnv>();

  app.get("/:file{feed\\.(?:rss|atom)}", fresh, withSite(options), async (c) => {
    const site = c.get("site");
    const format = formatOf(c.req.param("file"));
    const posts = await listPosts(sql, { limit: ENTRIES });
    return feed(c, format, sql, {
      site,
      title: site.collective.name,
      path: "/",
      feedPath: `/feed.${format}`,
      posts,
    });
  });

  app.get("/tags/:slug/:file{feed\\.(?:rss|atom)}", fresh, withSite(options), async (c) => {
    const site = c.get("site");
    const format = formatOf(c.req.param("file"));
    const slug = hashtagSlug(c.req.param("slug"));
    const tag = await findTag(sql, slug);
    if (!tag) throw new NotFound(`No post has the tag ${slug}.`);
    const posts = await listPosts(sql, { tag: slug, limit: ENTRIES });
    const path = tagUrl("", slug);
    const title = `${site.collective.name} – ${messages(site.collective.language).site.tagged(tag.name)}`;
    return feed(c, format, sql, { site, title, path, feedPath: `${path}/feed.${format}`, posts });
  });

  return app;
}

function formatOf(file: string): Format {
  return file.endsWith("rss") ? "rss" : "atom";
}

async function feed(
  c: Context<SiteEnv>,
  format: Format,
  sql: Sql,
  source: Omit<FeedSource, "updated">,
): Promise<Response> {
  const updated = await lastChange(sql, source.site);
  c.header("Last-Modified", updated.toUTCString());
  c.header("Cache-Control", "public, max-age=300");
  return c.body(formats[format].write({ ...source, updated }), 200, { "Content-Type": formats[format].type });
}

async function lastChange(sql: Sql, { collective }: Site): Promise<Date> {
  const posts = await findLastChange(sql);
  return posts && posts > collective.updatedAt ? posts : collective.updatedAt;
}
