import { type Context, Hono } from "hono";
import { findCollective } from "../store/collective.ts";
import { findSession } from "../store/sessions.ts";
import { goOnPage, refusalAtDoor, type SignIn, signInPage } from "../views/admin/door.ts";
import { type Form, readForm, textLimit, textOf } from "./form.ts";
import { memberPath, readKept } from "./kept.ts";
import { originOf } from "./onion.ts";
import type { RouteOptions } from "./options.ts";
import { passphraseCheck } from "./passphrase.ts";
import { currentSession, endSession, isFromOurPage, isTokenOf, startSession } from "./session.ts";
import { visitOf } from "./admin/visit.ts";

export function loginRoutes(options: RouteOptions): Hono {
  const { sql, config } = options;
  const app = new Hono();
  const check = passphraseCheck(sql);

  async function showSignIn(c: Context, signIn: Partial<SignIn>, status: 200 | 403 | 422 | 429) {
    const collective = await findCollective(sql);
    if (!collective) return c.redirect("/");
    const visit = visitOf(c, options, collective);
    return c.html(signInPage(visit, collective.name, { name: "", next: "/admin", ...signIn }), status);
  }

  app.get("/login", async (c) => {
    const next = memberPath(c.req.query("next") ?? "");
    if (await currentSession(c, options)) return c.redirect(next ?? "/admin");
    const done = c.req.query("done") === "signedOut" ? visitOf(c, options).m.admin.signedOut : undefined;
    return showSignIn(c, { next, done }, 200);
  });

  app.post("/login", async (c) => {
    const visit = visitOf(c, options);
    if (!isFromOurPage(c, config)) {
      return c.html(refusalAtDoor(visit, visit.m.admin.refused.origin(originOf(c, config))), 403);
    }
    const form = await readForm(c, textLimit);
    const typed = {
      name: textOf(form, "name"),
      next: memberPath(textOf(form, "next")),
      kept: readKept(form),
    };
    const member = await check(typed.name, textOf(form, "passphrase"));
    const { wrong, tooMany } = visit.m.admin.signIn;
    if (member === "tooMany") return showSignIn(c, { ...typed, error: tooMany }, 429);
    if (member === "wrong") return showSignIn(c, { ...typed, error: wrong }, 403);
    const token = await startSession(c, options, member.id);
    if (!typed.kept || typed.kept.fields.length === 0) return c.redirect(typed.next ?? "/admin", 303);
    const session = await findSession(sql, token);
    return c.html(goOnPage(visit, session!.csrfToken, typed.kept));
  });

  app.post("/logout", async (c) => {
    const session = await currentSession(c, options);
    const form: Form = await readForm(c, textLimit);
    const ours = isFromOurPage(c, config);
    if (session && ours && isTokenOf(session, textOf(form, "csrf"))) await endSession(c, options);
    return c.redirect("/login?done=signedOut", 303);
  });

  return app;
}
