import { html } from "hono/html";
import type { CodeKind } from "../../store/one-time-codes.ts";
import type { Passkey } from "../../store/passkeys.ts";
import type { SecondFactor } from "../../store/second-factors.ts";
import { formatDate } from "../../text/date.ts";
import type { Html } from "../html.ts";
import { secondFactorPath } from "./account.ts";
import { type Kept, keptFields, keptText } from "./door.ts";
import { errorSummary, type FieldErrors, hidden, radio, textField } from "./field.ts";
import { csrf, doorPage, type MemberVisit, type Visit } from "./page.ts";
import { passkeyButton, passkeyItem } from "./passkeys.ts";
import { codeField, codeWords, ownerFields, type Proof } from "./proof.ts";

/** What can be added. */
const kinds = ["app", "passkey", "key"] as const;

export interface Adding {
  required: boolean;
  chosen: string;
  proof: Proof;
  errors: FieldErrors;
}

/** The choice of what to set up: the first one, or one more. */
export function addFactorPage(visit: MemberVisit, { required, chosen, proof, errors }: Adding): Html {
  const words = visit.m.account.secondFactor;
  const { factor } = proof;
  return html`<h1>${factor ? words.addTitle : words.title}</h1>
    ${required && !factor && html`<p class="note">${words.required}</p>`}
    ${!factor && html`<p>${words.what}</p>`} ${errorSummary(errors, visit.m.admin.somethingWrong)}
    <form method="post" action="${secondFactorPath}/offer">
      ${csrf(visit)}
      <fieldset>
        <legend>${words.choose}</legend>
        ${kinds.map((kind) => {
          const { label, hint } = words.kinds[kind];
          const replaces = kind !== "passkey" && factor?.[kind];
          return radio("kind", kind, chosen, { label, hint: replaces ? `${hint} ${words.replaces}` : hint });
        })}
      </fieldset>
      ${ownerFields(visit, proof, errors, html`<button class="main">${words.setUp}</button>${factor && cancelLink(visit)}`)}
    </form>`;
}

const cancelLink = ({ m }: MemberVisit) =>
  html`<a class="button quiet" href="${secondFactorPath}">${m.admin.cancel}</a>`;

/** A set-up that was begun is in the way of nothing. */
function dropOfferForm(visit: MemberVisit): Html {
  return html`<form method="post" action="${secondFactorPath}/drop">
    ${csrf(visit)}
    <p class="actions"><button class="quiet">${visit.m.account.secondFactor.drop}</button></p>
  </form>`;
}

/** The secret, as a QR code and in letters, and the proof that it has arrived. */
export function offerPage(
  visit: MemberVisit,
  { secret, address }: { secret: string; address: string },
  errors: FieldErrors,
): Html {
  const words = visit.m.account.secondFactor;
  return html`<h1>${words.title}</h1>
    ${errorSummary(errors, visit.m.admin.somethingWrong)}
    <ol class="steps">
      <li>
        <p>${words.scan}</p>
        <p>
          <img class="qr" src="${secondFactorPath}/code.svg" alt="${words.qrAlt}" width="240" height="240" />
        </p>
        <p><a href="${address}">${words.openApp}</a></p>
        <p>${words.typeSecret}</p>
        <p><code class="copy" dir="ltr">${inFours(secret)}</code></p>
        <p class="hint">${words.secretHint}</p>
      </li>
      <li>
        <p>${words.confirm}</p>
        <form method="post" action="${secondFactorPath}">
          ${csrf(visit)} ${codeField(visit, errors.code, words.codeHint)}
          <p class="actions"><button class="main">${words.confirmSubmit}</button></p>
        </form>
      </li>
    </ol>
    ${dropOfferForm(visit)}`;
}

const inFours = (secret: string) => secret.match(/.{1,4}/g)!.join(" ");

