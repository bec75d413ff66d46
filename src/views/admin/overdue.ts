import { html } from "hono/html";
import type { ListedDraft } from "../../store/draft-lists.ts";
import type { MissedReminder } from "../../store/reminders.ts";
import { formatDateTime } from "../../text/date.ts";
import { direction } from "../../text/language.ts";
import type { Html } from "../html.ts";
import { draftRows } from "./drafts.ts";
import type { MemberVisit } from "./page.ts";
import { titleOf } from "./posts.ts";

/** What should have gone out while the server stood still, and waits for somebody to say whether it still should. */
export function overdueSection(
  visit: MemberVisit,
  { drafts, reminders }: { drafts: ListedDraft[]; reminders: MissedReminder[] },
): Html | undefined {
  if (drafts.length === 0 && reminders.length === 0) return undefined;
  const words = visit.m.overdue;
  return html`<section class="note" aria-labelledby="overdue">
    <h2 id="overdue">${words.title}</h2>
    <p>${words.text}</p>
    ${drafts.length > 0 && draftRows(visit, drafts)}
    ${
      reminders.length > 0 &&
      html`<ul class="rows">
        ${reminders.map((reminder) => reminderRow(visit, reminder))}
      </ul>`
    }
  </section>`;
}

function reminderRow(
  { m, language, collective }: MemberVisit,
  { postId, dueAt, language: of, ...post }: MissedReminder,
): Html {
  return html`<li>
    <p class="row-title">
      <a href="/admin/posts/${postId}#reminder-title" lang="${of}" dir="${direction(of)}">${titleOf(post)}</a>
    </p>
    <p class="row-facts">${m.overdue.reminder(formatDateTime(dueAt, language, collective.timeZone))}</p>
  </li>`;
}
