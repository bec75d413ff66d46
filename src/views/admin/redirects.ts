import { html } from "hono/html";
import { longestAddress, type Redirect } from "../../text/redirect.ts";
import type { Html } from "../html.ts";
import { errorSummary, type FieldErrors, hidden, textArea, textField } from "./field.ts";
import { csrf, hiddenBack, type MemberVisit, pager } from "./page.ts";

export interface TypedRedirects {
  path: string;
  target: string;
  list: string;
  errors: FieldErrors;
}

export interface RedirectList extends TypedRedirects {
  items: Redirect[];
  newer?: string | undefined;
  older?: string | undefined;
}

export function redirectsPage(visit: MemberVisit, { items, newer, older, ...typed }: RedirectList): Html {
  const words = visit.m.pages;
  return html`<h1>${words.redirectsTitle}</h1>
    <p>${words.redirectsIntro}</p>
    ${errorSummary(typed.errors, visit.m.admin.somethingWrong)} ${addForm(visit, typed)}
    ${listForm(visit, typed)}
    ${
      items.length === 0
        ? html`<p>${words.noRedirects}</p>`
        : html`<ul class="rows">
              ${items.map((each) => redirectItem(visit, each))}
            </ul>
            ${pager(visit, { newer, older })}`
    }`;
}

function addForm(visit: MemberVisit, { path, target, errors }: TypedRedirects): Html {
  const words = visit.m.pages;
  const plain = html`type="text" required maxlength="${longestAddress}" autocomplete="off"
  autocapitalize="none" spellcheck="false"`;
  return html`<form method="post" action="/admin/redirects">
    ${csrf(visit)}
    ${textField("path", path, { label: words.redirectPath, hint: words.redirectPathHint, error: errors.path }, plain)}
    ${textField("target", target, { label: words.redirectTarget, hint: words.redirectTargetHint, error: errors.target }, plain)}
    <p class="actions"><button class="main">${visit.m.admin.add}</button></p>
  </form>`;
}

function listForm(visit: MemberVisit, { list, errors }: TypedRedirects): Html {
  const words = visit.m.pages;
  return html`<details class="more" ${errors.list ? html` open` : ""}>
    <summary>${words.listTitle}</summary>
    <form method="post" action="/admin/redirects/import">
      ${csrf(visit)}
      ${textArea("list", list, { label: words.listLabel, hint: words.listHint, error: errors.list }, html`rows="8" autocapitalize="none" spellcheck="false"`)}
      <p class="actions"><button>${words.listSubmit}</button></p>
    </form>
  </details>`;
}

function redirectItem(visit: MemberVisit, { path, target }: Redirect): Html {
  const { admin } = visit.m;
  return html`<li class="foreign">
    <p dir="ltr"><bdi class="block-value">${path}</bdi> → <bdi class="block-value">${target}</bdi></p>
    <form method="post" action="/admin/redirects/remove">
      ${csrf(visit)}${hiddenBack(visit)}${hidden("path", path)}
      <p class="actions">
        <button class="quiet" aria-label="${admin.remove}: ${path}">${admin.remove}</button>
      </p>
    </form>
  </li>`;
}
