import type { Context, MiddlewareHandler } from "hono";
import type { Config } from "../config.ts";
import { originOf } from "./onion.ts";

/** No script at all, nothing from another origin, no frame around us. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join("; ");

const passkeyFeatures = ["publickey-credentials-create", "publickey-credentials-get"];
const features = [
  "browsing-topics",
  "camera",
  "display-capture",
  "geolocation",
  "microphone",
  "payment",
  "usb",
  ...passkeyFeatures,
];

/** Nobody may, not even this page; or, of some, this page alone. */
const permissions = (own: string[] = []) =>
  features.map((feature) => `${feature}=${own.includes(feature) ? "(self)" : "()"}`).join(", ");

const YEARS_2 = 63_072_000;

const always: Record<string, string> = {
  "Content-Security-Policy": CONTENT_SECURITY_POLICY,
  "X-Content-Type-Options": "nosniff",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/** What only a page can break: feeds and documents are spared them, a third of all that is sent of a small one. */
const ofPages: Record<string, string> = {
  "Permissions-Policy": permissions(),
  "Cross-Origin-Opener-Policy": "same-origin",
};

/** Lets this page of the members run scripts of ours, and listen to the server. Public pages have none. */
export function allowScript(c: Context): void {
  c.header("Content-Security-Policy", `${CONTENT_SECURITY_POLICY}; script-src 'self'; connect-src 'self'`);
}

/** Lets this page ask the browser for passkeys, by a script of ours. */
export function allowPasskeys(c: Context): void {
  allowScript(c);
  c.header("Permissions-Policy", permissions(passkeyFeatures));
}

/** Whether this is a page of the members, or one on the way to them. */
export function isMembersPath(path: string): boolean {
  return /^\/(admin|login|logout|setup|invitation)(\/|$)/.test(path);
}

/** Headers of every response. What a route has set itself stays. */
export function securityHeaders(config: Pick<Config, "origin" | "onionOrigin">): MiddlewareHandler {
  const overTls = config.origin.startsWith("https:");
  return async (c, next) => {
    await next();
    // A promise of TLS would shut out those who come by the onion, which has none and needs none.
    const encrypted = overTls && originOf(c, config) === config.origin;
    const members = isMembersPath(c.req.path);
    const isPage = c.res.headers.get("Content-Type")?.startsWith("text/html") ?? false;
    const defaults: Record<string, string> = {
      ...always,
      ...(isPage && ofPages),
      // With "no-referrer" browsers send `Origin: null` when a form is posted, and it could not be told from a foreign one.
      "Referrer-Policy": members ? "same-origin" : "no-referrer",
      ...(encrypted && { "Strict-Transport-Security": `max-age=${YEARS_2}` }),
      ...cacheControl(members, isPage),
    };
    for (const [name, value] of Object.entries(defaults)) {
      if (!c.res.headers.has(name)) c.header(name, value);
    }
  };
}

function cacheControl(members: boolean, isPage: boolean): Record<string, string> {
  if (members) return { "Cache-Control": "private, no-store" };
  return isPage ? { "Cache-Control": "public, max-age=0, must-revalidate" } : {};
}
