import { html } from "hono/html";
import type { Reply, ReplyState } from "../../store/replies.ts";
import { postUrl } from "../../text/address.ts";
import type { Html } from "../html.ts";
import { foreignPost } from "./foreign-post.ts";
import { type MemberVisit, pager } from "./page.ts";

/** The tabs: replies by state, and mentions that nobody has put away. */
export const replyTabs = ["pending", "held", "mentions", "approved", "hidden", "refused"] as const;
export type ReplyTab = (typeof replyTabs)[number];

/** What is counted in red, because somebody has to read it. */
const waiting = new Set<ReplyTab>(["pending", "mentions", "held"]);

export type ListedReply = Reply & { liked: boolean; boosted: boolean };

export interface ReplyList {
  tab: ReplyTab;
  counts: Record<ReplyTab, number>;
  replies: ListedReply[];
  newer?: string | undefined;
  older?: string | undefined;
}

export function repliesPage(visit: MemberVisit, { tab, counts, replies, newer, older }: ReplyList): Html {
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
    <p class="hint">${hintOf(visit, tab)}</p>
    ${
      replies.length === 0
        ? html`<p>${words.noReplies}</p>`
        : html`<ul class="rows">
            ${replies.map((reply) => replyItem(visit, reply))}
          </ul>`
    }
    ${pager(visit, { newer, older })}`;
}

function hintOf({ m }: MemberVisit, tab: ReplyTab): string {
  const { mentionsHint, heldHint, repliesHint } = m.moderation;
  return tab === "mentions" ? mentionsHint : tab === "held" ? heldHint : repliesHint;
}

function replyItem(visit: MemberVisit, reply: ListedReply): Html {
  const isPublic = reply.visibility === "public" || reply.visibility === "unlisted";
  return foreignPost(visit, reply, {
    action: "/admin/replies",
    facts: facts(visit, reply),
    buttons: decisions(visit, reply, isPublic && reply.postId !== null),
    private: !isPublic,
  });
}

function facts({ m }: MemberVisit, reply: ListedReply): Html {
  const words = m.moderation;
  const { state, heldBecause, postId, postName, visibility, updated } = reply;
  return html`${postId && html` · ${words.to} <a href="${postUrl("", postId)}"><bdi>${postName || words.aPost}</bdi></a>`}${updated && html` · ${words.edited}`}${visibility === "direct" && html` <strong class="label">${words.direct}</strong> ${words.directHint}`}${visibility === "followers" && html` <strong class="label">${words.followersOnly}</strong>`}${state === "held" && heldBecause && html`<br />${words.heldBecause[heldBecause]}`}`;
}

/** What is not for everybody's eyes can never be shown, only put away. */
function decisions({ m }: MemberVisit, { state }: ListedReply, showable: boolean): Html {
  const words = m.moderation;
  const decide = (to: ReplyState, label: string, kind = "") =>
    html`<button class="${kind}" name="state" value="${to}">${label}</button> `;
  const undecided = state === "pending" || state === "held";
  const release = state === "held" && decide("pending", words.release);
  if (!showable) return html`${undecided && decide("hidden", words.putAway)} ${release}`;
  return html`${state !== "approved" && decide("approved", words.approve, "main")}
  ${(state === "approved" || state === "held") && decide("hidden", words.hide)}
  ${(undecided || state === "hidden") && decide("refused", words.refuse)} ${release}`;
}
