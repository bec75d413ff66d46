import { html } from "hono/html";
import type { DraftNote } from "../../store/draft-notes.ts";
import type { DraftRevision, ListedDraft } from "../../store/draft-lists.ts";
import type { KeptDraft } from "../../store/drafts.ts";
import { longestRemark } from "../../text/draft.ts";
import { formatDateTime } from "../../text/date.ts";
import { direction, languageName } from "../../text/language.ts";
import type { Messages } from "../../text/messages.ts";
import { type Looked, peopleProblem } from "../../text/people.ts";
import type { Html } from "../html.ts";
import { type Compared, changedFields } from "../history.ts";
import { draftRows, stateLabel } from "./drafts.ts";
import { type FieldErrors, hidden, textArea } from "./field.ts";
import { csrf, type MemberVisit } from "./page.ts";
import { thumbnail } from "./pictures.ts";
import { draftSteps } from "./draft-steps.ts";
import { draftTitle } from "./posts.ts";

export interface DraftView {
  draft: KeptDraft;
  /** How it will look; absent while something is wrong with it. */
  shown: Html | undefined;
  /** What keeps it from being published, by field. */
  wrong: FieldErrors;
  /** The ids of the pictures that are not on the disk. */
  gone: string[];
  notes: DraftNote[];
  revisions: DraftRevision[];
  /** What says the same in other languages. */
  translations: ListedDraft[];
  /** Whether the member wrote what it says now, and may not approve it. */
  own: boolean;
  /** Names the form for remarks. */
  once: string;
  /** What was typed into a form below and not taken. */
  typed?: { comment?: string; remark?: string; at?: string; errors: FieldErrors };
}

export function draftPage(visit: MemberVisit, view: DraftView): Html {
  const { m, language, collective } = visit;
  const { draft, shown, wrong, translations } = view;
  const { id, text, state, author, updatedAt } = draft;
  const words = m.drafts;
  const at = formatDateTime(updatedAt, language, collective.timeZone);
  return html`<h1 lang="${text.language}" dir="${direction(text.language)}">
      ${draftTitle(draft) || words.untitled}
    </h1>
    <p class="row-facts">
      ${stateLabel(visit, state)} ${author ? words.changedBy(author.name, at) : words.changedOn(at)} ·
      ${languageName(text.language, language)}
      ${draft.base !== null && html` · <a href="/admin/posts/${draft.postId}">${words.changeOfPost}</a>`}
    </p>
    ${draft.scheduledAt && timeNote(visit, draft.scheduledAt, draft.overdue)}
    ${state === "published" || state === "withdrawn" ? html`<p class="actions"><a class="button main" href="/admin/posts/${draft.postId}">${words.toPost}</a></p>` : html`${missing(visit, id, wrong)} ${draftSteps(visit, view)}`}
    ${shown ? html`<section class="post-preview" aria-label="${m.compose.previewTitle}">${shown}</section>` : html`<p class="kept" lang="${text.language}" dir="auto">${text.source}</p>`}
    ${pictureAnswers(visit, view)}
    ${
      translations.length > 0 &&
      html`<h2>${words.translations}</h2>
        ${draftRows(visit, translations)}`
    }
    ${conversation(visit, view)} ${versions(visit, view)}`;
}

/** When it goes out; or why it has not. */
function timeNote({ m, language, collective }: MemberVisit, at: Date, overdue: boolean): Html {
  const time = formatDateTime(at, language, collective.timeZone);
  if (!overdue) return html`<p class="note done">${m.drafts.goesOut(time)}</p>`;
  return html`<div class="note">
    <p><strong>${m.drafts.wasToGoOut(time)}</strong></p>
    <p>${m.overdue.text}</p>
  </div>`;
}

/** What is to be done before it can be published. */
function missing({ m }: MemberVisit, id: string, wrong: FieldErrors): Html | undefined {
  const texts = Object.entries(wrong);
  if (texts.length === 0) return undefined;
  return html`<div class="note">
    <p>${m.drafts.missing}</p>
    <ul>
      ${texts.map(([field, text]) => html`<li><a href="/admin/drafts/${id}/edit#${field}">${text}</a></li>`)}
    </ul>
  </div>`;
}

