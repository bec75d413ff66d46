import { html } from "hono/html";
import type { Post } from "../../store/posts.ts";
import { formatDateTime } from "../../text/date.ts";
import { isToCome, type TypedReminder, usualReminder } from "../../text/reminder.ts";
import type { Html } from "../html.ts";
import { errorSummary, type FieldErrors, textField } from "./field.ts";
import { csrf, mayActAs, type MemberVisit } from "./page.ts";

export interface PlannedReminder {
  dueAt: Date | undefined;
  /** Whether it has not gone out, and waits for a member. */
  missed: boolean;
}

/** On the page of an open call-out: when followers are reminded of it, and how to change that. */
export function reminderSection(
  visit: MemberVisit,
  post: Post,
  { dueAt, missed }: PlannedReminder,
): Html | undefined {
  const { callout, withdrawn } = post;
  if (!callout || withdrawn || !isToCome(callout, new Date())) return undefined;
  const { m, collective } = visit;
  const words = m.reminders;
  const may = mayActAs(visit.member, "editor");
  if (!may && !dueAt) return undefined;
  return html`<section aria-labelledby="reminder-title">
    <h2 id="reminder-title">${words.title}</h2>
    ${dueAt && plannedNote(visit, dueAt, missed)} ${may && missed && nowForm(visit, post)}
    ${may && (dueAt ? cancelForm(visit, post) : reminderForm(visit, post, usualReminder(callout, collective.timeZone, new Date()), {}))}
  </section>`;
}

function plannedNote({ m, language, collective }: MemberVisit, dueAt: Date, missed: boolean): Html {
  const time = formatDateTime(dueAt, language, collective.timeZone);
  if (!missed) return html`<p>${m.reminders.planned(time)}</p>`;
  return html`<div class="note">
    <p><strong>${m.overdue.reminder(time)}</strong></p>
    <p>${m.overdue.text}</p>
  </div>`;
}

/** The form by itself, with what was wrong in it. */
export function reminderPage(
  visit: MemberVisit,
  post: Post,
  typed: TypedReminder,
  errors: FieldErrors,
): Html {
  return html`<h1>${visit.m.reminders.title}</h1>
    <p><a href="/admin/posts/${post.id}">← ${visit.m.admin.back}</a></p>
    ${errorSummary(errors, visit.m.admin.somethingWrong)} ${reminderForm(visit, post, typed, errors)}`;
}

function reminderForm(visit: MemberVisit, { id }: Post, typed: TypedReminder, errors: FieldErrors): Html {
  const words = visit.m.reminders;
  const zone = visit.collective.timeZone.replaceAll("_", " ");
  return html`<form method="post" action="/admin/posts/${id}/reminder">
    ${csrf(visit)}
    <p class="hint">${words.hint}</p>
    <div class="pair">
      ${textField("date", typed.date, { label: words.date, error: errors.date }, html`type="date" required`)}
      ${textField("time", typed.time, { label: words.time(zone), error: errors.time }, html`type="time" required`)}
    </div>
    <p class="actions"><button>${words.plan}</button></p>
  </form>`;
}

function nowForm(visit: MemberVisit, { id }: Post): Html {
  return html`<form method="post" action="/admin/posts/${id}/reminder/now">
    ${csrf(visit)}
    <p class="actions"><button class="main">${visit.m.overdue.remindNow}</button></p>
  </form>`;
}

function cancelForm(visit: MemberVisit, { id }: Post): Html {
  return html`<form method="post" action="/admin/posts/${id}/reminder/cancel">
    ${csrf(visit)}
    <p class="actions"><button class="quiet">${visit.m.reminders.cancel}</button></p>
  </form>`;
}
