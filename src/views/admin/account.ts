import { html } from "hono/html";
import type { SecondFactor } from "../../store/second-factors.ts";
import type { OpenSession } from "../../store/sessions.ts";
import { formatDate } from "../../text/date.ts";
import type { Html } from "../html.ts";
import { hidden } from "./field.ts";
import { type Notices, noticesSection } from "./notices.ts";
import { csrf, type MemberVisit } from "./page.ts";

/** Where a second factor is set up; who must have one gets no further without. */
export const secondFactorPath = "/admin/account/second-factor";

export function accountPage(
  visit: MemberVisit,
  {
    secondFactor,
    sessions,
    notices,
  }: { secondFactor: SecondFactor | undefined; sessions: OpenSession[]; notices: Notices },
): Html {
  const words = visit.m.account;
  return html`<h1>${words.title}</h1>
    <p>${words.intro(visit.member.name, visit.m.admin.role[visit.member.role])}</p>
    <section aria-labelledby="passphrase">
      <h2 id="passphrase">${words.passphrase}</h2>
      <p><a href="/admin/passphrase">${visit.m.settings.passphraseTitle}</a></p>
    </section>
    ${secondFactorSection(visit, secondFactor)} ${noticesSection(visit, notices)}
    <section aria-labelledby="sessions">
      <h2 id="sessions">${words.sessions.title}</h2>
      <p>${words.sessions.intro}</p>
      <ul class="rows">
        ${sessions.map((session) => sessionItem(visit, session))}
      </ul>
      ${
        sessions.length > 1 &&
        html`<form method="post" action="/admin/account/sessions">
          ${csrf(visit)}
          <p class="actions"><button class="danger">${words.sessions.endOthers}</button></p>
        </form>`
      }
    </section>`;
}

function secondFactorSection({ m, language }: MemberVisit, secondFactor: SecondFactor | undefined): Html {
  const words = m.account.secondFactor;
  return html`<section aria-labelledby="second-factor">
    <h2 id="second-factor">${words.title}</h2>
    ${
      secondFactor
        ? html`<p>${words.on(formatDate(secondFactor.createdAt, language))}</p>
            <p>${words.codesLeft(secondFactor.recoveryCodesLeft)}</p>
            <p><a href="${secondFactorPath}">${words.change}</a></p>`
        : html`<p>${words.off}</p>
            <p class="actions"><a class="button main" href="${secondFactorPath}">${words.setUp}</a></p>`
    }
  </section>`;
}

function sessionItem(visit: MemberVisit, { id, createdAt, usedAt }: OpenSession): Html {
  const words = visit.m.account.sessions;
  const isThis = id === visit.sessionId;
  return html`<li class="session">
    <p>
      ${words.begun(formatDate(createdAt, visit.language))}
      ${isThis && html` <span class="label">${words.thisOne}</span>`}
    </p>
    <p class="row-facts">${words.used(formatDate(usedAt, visit.language))}</p>
    ${
      !isThis &&
      html`<form method="post" action="/admin/account/sessions">
        ${csrf(visit)}${hidden("id", id)}
        <p class="actions"><button class="quiet">${words.end}</button></p>
      </form>`
    }
  </li>`;
}
