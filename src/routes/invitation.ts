import { Hono } from "hono";
import { Conflict, Forbidden, Invalid } from "../errors.ts";
import { findCollective } from "../store/collective.ts";
import { acceptInvitation, findInvitation } from "../store/invitations.ts";
import { passphraseProblem } from "../text/passphrase.ts";
import { secondFactorPath } from "../views/admin/account.ts";
import { refusalAtDoor } from "../views/admin/door.ts";
import type { FieldErrors } from "../views/admin/field.ts";
import { invitationPage, spentInvitationPage } from "../views/admin/invitation.ts";
import { visitOf } from "./admin/visit.ts";
import { lineOf, textOf } from "./form.ts";
import { originOf } from "./onion.ts";
import type { RouteOptions } from "./options.ts";
import { isFromOurPage, startSession } from "./session.ts";

/** Whoever opens the link of an invitation becomes a member, once. */
export function invitationRoutes(options: RouteOptions): Hono {
  const { sql, config, secret } = options;
  const app = new Hono();

  app.get("/invitation/:token", async (c) => {
    const collective = await findCollective(sql);
    const visit = visitOf(c, options, collective);
    const invitation = await findInvitation(sql, secret, c.req.param("token"));
    if (!collective || !invitation) return c.html(spentInvitationPage(visit), 404);
    return c.html(invitationPage(visit, { collective, role: invitation.role, memberName: "", errors: {} }));
  });

  app.post("/invitation/:token", async (c) => {
    const collective = await findCollective(sql);
    const visit = visitOf(c, options, collective);
    if (!isFromOurPage(c, config)) {
      return c.html(refusalAtDoor(visit, visit.m.admin.refused.origin(originOf(c, config))), 403);
    }
    const token = c.req.param("token");
    const invitation = await findInvitation(sql, secret, token);
    if (!collective || !invitation) return c.html(spentInvitationPage(visit), 404);
    const form = await options.forms.readShort(c);
    const memberName = lineOf(form, "memberName");
    const passphrase = textOf(form, "passphrase");
    const showAgain = (errors: FieldErrors) => {
      const typed = { collective, role: invitation.role, memberName };
      const again = { ...errors, passphrase: errors.passphrase ?? visit.m.setup.typeAgain };
      return c.html(invitationPage(visit, { ...typed, errors: again }), 422);
    };
    const { errors } = visit.m;
    const problem = passphraseProblem(passphrase, [memberName, collective.name, collective.handle]);
    if (problem) return showAgain({ passphrase: errors[problem] });
    if (passphrase !== textOf(form, "passphraseAgain")) {
      return showAgain({ passphraseAgain: errors.passphrasesDiffer });
    }
    try {
      const member = await acceptInvitation(sql, secret, token, { name: memberName, passphrase });
      await startSession(c, options, member.id);
    } catch (error) {
      if (error instanceof Forbidden) return c.html(spentInvitationPage(visit), 404);
      if (error instanceof Conflict) return showAgain({ memberName: errors.memberTaken });
      if (error instanceof Invalid) return showAgain({ memberName: errors.memberName });
      throw error;
    }
    return c.redirect(`${secondFactorPath}?done=welcome`, 303);
  });

  return app;
}
