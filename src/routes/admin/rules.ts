import { changeRules, loosened, type Rules } from "../../store/collective.ts";
import { longestRetention, roundings } from "../../text/rules.ts";
import type { FieldErrors } from "../../views/admin/field.ts";
import { rulesPage, type TypedRules } from "../../views/admin/rules.ts";
import { type Form, textOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import { proposeIt } from "./decisions.ts";
import { logged } from "./log.ts";
import { type MemberApp, type MemberContext, redirectDone, show } from "./visit.ts";

/** What members agree on among themselves: nothing of it is told to other servers. */
export function rules(app: MemberApp, options: RouteOptions): void {
  const { sql } = options;
  function showForm(c: MemberContext, typed: TypedRules, errors: FieldErrors = {}) {
    const visit = c.get("visit");
    const status = Object.keys(errors).length > 0 ? 422 : 200;
    return show(c, visit.m.rules.title, rulesPage(visit, typed, errors), status);
  }

  app.get("/admin/settings/rules", (c) => {
    const { collective } = c.get("visit");
    const { retentionDays, roundingMinutes } = collective;
    return showForm(c, {
      ...collective,
      retentionDays: String(retentionDays),
      roundingMinutes: String(roundingMinutes),
    });
  });

  app.post("/admin/settings/rules", async (c) => {
    const typed = readTyped(c.get("form"));
    const chosen = readRules(typed);
    if ("wrong" in chosen)
      return showForm(c, typed, { [chosen.wrong]: c.get("visit").m.rules.wrong[chosen.wrong] });
    const present = c.get("visit").collective;
    const looser = loosened(present, chosen);
    // What becomes stricter does so at once; what becomes looser waits.
    const now = {
      ...chosen,
      ...(looser?.twoPerson === false && { twoPerson: true }),
      ...(looser?.retentionDays !== undefined && { retentionDays: present.retentionDays }),
    };
    await logged(c, sql, "rules").begin((tx) => changeRules(tx, now));
    if (looser) return proposeIt(c, options, { kind: "loosenRules", ...looser });
    return redirectDone(c, "/admin/settings/rules", "saved");
  });
}

function readTyped(form: Form): TypedRules {
  return {
    twoPerson: textOf(form, "twoPerson") === "on",
    retentionDays: textOf(form, "retentionDays").trim().slice(0, 10),
    roundingMinutes: textOf(form, "roundingMinutes"),
  };
}

function readRules(typed: TypedRules): Rules | { wrong: "retentionDays" | "roundingMinutes" } {
  const { twoPerson } = typed;
  const retentionDays = /^\d{1,3}$/.test(typed.retentionDays) ? Number(typed.retentionDays) : undefined;
  if (retentionDays === undefined || retentionDays > longestRetention) return { wrong: "retentionDays" };
  const roundingMinutes = roundings.find((minutes) => String(minutes) === typed.roundingMinutes);
  return roundingMinutes === undefined
    ? { wrong: "roundingMinutes" }
    : { twoPerson, retentionDays, roundingMinutes };
}
