import type { MiddlewareHandler } from "hono";
import { etag } from "hono/etag";
import { NotFound } from "../../errors.ts";
import { hasAllies } from "../../store/allies.ts";
import { findCollective } from "../../store/collective.ts";
import { listMenu } from "../../store/pages.ts";
import type { PostCursor } from "../../store/post-lists.ts";
import type { Site } from "../../views/layout.ts";
import { stylesheet } from "../assets.ts";
import type { RouteOptions } from "../options.ts";

/** What handlers of public pages find in their context. */
export interface SiteEnv {
  Variables: { site: Site };
}

/** A link shared in the fediverse brings every server that received it within a minute: most need no more than a 304. */
export const fresh = etag({ weak: true });

/** What every public page needs, or undefined before the set-up. */
export async function findSite({
  sql,
  config,
}: Pick<RouteOptions, "sql" | "config">): Promise<Site | undefined> {
  const collective = await findCollective(sql);
  if (!collective) return undefined;
  const [menu, allies] = await Promise.all([listMenu(sql, collective.language), hasAllies(sql)]);
  return { collective, origin: config.origin, stylesheets: [stylesheet("site")], menu, hasAllies: allies };
}

/** Leads to the home page, which says what to do, until there is a collective. */
export function withSite(options: RouteOptions): MiddlewareHandler<SiteEnv> {
  return async (c, next) => {
    const site = await findSite(options);
    if (!site) return c.redirect("/");
    c.set("site", site);
    await next();
  };
}

/** An opaque word for `before=` that names where the next page begins. */
export function encodeCursor({ published, id }: PostCursor): string {
  return Buffer.from(`${published.getTime()}.${id}`).toString("base64url");
}

/** @throws {NotFound} for a word that we did not make. */
export function decodeCursor(word: string): PostCursor {
  const match = /^(\d{1,13})\.([a-z2-7]{16})$/.exec(Buffer.from(word, "base64url").toString("latin1"));
  if (!match) throw new NotFound(`"${word}" is no place in the list.`);
  return { published: new Date(Number(match[1])), id: match[2]! };
}
