import { html } from "hono/html";
import { formatDate } from "../../text/date.ts";
import type { Html } from "../html.ts";
import { secondFactorPath } from "./account.ts";
import { checkbox, errorSummary, type FieldErrors, textField } from "./field.ts";
import { csrf, type MemberVisit, type Visit } from "./page.ts";
import type { Passkey } from "../../store/passkeys.ts";

// In the shapes of Web Authentication, 5.1.8 and 5.1.9.

interface Descriptor {
  type: "public-key";
  id: string;
  transports: string[];
}

export interface RequestOptions {
  challenge: string;
  rpId: string;
  timeout: number;
  userVerification: "preferred" | "required";
  allowCredentials: Descriptor[];
}

export interface CreationOptions {
  challenge: string;
  rp: { id: string; name: string };
  user: { id: string; name: string; displayName: string };
  pubKeyCredParams: { type: "public-key"; alg: number }[];
  timeout: number;
  attestation: "none";
  excludeCredentials: Descriptor[];
}

/** What a page's script asks the browser for. */
export interface PasskeyAsk {
  /** Its address. */
  script: string;
  get?: RequestOptions;
  create?: CreationOptions;
  /** Where it gets what to ask for, when the button is pressed. */
  from?: string;
  /** Where the form goes with the answer, if not where it goes by itself. */
  to?: string;
}

/** A button within a form, which sends it with what the passkey says. Seen only where a script runs and the browser has passkeys. */
export function passkeyButton({ m }: Visit, { script, ...ask }: PasskeyAsk, label: string): Html {
  const { failed, known } = m.account.passkeys;
  const asked = JSON.stringify({ ...ask, words: { failed, known } });
  // Beside another way in it comes second, as it is not there for everybody.
  const isOnly = ask.create !== undefined;
  return html`<div class="${isOnly ? "passkey" : "passkey second"}" data-passkey="${asked}" hidden>
      <p class="actions"><button type="button" ${isOnly && html`class="main"`}>${label}</button></p>
      <p class="error" role="alert"></p>
    </div>
    <script type="module" src="${script}"></script>`;
}

/** After passphrase and code: the device makes the key. */
export function newPasskeyPage(
  visit: MemberVisit,
  { ask, name, alone, errors }: { ask: PasskeyAsk; name: string; alone: boolean; errors: FieldErrors },
): Html {
  const words = visit.m.account.passkeys;
  return html`<h1>${words.addTitle}</h1>
    ${errorSummary(errors, visit.m.admin.somethingWrong)}
    <p>${words.where(ask.create!.rp.id)}</p>
    <p class="note" data-without-passkeys>${words.cannot}</p>
    <form method="post" action="${secondFactorPath}/passkeys">
      ${csrf(visit)}
      ${textField(
        "passkeyName",
        name,
        { label: words.name, hint: words.nameHint, error: errors.passkeyName },
        html`type="text" required maxlength="60" autocomplete="off"`,
      )}
      ${checkbox("alone", "on", alone, { label: words.alone, hint: words.aloneHint })}
      ${passkeyButton(visit, ask, words.make)}
      <p class="actions"><a class="button quiet" href="${secondFactorPath}">${visit.m.admin.cancel}</a></p>
    </form>`;
}

/** One of those that a member has. */
export function passkeyItem({ m, language }: MemberVisit, passkey: Passkey): Html {
  const words = m.account.passkeys;
  const { id, name, host, alone, createdOn, usedOn } = passkey;
  return html`<li>
    <p>
      <bdi class="row-title">${name}</bdi>${alone && html` <span class="label">${words.opensAlone}</span>`}
    </p>
    <p class="row-facts">
      ${words.kind(host)} · ${words.added(formatDate(createdOn, language))} ·
      ${usedOn ? words.used(formatDate(usedOn, language)) : words.unused}
    </p>
    <p>
      <a href="${secondFactorPath}/remove?factor=${id}"
        >${m.account.secondFactor.remove}<span class="visually-hidden"> (${name})</span></a
      >
    </p>
  </li>`;
}
