import type { Context } from "hono";
import { messages } from "../../text/messages.ts";
import { errorPage } from "../../views/error.ts";
import type { SiteEnv } from "./site.ts";

/** What is said where a withdrawn post was. */
export function gone(c: Context<SiteEnv>): Response | Promise<Response> {
  const site = c.get("site");
  const { language } = site.collective;
  const text = messages(language).errors.gone;
  return c.html(errorPage({ status: 410, text, language, stylesheets: site.stylesheets }, site), 410);
}
