import { Hono } from "hono";
import { Forbidden, Invalid } from "../errors.ts";
import { render } from "../rendering/index.ts";
import { type ActorType, actorTypes } from "../store/collective.ts";
import { findMemberByPassphrase } from "../store/members.ts";
import { isSetupToken, setUpByLink } from "../store/setup.ts";
import { isOwnHandle, readOwnHandle } from "../text/handle.ts";
import { isLanguage } from "../text/language.ts";
import type { Messages } from "../text/messages.ts";
import { passphraseProblem } from "../text/passphrase.ts";
import { refusalAtDoor } from "../views/admin/door.ts";
import type { FieldErrors } from "../views/admin/field.ts";
import { setupPage, spentLinkPage, type TypedSetup } from "../views/admin/setup.ts";
import { visitOf } from "./admin/visit.ts";
import { type Form, lineOf, linesOf, textOf } from "./form.ts";
import { originOf } from "./onion.ts";
import type { RouteOptions } from "./options.ts";
import { isFromOurPage, startSession } from "./session.ts";
import { longestProfile } from "../text/draft.ts";

export function setupRoutes(options: RouteOptions): Hono {
  const { sql, config, secret } = options;
  const app = new Hono();

  app.get("/setup/:token", async (c) => {
    const visit = visitOf(c, options);
    if (!(await isSetupToken(sql, c.req.param("token")))) return c.html(spentLinkPage(visit), 404);
    const blank = { name: "", handle: "", description: "", memberName: "" };
    return c.html(setupPage(visit, { ...blank, language: visit.language, type: "Organization" }, {}));
  });

  app.post("/setup/:token", async (c) => {
    const visit = visitOf(c, options);
    if (!isFromOurPage(c, config)) {
      return c.html(refusalAtDoor(visit, visit.m.admin.refused.origin(originOf(c, config))), 403);
    }
    const token = c.req.param("token");
    if (!(await isSetupToken(sql, token))) return c.html(spentLinkPage(visit), 404);
    const form = await options.forms.readShort(c);
    const typed = readSetup(form);
    const passphrase = textOf(form, "passphrase");
    const errors = checkSetup(typed, { passphrase, again: textOf(form, "passphraseAgain") }, visit.m);
    const rendered = await render({ source: typed.description, language: typed.language });
    if (!rendered) errors.description ??= visit.m.errors.sourceTooHard;
    if (!rendered || Object.keys(errors).length > 0) return c.html(setupPage(visit, typed, errors), 422);
    const collective = { ...typed, rendered, type: typed.type as ActorType, origin: config.origin };
    const member = { name: typed.memberName, passphrase };
    try {
      await setUpByLink(sql, secret, token, collective, member);
    } catch (error) {
      if (error instanceof Forbidden) return c.html(spentLinkPage(visit), 404);
      if (!(error instanceof Invalid) || error.field === undefined) throw error;
      const known: Record<string, string> = visit.m.errors;
      return c.html(setupPage(visit, typed, { [error.field]: known[error.key] }), 422);
    }
    const first = await findMemberByPassphrase(sql, member.name, passphrase);
    if (first) await startSession(c, options, first.id);
    return c.redirect("/admin?done=setUp", 303);
  });

  return app;
}

function readSetup(form: Form): TypedSetup {
  return {
    name: lineOf(form, "name"),
    handle: readOwnHandle(textOf(form, "handle")),
    description: linesOf(form, "description"),
    language: textOf(form, "language"),
    type: textOf(form, "type"),
    memberName: lineOf(form, "memberName"),
  };
}

/** The limits are those of the tables, told to the one who types. */
function checkSetup(
  typed: TypedSetup,
  { passphrase, again }: { passphrase: string; again: string },
  { errors, setup }: Messages,
): FieldErrors {
  const wrong: FieldErrors = {};
  if (typed.name === "" || typed.name.length > 100) wrong.name = errors.collectiveName;
  if (!isOwnHandle(typed.handle)) wrong.handle = errors.handle;
  if (typed.description.length > longestProfile) wrong.description = errors.descriptionTooLong;
  if (!isLanguage(typed.language)) wrong.language = errors.unknownLanguage;
  if (!actorTypes.some((type) => type === typed.type)) wrong.type = errors.unknownType;
  if (typed.memberName === "" || typed.memberName.length > 60) wrong.memberName = errors.memberName;
  const problem = passphraseProblem(passphrase, [typed.memberName, typed.name, typed.handle]);
  if (problem) wrong.passphrase = errors[problem];
  else if (passphrase !== again) wrong.passphraseAgain = errors.passphrasesDiffer;
  // What was typed is put back, but never a passphrase.
  if (Object.keys(wrong).length > 0) wrong.passphrase ??= setup.typeAgain;
  return wrong;
}
