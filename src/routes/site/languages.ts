import { Hono } from "hono";
import { NotFound } from "../../errors.ts";
import { languageUrl } from "../../text/address.ts";
import { isLanguage } from "../../text/language.ts";
import { languagePage } from "../../views/language-page.ts";
import type { RouteOptions } from "../options.ts";
import { pageOfPosts } from "./list.ts";
import { fresh, type SiteEnv, withSite } from "./site.ts";

export function languageRoutes(options: RouteOptions): Hono<SiteEnv> {
  const { sql } = options;
  const app = new Hono<SiteEnv>();

  app.get("/language/:code", fresh, withSite(options), async (c) => {
    const written = c.req.param("code");
    const code = isLanguage(written) ? Intl.getCanonicalLocales(written)[0]! : undefined;
    if (!code) throw new NotFound(`"${written}" is no language.`);
    const path = languageUrl("", code);
    if (code !== written) return c.redirect(path, 301);
    const size = c.get("site").collective.postsPerPage;
    const list = await pageOfPosts(sql, { path, size, before: c.req.query("before"), language: code });
    if (list.posts.length === 0) throw new NotFound(`No post is in ${code}.`);
    return c.html(languagePage(c.get("site"), code, list));
  });

  return app;
}
