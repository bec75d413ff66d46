import { html } from "hono/html";
import type { Invitation } from "../../store/invitations.ts";
import type { ListedMember } from "../../store/members.ts";
import type { Html } from "../html.ts";
import {
  checkbox,
  errorSummary,
  type FieldErrors,
  hidden,
  option,
  passphraseField,
  selectField,
} from "./field.ts";
import { invitationsSection } from "./invitations.ts";
import { csrf, type MemberVisit } from "./page.ts";

/** As `store/members.ts` has them, from the least to the most. */
const roles = ["writer", "editor", "admin"] as const;

export interface MembersPage {
  members: ListedMember[];
  /** Names that can be taken for one another. */
  alike: string[][];
  invitations: Invitation[];
  required: boolean;
  errors: FieldErrors;
}

export function membersPage(
  visit: MemberVisit,
  { members, alike, invitations, required, errors }: MembersPage,
): Html {
  const words = visit.m.settings;
  return html`<h1>${words.membersTitle}</h1>
    <p>${words.membersIntro}</p>
    ${errorSummary(errors, visit.m.admin.somethingWrong)}
    ${alike.map((names) => html`<p class="note wrong">${words.alike(names.join(", "))}</p>`)}
    <ul class="rows" id="members">
      ${members.map((member) => memberItem(visit, member))}
    </ul>
    ${invitationsSection(visit, invitations)} ${requirement(visit, required)}`;
}

function requirement(visit: MemberVisit, required: boolean): Html {
  const words = visit.m.account.others;
  return html`<section aria-labelledby="requirement">
    <h2 id="requirement">${words.requiredTitle}</h2>
    <form method="post" action="/admin/members/second-factor-required">
      ${csrf(visit)}
      ${checkbox("required", "on", required, { label: words.required, hint: words.requiredHint })}
      <p class="actions"><button>${visit.m.admin.save}</button></p>
    </form>
  </section>`;
}

function memberItem(visit: MemberVisit, member: ListedMember): Html {
  const words = visit.m.settings;
  const { withFactor, withoutFactor } = visit.m.account.others;
  const isSelf = member.id === visit.member.id;
  return html`<li class="foreign">
    <p>
      <bdi>${member.name}</bdi>${isSelf && html` (${words.you})`}
      <span class="label">${words.roles[member.role].label}</span>
      ${member.suspendedAt && html`<span class="label">${words.suspended}</span>`}
      <span class="row-facts">${member.secondFactor ? withFactor : withoutFactor}</span>
    </p>
    ${isSelf ? html`<p><a href="/admin/account">${visit.m.account.title}</a></p>` : memberMenus(visit, member)}
  </li>`;
}

function memberMenus(visit: MemberVisit, member: ListedMember): Html {
  const { secondFactor, suspendedAt } = member;
  return html`${suspendedAt ? restoreMenu(visit, member) : html`${sessionsMenu(visit, member)}${suspendMenu(visit, member)}`}
  ${roleMenu(visit, member)}${secondFactor && factorMenu(visit, member)}${resetMenu(visit, member)}${removeMenu(visit, member)}`;
}

function suspendMenu(visit: MemberVisit, { id, name }: ListedMember): Html {
  const words = visit.m.settings;
  return html`<details>
    <summary>${words.suspendMember}</summary>
    <form method="post" action="/admin/members/suspend">
      ${csrf(visit)}${hidden("id", id)}
      <p>${words.suspendText(name)}</p>
      <p class="actions"><button class="danger">${words.suspendSubmit(name)}</button></p>
    </form>
  </details>`;
}

function restoreMenu(visit: MemberVisit, { id, name }: ListedMember): Html {
  const words = visit.m.settings;
  return html`<details>
    <summary>${words.restoreMember}</summary>
    <form method="post" action="/admin/members/restore">
      ${csrf(visit)}${hidden("id", id)}
      <p>${words.restoreText(name)}</p>
      <p class="actions"><button>${words.restoreSubmit(name)}</button></p>
    </form>
  </details>`;
}

function roleMenu(visit: MemberVisit, { id, name, role }: ListedMember): Html {
  const words = visit.m.settings;
  const options = html`${roles.map((each) => option(each, words.roles[each].label, role))}`;
  return html`<details>
    <summary>${words.changeRole}</summary>
    <form method="post" action="/admin/members/role">
      ${csrf(visit)}${hidden("id", id)}
      <p>${words.roleText(name)}</p>
      ${selectField("role", options, { label: words.role }, id)}
      <p class="actions"><button>${words.roleSubmit}</button></p>
    </form>
  </details>`;
}

function sessionsMenu(visit: MemberVisit, { id, name }: ListedMember): Html {
  const words = visit.m.account.others;
  return html`<details>
    <summary>${words.endSessions}</summary>
    <form method="post" action="/admin/members/sessions">
      ${csrf(visit)}${hidden("id", id)}
      <p>${words.endText(name)}</p>
      <p class="actions"><button>${words.endSubmit}</button></p>
    </form>
  </details>`;
}

function factorMenu(visit: MemberVisit, { id, name }: ListedMember): Html {
  const words = visit.m.account.others;
  return html`<details>
    <summary>${words.reset}</summary>
    <form method="post" action="/admin/members/second-factor">
      ${csrf(visit)}${hidden("id", id)}
      <p>${words.resetText(name)}</p>
      <p class="actions"><button>${words.resetSubmit}</button></p>
    </form>
  </details>`;
}

function resetMenu(visit: MemberVisit, { id, name }: ListedMember): Html {
  const words = visit.m.settings;
  return html`<details>
    <summary>${words.resetMember}</summary>
    <form method="post" action="/admin/members/passphrase">
      ${csrf(visit)}${hidden("id", id)}
      <p>${words.resetText(name)}</p>
      ${passphraseField("newPassphrase", { label: words.passphraseNew, hint: words.passphraseHint }, "new", id)}
      <p class="actions"><button>${words.resetSubmit}</button></p>
    </form>
  </details>`;
}

function removeMenu(visit: MemberVisit, { id, name }: ListedMember): Html {
  const words = visit.m.settings;
  return html`<details>
    <summary>${words.removeMember}</summary>
    <form method="post" action="/admin/members/remove">
      ${csrf(visit)}${hidden("id", id)}
      <p>${words.removeText(name)}</p>
      <p class="actions"><button class="danger">${words.removeSubmit(name)}</button></p>
    </form>
  </details>`;
}

export function passphrasePage(visit: MemberVisit, errors: FieldErrors): Html {
  const words = visit.m.settings;
  return html`<h1>${words.passphraseTitle}</h1>
    <p>${words.passphraseIntro}</p>
    ${errorSummary(errors, visit.m.admin.somethingWrong)}
    <form method="post" action="/admin/passphrase">
      ${csrf(visit)}${passphraseField("present", { label: words.passphraseNow, error: errors.present }, "current")}
      ${passphraseField("passphrase", { label: words.passphraseNew, hint: words.passphraseHint, error: errors.passphrase }, "new")}
      ${passphraseField("passphraseAgain", { label: words.passphraseAgain, error: errors.passphraseAgain }, "new")}
      <p class="actions"><button class="main">${words.passphraseSubmit}</button></p>
    </form>`;
}
