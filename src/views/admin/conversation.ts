import { html } from "hono/html";
import type { OwnAnswer } from "../../store/conversations.ts";
import type { Post } from "../../store/posts.ts";
import { postUrl } from "../../text/address.ts";
import { formatDate } from "../../text/date.ts";
import type { Html } from "../html.ts";
import { type Thread, threadsOf } from "../thread.ts";
import { shortAnswer } from "./answer.ts";
import { chosenBar } from "./chosen.ts";
import type { MemberVisit } from "./page.ts";
import { titleOf } from "./posts.ts";
import { type ListedReply, replyItem } from "./reply.ts";

export interface Conversation {
  post: Post;
  /** Oldest first, as the answers of ours are. */
  replies: ListedReply[];
  answers: OwnAnswer[];
  /** Whether there are older replies than these. */
  cut: boolean;
  chosen: boolean;
  once: string;
}

/** Somebody's reply or an answer of ours, under the address that others answer it by. */
type Said = { id: string; inReplyTo: string | null; published: Date } & (
  | { reply: ListedReply }
  | { answer: OwnAnswer }
);

export function conversationPage(visit: MemberVisit, conversation: Conversation): Html {
  const { post, replies, answers, cut, chosen } = conversation;
  const words = visit.m.conversation;
  const said: Said[] = [
    ...replies.map((reply) => ({ ...place(reply, reply.id), reply })),
    ...answers.map((answer) => ({ ...place(answer, postUrl(visit.origin, answer.id)), answer })),
  ];
  said.sort((one, other) => one.published.getTime() - other.published.getTime());
  return html`<h1>${words.title}</h1>
    <p>
      ${words.about} <a href="/admin/posts/${post.id}" lang="${post.language}" dir="auto">${titleOf(post)}</a>
    </p>
    <p class="hint">${words.hint} ${cut && words.latestOnly(replies.length)}</p>
    ${post.inReplyTo && html`<p>${words.answersSomebody} <a href="${postUrl("", post.id)}">${visit.m.post.see}</a></p>`}
    ${
      said.length === 0
        ? html`<p>${words.nothing}</p>`
        : html`${threadList(visit, conversation, threadsOf(said))}
          ${replies.length > 0 && chosenBar(visit, chosen, ["approved", "hidden", "refused", "pending"])}`
    }`;
}

const place = <Item extends { inReplyTo: string | null; published: Date }>(item: Item, id: string) => ({
  id,
  inReplyTo: item.inReplyTo,
  published: item.published,
});

function threadList(visit: MemberVisit, conversation: Conversation, threads: Thread<Said>[]): Html {
  const { chosen, once } = conversation;
  return html`<ol class="rows conversation">
    ${threads.map(({ item, answers }) => {
      const below = answers.length > 0 ? threadList(visit, conversation, answers) : undefined;
      return "reply" in item
        ? replyItem(visit, item.reply, { chosen, once, below, named: true, alone: true })
        : answerItem(visit, item.answer, below);
    })}
  </ol>`;
}

function answerItem({ m, language }: MemberVisit, answer: OwnAnswer, below: Html | undefined): Html {
  return html`<li class="foreign ours">
    <p class="foreign-author"><strong>${m.conversation.ours}</strong></p>
    <p class="row-facts"><a href="/admin/posts/${answer.id}">${formatDate(answer.published, language)}</a></p>
    <p class="text" lang="${answer.language}" dir="auto">${shortAnswer(answer, 500)}</p>
    ${below}
  </li>`;
}
