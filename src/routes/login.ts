import { randomBytes } from "node:crypto";
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { findCollective } from "../store/collective.ts";
import { findSecondFactor } from "../store/second-factors.ts";
import { findSession } from "../store/sessions.ts";
import { beginSignIn, endSignIn, findSignIn } from "../store/sign-ins.ts";
import { goOnPage, refusalAtDoor, type SignIn, signInPage } from "../views/admin/door.ts";
import { type AwaitedCode, signInCodePage } from "../views/admin/second-factor.ts";
import { knownBrowser, rememberThisBrowser } from "./browser.ts";
import { validFor } from "./challenges.ts";
import { stepPath } from "./door.ts";
import { type Form, textOf } from "./form.ts";
import { memberPath, readKept } from "./kept.ts";
import { isEncrypted, originOf } from "./onion.ts";
import type { RouteOptions } from "./options.ts";
import { askAtDoor, askForPasskey, passkeyLoginPath, requestOptions } from "./passkeys.ts";
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
    return askForCode(c, options, {
      ...typed,
      memberId: member.id,
      token: await beginSignIn(sql, member.id),
    });
  });

  secondStep(app, options);
  passkeyAlone(app, options);

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

/** The code or the passkey, for those who have a second factor. */
function secondStep(app: Hono, options: RouteOptions): void {
  const { sql, door, config } = options;

  app.post("/login/code", fromOurPage(options), async (c) => {
    const visit = visitOf(c, options);
    const form = await readSignIn(c, options);
    const way = wayOn(form);
    const token = textOf(form, "token");
    const { wrong, wrongKey, tooMany, expired } = visit.m.account.secondFactor;
    const signIn = await findSignIn(sql, token);
    if (!signIn) return showSignIn(c, options, { ...way, error: expired }, 403);
    const { memberId } = signIn;
    const trying = { ...signIn, ...(await tryingAs(c, options, signIn.name)) };
    const answer = textOf(form, "passkey");
    const asked = { origin: originOf(c, config), binding: bindingOf(token), answer };
    const checked =
      answer === ""
        ? await door.checkCode(trying, textOf(form, "code"))
        : await door.checkPasskey({ ...trying, ...asked });
    const again = { ...way, memberId, token };
    if (checked === "tooMany") return askForCode(c, options, { ...again, error: tooMany }, 429);
    if (checked === "wrong") {
      const factor = await findSecondFactor(sql, memberId);
      const ofCode = factor?.key ? wrongKey : wrong;
      const error = answer === "" ? ofCode : visit.m.account.passkeys.wrong;
      return askForCode(c, options, { ...again, error }, 403);
    }
    if (!(await endSignIn(sql, token))) return showSignIn(c, options, { ...way, error: expired }, 403);
    return letIn(c, options, memberId, way);
  });
}

const bindingOf = (signInToken: string) => `sign-in ${signInToken}`;

/** Which passkeys there are is told to nobody whose passphrase was not right. */
async function askForCode(
  c: Context,
  options: RouteOptions,
  { memberId, ...awaited }: Omit<AwaitedCode, "proof"> & { memberId: string },
  status: 200 | 403 | 429 = 200,
): Promise<Response> {
  const [factor, passkey] = await Promise.all([
    findSecondFactor(options.sql, memberId),
    askForPasskey(c, options, memberId, bindingOf(awaited.token)),
  ]);
  return c.html(signInCodePage(visitOf(c, options), { ...awaited, proof: { factor, passkey } }), status);
}

/** A passkey that opens by itself: the browser finds it, and no name is asked or told. */
function passkeyAlone(app: Hono, options: RouteOptions): void {
  const { door, config } = options;
  const isSecure = (c: Context) => isEncrypted(originOf(c, config));
  const cookieName = (c: Context) => (isSecure(c) ? "__Host-passkey" : "passkey");

  // Asked for when the button is pressed. The cookie goes with the answer, and ties it to this browser.
  app.post(`${passkeyLoginPath}/ask`, fromOurPage(options), (c) => {
    const browser = randomBytes(24).toString("base64url");
    setCookie(c, cookieName(c), browser, {
      path: "/",
      httpOnly: true,
      secure: isSecure(c),
      sameSite: "Strict",
      maxAge: validFor / 1000,
    });
    return c.json(requestOptions(originOf(c, config), door.challenges.issue(`browser ${browser}`)));
  });

  app.post(passkeyLoginPath, fromOurPage(options), async (c) => {
    const { wrongAlone, tooMany } = visitOf(c, options).m.account.passkeys;
    const form = await readSignIn(c, options);
    const typed = { name: textOf(form, "name"), ...wayOn(form) };
    const binding = `browser ${getCookie(c, cookieName(c)) ?? ""}`;
    deleteCookie(c, cookieName(c), { path: "/", secure: isSecure(c) });
    const owner = await door.checkPasskey({
      answer: textOf(form, "passkey"),
      origin: originOf(c, config),
      binding,
      visitor: visitorOf(c, config),
    });
    if (owner === "tooMany") return showSignIn(c, options, { ...typed, error: tooMany }, 429, 60);
    if (owner === "wrong") return showSignIn(c, options, { ...typed, error: wrongAlone }, 403);
    return letIn(c, options, owner.id, typed);
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
  const door = { ...options.door.form(), passkey: await askAtDoor(c, options) };
  const shown = { name: "", next: "/admin", ...signIn, door };
  return c.html(signInPage(visit, collective.name, shown), status);
}

async function letIn(c: Context, options: RouteOptions, memberId: string, { next, kept, remember }: WayOn) {
  if (remember) await rememberThisBrowser(c, options, memberId);
  const token = await startSession(c, options, memberId);
  if (!kept || kept.fields.length === 0) return c.redirect(next, 303);
  const session = await findSession(options.sql, token);
  return c.html(goOnPage(visitOf(c, options), session!.csrfToken, kept));
}
