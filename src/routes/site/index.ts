import { Hono } from "hono";
import type { RouteOptions } from "../options.ts";
import { calloutRoutes } from "./callouts.ts";
import { homeRoutes } from "./home.ts";
import { languageRoutes } from "./languages.ts";
import { postRoutes } from "./post.ts";
import { profileRoutes } from "./profile.ts";
import { tagRoutes } from "./tags.ts";

/** The pages that everybody may read. */
export function siteRoutes(options: RouteOptions): Hono {
  const app = new Hono();
  app.route("/", homeRoutes(options));
  app.route("/", postRoutes(options));
  app.route("/", calloutRoutes(options));
  app.route("/", languageRoutes(options));
  app.route("/", tagRoutes(options));
  app.route("/", profileRoutes(options));
  return app;
}
