import { html } from "hono/html";
import type { SecondFactor } from "../../store/second-factors.ts";
import type { Html } from "../html.ts";
import { type FieldErrors, passphraseField, textField } from "./field.ts";
import type { Visit } from "./page.ts";
import { passkeyButton, type PasskeyAsk } from "./passkeys.ts";

/** What a member has to show for a second factor, and what of it this page can ask for. */
export interface Proof {
  factor: SecondFactor | undefined;
  passkey: PasskeyAsk | undefined;
}

/** A code of a device, or one for recovery. */
export function codeField(
  { m }: Visit,
  error: string | undefined,
  hint: string,
  { name = "code", label = m.account.secondFactor.code } = {},
): Html {
  return textField(
    name,
    "",
    { label, hint, error },
    html`type="text" required maxlength="40" dir="ltr" autocomplete="one-time-code" autocapitalize="none"
    spellcheck="false"`,
  );
}

/** What whoever has this factor can type: how it can be come by, and what it is called. */
export function codeWords(
  { m }: Visit,
  factor: SecondFactor | undefined,
): [hint: string, named?: { label: string }] {
  const { anyCodeHint, keyCodeHint, bothCodeHint, recoveryHint, recoveryCode } = m.account.secondFactor;
  if (!factor || (factor.app && !factor.key)) return [anyCodeHint];
  if (!factor.key) return [recoveryHint, { label: recoveryCode }];
  return [factor.app ? bothCodeHint : keyCodeHint];
}

/** The fields and the buttons of a form in which whoever sends it shows that it is them. */
export function ownerFields(
  visit: Visit,
  { factor, passkey }: Proof,
  errors: FieldErrors,
  buttons: Html,
  { asksCode = factor !== undefined } = {},
): Html {
  const { m } = visit;
  return html`${passphraseField("present", { label: m.settings.passphraseNow, error: errors.present }, "current")}
    ${asksCode && codeField(visit, errors.code, ...codeWords(visit, factor))}
    <p class="actions">${buttons}</p>
    ${passkey && passkeyButton(visit, passkey, m.account.passkeys.instead)}`;
}