/** The secret for a key that types codes, or the one that it has; and two codes in a row. */
export function keyOfferPage(
  visit: MemberVisit,
  { secret, hex }: { secret: string; hex: string },
  errors: FieldErrors,
): Html {
  const words = visit.m.account.typingKey;
  const { secretHint, confirmSubmit } = visit.m.account.secondFactor;
  const typed = html`type="text" required maxlength="200" dir="ltr" autocomplete="off" autocapitalize="none"
  spellcheck="false"`;
  return html`<h1>${words.title}</h1>
    ${errorSummary(errors, visit.m.admin.somethingWrong)}
    <ol class="steps">
      <li>
        <p>${words.write}</p>
        <p>${words.base32}<br /><code class="copy" dir="ltr">${inFours(secret)}</code></p>
        <p>${words.hex}<br /><code class="copy" dir="ltr">${inFours(hex)}</code></p>
        <p class="hint">${secretHint}</p>
        <details${errors.secret ? html` open` : ""}>
          <summary>${words.hasOne}</summary>
          <form method="post" action="${secondFactorPath}/secret">
            ${csrf(visit)}
            ${textField("secret", "", { label: words.secret, hint: words.secretHint, error: errors.secret }, typed)}
            <p class="actions"><button>${words.useIt}</button></p>
          </form>
        </details>
      </li>
      <li>
        <p>${words.confirm}</p>
        <form method="post" action="${secondFactorPath}">
          ${csrf(visit)} ${codeField(visit, errors.code, words.codeHint, { label: words.first })}
          ${codeField(visit, undefined, words.nextHint, { name: "next-code", label: words.next })}
          <p class="actions"><button class="main">${confirmSubmit}</button></p>
        </form>
      </li>
    </ol>
    ${dropOfferForm(visit)}`;
}

/** `isNew`: a second factor was set up just now, and not only codes for it. */
export function recoveryCodesPage(visit: MemberVisit, codes: string[], { isNew }: { isNew: boolean }): Html {
  const words = visit.m.account.secondFactor;
  return html`<h1>${words.codesTitle}</h1>
    ${isNew && html`<p class="note done" role="status">${words.isOn}</p>`}
    <p>${words.codesText}</p>
    <ol class="codes" dir="ltr">
      ${codes.map((code) => html`<li><code>${code}</code></li>`)}
    </ol>
    <p><strong>${words.codesOnce}</strong></p>
    <p class="actions"><a class="button main" href="/admin">${words.codesKept}</a></p>`;
}

/** What a member has set up. */
export function secondFactorPage(
  visit: MemberVisit,
  { factor, passkeys }: { factor: SecondFactor; passkeys: Passkey[] },
): Html {
  const words = visit.m.account.secondFactor;
  const { app, key, createdAt, recoveryCodesLeft } = factor;
  return html`<h1>${words.title}</h1>
    <p>${words.on(formatDate(createdAt, visit.language))}</p>
    ${!app && !key && html`<p class="note">${words.onlyPasskeys}</p>`}
    <ul class="rows">
      ${app && codesItem(visit, "app", app)} ${key && codesItem(visit, "key", key)}
      ${passkeys.map((passkey) => passkeyItem(visit, passkey))}
    </ul>
    <p class="actions"><a class="button main" href="${secondFactorPath}/add">${words.add}</a></p>
    <section aria-labelledby="recovery">
      <h2 id="recovery">${words.recovery}</h2>
      <p>${words.codesLeft(recoveryCodesLeft)}</p>
      <p><a href="${secondFactorPath}/recovery-codes">${words.newCodes}</a></p>
    </section>
    <p class="actions">
      <a class="button quiet" href="${secondFactorPath}/remove">${words.turnOffLink}</a>
    </p>`;
}

