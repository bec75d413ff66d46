import { html } from "hono/html";
import { longestRemark } from "../../text/draft.ts";
import { toLocalTime } from "../../text/time-zone.ts";
import type { Html } from "../html.ts";
import type { DraftView } from "./draft.ts";
import { noEnterButton } from "./enter.ts";
import { hidden, textArea, textField } from "./field.ts";
import { csrf, mayActAs, type MemberVisit } from "./page.ts";
import { titleOf } from "./posts.ts";

/** What can be done next with a draft, by this member. */
export function draftSteps(visit: MemberVisit, view: DraftView): Html {
  const { m, member } = visit;
  const words = m.drafts;
  const { id, state, overdue } = view.draft;
  const ready = Object.keys(view.wrong).length === 0;
  const editor = mayActAs(member, "editor");
  const mayApprove = editor && !view.own;
  const asked = state === "in-review";
  return html`<div class="actions">
      <a class="button" href="/admin/drafts/${id}/edit">${m.post.edit}</a>
      ${state === "draft" && step(visit, view, "review", words.ask, mayApprove ? "" : "main")}
      ${mayApprove && asked && step(visit, view, "approve", words.approve)}
      ${state === "scheduled" && editor && step(visit, view, "unschedule", overdue ? m.overdue.keep : words.unschedule)}
      <a class="button quiet" href="/admin/posts/new?translateDraft=${id}">${words.translate}</a>
      <a class="button quiet" href="/admin/drafts/${id}/discard">${words.discard}</a>
    </div>
    ${view.own && editor && state !== "approved" && state !== "scheduled" && html`<p class="hint">${words.twoPersonNote}</p>`}
    ${!editor && html`<p class="hint">${m.compose.writerNote}</p>`} ${asked && returning(visit, view)}
    ${editor && ready && (state !== "scheduled" || overdue) && (state === "approved" || overdue || mayApprove) && publishing(visit, view)}`;
}

function step(visit: MemberVisit, { draft }: DraftView, path: string, label: string, kind = ""): Html {
  return html`<form method="post" action="/admin/drafts/${draft.id}/${path}">
    ${csrf(visit)}${hidden("version", String(draft.version))}<button class="${kind}">${label}</button>
  </form>`;
}

/** Sent back to who wrote it, with what is to be changed. */
function returning(visit: MemberVisit, { draft, typed }: DraftView): Html {
  const words = visit.m.drafts;
  return html`<details class="more" ${typed?.remark !== undefined ? html` open` : ""}>
    <summary>${words.return}</summary>
    <form method="post" action="/admin/drafts/${draft.id}/return">
      ${csrf(visit)}${hidden("version", String(draft.version))}
      ${textArea("remark", typed?.remark ?? "", { label: words.remark, error: typed?.errors.remark }, html`rows="3" maxlength="${longestRemark}" dir="auto"`)}
      <p class="actions"><button>${words.return}</button></p>
    </form>
  </details>`;
}

/** Now, or at a time in the collective's zone; what says the same in other languages may go out with it. */
function publishing(visit: MemberVisit, { draft, translations, typed }: DraftView): Html {
  const { m, collective } = visit;
  const words = m.drafts;
  const undescribed = draft.pictures.filter(
    ({ leftOut, description }) => !leftOut && description === "",
  ).length;
  const together = translations.filter(({ state }) => state !== "published" && state !== "withdrawn");
  const soon = toLocalTime(new Date(Date.now() + hour), collective.timeZone).slice(0, 14);
  const carried = html`${csrf(visit)}${hidden("version", String(draft.version))}`;
  return html`<div class="publishing">
    <form method="post" action="/admin/drafts/${draft.id}/publish">
      ${noEnterButton}${carried}
      ${undescribed > 0 && html`<p class="note">${words.undescribedCount(undescribed)}</p>`}
      ${together.map(
        ({ id, version, language: code, name, html: text }) =>
          html`<div class="choice">
            <input type="checkbox" id="together-${id}" name="together" value="${id} ${version}" />
            <label for="together-${id}"
              >${words.together(titleOf({ name, html: text }))} <span lang="${code}">(${code})</span></label
            >
          </div>`,
      )}
      <p class="actions">
        <button class="main">${draft.base === null ? words.publishNow : words.saveNow}</button>
      </p>
    </form>
    ${
      !draft.overdue &&
      html`<details class="more" ${typed?.at !== undefined ? html` open` : ""}>
        <summary>${words.later}</summary>
        <form method="post" action="/admin/drafts/${draft.id}/schedule">
          ${carried}
          ${textField("at", typed?.at ?? `${soon}00`, { label: words.at(collective.timeZone), error: typed?.errors.at }, html`type="datetime-local"`)}
          <p class="actions">
            <button>${words.schedule}</button>
          </p>
        </form>
      </details>`
    }
  </div>`;
}

const hour = 60 * 60 * 1000;
