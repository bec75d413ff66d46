import { Hono } from "hono";
import { NotFound } from "../../errors.ts";
import { listAllies } from "../../store/allies.ts";
import { alliesPage } from "../../views/allies.ts";
import type { RouteOptions } from "../options.ts";
import { fresh, type SiteEnv, withSite } from "./site.ts";

export function allyRoutes(options: RouteOptions): Hono<SiteEnv> {
  const app = new Hono<SiteEnv>();

  app.get("/allies", fresh, withSite(options), async (c) => {
    const allies = await listAllies(options.sql);
    if (allies.length === 0) throw new NotFound("No ally is named.");
    return c.html(alliesPage(c.get("site"), allies));
  });

  return app;
}
