import type { Context, ErrorHandler, NotFoundHandler } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { Conflict, Forbidden, Invalid, NotFound, Unread } from "../errors.ts";
import { logger } from "../log.ts";
import { findRedirect } from "../store/redirects.ts";
import { isWithoutDatabase } from "../store/sql.ts";
import { messages, type Messages } from "../text/messages.ts";
import { readOldPath } from "../text/redirect.ts";
import { errorPage } from "../views/error.ts";
import type { Site } from "../views/layout.ts";
import { stylesheet } from "./assets.ts";
import { isMembersPath } from "./headers.ts";
import { readerLanguage } from "./language.ts";
import type { PageOptions } from "./options.ts";
import { findSite } from "./site/site.ts";

interface Problem {
  status: ContentfulStatusCode;
  /** In messages.errors. */
  key: keyof Messages["errors"];
}

const log = logger("web");

/** PostgreSQL's character_not_in_repertoire: a NUL in an address, which no text column can hold. */
export function isNotText(error: Error): boolean {
  return "code" in error && error.code === "22021";
}

const unreadKeys = {
  400: "invalid",
  408: "formLate",
  413: "formTooLong",
  429: "busy",
  503: "unavailable",
} as const;

export function onError(options: PageOptions): ErrorHandler {
  return async (error, c) => {
    const problem = problemOf(error);
    // Neither who asked nor for what, nor the row that PostgreSQL quotes in its details.
    if (problem.status >= 500) log.error("A request failed: {stack}", { stack: error.stack });
    return respond(c, options, problem);
  };
}

export function notFound(options: PageOptions): NotFoundHandler {
  return (c) => respond(c, options, { status: 404, key: "notFound" });
}

function problemOf(error: Error): Problem {
  if (error instanceof NotFound) return { status: 404, key: "notFound" };
  if (error instanceof Forbidden) return { status: 403, key: "forbidden" };
  if (error instanceof Conflict) return { status: 409, key: "conflict" };
  if (error instanceof Invalid) return { status: 422, key: isErrorKey(error.key) ? error.key : "invalid" };
  if (isNotText(error)) return { status: 422, key: "invalid" };
  if (error instanceof Unread) return { status: error.status, key: unreadKeys[error.status] };
  if (isWithoutDatabase(error)) return { status: 503, key: "unavailable" };
  return { status: 500, key: "unexpected" };
}

function isErrorKey(key: string): key is Problem["key"] {
  return Object.hasOwn(messages("en").errors, key);
}

async function respond(c: Context, options: PageOptions, { status, key }: Problem): Promise<Response> {
  const target = status === 404 ? await findTargetIfPossible(c, options) : undefined;
  if (target !== undefined) {
    c.header("Cache-Control", "public, max-age=3600");
    return c.redirect(target, 301);
  }
  const site = status < 500 ? await findSiteIfPossible(c, options) : undefined;
  const language =
    isMembersPath(c.req.path) || !site
      ? readerLanguage(c, site?.collective.language)
      : site.collective.language;
  const text = messages(language).errors[key];
  c.header("Cache-Control", "no-store");
  if (status === 429) c.header("Retry-After", "10");
  if (status === 503) c.header("Retry-After", "60");
  // Servers that ask for ActivityPub read the status, and people who debug them one line.
  if (/\bjson\b/.test(c.req.header("Accept") ?? "")) return c.text(`${text}\n`, status);
  return c.html(errorPage({ status, text, language, stylesheets: [stylesheet("site")] }, site), status);
}

/** Where an address of an older site leads. */
async function findTargetIfPossible(c: Context, { sql }: PageOptions): Promise<string | undefined> {
  const reads = c.req.method === "GET" || c.req.method === "HEAD";
  const path = reads && !isMembersPath(c.req.path) ? readOldPath(c.req.url) : undefined;
  try {
    return path && (await findRedirect(sql, path));
  } catch {
    return undefined;
  }
}

async function findSiteIfPossible(c: Context, options: PageOptions): Promise<Site | undefined> {
  try {
    return await findSite(c, options);
  } catch {
    return undefined;
  }
}
