import { html } from "hono/html";
import type { ActorHistory, Neighbour } from "../../store/actor-history.ts";
import type { ReplyState } from "../../store/replies.ts";
import { formatDate } from "../../text/date.ts";
import type { Html } from "../html.ts";
import { actorLink, httpOnly } from "./actor.ts";
import { ownAnswers } from "./answer.ts";
import { blockItem } from "./blocks.ts";
import { chosenBar } from "./chosen.ts";
import { blockButtons } from "./foreign-post.ts";
import { unwelcomeForm } from "./held.ts";
import { csrf, hiddenBack, mayActAs, type MemberVisit, pager } from "./page.ts";
import { type ListedReply, replyItem } from "./reply.ts";

export interface ActorPage {
  history: ActorHistory;
  neighbours: Neighbour[];
  /** Whether there are more neighbours than these. */
  cut: boolean;
  replies: ListedReply[];
  chosen: boolean;
  once: string;
  newer?: string | undefined;
  older?: string | undefined;
}

/** What an account of another server did here before, and what members may decide about it. */
export function actorPage(visit: MemberVisit, page: ActorPage): Html {
  const { history, replies, chosen, once, newer, older } = page;
  const { actor, decisions } = history;
  const words = visit.m.conversation.history;
  return html`<h1><bdi>${actor.name || actor.handle}</bdi></h1>
    <p>
      <bdi class="actor-handle">${actor.handle}</bdi> ·
      <a href="${httpOnly(actor.url)}" rel="nofollow noopener noreferrer">${words.theirPage(actor.host)}</a>
    </p>
    <p class="hint">${words.intro} ${words.theirPageHint}</p>
    ${figures(visit, history)}
    ${
      decisions.length > 0 &&
      html`<h2>${words.decisions}</h2>
        <ul class="rows">
          ${decisions.map((block) => blockItem(visit, block))}
        </ul>`
    }
    ${
      mayActAs(visit.member, "editor") &&
      html`<h2>${words.decide}</h2>
        <form method="post" action="/admin/blocks">
          ${csrf(visit)}${hiddenBack(visit)}${blockButtons(visit, actor)}
        </form>`
    }
    ${neighbourList(visit, page)} ${history.welcome && welcomed(visit, actor.host)}
    <h2>${words.said}</h2>
    ${
      replies.length === 0
        ? html`<p>${visit.m.moderation.noReplies}</p>`
        : html`<ul class="rows">
              ${replies.map((reply) => replyItem(visit, reply, { chosen, once, named: true, below: ownAnswers(visit, reply.answers) }))}
            </ul>
            ${pager(visit, { newer, older })}${chosenBar(visit, chosen, ["approved", "hidden", "refused", "pending"])}`
    }`;
}

function figures({ m, language }: MemberVisit, history: ActorHistory): Html {
  const words = m.conversation.history;
  const { firstSeen, follows, followed, replies, likes, boosts, reportsBy, reportsAbout } = history;
  const states = (Object.keys(replies) as ReplyState[]).filter((state) => replies[state] > 0);
  const written = states.map((state) => `${m.moderation.states[state]}: ${replies[state]}`);
  const since = follows && words.yes(formatDate(follows.createdAt, language));
  const facts: [label: string, value: string][] = [
    [words.firstSeen, firstSeen ? formatDate(firstSeen, language) : words.never],
    [words.follows, follows?.state === "pending" ? words.asks : (since ?? words.no)],
    [words.followed, followed ? m.moderation.followingStates[followed] : words.no],
    [words.replies, written.join(" · ") || words.none],
    [words.reactions, `${likes} · ${boosts}`],
    [words.reportsBy, String(reportsBy)],
    [words.reportsAbout, String(reportsAbout)],
  ];
  return html`<dl class="figures">
    ${facts.map(
      ([label, value]) =>
        html`<div>
          <dt>${label}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

/** Its server was let in, and need not stay so. */
function welcomed(visit: MemberVisit, host: string): Html {
  return html`<p>${visit.m.conversation.held.welcomed}</p>
    ${mayActAs(visit.member, "editor") && unwelcomeForm(visit, host)}`;
}

function neighbourList({ m }: MemberVisit, { history, neighbours, cut }: ActorPage): Html {
  const words = m.conversation.history;
  const factsOf = ({ replies, refused, follows }: Neighbour) =>
    [
      replies > 0 && words.neighbourReplies(replies),
      refused > 0 && words.neighbourRefused(refused),
      follows && words.neighbourFollows,
    ]
      .filter(Boolean)
      .join(" · ");
  return html`<h2>${words.neighbours(history.actor.host)}</h2>
    ${
      neighbours.length === 0
        ? html`<p>${words.noNeighbours}</p>`
        : html`<ul class="neighbours">
              ${neighbours.map((each) => html`<li>${actorLink(each)} <span class="row-facts">${factsOf(each)}</span></li>`)}
            </ul>
            ${cut && html`<p class="hint">${words.someNeighbours(neighbours.length)}</p>`}`
    }`;
}
