import { type Context, Hono } from "hono";
import { NotFound } from "../errors.ts";
import { listPages, type PageEntry } from "../store/pages.ts";
import { findPublicFiles } from "../store/public-files.ts";
import { listSitemapEntries, listSitemapParts } from "../store/sitemap.ts";
import { listTags } from "../store/tags.ts";
import { listLanguages } from "../store/translations.ts";
import { listYears } from "../store/years.ts";
import { languageUrl, pageUrl, profileUrl, tagUrl } from "../text/address.ts";
import { defaultRobots } from "../text/robots.ts";
import { periodPath } from "../views/archive.ts";
import type { Site } from "../views/layout.ts";
import { manifest } from "../views/manifest.ts";
import { postSitemap, sitemap, sitemapIndex } from "../views/sitemap.ts";
import type { RouteOptions } from "./options.ts";
import { ownFirst } from "./site/pages.ts";
import { decodeCursor, encodeCursor, fresh, type SiteEnv, withSite } from "./site/site.ts";

/** The protocol allows 50,000, and no part may take more than a moment. */
const PART = 10_000;
const MOST_PARTS = 5000;
const MOST_TAGS = 5000;

const day = 24 * 3600 * 1000;
/** RFC 9116, 2.5.5 asks for less than a year. Whoever asks again within this is told anew. */
const promised = 90 * day;

const PLAIN = { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "public, max-age=3600" };
const XML = { "Content-Type": "application/xml; charset=utf-8", "Cache-Control": "public, max-age=3600" };

/** Files that crawlers, telephones and those who look for holes ask for under names that are the same everywhere. */
export function machineRoutes(options: RouteOptions): Hono<SiteEnv> {
  const { sql } = options;
  const app = new Hono<SiteEnv>();
  sitemaps(app, options);

  app.get("/robots.txt", fresh, async (c) => {
    const { robots } = await findPublicFiles(sql);
    return c.body(robots === "" ? defaultRobots(options.config.origin) : `${robots}\n`, 200, PLAIN);
  });

  const securityPath = "/.well-known/security.txt";
  app.get(securityPath, fresh, withSite(options), async (c) => {
    const { collective, origin } = c.get("site");
    const { securityContact } = await findPublicFiles(sql);
    if (securityContact === "") throw new NotFound("Nobody is named for that.");
    const lines = [
      `Contact: ${securityContact}`,
      // By whole days, so that its ETag stays for one.
      `Expires: ${new Date(Math.floor(Date.now() / day) * day + promised).toISOString()}`,
      `Preferred-Languages: ${collective.language}`,
      `Canonical: ${origin}${securityPath}`,
    ];
    return c.body(`${lines.join("\n")}\n`, 200, PLAIN);
  });

  app.get("/manifest.webmanifest", fresh, withSite(options), (c) =>
    c.body(JSON.stringify(manifest(c.get("site"))), 200, {
      "Content-Type": "application/manifest+json; charset=utf-8",
      "Cache-Control": "public, max-age=3600",
    }),
  );

  return app;
}

function sitemaps(app: Hono<SiteEnv>, options: RouteOptions): void {
  const { sql } = options;

  app.get("/sitemap.xml", fresh, withSite(options), async (c) => {
    const { origin } = c.get("site");
    const parts = await listSitemapParts(sql, PART, MOST_PARTS);
    const posts = parts.map((part) => ({
      url: `${origin}/sitemap/${encodeCursor(part)}.xml`,
      changed: part.changed,
    }));
    return c.body(sitemapIndex([{ url: `${origin}/sitemap/pages.xml` }, ...posts]), 200, XML);
  });

  app.get("/sitemap/pages.xml", fresh, withSite(options), async (c) => {
    const site = c.get("site");
    const [pages, years, languages, tags] = await Promise.all([
      listPages(sql),
      listYears(sql, site.collective),
      listLanguages(sql),
      listTags(sql, MOST_TAGS),
    ]);
    const standing = [...Map.groupBy(pages, ({ slug }) => slug).values()];
    const lists = [
      ...years.map(({ year }) => periodPath(year)),
      ...languages.map((language) => languageUrl("", language)),
      ...tags.map(({ slug }) => tagUrl("", slug)),
    ];
    const listed = [...fixedPaths(site), ...lists].map((path) => ({ url: site.origin + path }));
    return c.body(sitemap([...standing.flatMap((each) => languagesOfPage(site, each)), ...listed]), 200, XML);
  });

  app.get("/sitemap/:file{[\\w-]{1,60}\\.xml}", fresh, withSite(options), (c) => part(c, options));
}

function fixedPaths({ collective, hasCallouts, hasAllies }: Site): string[] {
  const always = ["/", profileUrl("", collective.handle), "/follow", "/feeds", "/tags", "/archive"];
  return [...always, ...(hasCallouts ? ["/callouts"] : []), ...(hasAllies ? ["/allies"] : [])];
}

/** A page of the menu, at one address for each of its languages. */
function languagesOfPage({ origin, collective }: Site, entries: PageEntry[]) {
  const languages = entries.map(({ language }) => language);
  const [short] = ownFirst(languages, collective.language);
  return entries.map(({ slug, language, updated }) => ({
    url: pageUrl(origin, slug, language === short ? undefined : language),
    changed: updated,
  }));
}

async function part(c: Context<SiteEnv>, { sql }: RouteOptions): Promise<Response> {
  const file = c.req.param("file") ?? "";
  const posts = await listSitemapEntries(sql, decodeCursor(file.slice(0, -".xml".length)), PART);
  if (posts.length === 0) throw new NotFound(`Nothing is listed in ${file}.`);
  return c.body(postSitemap(c.get("site").origin, posts), 200, XML);
}
