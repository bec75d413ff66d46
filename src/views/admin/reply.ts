import { html } from "hono/html";
import type { OwnAnswer } from "../../store/conversations.ts";
import type { Reply, ReplyState } from "../../store/replies.ts";
import { postUrl } from "../../text/address.ts";
import type { Html } from "../html.ts";
import { foreignPost, type ForeignPostParts } from "./foreign-post.ts";
import type { MemberVisit } from "./page.ts";

/** A reply with what the collective has done about it. */
export interface ListedReply extends Reply {
  liked: boolean;
  boosted: boolean;
  answers: OwnAnswer[];
}

/** How a reply stands among others. */
interface Standing extends Pick<ForeignPostParts, "chosen" | "once" | "below"> {
  /** Among replies of other states its own is named. */
  named?: boolean;
  /** In its own conversation nothing needs to lead there. */
  alone?: boolean;
}

const isPublic = ({ visibility }: Reply) => visibility === "public" || visibility === "unlisted";

/** Whether it may stand on the site at all. */
export const isShowable = (reply: Reply) => isPublic(reply) && reply.postId !== null;

/** Somebody's reply, mention or message, with what members may decide about it. */
export function replyItem(
  visit: MemberVisit,
  reply: ListedReply,
  { named, alone, ...parts }: Standing,
): Html {
  return foreignPost(visit, reply, {
    ...parts,
    action: "/admin/replies",
    facts: html`${named && html` <span class="label">${visit.m.moderation.states[reply.state]}</span>`}${facts(visit, reply, alone)}`,
    buttons: decisions(visit, reply),
    private: !isPublic(reply),
  });
}

function facts({ m }: MemberVisit, reply: ListedReply, alone = false): Html {
  const words = m.moderation;
  const { state, heldBecause, postId, postName, visibility, updated, restored } = reply;
  const answered =
    postId &&
    !alone &&
    html` · ${reply.kind === "quote" ? html`<strong class="label">${words.quotes}</strong>` : words.to}
      <a href="${postUrl("", postId)}"><bdi>${postName || words.aPost}</bdi></a> ·
      <a href="/admin/replies?post=${postId}">${m.conversation.whole}</a>`;
  const quoting = alone && reply.kind === "quote" && html` <span class="label">${words.quotes}</span>`;
  return html`${answered}${quoting}${updated && html` · ${words.edited}`}${visibility === "direct" && html` <strong class="label">${words.direct}</strong> ${words.directHint}`}${visibility === "followers" && html` <strong class="label">${words.followersOnly}</strong>`}${state === "held" && heldBecause && html`<br />${words.heldBecause[heldBecause]}`}${restored && state !== "approved" && html`<br />${words.restored}`}`;
}

/** What is not for everybody's eyes can never be shown, only put away. */
function decisions({ m }: MemberVisit, reply: ListedReply): Html {
  const { state } = reply;
  const words = m.moderation;
  const decide = (to: ReplyState, label: string, kind = "") =>
    html`<button class="${kind}" name="state" value="${to}">${label}</button> `;
  const undecided = state === "pending" || state === "held";
  const release = state === "held" && decide("pending", words.release);
  if (!isShowable(reply)) return html`${undecided && decide("hidden", words.putAway)} ${release}`;
  return html`${state !== "approved" && decide("approved", words.approve, "main")}
  ${(state === "approved" || state === "held") && decide("hidden", words.hide)}
  ${(undecided || state === "hidden") && decide("refused", words.refuse)} ${release}`;
}
