import { Hono } from "hono";
import { compress } from "hono/compress";
import { searchPosts } from "../../store/search.ts";
import { longestQuery } from "../../text/search.ts";
import { searchPage } from "../../views/search.ts";
import type { RouteOptions } from "../options.ts";
import { type SiteEnv, withSite } from "./site.ts";

const PAGE = 20;
const MOST_PAGES = 10;

export function searchRoutes(options: RouteOptions): Hono<SiteEnv> {
  const { sql } = options;
  const app = new Hono<SiteEnv>();

  // Nothing here is secret, so that its length may tell what was typed.
  app.get("/search", compress(), withSite(options), async (c) => {
    // What somebody looks for is theirs: no cache on the way keeps it, and no search engine the page.
    c.header("Cache-Control", "private, no-store");
    c.header("X-Robots-Tag", "noindex");
    const query = (c.req.query("q") ?? "").slice(0, longestQuery).toWellFormed().trim();
    const page = readPage(c.req.query("page"));
    const most = PAGE * MOST_PAGES;
    const found = await searchPosts(sql, query, {
      language: c.get("site").collective.language,
      limit: PAGE,
      offset: (page - 1) * PAGE,
      most,
    });
    const address = (to: number) => `/search?${new URLSearchParams({ q: query, page: String(to) })}`;
    return c.html(
      searchPage(c.get("site"), {
        query,
        ...found,
        more: found.count >= most,
        earlier: page > 1 ? address(page - 1) : undefined,
        later: page * PAGE < found.count ? address(page + 1) : undefined,
      }),
    );
  });

  return app;
}

function readPage(typed = "1"): number {
  return /^\d{1,2}$/.test(typed) ? Math.min(Math.max(Number(typed), 1), MOST_PAGES) : 1;
}
