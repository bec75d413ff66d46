import { html } from "hono/html";
import type { Waiting, WaitingKind } from "../../store/waiting.ts";
import { formatDate } from "../../text/date.ts";
import type { Html } from "../html.ts";
import { mayActAs, type MemberVisit } from "./page.ts";

const places: Record<WaitingKind, string> = {
  overdue: "#overdue",
  drafts: "/admin/drafts?tab=in-review",
  replies: "/admin/replies",
  mentions: "/admin/replies?tab=mentions",
  held: "/admin/replies?tab=held",
  followers: "/admin/followers",
  reports: "/admin/reports",
  moved: "/admin/following",
};

/** What waits for somebody to decide, since when, and for whom. */
export function waitingSection(visit: MemberVisit, waiting: Waiting[]): Html {
  const words = visit.m.admin.overview;
  return html`<section aria-labelledby="waiting">
    <h2 id="waiting">${words.waiting}</h2>
    ${
      waiting.length === 0
        ? html`<p>${words.nothingWaits}</p>`
        : html`<ul class="waiting">
            ${waiting.map((each) => waitingItem(visit, each))}
          </ul>`
    }
  </section>`;
}

function waitingItem({ m, language, member }: MemberVisit, { kind, count, oldest }: Waiting): Html {
  const words = m.admin.overview;
  const labels: Record<WaitingKind, string> = {
    overdue: m.overdue.title,
    drafts: words.reviews,
    replies: words.pendingReplies,
    mentions: m.desk.mentions,
    held: words.heldReplies,
    followers: words.pendingFollowers,
    reports: words.openReports,
    moved: words.movedAccounts,
  };
  const facts = [
    m.desk.since(formatDate(oldest, language)),
    !mayActAs(member, "editor") && m.desk.forEditors,
  ].filter(Boolean);
  return html`<li>
    <a href="${places[kind]}">${labels[kind]} <span class="count">${count}</span></a>
    <span class="row-facts">${facts.join(" · ")}</span>
  </li>`;
}
