import { Hono } from "hono";
import { NotFound } from "../../errors.ts";
import { findPost } from "../../store/post-lists.ts";
import { countReactions } from "../../store/reactions.ts";
import { listApprovedQuotes, listApprovedReplies } from "../../store/approved-replies.ts";
import { oEmbedLink } from "../../views/oembed.ts";
import { postPage } from "../../views/post-page.ts";
import { originOf } from "../onion.ts";
import type { RouteOptions } from "../options.ts";
import { gone } from "./gone.ts";
import { findAnswered } from "./list.ts";
import { fresh, shows, type SiteEnv, withSite } from "./site.ts";

export function postRoutes(options: RouteOptions): Hono<SiteEnv> {
  const { sql } = options;
  const app = new Hono<SiteEnv>();

  app.get("/p/:id{[a-z2-7]{16}}", fresh, withSite(options), async (c) => {
    c.header("Vary", "Accept");
    const site = c.get("site");
    const post = await findPost(sql, c.req.param("id"));
    if (!post) throw new NotFound(`There is no post ${c.req.param("id")}.`);
    shows(c, `post:${post.id}`);
    if (post.withdrawn) return gone(c);
    const [replies, quotes, reactions, answered] = await Promise.all([
      listApprovedReplies(sql, post.id),
      listApprovedQuotes(sql, post.id),
      countReactions(sql, [post.id]),
      findAnswered(sql, [post]),
    ]);
    c.header("Link", oEmbedLink(originOf(c, options.config), post.id));
    return c.html(
      postPage(site, {
        post,
        replies,
        quotes,
        reactions: reactions.get(post.id) ?? { likes: 0, boosts: 0 },
        inReplyTo: answered.get(post.id),
      }),
    );
  });

  return app;
}
