import { findSecondFactor, renewRecoveryCodes } from "../../store/second-factors.ts";
import { secondFactorPath } from "../../views/admin/account.ts";
import type { FieldErrors } from "../../views/admin/field.ts";
import { newCodesPage, recoveryCodesPage } from "../../views/admin/second-factor.ts";
import type { RouteOptions } from "../options.ts";
import { ownerCheck, proofOf } from "../owner.ts";
import { logged } from "./log.ts";
import { type MemberApp, type MemberContext, show } from "./visit.ts";

/** Ten new ones, for a member who has used them up or lost the paper. */
export function recoveryCodes(app: MemberApp, options: RouteOptions): void {
  const { sql } = options;
  const check = ownerCheck(options);
  const path = `${secondFactorPath}/recovery-codes`;

  app.get(path, (c) => showForm(c));

  app.post(path, async (c) => {
    const visit = c.get("visit");
    const { id, name } = visit.member;
    const errors = await check(c, { ...visit, form: c.get("form") });
    if (errors) return showForm(c, errors);
    if (!(await findSecondFactor(sql, id))) return c.redirect(secondFactorPath, 303);
    const work = logged<string[]>(c, sql, "setSecondFactor", name);
    const codes = (await work.begin((tx) => renewRecoveryCodes(tx, id))) as string[];
    const main = recoveryCodesPage(visit, codes, { isNew: false });
    return show(c, visit.m.account.secondFactor.codesTitle, main);
  });

  async function showForm(c: MemberContext, errors: FieldErrors = {}) {
    const visit = c.get("visit");
    const proof = await proofOf(c, options, visit);
    if (!proof.factor) return c.redirect(secondFactorPath);
    const main = newCodesPage(visit, { proof, errors });
    const { newCodesTitle } = visit.m.account.secondFactor;
    return show(c, newCodesTitle, main, Object.keys(errors).length > 0 ? 422 : 200);
  }
}
