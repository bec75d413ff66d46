import { html } from "hono/html";
import type { Block } from "../../store/blocks.ts";
import { formatDate } from "../../text/date.ts";
import type { Html } from "../html.ts";
import { type FieldErrors, fileField, hidden, textArea, textField } from "./field.ts";
import { csrf, hiddenBack, mayActAs, type MemberVisit, pager } from "./page.ts";

/** What was typed into the forms of the page, and what is wrong with it. */
export interface TypedBlocks {
  target: string;
  list: string;
  errors: FieldErrors;
}

export interface BlockList extends TypedBlocks {
  items: Block[];
  newer?: string | undefined;
  older?: string | undefined;
}

export function blocksPage(visit: MemberVisit, { items, newer, older, ...typed }: BlockList): Html {
  const words = visit.m.moderation;
  return html`<h1>${words.blocksTitle}</h1>
    <p>${words.blocksHint}</p>
    ${mayActAs(visit.member, "editor") && html`${addForm(visit, typed)} ${importForm(visit, typed)}`}
    ${
      items.length === 0
        ? html`<p>${words.noBlocks}</p>`
        : html`<ul class="rows">
              ${items.map((block) => blockItem(visit, block))}
            </ul>
            ${pager(visit, { newer, older })}
            <p><a href="/admin/blocks/export" download>${words.exportBlocks}</a></p>`
    }`;
}

function addForm(visit: MemberVisit, { target, errors }: TypedBlocks): Html {
  const words = visit.m.moderation;
  return html`<form class="line" method="post" action="/admin/blocks">
    ${csrf(visit)}
    ${textField("target", target, { label: words.blockLabel, hint: words.blockExample, error: errors.target }, html`type="text" required maxlength="2000" autocomplete="off" autocapitalize="none" spellcheck="false"`)}
    <p class="actions">
      <button class="main">${words.block}</button>
      <button formaction="/admin/blocks/limit">${words.limit}</button>
    </p>
  </form>`;
}

// The text before the file: of a form that is too large, what comes first is kept.
function importForm(visit: MemberVisit, { list, errors }: TypedBlocks): Html {
  const words = visit.m.moderation;
  return html`<details class="more" ${errors.list ? html` open` : ""}>
    <summary>${words.importTitle}</summary>
    <form method="post" action="/admin/blocks/import" enctype="multipart/form-data">
      ${csrf(visit)}
      <p class="hint">${words.importHint}</p>
      ${textArea("list", list, { label: words.importText, error: errors.list }, html`rows="6" autocapitalize="none" spellcheck="false"`)}
      ${fileField("file", { label: words.importFile }, html`accept=".csv,.txt,text/csv,text/plain"`)}
      <p class="actions"><button>${words.importSubmit}</button></p>
    </form>
  </details>`;
}

/** A limit or block with the buttons that lift or change it. */
export function blockItem(visit: MemberVisit, { kind, value, severity, createdAt }: Block): Html {
  const words = visit.m.moderation;
  return html`<li class="foreign">
    <p><bdi class="block-value">${value}</bdi></p>
    <p class="row-facts">
      <span class="label">${words.severities[severity]}</span> ${words.kinds[kind]},
      ${words.since(formatDate(createdAt, visit.language))}
    </p>
    ${
      mayActAs(visit.member, "editor") &&
      html`<form method="post" action="/admin/blocks/remove">
        ${csrf(visit)}${hiddenBack(visit)}${hidden("kind", kind)}${hidden("value", value)}
        <p class="actions">
          <button class="quiet">${words.unblock}</button>
          ${
            severity === "block"
              ? html`<button class="quiet" formaction="/admin/blocks/limit">${words.limitInstead}</button>`
              : html`<button class="quiet" formaction="/admin/blocks">${words.blockInstead}</button>`
          }
        </p>
      </form>`
    }
  </li>`;
}
