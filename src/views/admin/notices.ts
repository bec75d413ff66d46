import { html } from "hono/html";
import type { Mailing } from "../../store/notifications.ts";
import { formatDateTime } from "../../text/date.ts";
import { longestMailAddress } from "../../text/mail-address.ts";
import type { Html } from "../html.ts";
import { type FieldErrors, option, selectField, textField } from "./field.ts";
import { csrf, type MemberVisit } from "./page.ts";

/** What was typed into the form for mails, and what is wrong with it. */
export interface TypedMailing {
  address: string;
  digest: string;
  errors: FieldErrors;
}

export interface Notices {
  hasFeed: boolean;
  /** Absent where the server was not told how to send mail. */
  mailing?: Pick<Mailing, "failure" | "triedAt"> & TypedMailing;
}

/** On the page of a member's account: how they are told that something waits. */
export function noticesSection(visit: MemberVisit, notices: Notices): Html {
  const words = visit.m.notices;
  return html`<section aria-labelledby="notices">
    <h2 id="notices">${words.title}</h2>
    <p>${words.intro}</p>
    ${feedForm(visit, notices)} ${mailForm(visit, notices)}
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

function mailForm(visit: MemberVisit, { mailing }: Notices): Html {
  const words = visit.m.notices;
  if (!mailing) {
    return html`<h3>${words.mail}</h3>
      <p>${words.mailOff}</p>`;
  }
  const { address, digest, errors, failure, triedAt } = mailing;
  const choices = Object.entries(words.digests);
  return html`<h3 id="mail">${words.mail}</h3>
    <p>${words.mailText}</p>
    ${
      failure &&
      triedAt &&
      html`<p class="note wrong">
        ${words.mailFailed(formatDateTime(triedAt, visit.language, visit.collective.timeZone))}
        ${words.mailFailures[failure]}
      </p>`
    }
    <form method="post" action="/admin/account/mail">
      ${csrf(visit)}
      ${textField("address", address, { label: words.mailAddress, hint: words.mailAddressHint, error: errors.address }, html`type="email" maxlength="${longestMailAddress}" autocomplete="email"`)}
      ${selectField("digest", html`${choices.map(([value, label]) => option(value, label, digest))}`, { label: words.digest, error: errors.digest })}
      <p class="actions"><button>${visit.m.admin.save}</button></p>
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
