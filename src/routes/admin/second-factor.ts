import { NotFound } from "../../errors.ts";
import {
  confirmSecondFactor,
  findOfferedSecret,
  findSecondFactor,
  isSecondFactorRequired,
  offerSecondFactor,
  removeSecondFactor,
  secretAddress,
} from "../../store/second-factors.ts";
import { endSessions } from "../../store/sessions.ts";
import type { FieldErrors } from "../../views/admin/field.ts";
import { secondFactorPath } from "../../views/admin/account.ts";
import type { MemberVisit } from "../../views/admin/page.ts";
import {
  changeSecondFactorPage,
  offerPage,
  recoveryCodesPage,
  setUpSecondFactorPage,
} from "../../views/admin/second-factor.ts";
import { qrCode } from "../../views/qr.ts";
import { countAttempts } from "../attempts.ts";
import { textOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import { ownerCheck } from "../owner.ts";
import { logged } from "./log.ts";
import { type MemberApp, type MemberContext, redirectDone, show } from "./visit.ts";

/** A member sets up, renews or turns off the codes that are asked for after the passphrase. */
export function secondFactor(app: MemberApp, options: RouteOptions): void {
  const { sql, secret } = options;

  async function showForm(c: MemberContext, errors: FieldErrors = {}) {
    const visit = c.get("visit");
    const { id } = visit.member;
    const [offered, present] = await Promise.all([
      findOfferedSecret(sql, secret, id),
      findSecondFactor(sql, id),
    ]);
    const required = await isSecondFactorRequired(sql);
    const main = offered
      ? offerPage(visit, { secret: offered, address: addressOf(visit, offered) }, errors)
      : present
        ? changeSecondFactorPage(visit, required, errors)
        : setUpSecondFactorPage(visit, required, errors);
    return show(c, visit.m.account.secondFactor.title, main, Object.keys(errors).length > 0 ? 422 : 200);
  }

  app.get(secondFactorPath, (c) => showForm(c));

  app.get(`${secondFactorPath}/code.svg`, async (c) => {
    const visit = c.get("visit");
    const offered = await findOfferedSecret(sql, secret, visit.member.id);
    if (!offered) throw new NotFound("No secret is on offer.");
    return c.body(qrCode(addressOf(visit, offered)), 200, {
      "Content-Type": "image/svg+xml",
      "Cache-Control": "no-store",
    });
  });

  const check = ownerCheck(options);
  const guard = (c: MemberContext) => check({ ...c.get("visit"), form: c.get("form") });

  app.post(`${secondFactorPath}/offer`, async (c) => {
    const errors = await guard(c);
    if (errors) return showForm(c, errors);
    await offerSecondFactor(sql, secret, c.get("visit").member.id);
    return c.redirect(secondFactorPath, 303);
  });

  const tries = countAttempts();

  app.post(secondFactorPath, async (c) => {
    const visit = c.get("visit");
    const { id, name } = visit.member;
    const words = visit.m.account.secondFactor;
    if (!tries.begin(name)) return showForm(c, { code: words.tooMany });
    const code = textOf(c.get("form"), "code");
    const recoveryCodes = await confirmSecondFactor(
      logged<string[] | undefined>(c, sql, "setSecondFactor", (codes) => codes && name),
      secret,
      { memberId: id, code },
    );
    if (!recoveryCodes) return showForm(c, { code: words.wrong });
    tries.succeed(name);
    // Whoever was signed in elsewhere has shown no code there.
    await endSessions(sql, id, { but: visit.sessionId });
    return show(c, words.codesTitle, recoveryCodesPage(visit, recoveryCodes));
  });

  app.post(`${secondFactorPath}/remove`, async (c) => {
    const errors = await guard(c);
    if (errors) return showForm(c, errors);
    const { id, name } = c.get("visit").member;
    await logged(c, sql, "setSecondFactor", name).begin((tx) => removeSecondFactor(tx, id));
    return redirectDone(c, "/admin/account", "secondFactorOff");
  });
}

const addressOf = ({ collective, member }: MemberVisit, offered: string) =>
  secretAddress(offered, { issuer: collective.name, label: member.name });
