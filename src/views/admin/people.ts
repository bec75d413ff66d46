import { html } from "hono/html";
import type { Departure, Follower } from "../../store/followers.ts";
import type { Following } from "../../store/following.ts";
import { formatDate } from "../../text/date.ts";
import type { Html } from "../html.ts";
import { actorLink } from "./actor.ts";
import { readError, reasonOf } from "./deliveries.ts";
import { type FieldErrors, hidden, textField } from "./field.ts";
import { blockMenu } from "./foreign-post.ts";
import { csrf, hiddenBack, mayActAs, type MemberVisit, pager } from "./page.ts";

export interface FollowerList {
  pending: Follower[];
  accepted: Follower[];
  count: number;
  departures: Departure[];
  newer?: string | undefined;
  older?: string | undefined;
}

export function followersPage(
  visit: MemberVisit,
  { pending, accepted, count, departures, newer, older }: FollowerList,
): Html {
  const words = visit.m.moderation;
  const { collective, origin } = visit;
  return html`<h1>${words.followersTitle}</h1>
    ${
      pending.length > 0 &&
      html`<section aria-labelledby="pending">
        <h2 id="pending">${words.pendingTitle}</h2>
        <ul class="rows">
          ${pending.map((follower) => followerItem(visit, follower))}
        </ul>
      </section>`
    }
    ${
      count === 0
        ? html`<p>
            ${words.noFollowers} <strong class="copy">@${collective.handle}@${new URL(origin).host}</strong>
          </p>`
        : html`<p>${words.followersCount(count)}</p>`
    }
    <ul class="rows">
      ${accepted.map((follower) => followerItem(visit, follower))}
    </ul>
    ${pager(visit, { newer, older })} ${departures.length > 0 && departed(visit, departures)}`;
}

/** Who is no longer there to follow, and what their server said. */
function departed({ m, language }: MemberVisit, departures: Departure[]): Html {
  const words = m.deliveries;
  return html`<section aria-labelledby="departures">
    <h2 id="departures">${words.departuresTitle}</h2>
    <p class="hint">${words.departuresHint}</p>
    <ul class="rows">
      ${departures.map(
        ({ handle, reason, createdAt }) =>
          html`<li>
            <p><bdi class="actor-handle">${handle}</bdi></p>
            <p class="row-facts">
              ${words.departure(reasonOf(m, readError(reason)), formatDate(createdAt, language))}
            </p>
          </li>`,
      )}
    </ul>
  </section>`;
}

function followerItem(visit: MemberVisit, follower: Follower): Html {
  const words = visit.m.moderation;
  const decide = (value: string, label: string, kind: string) =>
    html`<button class="${kind}" name="decision" value="${value}">${label}</button> `;
  return html`<li class="foreign">
    <p>${actorLink({ ...follower, id: follower.actorId })}</p>
    <p class="row-facts">
      ${words.since(formatDate(follower.createdAt, visit.language))}${follower.state === "pending" && follower.limited && html`<br />${words.limitedFollower}`}
    </p>
    ${
      mayActAs(visit.member, "editor") &&
      html`<form method="post" action="/admin/followers">
        ${csrf(visit)}${hiddenBack(visit)}${hidden("id", follower.actorId)}
        <p class="actions">
          ${
            follower.state === "pending"
              ? html`${decide("Accept", words.accept, "main")}${decide("Reject", words.reject, "")}`
              : decide("remove", words.removeFollower, "quiet")
          }
        </p>
        ${blockMenu(visit, { ...follower, id: follower.actorId })}
      </form>`
    }
  </li>`;
}

export function followingPage(
  visit: MemberVisit,
  { following, typed, errors }: { following: Following[]; typed: string; errors: FieldErrors },
): Html {
  const words = visit.m.moderation;
  return html`<h1>${words.followingTitle}</h1>
    <p>${words.followingHint}</p>
    ${
      mayActAs(visit.member, "editor") &&
      html`<form class="line" method="post" action="/admin/following">
        ${csrf(visit)}
        ${textField("handle", typed, { label: words.followLabel, hint: words.followExample, error: errors.handle }, html`type="text" required maxlength="500" autocomplete="off" autocapitalize="none" spellcheck="false"`)}
        <button class="main">${words.follow}</button>
      </form>`
    }
    ${
      following.length === 0
        ? html`<p>${words.noFollowing}</p>`
        : html`<ul class="rows">
            ${following.map((each) => followingItem(visit, each))}
          </ul>`
    }`;
}

function followingItem(visit: MemberVisit, following: Following): Html {
  const { handle, shown, actorId, name, state, error, movedTo, blocked } = following;
  const words = visit.m.moderation;
  const lifted = state === "blocked" && !blocked;
  const again = state === "failed" || state === "refused" || state === "rejected" || lifted;
  const ended = again || state === "moved" || state === "blocked";
  return html`<li class="foreign">
    <p>
      ${actorId === null ? html`<bdi>${shown}</bdi>` : actorLink({ id: actorId, name: name ?? "", handle: shown })}
    </p>
    <p class="row-facts">
      <span class="label">${lifted ? words.blockLifted : words.followingStates[state]}</span
      >${error && html` <bdi>${error}</bdi>`}
    </p>
    ${movedTo && html`<p>${words.movedTo} ${actorLink({ ...movedTo, name: "" })}</p>`}
    ${
      mayActAs(visit.member, "editor") &&
      html`<form method="post" action="/admin/following/stop">
        ${csrf(visit)}${hidden("handle", handle)}
        <p class="actions">
          ${again && html`<button formaction="/admin/following">${lifted ? words.followAgain : words.tryAgain}</button>`}
          <button class="quiet">${ended ? visit.m.admin.remove : words.stopFollowing}</button>
        </p>
      </form>`
    }
  </li>`;
}
