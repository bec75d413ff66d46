import { changeRules, type Rules } from "../../store/collective.ts";
import { longestRetention } from "../../text/rules.ts";
import type { FieldErrors } from "../../views/admin/field.ts";
import { rulesPage, type TypedRules } from "../../views/admin/rules.ts";
import { type Form, textOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import { logged } from "./log.ts";
import { type MemberApp, type MemberContext, redirectDone, show } from "./visit.ts";

/** What members agree on among themselves: nothing of it is told to other servers. */
export function rules(app: MemberApp, { sql }: RouteOptions): void {
  function showForm(c: MemberContext, typed: TypedRules, errors: FieldErrors = {}) {
    const visit = c.get("visit");
    const status = Object.keys(errors).length > 0 ? 422 : 200;
    return show(c, visit.m.rules.title, rulesPage(visit, typed, errors), status);
  }

  app.get("/admin/settings/rules", (c) => {
    const { collective } = c.get("visit");
    return showForm(c, { ...collective, retentionDays: String(collective.retentionDays) });
  });

  app.post("/admin/settings/rules", async (c) => {
    const typed = readTyped(c.get("form"));
    const chosen = readRules(typed);
    if (!chosen) return showForm(c, typed, { retentionDays: c.get("visit").m.rules.retentionWrong });
    await logged(c, sql, "rules").begin((tx) => changeRules(tx, chosen));
    return redirectDone(c, "/admin/settings/rules", "saved");
  });
}

function readTyped(form: Form): TypedRules {
  return {
    twoPerson: textOf(form, "twoPerson") === "on",
    retentionDays: textOf(form, "retentionDays").trim().slice(0, 10),
  };
}

function readRules({ twoPerson, retentionDays }: TypedRules): Rules | undefined {
  const days = /^\d{1,3}$/.test(retentionDays) ? Number(retentionDays) : Number.POSITIVE_INFINITY;
  return days <= longestRetention ? { twoPerson, retentionDays: days } : undefined;
}
