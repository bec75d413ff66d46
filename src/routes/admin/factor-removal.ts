import { listPasskeys, removePasskey } from "../../store/passkeys.ts";
import {
  findSecondFactor,
  isSecondFactorRequired,
  removeCodes,
  removeSecondFactor,
} from "../../store/second-factors.ts";
import type { Sql } from "../../store/sql.ts";
import { secondFactorPath } from "../../views/admin/account.ts";
import type { FieldErrors } from "../../views/admin/field.ts";
import { removeFactorPage } from "../../views/admin/second-factor.ts";
import { textOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import { ownerCheck, proofOf } from "../owner.ts";
import { logged } from "./log.ts";
import { type MemberApp, type MemberContext, redirectDone, show } from "./visit.ts";

/** A member takes away one of what is asked for after the passphrase, or all of it. */
export function factorRemoval(app: MemberApp, options: RouteOptions): void {
  const { sql } = options;
  const check = ownerCheck(options);

  app.get(`${secondFactorPath}/remove`, (c) => showRemoval(c, c.req.query("factor") ?? ""));

  app.post(`${secondFactorPath}/remove`, async (c) => {
    const { id, name } = c.get("visit").member;
    const factor = textOf(c.get("form"), "factor");
    const errors = await check(c, { ...c.get("visit"), form: c.get("form") });
    if (errors) return showRemoval(c, factor, errors);
    const act = ["", "app", "key"].includes(factor) ? "setSecondFactor" : "removePasskey";
    const work = logged<boolean>(c, sql, act, (removed) => (removed ? name : undefined));
    await work.begin((tx) => removeFactor(tx, id, factor));
    if (await findSecondFactor(sql, id)) return redirectDone(c, secondFactorPath, "removed");
    return redirectDone(c, "/admin/account", "secondFactorOff");
  });

  async function showRemoval(c: MemberContext, factor: string, errors: FieldErrors = {}) {
    const visit = c.get("visit");
    const { secondFactor: words } = visit.m.account;
    const [proof, passkeys] = await Promise.all([
      proofOf(c, options, visit),
      listPasskeys(sql, visit.member.id),
    ]);
    if (!proof.factor) return c.redirect(secondFactorPath);
    const { app, key } = proof.factor;
    const names: Record<string, string | undefined> = {
      ...(app && { app: words.kinds.app.label }),
      ...(key && { key: words.kinds.key.label }),
      ...Object.fromEntries(passkeys.map(({ id, name }) => [id, name])),
    };
    const named = Object.hasOwn(names, factor) ? names[factor] : undefined;
    if (factor !== "" && named === undefined) return c.redirect(secondFactorPath);
    const isLast = factor === "" || Object.keys(names).length === 1;
    const required = isLast && (await isSecondFactorRequired(sql));
    const main = removeFactorPage(visit, { named, factor, required, proof, errors });
    return show(c, words.title, main, Object.keys(errors).length > 0 ? 422 : 200);
  }
}

/** Whether there was one. */
async function removeFactor(tx: Sql, memberId: string, factor: string): Promise<boolean> {
  if (factor === "") await removeSecondFactor(tx, memberId);
  else if (factor === "app" || factor === "key") await removeCodes(tx, memberId, factor);
  else return removePasskey(tx, memberId, factor);
  return true;
}
