import { Hono } from "hono";
import { NotFound } from "../../errors.ts";
import { findPost, listRevisions } from "../../store/post-lists.ts";
import { changesPage, historyPage } from "../../views/history.ts";
import type { RouteOptions } from "../options.ts";
import { gone } from "./gone.ts";
import { fresh, type SiteEnv, withSite } from "./site.ts";

/** What a post said before, for readers, unless the members keep it to themselves. */
export function historyRoutes(options: RouteOptions): Hono<SiteEnv> {
  const { sql } = options;
  const app = new Hono<SiteEnv>();

  app.get("/p/:id{[a-z2-7]{16}}/history/:number{[1-9][0-9]{0,5}}?", fresh, withSite(options), async (c) => {
    const site = c.get("site");
    const { id, number } = c.req.param();
    const post = await findPost(sql, id);
    if (post?.withdrawn) return gone(c);
    if (!post?.updated || post.historyHidden) throw new NotFound(`There is no history of ${id} to be seen.`);
    const revisions = await listRevisions(sql, id);
    if (number === undefined) return c.html(historyPage(site, post, revisions));
    const revision = revisions.find((each) => each.number === Number(number));
    const version = revision && (await findPost(sql, id, revision.number));
    if (!version) throw new NotFound(`The post ${id} has no version ${number}.`);
    const before = await findPost(sql, id, version.revision - 1);
    return c.html(changesPage(site, { version, before, createdAt: revision.createdAt }));
  });

  return app;
}
