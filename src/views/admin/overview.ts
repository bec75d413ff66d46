import { html } from "hono/html";
import type { BoostedPost } from "../../store/boosts.ts";
import type { Decision } from "../../store/decisions.ts";
import type { ListedDraft } from "../../store/draft-lists.ts";
import type { TroubledHost } from "../../store/hosts.ts";
import type { BehindPost } from "../../store/translations.ts";
import type { Waiting } from "../../store/waiting.ts";
import type { Progress } from "../../store/delivery-report.ts";
import type { Post } from "../../store/posts.ts";
import type { MissedReminder } from "../../store/reminders.ts";
import type { UndescribedPicture } from "../../store/pictures.ts";
import { formatDateTime } from "../../text/date.ts";
import { direction, languageName } from "../../text/language.ts";
import type { Html } from "../html.ts";
import { boostsSection } from "./boosts.ts";
import { decisionsSection } from "./decisions.ts";
import { draftRows } from "./drafts.ts";
import { readError, reasonOf } from "./deliveries.ts";
import { overdueSection } from "./overdue.ts";
import { mayActAs, type MemberVisit } from "./page.ts";
import { thumbnail } from "./pictures.ts";
import { panicSection } from "./panic.ts";
import { postRows, titleOf } from "./posts.ts";
import { waitingSection } from "./waiting.ts";

export interface Overview {
  posts: Post[];
  /** Pictures that some people cannot know. */
  undescribed: UndescribedPicture[];
  deliveries: Map<string, Progress>;
  /** What waits for a second person. */
  decisions: Decision[];
  waiting: Waiting[];
  /** Drafts that go out by themselves. */
  scheduled: ListedDraft[];
  /** What should have gone out and waits for a member. */
  overdue: { drafts: ListedDraft[]; reminders: MissedReminder[] };
  /** Posts that do not say what their translations say. */
  behind: BehindPost[];
  troubled: TroubledHost[];
  boosted: BoostedPost[];
  /** Whether there is only one member yet. */
  alone: boolean;
  publicOrigin: boolean;
}

export function overviewPage(
  visit: MemberVisit,
  {
    posts,
    undescribed,
    deliveries,
    decisions,
    waiting,
    scheduled,
    overdue,
    behind,
    troubled,
    boosted,
    alone,
    publicOrigin,
  }: Overview,
): Html {
  const words = visit.m.admin.overview;
  const { collective, origin } = visit;
  return html`<h1>${words.title}</h1>
    <p>${words.address} <strong class="copy">@${collective.handle}@${new URL(origin).host}</strong></p>
    ${visit.panicked && panicSection(visit)} ${decisionsSection(visit, decisions)}
    ${!publicOrigin && notPublic(visit)} ${posts.length === 0 && firstSteps(visit, alone)}
    ${overdueSection(visit, overdue)} ${waitingSection(visit, waiting)}
    ${
      scheduled.length > 0 &&
      html`<section aria-labelledby="scheduled">
        <h2 id="scheduled">${visit.m.drafts.tabs.scheduled}</h2>
        ${draftRows(visit, scheduled)}
      </section>`
    }
    <section aria-labelledby="last-posts">
      <h2 id="last-posts">${words.lastPosts}</h2>
      ${posts.length === 0 ? html`<p>${words.noPosts}</p>` : postRows(visit, posts, deliveries)}
      <p class="actions">
        <a class="button main" href="/admin/posts/new">${words.write}</a
        >${posts.length > 0 && html` <a class="button" href="/admin/posts">${words.allPosts}</a>`}
      </p>
    </section>
    ${behind.length > 0 && behindPosts(visit, behind)}
    ${troubled.length > 0 && troubledHosts(visit, troubled)}
    ${(posts.length > 0 || boosted.length > 0) && boostsSection(visit, boosted)}
    ${undescribed.length > 0 && undescribedPictures(visit, undescribed)}
    ${!visit.panicked && panicSection(visit)}`;
}

function behindPosts({ m, language }: MemberVisit, posts: BehindPost[]): Html {
  const words = m.drafts;
  return html`<section aria-labelledby="behind">
    <h2 id="behind">${words.behindTitle}</h2>
    <p>${words.behindText}</p>
    <ul class="rows">
      ${posts.map(
        ({ id, language: of, name, html: text, otherLanguage }) =>
          html`<li>
            <p class="row-title">
              <a href="/admin/posts/${id}" lang="${of}" dir="${direction(of)}"
                >${titleOf({ name, html: text })}</a
              >
            </p>
            <p class="row-facts">${words.behindOther(languageName(otherLanguage, language))}</p>
          </li>`,
      )}
    </ul>
  </section>`;
}

function undescribedPictures({ m }: MemberVisit, pictures: UndescribedPicture[]): Html {
  const words = m.faces;
  return html`<section aria-labelledby="undescribed">
    <h2 id="undescribed">${words.undescribedTitle}</h2>
    <p>${words.undescribedText}</p>
    <ul class="undescribed">
      ${pictures.map(
        ({ postId, pictureId, small }) =>
          html`<li>
            <a href="/admin/posts/${postId}/edit#description-${pictureId}"
              >${thumbnail({ small, description: words.describe })}</a
            >
          </li>`,
      )}
    </ul>
  </section>`;
}

function notPublic({ m, origin, collective }: MemberVisit): Html {
  const words = m.admin.overview;
  return html`<div class="note">
    <h2>${words.notPublicTitle}</h2>
    <p>${words.notPublic(origin)}</p>
    ${!collective.firstFollowedAt && html`<p>${words.notPublicSoon}</p>`}
  </div>`;
}

function firstSteps({ m, member }: MemberVisit, alone: boolean): Html {
  const words = m.admin.overview;
  const admin = mayActAs(member, "admin");
  return html`<section aria-labelledby="first-steps">
    <h2 id="first-steps">${words.firstSteps}</h2>
    <ol class="steps">
      ${admin && html`<li><a href="/admin/settings">${words.stepProfile}</a></li>`}
      ${admin && alone && html`<li><a href="/admin/members">${words.stepMembers}</a></li>`}
      <li><a href="/admin/posts/new">${words.stepWrite}</a></li>
    </ol>
  </section>`;
}

/** The servers that do not take what is published, those with the most that waits for them first. */
function troubledHosts({ m, language }: MemberVisit, hosts: TroubledHost[]): Html {
  const words = m.desk;
  return html`<section aria-labelledby="not-arriving">
    <h2 id="not-arriving">${words.deliveries}</h2>
    <p>${words.deliveriesText}</p>
    <ul class="rows">
      ${hosts.map(
        ({ host, openedAt, waiting, lastError }) =>
          html`<li>
            <p><bdi class="block-value">${host}</bdi></p>
            <p class="row-facts">
              ${[
                openedAt && m.deliveries.leftAlone(formatDateTime(openedAt, language)),
                waiting > 0 && m.deliveries.waitingThere(waiting),
                lastError && reasonOf(m, readError(lastError)),
              ]
                .filter(Boolean)
                .join(" · ")}
            </p>
          </li>`,
      )}
    </ul>
    <p><a href="/admin/hosts">${words.allHosts}</a></p>
  </section>`;
}
