import { Hono } from "hono";
import { NotFound } from "../../errors.ts";
import { findTag, listTags } from "../../store/tags.ts";
import { tagUrl } from "../../text/address.ts";
import { hashtagSlug } from "../../text/hashtag.ts";
import { tagPage, tagsPage } from "../../views/tags.ts";
import type { RouteOptions } from "../options.ts";
import { pageOfPosts } from "./list.ts";
import { fresh, type SiteEnv, withSite } from "./site.ts";

const MOST_TAGS = 500;

export function tagRoutes(options: RouteOptions): Hono<SiteEnv> {
  const { sql } = options;
  const app = new Hono<SiteEnv>();

  app.get("/tags", fresh, withSite(options), async (c) => {
    const site = c.get("site");
    const tags = await listTags(sql, MOST_TAGS);
    const { compare } = new Intl.Collator(site.collective.language);
    return c.html(
      tagsPage(
        site,
        tags.toSorted((one, other) => compare(one.name, other.name)),
      ),
    );
  });

  app.get("/tags/:slug", fresh, withSite(options), async (c) => {
    const site = c.get("site");
    const written = c.req.param("slug");
    const slug = hashtagSlug(written);
    const tag = await findTag(sql, slug);
    if (!tag) throw new NotFound(`No post has the tag ${written}.`);
    const path = tagUrl("", slug);
    // Other servers link tags in the case they were written in.
    if (slug !== written) return c.redirect(path, 301);
    const list = await pageOfPosts(sql, {
      path,
      size: site.collective.postsPerPage,
      before: c.req.query("before"),
      tag: slug,
      onceIn: site.collective.language,
    });
    return c.html(tagPage(site, tag, list));
  });

  return app;
}
