import { type Context, Hono, type MiddlewareHandler } from "hono";
import { findCollective } from "../store/collective.ts";
import { findSecondFactor } from "../store/second-factors.ts";
import { findSession } from "../store/sessions.ts";
import { beginSignIn, endSignIn, findSignIn } from "../store/sign-ins.ts";
import { goOnPage, refusalAtDoor, type SignIn, signInPage } from "../views/admin/door.ts";
import { signInCodePage } from "../views/admin/second-factor.ts";
import { knownBrowser, rememberThisBrowser } from "./browser.ts";
import { stepPath } from "./door.ts";
import { type Form, textOf } from "./form.ts";
import { memberPath, readKept } from "./kept.ts";
import { originOf } from "./onion.ts";
import type { RouteOptions } from "./options.ts";
import {
  currentSession,
  endSession,
  isFromOurPage,
  isTokenOf,
  startSession,
  wasSignedIn,
} from "./session.ts";
import { visitOf } from "./admin/visit.ts";
import { visitorOf } from "./visitor.ts";

/** A picture of one pixel that nobody sees. */
const transparent = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");

export function loginRoutes(options: RouteOptions): Hono {
  const { sql, config, door } = options;
  const app = new Hono();

  app.get("/login", async (c) => {
    const next = memberPath(c.req.query("next") ?? "") ?? "/admin";
    if (await currentSession(c, options)) return c.redirect(next);
    const { m } = visitOf(c, options);
    const words: Record<string, string> = { signedOut: m.admin.signedOut, panicked: m.panic.done };
    const done = c.req.query("done") ?? "";
    return showSignIn(c, options, { next, done: Object.hasOwn(words, done) ? words[done] : undefined }, 200);
  });

  app.post("/login", fromOurPage(options), async (c) => {
    const visit = visitOf(c, options);
    const form = await readSignIn(c, options);
    const typed = { name: textOf(form, "name"), ...wayOn(form) };
    const member = await door.checkPassphrase({
      ...(await tryingAs(c, options, typed.name)),
      passphrase: textOf(form, "passphrase"),
      shown: door.tickets.spend(textOf(form, "ticket")),
      signal: c.req.raw.signal,
    });
    const { wrong, tooMany, busy } = visit.m.admin.signIn;
    if (member === "busy") return showSignIn(c, options, { ...typed, error: busy }, 429, 10);
    if (member === "tooMany") return showSignIn(c, options, { ...typed, error: tooMany }, 429, 60);
    if (member === "wrong") return showSignIn(c, options, { ...typed, error: wrong }, 403);
    if (!(await findSecondFactor(sql, member.id))) return letIn(c, options, member.id, typed);
    return c.html(signInCodePage(visit, { ...typed, token: await beginSignIn(sql, member.id) }));
  });

  secondStep(app, options);

  app.get(`${stepPath}/:ticket/:number{\\d{1,2}\\.gif}`, (c) => {
    door.tickets.step(c.req.param("ticket"), Number.parseInt(c.req.param("number"), 10));
    return c.body(transparent, 200, { "Content-Type": "image/gif", "Cache-Control": "no-store" });
  });

  app.post("/logout", async (c) => {
    const session = isFromOurPage(c, config) ? await currentSession(c, options) : undefined;
    const token = session && textOf(await options.forms.readShort(c), "csrf");
    if (session && isTokenOf(session, token ?? "")) await endSession(c, options);
    return c.redirect("/login?done=signedOut", 303);
  });

  return app;
}

/** The code, for those who have a second factor. */
function secondStep(app: Hono, options: RouteOptions): void {
  const { sql, door } = options;

  app.post("/login/code", fromOurPage(options), async (c) => {
    const visit = visitOf(c, options);
    const form = await readSignIn(c, options);
    const way = wayOn(form);
    const token = textOf(form, "token");
    const { wrong, tooMany, expired } = visit.m.account.secondFactor;
    const signIn = await findSignIn(sql, token);
    if (!signIn) return showSignIn(c, options, { ...way, error: expired }, 403);
    const trying = { ...signIn, ...(await tryingAs(c, options, signIn.name)) };
    const code = await door.checkCode(trying, textOf(form, "code"));
    if (code === "tooMany") return c.html(signInCodePage(visit, { ...way, token, error: tooMany }), 429);
    if (code === "wrong") return c.html(signInCodePage(visit, { ...way, token, error: wrong }), 403);
    if (!(await endSignIn(sql, token))) return showSignIn(c, options, { ...way, error: expired }, 403);
    return letIn(c, options, signIn.memberId, way);
  });
}

/** What tells those who try apart. */
async function tryingAs(c: Context, options: RouteOptions, name: string) {
  const browser = await knownBrowser(c, options, name);
  return { name, visitor: visitorOf(c, options.config), browser };
}

/** A form of the sign-in, which is known to be from our page, and may carry a text on. */
function readSignIn(c: Context, { config, forms }: RouteOptions): Promise<Form> {
  return wasSignedIn(c, config) ? forms.readKept(c, { wasSignedIn: true }) : forms.readShort(c);
}

type WayOn = Pick<SignIn, "next" | "kept" | "remember">;

/** Where the member goes once they are in, and whether the browser is to be remembered. */
function wayOn(form: Form): WayOn {
  return {
    next: memberPath(textOf(form, "next")) ?? "/admin",
    kept: readKept(form),
    remember: textOf(form, "remember") === "on",
  };
}

function fromOurPage(options: RouteOptions): MiddlewareHandler {
  return async (c, next) => {
    if (isFromOurPage(c, options.config)) return next();
    const visit = visitOf(c, options);
    return c.html(refusalAtDoor(visit, visit.m.admin.refused.origin(originOf(c, options.config))), 403);
  };
}

async function showSignIn(
  c: Context,
  options: RouteOptions,
  signIn: Partial<SignIn>,
  status: 200 | 403 | 422 | 429,
  retryAfter = 0,
) {
  const collective = await findCollective(options.sql);
  if (!collective) return c.redirect("/");
  const visit = visitOf(c, options, collective);
  if (retryAfter > 0) c.header("Retry-After", String(retryAfter));
  const shown = { name: "", next: "/admin", ...signIn, door: options.door.form() };
  return c.html(signInPage(visit, collective.name, shown), status);
}

async function letIn(c: Context, options: RouteOptions, memberId: string, { next, kept, remember }: WayOn) {
  if (remember) await rememberThisBrowser(c, options, memberId);
  const token = await startSession(c, options, memberId);
  if (!kept || kept.fields.length === 0) return c.redirect(next, 303);
  const session = await findSession(options.sql, token);
  return c.html(goOnPage(visitOf(c, options), session!.csrfToken, kept));
}
