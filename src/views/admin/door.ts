import { html } from "hono/html";
import { checkbox, hidden, passphraseField, textField } from "./field.ts";
import type { Html } from "../html.ts";
import { doorPage, type MemberVisit, refusal, type Visit } from "./page.ts";
import { passkeyButton, type PasskeyAsk } from "./passkeys.ts";

/** What a form held when it could not be accepted, to be sent again. */
export interface Kept {
  /** Where it goes on. */
  action: string;
  fields: [name: string, value: string][];
  /** Names of files that were chosen and cannot be kept. */
  files: string[];
}

/** The field that tells the form which is shown again that files were chosen for it and are lost. */
export const filesLostField = "filesLost";

export interface SignIn {
  name: string;
  /** A path of the members' side to go to. */
  next: string;
  error?: string | undefined;
  done?: string | undefined;
  kept?: Kept | undefined;
  /** The browser is the member's own, and may keep a cookie. */
  remember?: boolean | undefined;
  /** A ticket for the line, and pictures of one pixel that a browser fetches while the line is long. */
  door: { ticket: string; steps: string[]; passkey: PasskeyAsk | undefined };
}

export function signInPage(
  visit: Visit,
  collectiveName: string,
  { name, next, error, done, kept, remember = false, door }: SignIn,
): Html {
  const words = visit.m.admin.signIn;
  const { again } = visit.m.admin;
  const title = kept ? again.title : words.title;
  return doorPage(
    visit,
    title,
    html`<h1>${title}</h1>
      ${done && html`<p class="note done" role="status">${done}</p>`}
      <p>${kept ? (kept.fields.length > 0 ? again.intro : again.introEmpty) : words.intro(collectiveName)}</p>
      ${error && html`<p class="note wrong" role="alert">${error}</p>`}
      <form method="post" action="/login" enctype="multipart/form-data">
        ${hidden("ticket", door.ticket)}${kept ? keptFields(kept, "keep:") : hidden("next", next)}${kept && hidden("action", kept.action)}
        ${textField("name", name, { label: words.name }, html`type="text" required maxlength="60" autocomplete="username" autocapitalize="none" spellcheck="false"`)}
        ${passphraseField("passphrase", { label: words.passphrase }, "current")}
        ${checkbox("remember", "on", remember, { label: words.remember, hint: words.rememberHint })}
        <p class="actions"><button class="main">${words.submit}</button></p>
        ${door.passkey && passkeyButton(visit, door.passkey, visit.m.account.passkeys.signIn)}
      </form>
      ${kept ? keptText(visit, kept) : html`<p class="hint">${words.forgotten}</p>`}
      ${door.steps.map((address) => html`<img src="${address}" alt="" width="1" height="1" />`)}`,
  );
}

/** After signing in again: one button back to what was being done. */
export function goOnPage(visit: Visit, csrfToken: string, kept: Kept): Html {
  const { again } = visit.m.admin;
  return doorPage(
    visit,
    again.done,
    html`<h1>${again.done}</h1>
      <p>${again.doneText}</p>
      ${resend(csrfToken, kept, again.goOn)} ${keptText(visit, kept)}`,
  );
}

/** When saving failed through no fault of the member's. */
export function troublePage(visit: Visit, csrfToken: string, kept: Kept): Html {
  const { trouble } = visit.m.admin;
  return doorPage(
    visit,
    trouble.title,
    html`<h1>${trouble.title}</h1>
      <p>${trouble.text}</p>
      ${resend(csrfToken, kept, trouble.retry)} ${keptText(visit, kept)}`,
  );
}

/** Why a form was not carried out, within the members' side, with what it held; `showsFirst`: sending it again does nothing yet. */
export function refusedForm(
  visit: MemberVisit,
  text: string,
  { kept, showsFirst }: { kept: Kept; showsFirst: boolean },
): Html {
  return html`${refusal(visit, text)} ${showsFirst && resend(visit.csrfToken, kept, visit.m.admin.again.goOn)}
  ${keptText(visit, kept)}`;
}

function resend(csrfToken: string, kept: Kept, label: string): Html {
  return html`<form method="post" action="${kept.action}" enctype="multipart/form-data">
    ${hidden("csrf", csrfToken)}${keptFields(kept, "")}
    <p class="actions"><button class="main">${label}</button></p>
  </form>`;
}

/** A kept form within another, behind a prefix. */
// In a hidden input browsers keep line breaks as they are.
export function keptFields({ fields }: Kept, prefix: string): Html {
  return html`${fields.map(([name, value]) => hidden(prefix + name, value))}`;
}

/** The long texts for the eyes, so that they can be copied whatever happens next. */
export function keptText({ m }: Visit, { fields, files }: Kept): Html {
  const lost = fields.some(([name]) => name === filesLostField);
  const long = fields.filter(([, value]) => /\s/.test(value));
  return html`${
    files.length > 0
      ? html`<p>${m.admin.again.filesLost}</p>
          <ul>
            ${files.map((name) => html`<li>${name}</li>`)}
          </ul>`
      : lost && html`<p>${m.errors.filesLost}</p>`
  }
  ${
    long.length > 0 &&
    html`<section aria-labelledby="kept">
      <h2 id="kept">${m.admin.again.keptText}</h2>
      ${long.map(([, value]) => html`<p class="kept" dir="auto">${value}</p>`)}
    </section>`
  }`;
}

/** A form that was not accepted, and why. */
export function refusalAtDoor(visit: Visit, text: string): Html {
  const { title } = visit.m.admin.refused;
  return doorPage(
    visit,
    title,
    html`<h1>${title}</h1>
      <p>${text}</p>`,
  );
}
