import { isSecondFactorRequired } from "../../store/second-factors.ts";
import type { FieldErrors } from "../../views/admin/field.ts";
import { addFactorPage } from "../../views/admin/second-factor.ts";
import { textOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import { proofOf } from "../owner.ts";
import { type MemberContext, show } from "./visit.ts";

/** What a member can set up, with what shows that it is them who does. */
export async function showFactorChoice(c: MemberContext, options: RouteOptions, errors: FieldErrors = {}) {
  const visit = c.get("visit");
  const [proof, required] = await Promise.all([
    proofOf(c, options, visit),
    isSecondFactorRequired(options.sql),
  ]);
  const form = c.get("form");
  const chosen = (form && textOf(form, "kind")) || "app";
  const main = addFactorPage(visit, { required, chosen, proof, errors });
  return show(c, visit.m.account.secondFactor.title, main, Object.keys(errors).length > 0 ? 422 : 200);
}