/** Whoever reviews sees what was said of the people in each picture, beside the picture. */
function pictureAnswers({ m }: MemberVisit, { draft, gone }: DraftView): Html | undefined {
  const taken = draft.pictures.filter(({ leftOut }) => !leftOut);
  if (taken.length === 0) return undefined;
  return html`<h2>${m.drafts.people}</h2>
    <ul class="cover-choice">
      ${taken.map(
        ({ id, small, description, ...looked }) =>
          html`<li>
            ${gone.includes(id) ? html`<p class="error">${m.drafts.pictureMissing}</p>` : thumbnail({ small, description })}
            <p>
              <strong>${saidOfPeople(m, looked)}</strong>
              ${description === "" && html`<br />${m.drafts.undescribed}`}
            </p>
          </li>`,
      )}
    </ul>`;
}

function saidOfPeople({ drafts, errors, faces }: Messages, looked: Looked): string {
  const problem = peopleProblem(looked);
  if (problem) return problem === "peopleUnanswered" ? drafts.peopleOpen : errors[problem];
  return faces.answers[looked.people!].label;
}

function conversation(visit: MemberVisit, { draft, notes, once, typed }: DraftView): Html {
  const { m, language, collective } = visit;
  const words = m.drafts;
  const errors: Record<string, string> = m.errors;
  return html`<section aria-labelledby="notes">
    <h2 id="notes">${words.notes}</h2>
    <p class="hint">${words.notesHint}</p>
    ${
      notes.length > 0 &&
      html`<ol class="rows notes">
        ${notes.map(
          ({ act, number, text, author, createdAt }) =>
            html`<li class="note-${act}">
              <p class="row-facts">
                <strong><bdi>${author ?? words.nobody}</bdi></strong> ${words.acts[act]} ·
                ${words.onVersion(number)} · ${formatDateTime(createdAt, language, collective.timeZone)}
              </p>
              ${text && html`<p class="kept" dir="auto">${act === "failed" ? (errors[text] ?? m.errors.invalid) : text}</p>`}
            </li>`,
        )}
      </ol>`
    }
    <form method="post" action="/admin/drafts/${draft.id}/comments">
      ${csrf(visit)}${hidden("once", once)}
      ${textArea("comment", typed?.comment ?? "", { label: words.comment, error: typed?.errors.comment }, html`rows="3" maxlength="${longestRemark}" required dir="auto"`)}
      <p class="actions"><button>${words.addComment}</button></p>
    </form>
  </section>`;
}

function versions(visit: MemberVisit, { draft, revisions }: DraftView): Html | undefined {
  const { m, language, collective } = visit;
  if (revisions.length < 2) return undefined;
  return html`<h2>${m.post.revisions}</h2>
    <ul class="rows">
      ${revisions.map(
        ({ number, author, createdAt }) =>
          html`<li>
            <a href="/admin/drafts/${draft.id}/changes?version=${number}"
              >${m.post.version(number, formatDateTime(createdAt, language, collective.timeZone))}</a
            >
            ${author && html`– <bdi>${author}</bdi>`}
            ${number === draft.number && html`<span class="label">${m.drafts.present}</span>`}
          </li>`,
      )}
    </ul>`;
}

export interface Versions {
  draft: KeptDraft;
  version: Compared & { number: number };
  before: (Compared & { number: number }) | undefined;
  open: boolean;
}

/** What a version of a draft changed in the one before, or what it says; and the way back to it. */
export function draftChangesPage(visit: MemberVisit, { draft, version, before, open }: Versions): Html {
  const { m, language } = visit;
  const { archive, drafts: words } = m;
  const title = before ? archive.comparedWith(version.number, before.number) : archive.firstVersion;
  return html`<h1>${title}</h1>
    <p><a href="/admin/drafts/${draft.id}">← ${m.admin.back}</a></p>
    <div class="changes">${changedFields(version, before, language)}</div>
    ${
      open &&
      version.number !== draft.number &&
      html`<form method="post" action="/admin/drafts/${draft.id}/restore">
        ${csrf(visit)}<input type="hidden" name="version" value="${draft.version}" /><input
          type="hidden"
          name="number"
          value="${version.number}"
        />
        <p class="hint">${words.restoreHint}</p>
        <p class="actions"><button>${words.restore}</button></p>
      </form>`
    }`;
}

export function discardPage(visit: MemberVisit, draft: KeptDraft): Html {
  const words = visit.m.drafts;
  return html`<h1>${words.discardTitle}</h1>
    <p class="row-title" lang="${draft.text.language}" dir="auto">${draftTitle(draft) || words.untitled}</p>
    <p>${words.discardText}</p>
    <form method="post">
      ${csrf(visit)}<input type="hidden" name="version" value="${draft.version}" />
      <p class="actions">
        <button class="main danger">${words.discardSubmit}</button>
        <a class="button" href="/admin/drafts/${draft.id}">${visit.m.admin.cancel}</a>
      </p>
    </form>`;
}
