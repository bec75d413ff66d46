import { html } from "hono/html";
import type { Html } from "../html.ts";
import { secondFactorPath } from "./account.ts";
import { type Kept, keptFields, keptText } from "./door.ts";
import { errorSummary, type FieldErrors, hidden, passphraseField, textField } from "./field.ts";
import { csrf, doorPage, type MemberVisit, type Visit } from "./page.ts";

/** A code of the device, or one for recovery. */
export function codeField(visit: Visit, error: string | undefined, hint: string): Html {
  const label = visit.m.account.secondFactor.code;
  return textField(
    "code",
    "",
    { label, hint, error },
    html`type="text" required maxlength="40" dir="ltr" autocomplete="one-time-code" autocapitalize="none"
    spellcheck="false"`,
  );
}

export function setUpSecondFactorPage(visit: MemberVisit, required: boolean, errors: FieldErrors): Html {
  const words = visit.m.account.secondFactor;
  return html`<h1>${words.title}</h1>
    ${required && html`<p class="note">${words.required}</p>`}
    <p>${words.what}</p>
    <p>${words.need}</p>
    ${errorSummary(errors, visit.m.admin.somethingWrong)}
    <form method="post" action="${secondFactorPath}/offer">
      ${csrf(visit)}
      ${passphraseField("present", { label: visit.m.settings.passphraseNow, error: errors.present }, "current")}
      <p class="actions"><button class="main">${words.setUp}</button></p>
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
        <p><code class="copy" dir="ltr">${secret.match(/.{1,4}/g)!.join(" ")}</code></p>
        <p class="hint">${words.secretHint}</p>
      </li>
      <li>
        <p>${words.confirm}</p>
        <form method="post" action="${secondFactorPath}">
          ${csrf(visit)} ${codeField(visit, errors.code, words.codeHint)}
          <p class="actions"><button class="main">${words.confirmSubmit}</button></p>
        </form>
      </li>
    </ol>`;
}

export function recoveryCodesPage(visit: MemberVisit, codes: string[]): Html {
  const words = visit.m.account.secondFactor;
  return html`<h1>${words.codesTitle}</h1>
    <p class="note done" role="status">${words.isOn}</p>
    <p>${words.codesText}</p>
    <ol class="codes" dir="ltr">
      ${codes.map((code) => html`<li><code>${code}</code></li>`)}
    </ol>
    <p><strong>${words.codesOnce}</strong></p>
    <p class="actions"><a class="button main" href="/admin">${words.codesKept}</a></p>`;
}

export function changeSecondFactorPage(visit: MemberVisit, required: boolean, errors: FieldErrors): Html {
  const words = visit.m.account.secondFactor;
  return html`<h1>${words.title}</h1>
    ${errorSummary(errors, visit.m.admin.somethingWrong)}
    <p>${words.changeText}</p>
    ${required && html`<p>${words.requiredOff}</p>`}
    <form method="post" action="${secondFactorPath}/offer">
      ${csrf(visit)}
      ${passphraseField("present", { label: visit.m.settings.passphraseNow, error: errors.present }, "current")}
      ${codeField(visit, errors.code, words.anyCodeHint)}
      <p class="actions">
        <button class="main">${words.renew}</button>
        <button class="danger" formaction="${secondFactorPath}/remove">${words.turnOff}</button>
      </p>
    </form>`;
}

export interface AwaitedCode {
  /** Of the sign-in whose passphrase was right. */
  token: string;
  next: string;
  kept?: Kept | undefined;
  /** The browser is to be remembered. */
  remember?: boolean | undefined;
  error?: string | undefined;
}

/** The second step of signing in. */
export function signInCodePage(visit: Visit, { token, next, kept, remember, error }: AwaitedCode): Html {
  const words = visit.m.account.secondFactor;
  return doorPage(
    visit,
    words.askTitle,
    html`<h1>${words.askTitle}</h1>
      ${error && html`<p class="note wrong" role="alert">${error}</p>`}
      <form method="post" action="/login/code" enctype="multipart/form-data">
        ${hidden("token", token)}${remember && hidden("remember", "on")}
        ${kept ? html`${keptFields(kept, "keep:")}${hidden("action", kept.action)}` : hidden("next", next)}
        ${codeField(visit, undefined, words.anyCodeHint)}
        <p class="actions"><button class="main">${visit.m.admin.signIn.submit}</button></p>
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
