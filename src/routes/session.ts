import { timingSafeEqual } from "node:crypto";
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Config } from "../config.ts";
import { closeSession, findSession, isSessionOpen, openSession, type Session } from "../store/sessions.ts";
import { isEncrypted, originOf } from "./onion.ts";
import type { RouteOptions } from "./options.ts";

/** Browsers take a secure cookie over TLS; Tor Browser from an onion service, too. */
const isSecure = (c: Context, config: Config) => isEncrypted(originOf(c, config));

// `__Host-` binds the cookie to this very host, but it has to be a secure one.
const cookieName = (c: Context, config: Config) => (isSecure(c, config) ? "__Host-session" : "session");

/** The session whose cookie came with the request, unless it has ended. */
export async function currentSession(
  c: Context,
  { sql, config }: Pick<RouteOptions, "sql" | "config">,
): Promise<Session | undefined> {
  const token = getCookie(c, cookieName(c, config));
  return token ? findSession(sql, token) : undefined;
}

/** Whether this browser was signed in: its cookie outlives a session that has ended. Anybody can make one up. */
export function wasSignedIn(c: Context, config: Config): boolean {
  return getCookie(c, cookieName(c, config)) !== undefined;
}

/** Whether the session of a request that goes on for long is still open. */
export async function isStillOpen(
  c: Context,
  { sql, config }: Pick<RouteOptions, "sql" | "config">,
): Promise<boolean> {
  const token = getCookie(c, cookieName(c, config));
  return token !== undefined && isSessionOpen(sql, token);
}

/** Signs a member in and returns the session's token; a session that was open in this browser ends. */
export async function startSession(c: Context, options: RouteOptions, memberId: string): Promise<string> {
  const { sql, config } = options;
  const earlier = getCookie(c, cookieName(c, config));
  if (earlier) await closeSession(sql, earlier);
  const token = await openSession(sql, memberId);
  setCookie(c, cookieName(c, config), token, {
    path: "/",
    httpOnly: true,
    secure: isSecure(c, config),
    // Strict would sign members out whenever they follow a link to /admin from a mail or a chat. Lax withholds the
    // cookie from every foreign POST, and nothing is changed by a GET.
    sameSite: "Lax",
    // Without Max-Age the cookie goes when the browser is closed: devices are lent, lost and seized.
  });
  return token;
}

export async function endSession(c: Context, { sql, config }: RouteOptions): Promise<void> {
  const token = getCookie(c, cookieName(c, config));
  if (token) await closeSession(sql, token);
  deleteCookie(c, cookieName(c, config), { path: "/", secure: isSecure(c, config) });
}

/** Whether a form was sent from a page of ours. Clients that name no origin are held by the form's token alone. */
export function isFromOurPage(c: Context, config: Config): boolean {
  const origin = c.req.header("Origin");
  if (origin !== undefined) return origin === originOf(c, config);
  const site = c.req.header("Sec-Fetch-Site");
  return site === undefined || site === "same-origin";
}

export function isTokenOf(session: Session, token: string): boolean {
  const [given, expected] = [Buffer.from(token), Buffer.from(session.csrfToken)];
  return given.length === expected.length && timingSafeEqual(given, expected);
}
