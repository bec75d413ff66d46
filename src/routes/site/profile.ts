import { Hono } from "hono";
import { NotFound } from "../../errors.ts";
import { countFollowers } from "../../store/followers.ts";
import { listPageLanguages } from "../../store/pages.ts";
import { countPosts } from "../../store/post-lists.ts";
import { pageUrl } from "../../text/address.ts";
import { profilePage } from "../../views/profile.ts";
import type { RouteOptions } from "../options.ts";
import { fresh, shows, type SiteEnv, withSite } from "./site.ts";

export function profileRoutes(options: RouteOptions): Hono<SiteEnv> {
  const { sql } = options;
  const app = new Hono<SiteEnv>();

  app.get("/:handle{@[a-zA-Z0-9_]+}", fresh, withSite(options), async (c) => {
    c.header("Vary", "Accept");
    const site = c.get("site");
    const handle = c.req.param("handle").slice(1);
    if (handle.toLowerCase() !== site.collective.handle)
      throw new NotFound(`Nobody here is called ${handle}.`);
    shows(c, "followers");
    const [followers, { posts, replies }] = await Promise.all([countFollowers(sql), countPosts(sql)]);
    return c.html(profilePage(site, { followers, posts: posts + replies }));
  });

  app.get("/about", withSite(options), async (c) => {
    const pages = await listPageLanguages(sql, "about");
    return c.redirect(pages.length > 0 ? pageUrl("", "about") : `/@${c.get("site").collective.handle}`);
  });

  return app;
}
