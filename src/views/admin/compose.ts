import { html } from "hono/html";
import type { Post, PostType } from "../../store/posts.ts";
import { longestName, longestSource, longestSummary, longestTeaser } from "../../text/draft.ts";
import { direction } from "../../text/language.ts";
import type { TypedDraft } from "../../text/typed-draft.ts";
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
import { enterButton } from "./enter.ts";
import { csrf, mayActAs, type MemberVisit } from "./page.ts";
import { pictureFields, type DraftPicture } from "./pictures.ts";
import { keyboardHelp, writingTools } from "./writing.ts";

/** A post as it stands in the form. */
export interface Draft extends TypedDraft {
  pictures: DraftPicture[];
  /** The kept draft that this is; empty for none yet. */
  draftId: string;
  /** Of the kept draft, which the form began from. */
  version: number | undefined;
  /** The kept draft that says the same in another language; empty for none. */
  translates: string;
  /** The revision that an edit of a post began from. */
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
  /** Who else writes in it. */
  others?: Html | undefined;
  /** What is translated. */
  beside?: Html | undefined;
  /** The foreign post that is answered. */
  answered?: Html | undefined;
  /** The heading where `above` has no first heading of its own. */
  title: string;
  /** Whether `above` has it. */
  headed?: boolean;
  /** The addresses of the scripts that help with writing, and with sending pictures. */
  scripts: { writing: string; uploads: string };
  /** The picture whose faces were covered just now. */
  covered?: string | undefined;
  /** Whether something was typed that is kept nowhere yet. */
  unsaved: boolean;
  /** Whether the script may keep the draft by itself. */
  autosaves: boolean;
}

/** The id of the form, for buttons that stand outside. */
export const formId = "compose";

/** Where the form of a post, or of a new one, is shown again. */
export function againPath(id: string | undefined, { draftId }: Pick<Draft, "draftId">): string {
  if (draftId !== "") return `/admin/drafts/${draftId}/edit`;
  return id === undefined ? "/admin/posts/new" : `/admin/posts/${id}/edit`;
}

/** Where it is published. */
export const donePath = (id: string | undefined) =>
  id === undefined ? "/admin/posts" : `/admin/posts/${id}`;

/** Where it is kept. */
export const keepPath = "/admin/drafts";

export function composePage(visit: MemberVisit, composing: Composing): Html {
  const { id, draft, errors, offered, above, others, beside, answered, title, headed, scripts } = composing;
  const again = againPath(id, draft);
  // Enter's button comes before what stands above: previews and questions have buttons of the form, too, and those publish.
  // The files come last: of a form that is too large, what stands before them is kept.
  return html`${enterButton(html`form="${formId}" name="intent" value="preview"`)}
    ${headed ? "" : html`<h1>${title}</h1>`} ${errorSummary(errors, visit.m.admin.somethingWrong)}
    ${others}${above}${answered} ${headed && html`<h2 id="go-on">${title}</h2>`}
    <form
      id="${formId}"
      class="compose"
      method="post"
      action="${again}"
      enctype="multipart/form-data"
      ${composing.autosaves && html` data-autosave="/admin/drafts/autosave"`}${composing.unsaved && html` data-unsaved`}
    >
      ${csrf(visit)}${hidden("again", again)}${hidden("once", draft.once)}${hidden("draftId", draft.draftId)}${hidden("version", String(draft.version ?? ""))}
      ${id !== undefined && hidden("postId", id)}${draft.translates && hidden("translates", draft.translates)}${draft.inReplyTo && hidden("inReplyTo", draft.inReplyTo)}${draft.revision !== undefined && hidden("revision", String(draft.revision))}
      ${beside} ${textFields(visit, draft, errors)}
      ${calloutFields(visit, { id, callout: draft.callout }, errors)}
      ${translationFields(visit, draft, offered, errors.translationOf)} ${moreFields(visit, composing)}
      ${id !== undefined && draft.translationOf !== "" && checkbox("translationsStand", "on", draft.translationsStand, { label: visit.m.drafts.translationsStand, hint: visit.m.drafts.translationsStandHint })}
      ${id !== undefined && checkbox("historyHidden", "on", draft.historyHidden, { label: visit.m.pages.history.editing, hint: visit.m.pages.history.editingHint })}
      ${pictureFields(visit, draft.pictures, errors, { again, covered: composing.covered })}
      ${composeActions(visit, id)} ${writingTools(visit, scripts.writing)}
    </form>
    <script type="module" src="${scripts.uploads}"></script>`;
}

/** Whether the member's own press is enough to publish. */
export function mayPublishAlone({ member, collective }: MemberVisit): boolean {
  return mayActAs(member, "editor") && !collective.twoPerson;
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

function markdownHelp(visit: MemberVisit): Html {
  const { m } = visit;
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
    ${keyboardHelp(visit)}
  </details>`;
}

/** What most posts leave as it is; open where it is not, or where something in it is wrong. */
function moreFields(visit: MemberVisit, { id, draft, errors }: Composing): Html {
  const words = visit.m.compose;
  const open =
    draft.summary !== "" ||
    draft.pinned ||
    draft.type === "Article" ||
    errors.summary ||
    errors.type ||
    errors.teaser;
  return html`<details class="more" ${open ? html` open` : ""}>
    <summary>${words.more}</summary>
    ${textField("summary", draft.summary, { label: words.summary, hint: words.summaryHint, error: errors.summary }, html`type="text" maxlength="${longestSummary}" autocomplete="off"`)}
    ${
      id === undefined
        ? typeFields(visit, draft, errors)
        : html`${hidden("type", draft.type)}
            <p class="hint">${words.types[draft.type as PostType].label}. ${words.typeFixed}</p>`
    }
    ${(id === undefined || draft.type === "Article") && textField("teaser", draft.teaser, { label: words.teaser, hint: words.teaserHint, error: errors.teaser }, html`type="text" maxlength="${longestTeaser}" autocomplete="off"`)}
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

/** The way that most posts go first, in colour; what else can be done with the text below, and what that means. */
function composeActions(visit: MemberVisit, id: string | undefined): Html {
  const { compose: words, drafts } = visit.m;
  const alone = mayPublishAlone(visit);
  const editor = mayActAs(visit.member, "editor");
  return html`<div class="finishing">
    <p class="actions">
      <button name="intent" value="preview">${words.preview}</button>${mainButton(visit, id)}
    </p>
    <p class="actions">
      <button class="quiet" formaction="${keepPath}">${drafts.keep}</button>
      ${alone && askButton(visit, "quiet")}
    </p>
    <p class="hint">
      ${words.keepHint} ${editor ? words.askHint : words.writerNote}
      ${editor && !alone && drafts.twoPersonNote}
    </p>
  </div>`;
}

/** Below a preview and outside the form: on with it, or back to the text. */
export function previewActions(visit: MemberVisit, id: string | undefined): Html {
  return html`<p class="actions preview-actions">
    ${mainButton(visit, id, html` form="${formId}"`)}
    <a class="button" href="#go-on">${visit.m.compose.goOn}</a>
  </p>`;
}

function mainButton(visit: MemberVisit, id: string | undefined, form = html``): Html {
  if (!mayPublishAlone(visit)) return askButton(visit, "main", form);
  const { publish, save } = visit.m.compose;
  return html`<button class="main" ${form} formaction="${donePath(id)}">
    ${id === undefined ? publish : save}
  </button>`;
}

function askButton({ m }: MemberVisit, kind: string, form = html``): Html {
  return html`<button class="${kind}" ${form} formaction="${keepPath}" name="intent" value="review">
    ${m.drafts.ask}
  </button>`;
}
