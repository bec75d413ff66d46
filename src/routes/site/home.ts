import { Hono } from "hono";
import { listUpcomingCallouts } from "../../store/callouts.ts";
import { listPinnedPosts } from "../../store/post-lists.ts";
import { listLanguages } from "../../store/translations.ts";
import { findRedirect } from "../../store/redirects.ts";
import { readOldPath } from "../../text/redirect.ts";
import { homePage, waitingPage } from "../../views/home.ts";
import { stylesheet } from "../assets.ts";
import { readerLanguage } from "../language.ts";
import type { RouteOptions } from "../options.ts";
import { findAnswered, pageOfPosts } from "./list.ts";
import { findSite, fresh } from "./site.ts";

/** Further ones stand among the other posts, and with all of them on their own page. */
const CALLOUTS = 5;

export function homeRoutes(options: RouteOptions): Hono {
  const { sql } = options;
  const app = new Hono();

  app.get("/", fresh, async (c) => {
    c.header("Vary", "Accept");
    const site = await findSite(c, options);
    if (!site) {
      c.header("Vary", "Accept, Accept-Language");
      return c.html(waitingPage({ language: readerLanguage(c, "en"), stylesheets: [stylesheet("site")] }));
    }
    const before = c.req.query("before");
    // WordPress gave each post the short address /?p=41, too.
    const old = before === undefined ? readOldPath(c.req.url) : undefined;
    const target = old && (await findRedirect(sql, old));
    if (target) return c.redirect(target, 301);
    const { language, postsPerPage: size } = site.collective;
    const [callouts, allPinned, languages] = await Promise.all([
      listUpcomingCallouts(sql, { language, limit: CALLOUTS }),
      listPinnedPosts(sql, language),
      listLanguages(sql),
    ]);
    const calling = new Set(callouts.map(({ id }) => id));
    const pinned = allPinned.filter(({ id }) => !calling.has(id));
    const except = [...callouts, ...pinned].map(({ id }) => id);
    const list = await pageOfPosts(sql, { path: "/", size, before, onceIn: language, except });
    return c.html(
      homePage(site, {
        ...list,
        callouts: before === undefined ? callouts : [],
        pinned: before === undefined ? pinned : [],
        languages,
        answered: new Map([...list.answered, ...(await findAnswered(sql, pinned))]),
      }),
    );
  });

  return app;
}
