import { html } from "hono/html";
import type { HeldHost } from "../../store/held.ts";
import { formatDate } from "../../text/date.ts";
import type { Html } from "../html.ts";
import { ownAnswers } from "./answer.ts";
import { chosenBar } from "./chosen.ts";
import { hidden } from "./field.ts";
import { csrf, hiddenBack, mayActAs, type MemberVisit, pager } from "./page.ts";
import { repliesHead, type ReplyTab, statesFor } from "./replies.ts";
import { type ListedReply, replyItem } from "./reply.ts";

export interface HeldPage {
  counts: Record<ReplyTab, number>;
  hosts: HeldHost[];
  /** The latest of each host. */
  replies: ListedReply[];
  /** The hosts that were let in. */
  welcomes: { host: string; createdAt: Date }[];
  chosen: boolean;
  once: string;
  newer?: string | undefined;
  older?: string | undefined;
}

/** What is held, by the host it came from: a raid comes from one, and is over with one decision. */
export function heldPage(visit: MemberVisit, held: HeldPage): Html {
  const { counts, hosts, replies, welcomes, chosen, newer, older } = held;
  const words = visit.m.conversation.held;
  return html`${repliesHead(visit, "held", counts)}
  ${
    hosts.length === 0
      ? html`<p>${visit.m.moderation.noReplies}</p>`
      : html`${mayActAs(visit.member, "editor") && html`<p class="hint">${words.hint}</p>`}
        ${hosts.map((host) => hostSection(visit, host, held))} ${pager(visit, { newer, older })}
        ${chosenBar(visit, chosen, statesFor("held", replies))}`
  }
  ${welcomes.length > 0 && welcomeList(visit, welcomes)}`;
}

function welcomeList(visit: MemberVisit, welcomes: HeldPage["welcomes"]): Html {
  const { m, language } = visit;
  return html`<details class="more">
    <summary>${m.conversation.held.welcomes(welcomes.length)}</summary>
    <ul class="rows">
      ${welcomes.map(
        ({ host, createdAt }) =>
          html`<li>
            <p><bdi class="block-value">${host}</bdi></p>
            <p class="row-facts">${m.moderation.since(formatDate(createdAt, language))}</p>
            ${mayActAs(visit.member, "editor") && unwelcomeForm(visit, host)}
          </li>`,
      )}
    </ul>
  </details>`;
}

export function unwelcomeForm(visit: MemberVisit, host: string): Html {
  return html`<form method="post" action="/admin/replies/host">
    ${csrf(visit)}${hiddenBack(visit)}${hidden("host", host)}
    <p class="actions">
      <button class="quiet" name="decision" value="unwelcome">${visit.m.conversation.held.unwelcome}</button>
    </p>
  </form>`;
}

function hostSection(visit: MemberVisit, held: HeldHost, { replies, chosen, once }: HeldPage): Html {
  const { host, limited } = held;
  const { m, language } = visit;
  const words = m.conversation.held;
  const shown = replies.filter(({ author }) => author.host === host);
  const facts = [
    words.facts(words.replies(held.replies), words.accounts(held.accounts)),
    words.latest(formatDate(held.latest, language)),
    limited && words.limited,
  ].filter(Boolean);
  const all = `/admin/replies?${new URLSearchParams({ tab: "held", host })}`;
  return html`<section class="held-host" aria-label="${host}">
    <h2><bdi>${host}</bdi></h2>
    <p class="row-facts">${facts.join(" · ")}</p>
    ${mayActAs(visit.member, "editor") && hostButtons(visit, held)}
    <ul class="rows">
      ${shown.map((reply) => replyItem(visit, reply, { chosen, once, below: ownAnswers(visit, reply.answers) }))}
    </ul>
    ${held.replies > shown.length && html`<p><a href="${all}">${words.all(held.replies)}</a></p>`}
  </section>`;
}

function hostButtons(visit: MemberVisit, { host, limited }: HeldHost): Html {
  const words = visit.m.conversation.held;
  return html`<form method="post" action="/admin/replies/host">
    ${csrf(visit)}${hiddenBack(visit)}${hidden("host", host)}
    <p class="actions">
      <button name="decision" value="welcome">${words.letIn}</button>
      <button name="decision" value="refuse">${words.refuse}</button>
      ${!limited && html`<button formaction="/admin/blocks/limit" name="target" value="${host}">${words.limit}</button>`}
      <button class="danger" formaction="/admin/blocks" name="target" value="${host}">${words.block}</button>
    </p>
  </form>`;
}
