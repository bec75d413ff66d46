import { html } from "hono/html";
import type { Flag } from "../../store/flags.ts";
import { formatDate } from "../../text/date.ts";
import type { Html } from "../html.ts";
import { httpOnly } from "./actor.ts";
import { hidden } from "./field.ts";
import { csrf, mayActAs, type MemberVisit } from "./page.ts";

export function reportsPage(visit: MemberVisit, reports: Flag[]): Html {
  const words = visit.m.moderation;
  return html`<h1>${words.reportsTitle}</h1>
    <p>${words.reportsHint}</p>
    ${
      reports.length === 0
        ? html`<p>${words.noReports}</p>`
        : html`<ul class="rows">
            ${reports.map((report) => {
              const others = reports.filter(({ host }) => host === report.host).length > 1;
              return reportItem(visit, report, others);
            })}
          </ul>`
    }`;
}

// The one who reports is not named: a Flag comes from the instance actor of its server.
function reportItem(
  visit: MemberVisit,
  { id, host, content, objects, createdAt }: Flag,
  others: boolean,
): Html {
  const words = visit.m.moderation;
  return html`<li class="foreign">
    <p><strong>${words.reportFrom(host)}</strong></p>
    <p class="row-facts">${formatDate(createdAt, visit.language)}</p>
    <p class="kept" dir="auto">${content || words.reportNoText}</p>
    ${
      objects.length > 0 &&
      html`<p>${words.reportAbout}</p>
        <ul>
          ${objects.map((object) => html`<li><a href="${httpOnly(object)}" rel="nofollow noopener noreferrer">${object}</a></li>`)}
        </ul>`
    }
    ${
      mayActAs(visit.member, "editor") &&
      html`<form method="post" action="/admin/reports">
        ${csrf(visit)}${hidden("id", id)}
        <p class="actions">
          <button>${words.closeReport}</button>
          ${others && html`<button class="quiet" name="host" value="${host}">${words.closeReportsFrom(host)}</button>`}
        </p>
      </form>`
    }
  </li>`;
}
