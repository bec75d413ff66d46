import { html } from "hono/html";
import type { PageEntry, PageText, TypedText } from "../../store/pages.ts";
import { pageUrl } from "../../text/address.ts";
import { formatDate } from "../../text/date.ts";
import { longestName, longestSource } from "../../text/draft.ts";
import { direction, languageName } from "../../text/language.ts";
import type { Rendered } from "../../text/own-html.ts";
import { longestSlug } from "../../text/slug.ts";
import type { Html } from "../html.ts";
import { standingArticle } from "../standing-page.ts";
import {
  checkbox,
  errorSummary,
  type FieldErrors,
  hidden,
  languageField,
  textArea,
  textField,
  typedText,
} from "./field.ts";
import { csrf, mayActAs, type MemberVisit } from "./page.ts";

/** A page as it stands in the form; `version` is the one an edit began from, undefined for a new page. */
export interface TypedPage extends TypedText {
  version: number | undefined;
}

export function pageList(visit: MemberVisit, pages: PageEntry[]): Html {
  const words = visit.m.pages;
  const slugs = [...new Set(pages.map(({ slug }) => slug))];
  return html`<h1>${words.title}</h1>
    <p>${words.intro}</p>
    ${mayActAs(visit.member, "editor") && html`<p class="actions"><a class="button main" href="/admin/pages/new">${words.newTitle}</a></p>`}
    ${
      slugs.length === 0
        ? html`<p>${words.none}</p>`
        : html`<ul class="rows">
            ${slugs.map((slug) => pageItem(visit, slug, pages))}
          </ul>`
    }`;
}

function pageItem(visit: MemberVisit, slug: string, pages: PageEntry[]): Html {
  const { m, language } = visit;
  const words = m.pages;
  const may = mayActAs(visit.member, "editor");
  return html`<li>
    <p class="row-title"><a href="${pageUrl("", slug)}">/pages/${slug}</a></p>
    ${pages
      .filter((page) => page.slug === slug)
      .map(
        (page) =>
          html`<p>
            ${may ? html`<a href="/admin/pages/${slug}/${page.language}"><bdi lang="${page.language}">${page.name}</bdi></a>` : html`<bdi lang="${page.language}">${page.name}</bdi>`}
            <span class="row-facts"
              >${languageName(page.language, language)} ·
              ${formatDate(page.updated, language)}${!page.inMenu && html` · ${words.notInMenu}`}</span
            >
          </p>`,
      )}
    ${
      may &&
      html`<form method="post" action="/admin/pages/order">
        ${csrf(visit)}${hidden("slug", slug)}
        <p class="actions">
          <a class="button" href="/admin/pages/new?slug=${slug}">${words.addLanguage}</a>
          ${moveButtons(visit, slug)}
        </p>
      </form>`
    }
  </li>`;
}

/** The buttons by which something in a list changes places; `what` is its name. */
export function moveButtons({ m }: MemberVisit, what: string): Html {
  const words = m.pages;
  return html`<button class="quiet" name="direction" value="up" aria-label="${words.moveUp}: ${what}">
      ↑
    </button>
    <button class="quiet" name="direction" value="down" aria-label="${words.moveDown}: ${what}">↓</button>`;
}

export interface PageForm {
  title: string;
  typed: TypedPage;
  errors: FieldErrors;
  /** The text, where it is to be shown as readers would see it. */
  preview: Rendered | undefined;
  theirs?: string | undefined;
}

export function pageForm(visit: MemberVisit, { title, typed, errors, preview, theirs }: PageForm): Html {
  const { m } = visit;
  const words = m.pages;
  const { slug, language, version } = typed;
  const isNew = version === undefined;
  const done = isNew ? "/admin/pages" : `/admin/pages/${slug}/${language}`;
  const again = isNew ? "/admin/pages/new" : `${done}/edit`;
  // A preview brings its own first heading.
  return html`${preview ? shownAsPage(visit, { ...typed, ...preview }) : html`<h1>${title}</h1>`}
    ${errorSummary(errors, m.admin.somethingWrong)} ${theirs !== undefined && otherText(visit, typed, theirs)}
    ${preview && html`<h2>${title}</h2>`}
    <form class="compose" method="post" action="${again}">
      ${csrf(visit)}${hidden("again", again)}${!isNew && hidden("version", String(version))}
      ${textFields(visit, typed, errors)}
      ${isNew ? addressFields(visit, typed, errors) : html`<p class="hint">${words.addressFixed(pageUrl("", slug))}</p>`}
      ${checkbox("inMenu", "on", typed.inMenu, { label: words.inMenu, hint: words.inMenuHint })}
      <p class="actions">
        <button name="intent" value="preview">${m.compose.preview}</button>
        <button class="main" formaction="${done}">${m.admin.save}</button>
      </p>
    </form>
    ${!isNew && removeForm(visit, typed)}`;
}

function textFields(visit: MemberVisit, { name, source, language }: TypedPage, errors: FieldErrors): Html {
  const { compose, pages: words } = visit.m;
  const written = html`lang="${language}" dir="${direction(language) === "rtl" ? "rtl" : "auto"}"`;
  return html`${textField("name", name, { label: words.name, error: errors.name }, html`type="text" maxlength="${longestName}" autocomplete="off" class="title" ${written}`)}
  ${textArea("source", source, { label: compose.source, hint: words.sourceHint, error: errors.source }, html`rows="14" maxlength="${longestSource}" class="text-entry" ${written}`)}`;
}

function addressFields(visit: MemberVisit, { slug, language }: TypedPage, errors: FieldErrors): Html {
  const { compose, pages: words } = visit.m;
  return html`<div class="pair">
    ${languageField("language", language, visit.language, { label: compose.language, error: errors.language })}
    ${textField("slug", slug, { label: words.slug, hint: words.slugHint, error: errors.slug }, html`type="text" maxlength="${longestSlug}" autocomplete="off" autocapitalize="none" spellcheck="false"`)}
  </div>`;
}

function shownAsPage({ m }: MemberVisit, page: PageText): Html {
  return html`<section class="preview" aria-label="${m.compose.previewTitle}">
    <p class="preview-note"><strong>${m.compose.previewTitle}.</strong> ${m.pages.previewNote}</p>
    ${standingArticle(page)}
  </section>`;
}

function otherText({ m }: MemberVisit, { language }: TypedPage, theirs: string): Html {
  return html`<section class="theirs" aria-labelledby="theirs">
    <h2 id="theirs">${m.compose.theirs}</h2>
    ${typedText(theirs, language, "theirs")}
  </section>`;
}

function removeForm(visit: MemberVisit, { slug, language, name }: TypedPage): Html {
  const words = visit.m.pages;
  return html`<details class="more">
    <summary>${words.remove}</summary>
    <form method="post" action="/admin/pages/${slug}/${language}/remove">
      ${csrf(visit)}
      <p>${words.removeText(name)}</p>
      <p class="actions"><button class="danger">${words.removeSubmit}</button></p>
    </form>
  </details>`;
}
