import { html } from "hono/html";
import type { Decision, Proposal, Standing } from "../../store/decisions.ts";
import type { Page } from "../../store/pages.ts";
import { formatDateTime } from "../../text/date.ts";
import { direction, languageName } from "../../text/language.ts";
import type { Html } from "../html.ts";
import { errorSummary, type FieldErrors, typedText } from "./field.ts";
import { csrf, type MemberVisit } from "./page.ts";
import { ownerFields, type Proof } from "./proof.ts";

const dateIn = ({ language, collective }: MemberVisit, date: Date) =>
  formatDateTime(date, language, collective.timeZone);

/** On the overview: what waits for a second person. */
export function decisionsSection(visit: MemberVisit, decisions: Decision[]): Html | false {
  const words = visit.m.decisions;
  return (
    decisions.length > 0 &&
    html`<section class="note" aria-labelledby="decisions">
      <h2 id="decisions">${words.waiting}</h2>
      <ul class="rows">
        ${decisions.map(
          ({ id, proposal, proposer, createdAt }) =>
            html`<li>
              <p class="row-title"><a href="/admin/decisions/${id}">${words.kinds[proposal.kind]}</a></p>
              <p class="row-facts">${words.by(proposer.name, dateIn(visit, createdAt))}</p>
            </li>`,
        )}
      </ul>
    </section>`
  );
}

export interface DecisionPage {
  decision: Decision;
  standing: Standing;
  proof: Proof;
  /** Whether whoever does it alone has to show a code. */
  asksCode: boolean;
  /** The page as it is, where the decision is about one. */
  present: Page | undefined;
  errors: FieldErrors;
}

export function decisionPage(visit: MemberVisit, page: DecisionPage): Html {
  const { m } = visit;
  const words = m.decisions;
  const { decision, errors } = page;
  const { id, proposal, proposer, createdAt, expiresAt } = decision;
  return html`<h1>${words.kinds[proposal.kind]}</h1>
    ${errorSummary(errors, m.admin.somethingWrong)}
    <p>${words.by(proposer.name, dateIn(visit, createdAt))} ${words.until(dateIn(visit, expiresAt))}</p>
    ${what(visit, proposal, page.present)} ${way(visit, page)}
    <form method="post" action="/admin/decisions/${id}/refuse">
      ${csrf(visit)}
      <p class="actions">
        <button class="danger">
          ${decision.proposer.id === visit.member.id ? words.takeBack : words.refuse}
        </button>
        <a class="button" href="/admin">${m.admin.nav.overview}</a>
      </p>
    </form>`;
}

/** What would be done. */
function what({ m, language }: MemberVisit, proposal: Proposal, present: Page | undefined): Html {
  const words = m.decisions.what;
  switch (proposal.kind) {
    case "liftPanic":
      return html`<p>${m.panic.beforeLifting}</p>`;
    case "makeAdmin":
      return html`<p>${words.makeAdmin(proposal.name)}</p>`;
    case "inviteAdmin":
      return html`<p>${words.inviteAdmin}</p>`;
    case "loosenRules":
      return html`${proposal.twoPerson === false && html`<p>${words.twoPerson}</p>`}
      ${proposal.retentionDays !== undefined && html`<p>${words.retention(proposal.retentionDays)}</p>`}`;
    case "savePage": {
      const { page } = proposal;
      const place = words.page(page.slug, languageName(page.language, language));
      return html`<p>${place} ${page.inMenu ? words.inMenu : words.notInMenu}</p>
        <h2 id="new" lang="${page.language}" dir="${direction(page.language)}">${page.name}</h2>
        ${typedText(page.source, page.language, "new")}
        ${
          present &&
          html`<h2 id="present">${words.present}</h2>
            <p lang="${present.language}" dir="auto"><strong>${present.name}</strong></p>
            ${typedText(present.source, present.language, "present")}`
        }`;
    }
    case "removePage":
      return html`<p>${words.page(proposal.slug, languageName(proposal.language, language))}</p>`;
    case "movePage":
      return html`<p>${words.movePage(proposal.slug, proposal.direction)}</p>`;
  }
}

/** What whoever looks at it may do. */
function way(visit: MemberVisit, { decision, standing, proof, asksCode, errors }: DecisionPage): Html {
  const { m } = visit;
  const words = m.decisions;
  const { id, aloneFrom } = decision;
  if (standing === "fresh") return html`<p class="note">${words.fresh}</p>`;
  if (standing === "freshProposer")
    return html`<p class="note">${words.freshProposer(decision.proposer.name)}</p>`;
  if (standing === "proposer") return html`<p class="note">${words.proposer}</p>`;
  if (standing === "aloneLater")
    return html`<p class="note">${words.aloneLater(dateIn(visit, aloneFrom!))}</p>`;
  if (standing === "second") {
    return html`<p>${words.confirmHint}</p>
      <form method="post" action="/admin/decisions/${id}/confirm">
        ${csrf(visit)}
        <p class="actions"><button class="main">${words.confirm}</button></p>
      </form>`;
  }
  return html`<p>${words.alone}</p>
    <form method="post" action="/admin/decisions/${id}/alone">
      ${csrf(visit)}
      ${ownerFields(visit, proof, errors, html`<button class="main">${words.submitAlone}</button>`, { asksCode })}
    </form>`;
}
