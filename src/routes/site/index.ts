import { Hono } from "hono";
import type { RouteOptions } from "../options.ts";
import { calloutRoutes } from "./callouts.ts";
import { languageRoutes } from "./languages.ts";
import { allyRoutes } from "./allies.ts";
import { archiveRoutes } from "./archive.ts";
import { historyRoutes } from "./history.ts";
import { homeRoutes } from "./home.ts";
import { pageRoutes } from "./pages.ts";
import { postRoutes } from "./post.ts";
import { profileRoutes } from "./profile.ts";
import { searchRoutes } from "./search.ts";
import { tagRoutes } from "./tags.ts";

/** The pages that everybody may read. */
export function siteRoutes(options: RouteOptions): Hono {
  const app = new Hono();
  app.route("/", homeRoutes(options));
  app.route("/", postRoutes(options));
  app.route("/", calloutRoutes(options));
  app.route("/", languageRoutes(options));
  app.route("/", tagRoutes(options));
  app.route("/", historyRoutes(options));
  app.route("/", archiveRoutes(options));
  app.route("/", pageRoutes(options));
  app.route("/", allyRoutes(options));
  app.route("/", searchRoutes(options));
  app.route("/", profileRoutes(options));
  return app;
}
