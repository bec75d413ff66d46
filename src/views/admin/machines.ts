import { html } from "hono/html";
import type { PublicFiles } from "../../store/public-files.ts";
import { defaultRobots, longestRobots } from "../../text/robots.ts";
import type { Html } from "../html.ts";
import { errorSummary, type FieldErrors, textArea, textField } from "./field.ts";
import { csrf, type MemberVisit } from "./page.ts";

/** What the collective tells crawlers, and whom it names to those who find a hole. */
export function machinesPage(visit: MemberVisit, typed: PublicFiles, errors: FieldErrors): Html {
  const words = visit.m.machines;
  const robots = { label: words.robots, hint: words.robotsHint, error: errors.robots };
  const contact = {
    label: words.securityContact,
    hint: words.securityContactHint,
    error: errors.securityContact,
  };
  return html`<h1>${words.title}</h1>
    <p>${words.intro}</p>
    ${errorSummary(errors, visit.m.admin.somethingWrong)}
    <form method="post" action="/admin/settings/machines">
      ${csrf(visit)}
      ${textArea("robots", typed.robots, robots, html`rows="8" maxlength="${longestRobots}" dir="ltr" spellcheck="false"`)}
      <p>${words.robotsNow}</p>
      <pre class="kept" dir="ltr">${defaultRobots(visit.origin)}</pre>
      ${textField("securityContact", typed.securityContact, contact, html`type="text" maxlength="300" dir="ltr" autocomplete="off" autocapitalize="none" spellcheck="false"`)}
      <p class="actions"><button class="main">${words.save}</button></p>
    </form>`;
}
