import { html } from "hono/html";
import type { ListedDraft } from "../../store/draft-lists.ts";
import type { Revision } from "../../store/post-lists.ts";
import type { Post } from "../../store/posts.ts";
import type { BehindPost } from "../../store/translations.ts";
import { postUrl } from "../../text/address.ts";
import { calloutLines } from "../../text/callout.ts";
import { formatDateTime } from "../../text/date.ts";
import { direction, languageName } from "../../text/language.ts";
import { mentionsIn } from "../../text/own-html.ts";
import type { Html } from "../html.ts";
import { httpOnly } from "./actor.ts";
import { type DeliveryBoard, deliveryBoard } from "./deliveries.ts";
import { hidden } from "./field.ts";
import { draftRows } from "./drafts.ts";
import { csrf, mayActAs, type MemberVisit } from "./page.ts";
import { titleOf } from "./posts.ts";
import { type PlannedReminder, reminderSection } from "./reminder.ts";

export interface PostView {
  post: Post;
  board: DeliveryBoard;
  revisions: Revision[];
  /** Changes of it that are being written. */
  changes: ListedDraft[];
  /** That it does not say what one of its translations says. */
  behind: BehindPost | undefined;
  /** When followers are reminded of it. */
  reminder: PlannedReminder;
}

export function postPage(
  visit: MemberVisit,
  { post, board, revisions, changes, behind, reminder }: PostView,
): Html {
  const { m, language } = visit;
  const words = m.post;
  const dates = [
    words.published(formatDateTime(post.published, language)),
    post.updated && words.edited(formatDateTime(post.updated, language)),
    post.withdrawn && words.withdrawnOn(formatDateTime(post.withdrawn, language)),
  ].filter(Boolean);
  return html`<h1 lang="${post.language}" dir="${direction(post.language)}">${titleOf(post)}</h1>
    <p class="row-facts">
      ${post.pinned && html`<span class="label">${words.pinned}</span> `}${dates.join(" · ")}
    </p>
    ${post.inReplyTo && html`<p>${words.answers} <a href="${httpOnly(post.inReplyTo)}" rel="nofollow noopener noreferrer">${post.inReplyTo}</a></p>`}
    ${behind && html`<p class="note">${m.drafts.behind} – <a href="/admin/posts/${behind.otherId}">${m.drafts.behindOther(languageName(behind.otherLanguage, language))}</a></p>`}
    ${unfound(visit, post)} ${postActions(visit, post)} ${reminderSection(visit, post, reminder)}
    ${
      changes.length > 0 &&
      html`<h2>${m.drafts.changeOfPost}</h2>
        ${draftRows(visit, changes)}`
    }
    ${deliveryBoard(visit, board)} ${versions(visit, post, revisions)}`;
}

/** Accounts that the text names and that were not found when it was saved. */
function unfound({ m }: MemberVisit, post: Post): Html | undefined {
  const found = new Set(post.mentions.map(({ handle }) => handle));
  const others = mentionsIn(post.html).filter((handle) => !found.has(handle));
  if (others.length === 0 || post.withdrawn) return undefined;
  return html`<p class="note">${m.post.unfound} <bdi>${others.join(", ")}</bdi></p>`;
}

function postActions({ m, member }: MemberVisit, post: Post): Html {
  const words = m.post;
  const may = mayActAs(member, "editor");
  if (post.withdrawn) {
    return html`<p class="actions">
      <a class="button main" href="/admin/posts/new?again=${post.id}">${words.publishAgain}</a>
    </p>`;
  }
  return html`<p class="actions">
    <a class="button" href="${postUrl("", post.id)}">${words.see}</a>
    <a class="button" href="/admin/posts/${post.id}/edit">${words.edit}</a>
    <a class="button" href="/admin/posts/new?translate=${post.id}">${m.drafts.translate}</a>
    <a class="button quiet" href="/admin/replies?post=${post.id}">${m.conversation.whole}</a>
    ${may && post.pictures.length > 0 && html`<a class="button quiet" href="/admin/posts/${post.id}/cover">${m.faces.cover}</a>`}
    ${may && html`<a class="button quiet" href="/admin/posts/${post.id}/withdraw">${words.withdraw}</a>`}
  </p>`;
}

function versions(visit: MemberVisit, post: Post, revisions: Revision[]): Html | undefined {
  const { m, language } = visit;
  const words = m.post;
  if (revisions.length < 2) return historyChoice(visit, post);
  return html`<h2>${words.revisions}</h2>
    ${historyChoice(visit, post)}
    <ul class="rows">
      ${revisions.map(
        ({ number, name, createdAt }) =>
          html`<li>
            <a href="/admin/posts/${post.id}?version=${number}"
              >${words.version(number, formatDateTime(createdAt, language))}</a
            >
            ${name ? html`– <bdi>${name}</bdi>` : ""}
            ${number === post.revision && !post.withdrawn && html`<span class="label">${words.present}</span>`}
          </li>`,
      )}
    </ul>`;
}

/** Whether readers see what the post said before: a name that was taken out would still stand there. */
function historyChoice(visit: MemberVisit, { id, withdrawn, historyHidden }: Post): Html | undefined {
  const words = visit.m.pages.history;
  if (withdrawn) return undefined;
  return html`<form method="post" action="/admin/posts/${id}/history">
    ${csrf(visit)}${hidden("hidden", String(!historyHidden))}
    <p class="hint">${historyHidden ? words.hidden : words.shown}</p>
    ${mayActAs(visit.member, "editor") && html`<p class="actions"><button>${historyHidden ? words.show : words.hide}</button></p>`}
  </form>`;
}

/** An earlier version, to read and to copy from. */
export function versionPage(
  { m, language }: MemberVisit,
  version: Post,
  { createdAt, earlier }: { createdAt: Date; earlier: boolean },
): Html {
  const words = m.post;
  return html`<h1>${words.version(version.revision, formatDateTime(createdAt, language))}</h1>
    <p><a href="/admin/posts/${version.id}">← ${m.admin.back}</a></p>
    ${version.name && html`<p><strong lang="${version.language}" dir="auto">${version.name}</strong></p>`}
    ${version.callout && html`<p lang="${version.language}" dir="auto">${calloutLines(version.callout, version.language).join(" · ")}</p>`}
    <p class="kept" lang="${version.language}" dir="auto">${version.source}</p>
    ${
      earlier &&
      html`<p class="hint">${m.drafts.restoreHint}</p>
        <p class="actions">
          <a class="button" href="/admin/posts/${version.id}/edit?version=${version.revision}"
            >${m.drafts.restore}</a
          >
        </p>`
    }`;
}

export function withdrawPage(visit: MemberVisit, post: Post): Html {
  const words = visit.m.post;
  return html`<h1>${words.withdrawTitle}</h1>
    <p class="row-title" lang="${post.language}" dir="${direction(post.language)}">${titleOf(post)}</p>
    ${words.withdrawText.map((text) => html`<p>${text}</p>`)}
    <form method="post">
      ${csrf(visit)}
      <p class="actions">
        <button class="main danger">${words.withdrawSubmit}</button>
        <a class="button" href="/admin/posts/${post.id}">${visit.m.admin.cancel}</a>
      </p>
    </form>`;
}
