import { html } from "hono/html";
import type { ListedDraft } from "../../store/draft-lists.ts";
import type { DraftState } from "../../store/drafts.ts";
import { formatDate, formatDateTime } from "../../text/date.ts";
import { direction, languageName } from "../../text/language.ts";
import type { Html } from "../html.ts";
import { type MemberVisit, pager } from "./page.ts";
import { titleOf } from "./posts.ts";

/** The tabs of the list: all that readers have not seen, or what is in one state. */
export const draftTabs = ["all", "draft", "in-review", "approved", "scheduled"] as const;
export type DraftTab = (typeof draftTabs)[number];

export interface DraftList {
  tab: DraftTab;
  counts: Record<DraftTab, number>;
  drafts: ListedDraft[];
  newer?: string | undefined;
  older?: string | undefined;
}

export function draftsPage(visit: MemberVisit, { tab, counts, drafts, newer, older }: DraftList): Html {
  const words = visit.m.drafts;
  return html`<h1>${words.title}</h1>
    <p>${words.intro}</p>
    <p class="actions"><a class="button main" href="/admin/posts/new">${visit.m.admin.overview.write}</a></p>
    <nav class="tabs" aria-label="${words.title}">
      <ul>
        ${draftTabs.map(
          (each) =>
            html`<li>
              <a
                href="/admin/drafts${each === "all" ? "" : `?tab=${each}`}"
                ${each === tab ? html` aria-current="page"` : ""}
                >${each === "all" ? words.all : words.tabs[each]}${counts[each] > 0 && html` <span class="${each === "in-review" ? "count" : "count quiet"}">${counts[each]}</span>`}</a
              >
            </li>`,
        )}
      </ul>
    </nav>
    ${drafts.length === 0 ? html`<p>${words.none}</p>` : draftRows(visit, drafts)}
    ${pager(visit, { newer, older })}`;
}

export function draftRows(visit: MemberVisit, drafts: ListedDraft[]): Html {
  return html`<ul class="rows">
    ${drafts.map((draft) => draftRow(visit, draft))}
  </ul>`;
}

function draftRow({ m, language, collective }: MemberVisit, draft: ListedDraft): Html {
  const words = m.drafts;
  const { id, base, author, scheduledAt, overdue, updatedAt } = draft;
  const goesOut = overdue ? words.wasToGoOut : words.goesOut;
  const facts = [
    base !== null && words.changeOfPost,
    languageName(draft.language, language),
    author && words.by(author.name),
    formatDate(updatedAt, language, collective.timeZone),
  ].filter(Boolean);
  return html`<li>
    <p class="row-title">
      <a href="/admin/drafts/${id}" lang="${draft.language}" dir="${direction(draft.language)}"
        >${titleOf(draft) || words.untitled}</a
      >
    </p>
    <p class="row-facts">
      ${stateLabel({ m }, draft.state)} ${facts.join(" · ")}
      ${scheduledAt && html`<br /><strong>${goesOut(formatDateTime(scheduledAt, language, collective.timeZone))}</strong>`}
    </p>
  </li>`;
}

export function stateLabel({ m }: Pick<MemberVisit, "m">, state: DraftState): Html {
  return html`<span class="label state-${state}">${m.drafts.states[state]}</span>`;
}
