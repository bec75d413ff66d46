import { Hono } from "hono";
import { listPinnedPosts } from "../../store/post-lists.ts";
import { findRedirect } from "../../store/redirects.ts";
import { readOldPath } from "../../text/redirect.ts";
import { homePage, waitingPage } from "../../views/home.ts";
import { stylesheet } from "../assets.ts";
import { readerLanguage } from "../language.ts";
import type { RouteOptions } from "../options.ts";
import { findAnswered, pageOfPosts } from "./list.ts";
import { findSite, fresh } from "./site.ts";

export function homeRoutes(options: RouteOptions): Hono {
  const { sql } = options;
  const app = new Hono();

  app.get("/", fresh, async (c) => {
    c.header("Vary", "Accept");
    const site = await findSite(options);
    if (!site) {
      c.header("Vary", "Accept, Accept-Language");
      return c.html(waitingPage({ language: readerLanguage(c, "en"), stylesheets: [stylesheet("site")] }));
    }
    const before = c.req.query("before");
    // WordPress gave each post the short address /?p=41, too.
    const old = before === undefined ? readOldPath(c.req.url) : undefined;
    const target = old && (await findRedirect(sql, old));
    if (target) return c.redirect(target, 301);
    const list = await pageOfPosts(sql, { path: "/", before });
    const pinned = await listPinnedPosts(sql);
    const shownAbove = new Set(pinned.map(({ id }) => id));
    return c.html(
      homePage(site, {
        ...list,
        posts: list.posts.filter(({ id }) => !shownAbove.has(id)),
        pinned: before === undefined ? pinned : [],
        answered: new Map([...list.answered, ...(await findAnswered(sql, pinned))]),
      }),
    );
  });

  return app;
}
