import { html } from "hono/html";
import type { Post, PostType } from "../../store/posts.ts";
import type { TypedCallout } from "../../text/callout.ts";
import { longestName, longestSource, longestSummary, type TypedPost } from "../../text/draft.ts";
import { direction } from "../../text/language.ts";
import {
  checkbox,
  errorSummary,
  type FieldErrors,
  hidden,
  languageField,
  radio,
  textArea,
  textField,
} from "./field.ts";
import type { Html } from "../html.ts";
import { calloutFields, translationFields } from "./compose-callout.ts";
import { csrf, mayActAs, type MemberVisit } from "./page.ts";
import { pictureFields, type DraftPicture } from "./pictures.ts";

/** A post as it stands in the form. */
export interface Draft extends TypedPost {
  pinned: boolean;
  pictures: DraftPicture[];
  /** Whether readers are kept from seeing what it said before. */
  historyHidden: boolean;
  /** The id of the foreign post that is answered; empty for none. */
  inReplyTo: string;
  callout: TypedCallout;
  /** The id of the post that says the same in another language, chosen from the list; empty for none. */
  translationOf: string;
  /** Its address, typed in place of choosing. */
  translationAddress: string;
  /** The revision that an edit began from. */
  revision: number | undefined;
  /** Names this very form, so that a second press on "Publish" does not publish twice. */
  once: string;
}

export interface Composing {
  /** The post that is edited; undefined for a new one. */
  id: string | undefined;
  draft: Draft;
  errors: FieldErrors;
  /** Posts that this one may be a translation of. */
  offered: Post[];
  /** What stands above the form: a preview, a question, the other version. */
  above?: Html | undefined;
  /** The foreign post that is answered. */
  answered?: Html | undefined;
  /** The heading where `above` has no first heading of its own. */
  title: string;
  /** Whether `above` has it. */
  headed?: boolean;
  /** The address of scripts/uploads.js. */
  script: string;
}

/** The id of the form, for buttons that stand outside. */
export const formId = "compose";

/** Where the form is shown again, and where it is carried out. */
export function composePaths(id: string | undefined): { again: string; done: string } {
  return id === undefined
    ? { again: "/admin/posts/new", done: "/admin/posts" }
    : { again: `/admin/posts/${id}/edit`, done: `/admin/posts/${id}` };
}

export function composePage(visit: MemberVisit, composing: Composing): Html {
  const { id, draft, errors, offered, above, answered, title, headed, script } = composing;
  const { again } = composePaths(id);
  // The files come last: of a form that is too large, what stands before them is kept.
  return html`${headed ? "" : html`<h1>${title}</h1>`} ${errorSummary(errors, visit.m.admin.somethingWrong)}
    ${above}${answered} ${headed && html`<h2 id="go-on">${title}</h2>`}
    <form id="${formId}" class="compose" method="post" action="${again}" enctype="multipart/form-data">
      ${csrf(visit)}${hidden("again", again)}${hidden("once", draft.once)}${draft.inReplyTo && hidden("inReplyTo", draft.inReplyTo)}${draft.revision !== undefined && hidden("revision", String(draft.revision))}
      ${textFields(visit, draft, errors)} ${calloutFields(visit, { id, callout: draft.callout }, errors)}
      ${translationFields(visit, draft, offered, errors.translationOf)} ${moreFields(visit, composing)}
      ${id !== undefined && checkbox("historyHidden", "on", draft.historyHidden, { label: visit.m.pages.history.editing, hint: visit.m.pages.history.editingHint })}
      ${pictureFields(visit, draft.pictures, errors, again)} ${composeActions(visit, id)}
    </form>
    <script type="module" src="${script}"></script>`;
}

function textFields(visit: MemberVisit, draft: Draft, errors: FieldErrors): Html {
  const words = visit.m.compose;
  const written = html`lang="${draft.language}" dir="${direction(draft.language) === "rtl" ? "rtl" : "auto"}"`;
  return html`${textField("name", draft.name, { label: words.name, hint: words.nameHint, error: errors.name }, html`type="text" maxlength="${longestName}" autocomplete="off" class="title" ${written}`)}
    ${textArea("source", draft.source, { label: words.source, error: errors.source }, html`rows="14" maxlength="${longestSource}" class="text-entry" ${written}`)}
    ${markdownHelp(visit)}
    <div class="pair">
      ${languageField("language", draft.language, visit.language, { label: words.language, hint: words.languageHint, error: errors.language })}
      ${textField("tags", draft.tags, { label: words.tags, hint: words.tagsHint, error: errors.tags }, html`type="text" maxlength="3000" autocomplete="off"`)}
    </div>`;
}

function markdownHelp({ m }: MemberVisit): Html {
  return html`<details class="help">
    <summary>${m.compose.markdown}</summary>
    <dl>
      ${m.compose.markdownRows.map(
        ([code, text]) =>
          html`<div>
            <dt><code>${code}</code></dt>
            <dd>${text}</dd>
          </div>`,
      )}
    </dl>
  </details>`;
}

/** What most posts leave as it is; open where it is not, or where something in it is wrong. */
function moreFields(visit: MemberVisit, { id, draft, errors }: Composing): Html {
  const words = visit.m.compose;
  const open =
    draft.summary !== "" || draft.pinned || draft.type === "Article" || errors.summary || errors.type;
  return html`<details class="more" ${open ? html` open` : ""}>
    <summary>${words.more}</summary>
    ${textField("summary", draft.summary, { label: words.summary, hint: words.summaryHint, error: errors.summary }, html`type="text" maxlength="${longestSummary}" autocomplete="off"`)}
    ${
      id === undefined
        ? typeFields(visit, draft, errors)
        : html`${hidden("type", draft.type)}
            <p class="hint">${words.types[draft.type as PostType].label}. ${words.typeFixed}</p>`
    }
    ${checkbox("pinned", "on", draft.pinned, { label: words.pinned, hint: words.pinnedHint })}
  </details>`;
}

function typeFields({ m }: MemberVisit, draft: Draft, errors: FieldErrors): Html {
  const { type, types } = m.compose;
  return html`<fieldset id="type">
    <legend class="minor">${type}</legend>
    ${errors.type && html`<p class="error">${errors.type}</p>`}
    ${radio("type", "Note", draft.type, types.Note)} ${radio("type", "Article", draft.type, types.Article)}
  </fieldset>`;
}

/** The buttons below the form, and those below a preview, which name the form they belong to. */
export function composeActions(visit: MemberVisit, id: string | undefined, outside = false): Html {
  const words = visit.m.compose;
  const { done } = composePaths(id);
  const form = outside ? html` form="${formId}"` : "";
  const may = mayActAs(visit.member, "editor");
  return html`<p class="actions">
      ${!outside && html`<button name="intent" value="preview">${words.preview}</button>`}
      ${may && html`<button class="main" ${form} formaction="${done}">${id === undefined ? words.publish : words.save}</button>`}
      ${outside && html`<a class="button" href="#go-on">${words.goOn}</a>`}
    </p>
    ${!may && html`<p class="hint">${words.writerNote}</p>`}`;
}
