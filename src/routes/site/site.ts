import type { Context, MiddlewareHandler } from "hono";
import { NotFound } from "../../errors.ts";
import type { Change } from "../../store/changes.ts";
import { hasCallouts } from "../../store/callouts.ts";
import { hasAllies } from "../../store/allies.ts";
import { findCollective } from "../../store/collective.ts";
import { listMenu } from "../../store/pages.ts";
import type { PostCursor } from "../../store/post-lists.ts";
import type { Site } from "../../views/layout.ts";
import type { PictureChoice } from "../../views/picture.ts";
import { siteStylesheets } from "../assets.ts";
import type { RouteOptions } from "../options.ts";

/** What handlers of public pages find in their context. */
export interface SiteEnv {
  Variables: { site: Site };
}

const LONGEST_QUERY = 500;

/** For everybody: kept as bytes, and given with an ETag, until what it shows has changed. */
export const fresh: MiddlewareHandler = async (c, next) => {
  await next();
  if (!c.res.headers.has("Surrogate-Key")) c.header("Surrogate-Key", "site");
};

/** What this page shows besides the posts themselves: see store/changes.ts. */
export function shows(c: Context, ...changes: Change[]): void {
  c.header("Surrogate-Key", ["site", ...changes].join(" "));
}

/** What every public page needs, or undefined before the set-up. */
export async function findSite(
  c: Context,
  { sql, config }: Pick<RouteOptions, "sql" | "config">,
): Promise<Site | undefined> {
  const collective = await findCollective(sql);
  if (!collective) return undefined;
  const [menu, calling, allied] = await Promise.all([
    listMenu(sql, collective.language),
    hasCallouts(sql),
    hasAllies(sql),
  ]);
  return {
    collective,
    origin: config.origin,
    menu,
    hasCallouts: calling,
    hasAllies: allied,
    stylesheets: siteStylesheets(collective.accent),
    path: new URL(c.req.url).pathname,
    pictures: readPictureChoice(c),
  };
}

/** `?pictures=no` stands in the address, not in a cookie: a page for slow lines can be passed on as it is. */
function readPictureChoice(c: Context): PictureChoice {
  const { searchParams } = new URL(c.req.url);
  const withoutPictures = searchParams.get("pictures") === "no";
  if (withoutPictures) searchParams.delete("pictures");
  else searchParams.set("pictures", "no");
  const query = String(searchParams);
  return { withoutPictures, other: query.length > LONGEST_QUERY ? "?" : `?${query}` };
}

/** Leads to the home page, which says what to do, until there is a collective. */
export function withSite(options: RouteOptions): MiddlewareHandler<SiteEnv> {
  return async (c, next) => {
    const site = await findSite(c, options);
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
