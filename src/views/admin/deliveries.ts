import { html } from "hono/html";
import type { ActivityProgress, DeliveryCounts, HostProgress } from "../../store/delivery-report.ts";
import { formatDateTime } from "../../text/date.ts";
import type { Messages } from "../../text/messages.ts";
import type { Html } from "../html.ts";
import { hidden } from "./field.ts";
import { csrf, hiddenBack, mayActAs, type MemberVisit, pager } from "./page.ts";

/** How a post has come to other servers. */
export interface DeliveryBoard {
  postId: string;
  /** Of each activity, the newest first. */
  progress: ActivityProgress[];
  /** One page of the hosts, those in trouble first. */
  hosts: HostProgress[];
  newer?: string | undefined;
  older?: string | undefined;
  /** The address of the script that moves the bars. */
  script: string;
}

export const unsettled = ({ waiting, held }: Pick<DeliveryCounts, "waiting" | "held">) => waiting + held;

export function deliveryBoard(visit: MemberVisit, board: DeliveryBoard): Html {
  const words = visit.m.deliveries;
  const { postId, progress } = board;
  if (progress.length === 0) {
    return html`<h2>${words.title}</h2>
      <p>${words.none}</p>`;
  }
  const runs = progress.some((each) => unsettled(each) > 0);
  return html`<section aria-labelledby="deliveries">
    <h2 id="deliveries">${words.title}</h2>
    <p class="hint">${words.note}</p>
    <div class="progress" ${runs && html` data-events="/admin/posts/${postId}/deliveries/events"`}>
      ${progress.map((each) => progressItem(visit, each))}
    </div>
    ${runs && html`<p><a href="${visit.here}">${words.refresh}</a></p>`} ${orders(visit, board)}
    ${hostList(visit, board)} ${runs && html`<script type="module" src="${board.script}"></script>`}
  </section>`;
}

/** What the bar of an activity shows: on the page, and in the events that move it. */
export interface ProgressBar {
  id: string;
  value: number;
  max: number;
  text: string;
}

export function progressBar({ deliveries: words }: Messages, progress: ActivityProgress): ProgressBar {
  const { id, delivered, followers, waiting, held, failed, cancelled } = progress;
  const max = delivered + waiting + held + failed;
  const facts = [
    max > 0 && words.arrivedOf(delivered, max),
    followers > 0 && words.followers(followers),
    waiting > 0 && words.counts.waiting(waiting),
    held > 0 && words.counts.held(held),
    failed > 0 && words.counts.failed(failed),
    max === 0 && words.counts.cancelled(cancelled),
  ];
  return { id, value: delivered, max, text: facts.filter(Boolean).join(" · ") };
}

function progressItem({ m, language }: MemberVisit, activity: ActivityProgress): Html {
  const { id, value, max, text } = progressBar(m, activity);
  const titles: Record<string, string> = m.deliveries.activities;
  const what = titles[activity.type] ?? activity.type;
  return html`<div id="progress-${id}">
    <p class="progress-title" id="title-${id}">
      ${activity.event ? m.deliveries.forCalendars(what) : what}
      <span class="row-facts">${formatDateTime(activity.createdAt, language)}</span>
    </p>
    ${max > 0 && html`<progress value="${value}" max="${max}" aria-labelledby="title-${id}"></progress>`}
    <p class="row-facts" data-text>${text}</p>
  </div>`;
}

/** What goes its way needs nobody. */
const inTrouble = ({ held, failed, error }: HostProgress) => held > 0 || failed > 0 || error !== null;

/** What an editor can do about all of it that has not arrived. */
function orders(visit: MemberVisit, { postId, progress, hosts }: DeliveryBoard): Html | undefined {
  if (!hosts.some(inTrouble)) return undefined;
  const words = visit.m.deliveries;
  const waits = progress.some((each) => unsettled(each) > 0);
  return orderForm(visit, { action: `/admin/posts/${postId}/deliveries`, label: words.wholeTitle, waits });
}

export interface OrderForm {
  action: string;
  /** What the buttons are about, for those who do not see where they stand. */
  label: string;
  host?: string;
  /** Whether there is anything to give up. */
  waits: boolean;
}

/** The buttons to try again and to give up; nothing for members who may not. */
export function orderForm(visit: MemberVisit, { action, label, host, waits }: OrderForm): Html | undefined {
  if (!mayActAs(visit.member, "editor")) return undefined;
  const words = visit.m.deliveries;
  const named = (text: (host: string) => string) => host !== undefined && html` aria-label="${text(host)}"`;
  return html`<form method="post" action="${action}" aria-label="${label}">
    ${csrf(visit)}${hiddenBack(visit)}${host !== undefined && hidden("host", host)}
    <p class="actions">
      <button${host !== undefined && html` class="quiet"`} name="order" value="retry" ${named(words.retryAt)}>${words.retry}</button>
      ${waits && html`<button class="quiet" name="order" value="give-up" ${named(words.giveUpAt)}>${words.giveUp}</button>`}
    </p>
  </form>`;
}

function hostList(visit: MemberVisit, board: DeliveryBoard): Html {
  const { hosts, newer, older } = board;
  return html`<h3>${visit.m.deliveries.servers}</h3>
    <ul class="rows hosts">
      ${hosts.map((each) => hostItem(visit, board.postId, each))}
    </ul>
    ${pager(visit, { newer, older })}`;
}

/** The worst first. */
const states = ["failed", "held", "waiting", "delivered", "cancelled"] as const;

function hostItem(visit: MemberVisit, postId: string, progress: HostProgress): Html {
  const { m, language } = visit;
  const words = m.deliveries;
  const { host, followers, attempts, nextAttempt, openedAt } = progress;
  const present = states.filter((state) => progress[state] > 0);
  const [worst = "delivered"] = present;
  const single = present.length === 1 && progress[worst] === 1;
  const counted = present.map((state) => words.counts[state](progress[state])).join(", ");
  const waits = unsettled(progress) > 0;
  const trouble = inTrouble(progress);
  const facts = [
    trouble && reasonOf(m, progress),
    trouble && words.attempts(attempts),
    trouble && nextAttempt && words.nextAttempt(formatDateTime(nextAttempt, language)),
    trouble && openedAt && words.leftAlone(formatDateTime(openedAt, language)),
    followers > 0 && words.followersThere(followers),
  ].filter(Boolean);
  const action = `/admin/posts/${postId}/deliveries`;
  return html`<li class="${worst}">
    <p class="host"><bdi>${host}</bdi></p>
    <div>
      <p><strong>${single ? words.states[worst] : counted}</strong></p>
      ${facts.length > 0 && html`<p class="row-facts">${facts.join(" · ")}</p>`}
    </div>
    ${trouble && orderForm(visit, { action, label: host, host, waits })}
  </li>`;
}

/** Why something did not arrive, in the reader's words where we have them. */
export function reasonOf(
  { deliveries: words }: Messages,
  { status, error }: { status: number | null; error: string | null },
): string {
  const ours: Record<string, string> = words.ours;
  if (error !== null && Object.hasOwn(ours, error)) return ours[error]!;
  return status === null ? (error ?? "") : words.answers(status);
}

/** An error that is kept as one line; one that was an answer begins with its status. */
export function readError(error: string | null): { status: number | null; error: string | null } {
  const [, status] = /^HTTP (\d{3})\b/.exec(error ?? "") ?? [];
  return { status: status === undefined ? null : Number(status), error };
}
