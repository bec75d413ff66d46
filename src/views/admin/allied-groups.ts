import { html } from "hono/html";
import type { Ally, AllyText } from "../../store/allies.ts";
import { allyItem as publicAlly } from "../allies.ts";
import type { Html } from "../html.ts";
import { errorSummary, type FieldErrors, hidden, textArea, textField } from "./field.ts";
import { csrf, mayActAs, type MemberVisit } from "./page.ts";
import { moveButtons } from "./pages.ts";

export function alliedGroupsPage(
  visit: MemberVisit,
  {
    allies,
    typed,
    errors,
    preview,
  }: { allies: Ally[]; typed: AllyText; errors: FieldErrors; preview: boolean },
): Html {
  const words = visit.m.pages;
  return html`<h1>${words.alliesTitle}</h1>
    <p>${words.alliesIntro} ${allies.length > 0 && html`<a href="/allies">${words.seePage}</a>`}</p>
    ${
      allies.length === 0
        ? html`<p>${words.noAllies}</p>`
        : html`<ul class="rows">
            ${allies.map((ally) => allyItem(visit, ally))}
          </ul>`
    }
    ${
      mayActAs(visit.member, "editor") &&
      html`<h2>${words.allyNew}</h2>
        ${errorSummary(errors, visit.m.admin.somethingWrong)} ${preview && shownAsAlly(visit, typed)}
        <form method="post" action="/admin/allied-groups">
          ${csrf(visit)} ${allyFields(visit, typed, errors)}
          <p class="actions">${previewButton(visit)} <button class="main">${visit.m.admin.add}</button></p>
        </form>`
    }`;
}

function allyItem(visit: MemberVisit, { id, name, description, handle, link }: Ally): Html {
  const { admin } = visit.m;
  const may = mayActAs(visit.member, "editor");
  const facts = [handle, link].filter(Boolean);
  return html`<li>
    <p class="row-title">
      ${may ? html`<a href="/admin/allied-groups/${id}"><bdi>${name}</bdi></a>` : html`<bdi>${name}</bdi>`}
    </p>
    ${description && html`<p dir="auto">${description}</p>`}
    ${facts.length > 0 && html`<p class="row-facts">${facts.map((fact) => html`<bdi>${fact}</bdi> `)}</p>`}
    ${
      may &&
      html`<form method="post" action="/admin/allied-groups/order">
        ${csrf(visit)}${hidden("id", id)}
        <p class="actions">
          ${moveButtons(visit, name)}
          <button
            class="quiet"
            formaction="/admin/allied-groups/remove"
            aria-label="${admin.remove}: ${name}"
          >
            ${admin.remove}
          </button>
        </p>
      </form>`
    }
  </li>`;
}

export function alliedGroupForm(
  visit: MemberVisit,
  id: string,
  { typed, errors, preview }: { typed: AllyText; errors: FieldErrors; preview: boolean },
): Html {
  const { admin, pages: words } = visit.m;
  return html`<h1>${words.allyEdit}</h1>
    ${errorSummary(errors, admin.somethingWrong)} ${preview && shownAsAlly(visit, typed)}
    <form method="post" action="/admin/allied-groups/${id}">
      ${csrf(visit)} ${allyFields(visit, typed, errors)}
      <p class="actions">
        ${previewButton(visit)}
        <button class="main">${admin.save}</button>
        <a class="button" href="/admin/allied-groups">${admin.cancel}</a>
      </p>
    </form>`;
}

const previewButton = ({ m }: MemberVisit) =>
  html`<button name="intent" value="preview">${m.compose.preview}</button>`;

/** As the public page will name it. */
function shownAsAlly({ m }: MemberVisit, typed: AllyText): Html {
  return html`<section class="preview" aria-label="${m.compose.previewTitle}">
    <p class="preview-note"><strong>${m.compose.previewTitle}.</strong> ${m.pages.previewNote}</p>
    <ul class="allies">
      ${publicAlly(typed)}
    </ul>
  </section>`;
}

function allyFields({ m }: MemberVisit, typed: AllyText, errors: FieldErrors): Html {
  const words = m.pages;
  const plain = html`autocomplete="off" autocapitalize="none" spellcheck="false"`;
  return html`${textField("name", typed.name, { label: words.allyName, error: errors.name }, html`type="text" required maxlength="100" autocomplete="off"`)}
  ${textArea("description", typed.description, { label: words.allyDescription, error: errors.description }, html`rows="3" maxlength="1000"`)}
  ${textField("handle", typed.handle, { label: words.allyHandle, hint: words.allyHandleHint, error: errors.handle }, html`type="text" maxlength="300" ${plain}`)}
  ${textField("link", typed.link, { label: words.allyLink, hint: words.allyLinkHint, error: errors.link }, html`type="url" maxlength="2000" ${plain}`)}`;
}
