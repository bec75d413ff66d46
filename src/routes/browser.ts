import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { isBrowserOf, rememberBrowser } from "../store/browsers.ts";
import { isEncrypted, originOf } from "./onion.ts";
import type { RouteOptions } from "./options.ts";

type Needed = Pick<RouteOptions, "sql" | "config">;

const halfYear = 180 * 24 * 3600;
const isSecure = (c: Context, { config }: Needed) => isEncrypted(originOf(c, config));
const cookieName = (c: Context, options: Needed) => (isSecure(c, options) ? "__Host-browser" : "browser");

/** The browser, where the member of that name asked to be remembered in it. */
export async function knownBrowser(c: Context, options: Needed, name: string): Promise<string | undefined> {
  const token = getCookie(c, cookieName(c, options));
  return token !== undefined && (await isBrowserOf(options.sql, token, name)) ? token : undefined;
}

/** Remembers the browser of a member who asked for it: a cookie that stays tells whoever finds it that somebody signed in here. */
export async function rememberThisBrowser(c: Context, options: Needed, memberId: string): Promise<void> {
  setCookie(c, cookieName(c, options), await rememberBrowser(options.sql, memberId), {
    path: "/",
    httpOnly: true,
    secure: isSecure(c, options),
    sameSite: "Strict",
    maxAge: halfYear,
  });
}
