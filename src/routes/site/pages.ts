import { type Context, Hono } from "hono";
import { NotFound } from "../../errors.ts";
import { findPage, listPageLanguages } from "../../store/pages.ts";
import { pageUrl } from "../../text/address.ts";
import { standingPage } from "../../views/standing-page.ts";
import type { RouteOptions } from "../options.ts";
import { fresh, type SiteEnv, withSite } from "./site.ts";

/** The languages of a page, the collective's first: that is the one at the short address. */
export function ownFirst(languages: string[], own: string): string[] {
  return languages.toSorted((one, other) => Number(other === own) - Number(one === own));
}

export function pageRoutes(options: RouteOptions): Hono<SiteEnv> {
  const { sql } = options;
  const app = new Hono<SiteEnv>();

  async function languagesOf(c: Context<SiteEnv>, slug: string): Promise<string[]> {
    return ownFirst(await listPageLanguages(sql, slug), c.get("site").collective.language);
  }

  async function showPage(c: Context<SiteEnv>, slug: string, languages: string[], language: string) {
    const page = await findPage(sql, slug, language);
    if (!page) throw new NotFound(`There is no page ${slug}.`);
    return c.html(standingPage(c.get("site"), page, languages));
  }

  app.get("/pages/:slug", fresh, withSite(options), async (c) => {
    const slug = c.req.param("slug");
    const languages = await languagesOf(c, slug);
    return showPage(c, slug, languages, languages[0] ?? "");
  });

  app.get("/pages/:slug/:language", fresh, withSite(options), async (c) => {
    const { slug, language } = c.req.param();
    const languages = await languagesOf(c, slug);
    if (languages[0] === language) return c.redirect(pageUrl("", slug), 301);
    return showPage(c, slug, languages, language);
  });

  return app;
}
