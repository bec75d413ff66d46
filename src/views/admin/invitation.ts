import { html } from "hono/html";
import type { Collective } from "../../store/collective.ts";
import type { Role } from "../../store/members.ts";
import type { Html } from "../html.ts";
import { errorSummary, type FieldErrors, passphraseField, textField } from "./field.ts";
import { doorPage, type Visit } from "./page.ts";

export interface OpenedInvitation {
  collective: Collective;
  role: Role;
  memberName: string;
  errors: FieldErrors;
}

/** What somebody sees who was let in: a name, a passphrase, and they are a member. */
export function invitationPage(
  visit: Visit,
  { collective, role, memberName, errors }: OpenedInvitation,
): Html {
  const { invitations: words, settings, setup, admin } = visit.m;
  return doorPage(
    visit,
    words.welcome(collective.name),
    html`<h1>${words.welcome(collective.name)}</h1>
      <p>${words.welcomeText}</p>
      <p>${settings.role} <span class="label">${settings.roles[role].label}</span></p>
      ${errorSummary(errors, admin.somethingWrong)}
      <form method="post" enctype="multipart/form-data">
        ${textField("memberName", memberName, { label: setup.memberName, hint: words.nameHint, error: errors.memberName }, html`type="text" required maxlength="60" autocomplete="username" autocapitalize="none" spellcheck="false"`)}
        ${passphraseField("passphrase", { label: setup.passphrase, hint: setup.passphraseHint, error: errors.passphrase }, "new")}
        ${passphraseField("passphraseAgain", { label: setup.passphraseAgain, error: errors.passphraseAgain }, "new")}
        <p class="actions"><button class="main">${words.join}</button></p>
      </form>`,
  );
}

export function spentInvitationPage(visit: Visit): Html {
  const words = visit.m.invitations;
  return doorPage(
    visit,
    words.spentTitle,
    html`<h1>${words.spentTitle}</h1>
      <p>${words.spent}</p>
      <p>${words.spentSignIn} <a href="/login">${visit.m.admin.signIn.title}</a></p>`,
  );
}
