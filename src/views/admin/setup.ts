import { html } from "hono/html";
import type { ActorType } from "../../store/collective.ts";
import {
  errorSummary,
  type FieldErrors,
  languageField,
  passphraseField,
  radio,
  textArea,
  textField,
} from "./field.ts";
import type { Html } from "../html.ts";
import { doorPage, type Visit } from "./page.ts";
import { longestProfile } from "../../text/draft.ts";

export interface TypedSetup {
  name: string;
  handle: string;
  description: string;
  language: string;
  type: string;
  memberName: string;
}

export function setupPage(visit: Visit, typed: TypedSetup, errors: FieldErrors): Html {
  const { setup, admin } = visit.m;
  return doorPage(
    visit,
    setup.title,
    html`<h1>${setup.title}</h1>
      <p>${setup.intro}</p>
      ${errorSummary(errors, admin.somethingWrong)}
      <form method="post" enctype="multipart/form-data">
        ${collectiveFields(visit, typed, errors)} ${memberFields(visit, typed, errors)}
        <p class="actions"><button class="main">${setup.submit}</button></p>
      </form>`,
  );
}

function collectiveFields({ m, origin, language }: Visit, typed: TypedSetup, errors: FieldErrors): Html {
  const words = m.setup;
  const types = Object.entries(words.types) as [ActorType, { label: string; hint: string }][];
  return html`<fieldset>
    <legend>${words.collective}</legend>
    ${textField("name", typed.name, { label: words.name, hint: words.nameHint, error: errors.name }, html`type="text" required maxlength="100" autocomplete="organization"`)}
    ${textField(
      "handle",
      typed.handle,
      { label: words.handle, hint: words.handleHint(new URL(origin).host), error: errors.handle },
      html`type="text" required maxlength="31" autocomplete="off" autocapitalize="none" spellcheck="false"`,
    )}
    ${textArea("description", typed.description, { label: words.description, hint: words.descriptionHint, error: errors.description }, html`rows="4" maxlength="${longestProfile}"`)}
    ${languageField("language", typed.language, language, { label: words.language, error: errors.language })}
    <fieldset id="type">
      <legend class="minor">${words.type}</legend>
      ${errors.type && html`<p class="error">${errors.type}</p>`}
      ${types.map(([type, text]) => radio("type", type, typed.type, text))}
    </fieldset>
  </fieldset>`;
}

function memberFields({ m }: Visit, typed: TypedSetup, errors: FieldErrors): Html {
  const words = m.setup;
  return html`<fieldset aria-describedby="member-hint">
    <legend>${words.firstMember}</legend>
    <p class="hint" id="member-hint">${words.firstMemberHint}</p>
    ${textField("memberName", typed.memberName, { label: words.memberName, error: errors.memberName }, html`type="text" required maxlength="60" autocomplete="username" autocapitalize="none" spellcheck="false"`)}
    ${passphraseField("passphrase", { label: words.passphrase, hint: words.passphraseHint, error: errors.passphrase }, "new")}
    ${passphraseField("passphraseAgain", { label: words.passphraseAgain, error: errors.passphraseAgain }, "new")}
  </fieldset>`;
}

export function spentLinkPage(visit: Visit): Html {
  const { setup, admin } = visit.m;
  return doorPage(
    visit,
    setup.spentTitle,
    html`<h1>${setup.spentTitle}</h1>
      <p>${setup.spent}</p>
      <p>${setup.spentSignIn} <a href="/login">${admin.signIn.title}</a></p>`,
  );
}
