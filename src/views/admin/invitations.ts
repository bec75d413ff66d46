import { html } from "hono/html";
import type { Invitation } from "../../store/invitations.ts";
import { formatDateTime } from "../../text/date.ts";
import type { Html } from "../html.ts";
import { hidden, radio } from "./field.ts";
import { csrf, type MemberVisit } from "./page.ts";

/** On the page of the members: who may still come in by a link, and a new one. */
export function invitationsSection(visit: MemberVisit, open: Invitation[]): Html {
  const words = visit.m.invitations;
  const { roles, role } = visit.m.settings;
  return html`<section aria-labelledby="invite-title">
    <h2 id="invite-title">${words.title}</h2>
    <p>${words.intro}</p>
    ${
      open.length > 0 &&
      html`<ul class="rows">
        ${open.map((invitation) => invitationItem(visit, invitation))}
      </ul>`
    }
    <form method="post" action="/admin/members/invitations">
      ${csrf(visit)}
      <fieldset id="role">
        <legend>${role}</legend>
        ${(["writer", "editor", "admin"] as const).map((each) => radio("role", each, "writer", roles[each]))}
      </fieldset>
      <p class="actions"><button class="main">${words.submit}</button></p>
    </form>
  </section>`;
}

function invitationItem(visit: MemberVisit, invitation: Invitation): Html {
  const words = visit.m.invitations;
  return html`<li>
    <p>
      ${words.open} <span class="label">${visit.m.settings.roles[invitation.role].label}</span>
      <span class="row-facts">${words.until(expiry(visit, invitation))}</span>
    </p>
    <form method="post" action="/admin/members/invitations/revoke">
      ${csrf(visit)}${hidden("id", invitation.id)}
      <p class="actions"><button class="quiet">${words.revoke}</button></p>
    </form>
  </li>`;
}

export function issuedInvitationPage(visit: MemberVisit, link: string, invitation: Invitation): Html {
  const words = visit.m.invitations;
  const { label } = visit.m.settings.roles[invitation.role];
  return html`<h1>${words.issuedTitle}</h1>
    <p>${words.issued(label, expiry(visit, invitation))}</p>
    <p><code class="copy" dir="ltr">${link}</code></p>
    <p><strong>${words.issuedOnce}</strong></p>
    <p class="actions"><a class="button" href="/admin/members">${visit.m.settings.membersTitle}</a></p>`;
}

function expiry({ collective, language }: MemberVisit, { expiresAt }: Invitation): string {
  return formatDateTime(expiresAt, language, collective.timeZone);
}
