import { html } from "hono/html";
import type { Html } from "../html.ts";
import { csrf, type MemberVisit } from "./page.ts";

export interface Notices {
  hasFeed: boolean;
}

/** On the page of a member's account: how they are told that something waits. */
export function noticesSection(visit: MemberVisit, notices: Notices): Html {
  const words = visit.m.notices;
  return html`<section aria-labelledby="notices">
    <h2 id="notices">${words.title}</h2>
    <p>${words.intro}</p>
    ${feedForm(visit, notices)}
  </section>`;
}

function feedForm(visit: MemberVisit, { hasFeed }: Notices): Html {
  const words = visit.m.notices;
  return html`<h3>${words.feed}</h3>
    <p>${words.feedText}</p>
    ${hasFeed && html`<p>${words.feedOn} ${words.feedRenewHint}</p>`}
    <form method="post" action="/admin/account/feed">
      ${csrf(visit)}
      <p class="actions">
        <button>${hasFeed ? words.feedRenew : words.feedMake}</button>
        ${hasFeed && html`<button class="quiet" formaction="/admin/account/feed/remove">${words.feedRemove}</button>`}
      </p>
    </form>`;
}

/** The secret address, this once. */
export function madeFeedPage({ m }: MemberVisit, address: string): Html {
  const words = m.notices;
  return html`<h1>${words.feedMade}</h1>
    <p>${words.feedMadeText}</p>
    <p><code class="copy" dir="ltr">${address}</code></p>
    <p class="actions"><a class="button" href="/admin/account">${m.account.title}</a></p>`;
}
