import { html } from "hono/html";
import type { Html } from "../html.ts";
import { ownAnswers } from "./answer.ts";
import { chosenBar, type Decidable } from "./chosen.ts";
import { type MemberVisit, pager } from "./page.ts";
import { isShowable, type ListedReply, replyItem } from "./reply.ts";

/** The tabs: replies by state, and mentions that nobody has put away. */
export const replyTabs = ["pending", "held", "mentions", "approved", "hidden", "refused"] as const;
export type ReplyTab = (typeof replyTabs)[number];

/** What is counted in red, because somebody has to read it. */
const waiting = new Set<ReplyTab>(["pending", "mentions", "held"]);

export interface ReplyList {
  tab: ReplyTab;
  counts: Record<ReplyTab, number>;
  replies: ListedReply[];
  /** Whether all are chosen to begin with. */
  chosen: boolean;
  once: string;
  /** The host that alone is listed. */
  host?: string | undefined;
  newer?: string | undefined;
  older?: string | undefined;
}

export function repliesPage(visit: MemberVisit, list: ReplyList): Html {
  const { tab, counts, replies, chosen, once, host, newer, older } = list;
  const words = visit.m.conversation;
  return html`${repliesHead(visit, tab, counts)}
  ${
    host !== undefined &&
    html`<p>${words.held.onlyFrom(host)} <a href="/admin/replies?tab=${tab}">${words.held.allServers}</a></p>`
  }
  ${
    replies.length === 0
      ? html`<p>${visit.m.moderation.noReplies}</p>`
      : html`<ul class="rows">
            ${replies.map((reply) => replyItem(visit, reply, { chosen, once, below: ownAnswers(visit, reply.answers) }))}
          </ul>
          ${pager(visit, { newer, older })}${chosenBar(visit, chosen, statesFor(tab, replies))}`
  }`;
}

/** The heading, the tabs, and what this one is for. */
export function repliesHead(visit: MemberVisit, tab: ReplyTab, counts: Record<ReplyTab, number>): Html {
  const words = visit.m.moderation;
  return html`<h1>${words.repliesTitle}</h1>
    <nav class="tabs" aria-label="${words.repliesTitle}">
      <ul>
        ${replyTabs.map(
          (each) =>
            html`<li>
              <a href="/admin/replies?tab=${each}" ${each === tab ? html` aria-current="page"` : ""}
                >${words.states[each]}${counts[each] > 0 && html` <span class="${waiting.has(each) ? "count" : "count quiet"}">${counts[each]}</span>`}</a
              >
            </li>`,
        )}
      </ul>
    </nav>
    <p class="hint">${hintOf(visit, tab)}</p>`;
}

/** What the buttons for several offer: nothing that stands already, or could not be done for any of them. */
export function statesFor(tab: ReplyTab, replies: ListedReply[]): Decidable[] {
  const offered: Decidable[] = ["approved", "hidden", "refused"];
  if (tab === "held") offered.push("pending");
  return offered.filter((state) => state !== tab && (state !== "approved" || replies.some(isShowable)));
}

function hintOf({ m }: MemberVisit, tab: ReplyTab): string {
  const { mentionsHint, heldHint, repliesHint } = m.moderation;
  return tab === "mentions" ? mentionsHint : tab === "held" ? heldHint : repliesHint;
}
