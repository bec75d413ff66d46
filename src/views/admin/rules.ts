import { html } from "hono/html";
import { longestRetention, roundings } from "../../text/rules.ts";
import type { Html } from "../html.ts";
import { checkbox, errorSummary, type FieldErrors, option, selectField, textField } from "./field.ts";
import { csrf, type MemberVisit } from "./page.ts";

/** The rules as they stand in the form. */
export interface TypedRules {
  twoPerson: boolean;
  retentionDays: string;
  roundingMinutes: string;
}

/** What members agree on among themselves. */
export function rulesPage(visit: MemberVisit, typed: TypedRules, errors: FieldErrors): Html {
  const words = visit.m.rules;
  const retention = { label: words.retention, hint: words.retentionHint, error: errors.retentionDays };
  const rounding = { label: words.rounding, hint: words.roundingHint, error: errors.roundingMinutes };
  const roundingOptions = roundings.map((minutes) =>
    option(String(minutes), words.roundings[minutes], typed.roundingMinutes),
  );
  return html`<h1>${words.title}</h1>
    <p>${words.intro}</p>
    ${errorSummary(errors, visit.m.admin.somethingWrong)}
    <form method="post" action="/admin/settings/rules">
      ${csrf(visit)}
      ${checkbox("twoPerson", "on", typed.twoPerson, { label: words.twoPerson, hint: words.twoPersonHint })}
      ${textField("retentionDays", typed.retentionDays, retention, html`type="number" required min="0" max="${longestRetention}" step="1" inputmode="numeric"`)}
      ${selectField("roundingMinutes", html`${roundingOptions}`, rounding)}
      <p class="actions"><button class="main">${words.save}</button></p>
    </form>`;
}
