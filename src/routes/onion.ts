import type { Context, MiddlewareHandler } from "hono";
import type { Config } from "../config.ts";
import { hasLinks, moveToOnion } from "../text/onion.ts";

/** The addresses of the site. */
export type Origins = Pick<Config, "origin" | "onionOrigin">;

/**
 * The address that the one who asks has come by: the onion service, or the public one. Only the exact name of the onion
 * counts; a Host we do not know, and what proxies say was asked for, changes nothing.
 */
export function originOf(c: Context, { origin, onionOrigin }: Origins): string {
  const byOnion = onionOrigin !== undefined && new URL(c.req.url).host === new URL(onionOrigin).host;
  return byOnion ? onionOrigin : origin;
}

/** Whether what is sent to this address can be read on the way by nobody: an onion service encrypts by itself. */
export function isEncrypted(origin: string): boolean {
  return origin.startsWith("https:") || new URL(origin).hostname.endsWith(".onion");
}

/** Tells Tor Browser of the onion service, and keeps those who came by it there, whatever page they read. */
export function onionService(config: Origins): MiddlewareHandler {
  const { origin, onionOrigin } = config;
  return async (c, next) => {
    await next();
    if (onionOrigin === undefined) return;
    const [mediaType = ""] = (c.res.headers.get("Content-Type") ?? "").split(";");
    if (originOf(c, config) !== onionOrigin) {
      const { pathname, search } = new URL(c.req.url);
      if (mediaType === "text/html") c.header("Onion-Location", onionOrigin + pathname + search);
      return;
    }
    const move = { from: origin, to: onionOrigin };
    const location = c.res.headers.get("Location");
    if (location !== null) c.header("Location", moveToOnion(location, "text/plain", move));
    if (c.res.body === null || !hasLinks(mediaType)) return;
    const { status, headers } = c.res;
    c.res = new Response(moveToOnion(await c.res.text(), mediaType, move), { status, headers });
    c.res.headers.delete("Content-Length");
  };
}