function codesItem({ m, language }: MemberVisit, kind: CodeKind, since: Date): Html {
  const words = m.account.secondFactor;
  const { label } = words.kinds[kind];
  return html`<li>
    <p class="row-title">${label}</p>
    <p class="row-facts">${m.account.passkeys.added(formatDate(since, language))}</p>
    <p>
      <a href="${secondFactorPath}/remove?factor=${kind}"
        >${words.remove}<span class="visually-hidden"> (${label})</span></a
      >
    </p>
  </li>`;
}

export interface Ending {
  /** Of what is removed, in words; undefined for all of it. */
  named: string | undefined;
  /** By which the form names it. */
  factor: string;
  /** The collective asks everybody for a second factor, and this is the last. */
  required: boolean;
  proof: Proof;
  errors: FieldErrors;
}

/** Takes away one of them, or all. */
export function removeFactorPage(
  visit: MemberVisit,
  { named, factor, required, proof, errors }: Ending,
): Html {
  const words = visit.m.account.secondFactor;
  const submit = named === undefined ? words.turnOff : words.removeSubmit;
  return html`<h1>${named === undefined ? words.turnOffTitle : words.removeTitle(named)}</h1>
    ${errorSummary(errors, visit.m.admin.somethingWrong)}
    <p>${words.changeText}</p>
    ${required && html`<p>${words.requiredOff}</p>`}
    <form method="post" action="${secondFactorPath}/remove">
      ${csrf(visit)}${hidden("factor", factor)}
      ${ownerFields(visit, proof, errors, html`<button class="danger">${submit}</button>${cancelLink(visit)}`)}
    </form>`;
}

export function newCodesPage(
  visit: MemberVisit,
  { proof, errors }: { proof: Proof; errors: FieldErrors },
): Html {
  const words = visit.m.account.secondFactor;
  return html`<h1>${words.newCodesTitle}</h1>
    ${errorSummary(errors, visit.m.admin.somethingWrong)}
    <p>${words.newCodesText}</p>
    <form method="post" action="${secondFactorPath}/recovery-codes">
      ${csrf(visit)}
      ${ownerFields(visit, proof, errors, html`<button class="main">${words.newCodesSubmit}</button>${cancelLink(visit)}`)}
    </form>`;
}

export interface AwaitedCode {
  /** Of the sign-in whose passphrase was right. */
  token: string;
  proof: Proof;
  next: string;
  kept?: Kept | undefined;
  /** The browser is to be remembered. */
  remember?: boolean | undefined;
  error?: string | undefined;
}

/** The second step of signing in. */
export function signInCodePage(
  visit: Visit,
  { token, proof, next, kept, remember, error }: AwaitedCode,
): Html {
  const words = visit.m.account.secondFactor;
  const { factor, passkey } = proof;
  return doorPage(
    visit,
    words.askTitle,
    html`<h1>${words.askTitle}</h1>
      ${error && html`<p class="note wrong" role="alert">${error}</p>`}
      <form method="post" action="/login/code" enctype="multipart/form-data">
        ${hidden("token", token)}${remember && hidden("remember", "on")}
        ${kept ? html`${keptFields(kept, "keep:")}${hidden("action", kept.action)}` : hidden("next", next)}
        ${codeField(visit, undefined, ...codeWords(visit, factor))}
        <p class="actions"><button class="main">${visit.m.admin.signIn.submit}</button></p>
        ${passkey && passkeyButton(visit, passkey, visit.m.account.passkeys.instead)}
      </form>
      <p class="hint">${words.lost}</p>
      ${kept && keptText(visit, kept)}`,
  );
}

/** To whom a form came before they had set up what the collective now asks of everybody. */
export function secondFactorFirstPage(visit: Visit, kept: Kept): Html {
  const words = visit.m.account.secondFactor;
  return doorPage(
    visit,
    words.title,
    html`<h1>${words.title}</h1>
      <p>${words.required}</p>
      <p>${words.requiredKept}</p>
      <p class="actions"><a class="button main" href="${secondFactorPath}">${words.setUp}</a></p>
      ${keptText(visit, kept)}`,
  );
}
