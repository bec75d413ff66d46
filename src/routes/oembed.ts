import { Hono } from "hono";
import { NotFound } from "../errors.ts";
import { findPost } from "../store/post-lists.ts";
import { postIdOf } from "../text/address.ts";
import { oEmbed } from "../views/oembed.ts";
import { originOf, type Origins } from "./onion.ts";
import type { RouteOptions } from "./options.ts";
import { fresh, type SiteEnv, withSite } from "./site/site.ts";

/** oEmbed 1.0: what a site that shows a link to a post of ours may show of it. */
export function oEmbedRoutes(options: RouteOptions): Hono<SiteEnv> {
  const { sql, config } = options;
  const app = new Hono<SiteEnv>();

  app.get("/oembed", fresh, withSite(options), async (c) => {
    // By whichever address the post is named, whoever came by the onion service stays there.
    const site = { ...c.get("site"), origin: originOf(c, config) };
    // 2.3.4: 501 for a format that is not written, 404 for an address that there is nothing to say of.
    if ((c.req.query("format") ?? "json") !== "json") return c.text("Only json is written here.\n", 501);
    const address = c.req.query("url") ?? "";
    const id = idIn(address, config);
    const post = id ? await findPost(sql, id) : undefined;
    if (!post || post.withdrawn) throw new NotFound(`${address} is no post of ours.`);
    const room = { width: lengthOf(c.req.query("maxwidth")), height: lengthOf(c.req.query("maxheight")) };
    return c.json(oEmbed(site, post, room), 200, {
      "Access-Control-Allow-Origin": "*",
      "Cache-Control": "public, max-age=300",
    });
  });

  return app;
}

/** People share addresses with what trackers and readers have put behind them. */
function idIn(address: string, { origin, onionOrigin }: Origins): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  const ours = url.origin === onionOrigin ? onionOrigin : origin;
  return postIdOf(ours, url.origin + url.pathname);
}

function lengthOf(typed: string | undefined): number {
  return typed !== undefined && /^\d{1,6}$/.test(typed) ? Number(typed) : Number.POSITIVE_INFINITY;
}
