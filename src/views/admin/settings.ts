import { html } from "hono/html";
import type { ProfileField } from "../../store/collective.ts";
import { enterButton } from "./enter.ts";
import {
  checkbox,
  errorSummary,
  type FieldErrors,
  hidden,
  languageField,
  option,
  selectField,
  textArea,
  textField,
} from "./field.ts";
import type { QuotePolicy } from "../../store/quotes.ts";
import type { Html } from "../html.ts";
import { csrf, type MemberVisit } from "./page.ts";
import { type ChosenPictures, settingsPictures } from "./settings-pictures.ts";
import { postsOnPage } from "../../text/rules.ts";
import { timeZones } from "../../text/time-zone.ts";
import { longestProfile } from "../../text/draft.ts";

export interface TypedSettings extends ChosenPictures {
  iconDescription: string;
  headerDescription: string;
  name: string;
  description: string;
  language: string;
  timeZone: string;
  fields: ProfileField[];
  accent: string;
  postsPerPage: string;
  discoverable: boolean;
  indexable: boolean;
  manuallyApprovesFollowers: boolean;
  quotes: QuotePolicy;
  /** The state of the settings that this began from. */
  version: number;
}

/** What stands in the page besides the form. */
export interface SettingsShown {
  handle: string;
  errors: FieldErrors;
  /** Above the form: a preview, or what somebody else saved meanwhile. */
  above?: Html | undefined;
  /** The picture whose faces were covered just now. */
  covered?: string | undefined;
}

export const fieldCount = 4;

export function settingsPage(
  visit: MemberVisit,
  typed: TypedSettings,
  { handle, errors, above, covered }: SettingsShown,
): Html {
  const words = visit.m.settings;
  // The files come last: of a form that is too large, what stands before them is kept.
  return html`<h1>${words.title}</h1>
    <p>${words.intro}</p>
    ${errorSummary(errors, visit.m.admin.somethingWrong)} ${above}
    <form method="post" action="/admin/settings" enctype="multipart/form-data">
      ${enterButton(html`name="intent" value="preview"`)}${csrf(visit)}${hidden("version", String(typed.version))}
      ${profileFields(visit, typed, errors)} ${reachFields(visit, typed)} ${lookFields(visit, typed, errors)}
      ${settingsPictures(visit, typed, errors, covered)}
      <p class="actions">
        <button name="intent" value="preview">${visit.m.compose.preview}</button>
        <button class="main">${words.save}</button>
      </p>
    </form>
    ${handleForm(visit, handle, errors)}
    <h2>${visit.m.rules.title}</h2>
    <p>${visit.m.rules.linkHint} <a href="/admin/settings/rules">${visit.m.rules.link}</a></p>
    <h2>${visit.m.machines.title}</h2>
    <p><a href="/admin/settings/machines">${visit.m.machines.link}</a></p>`;
}

function profileFields(visit: MemberVisit, typed: TypedSettings, errors: FieldErrors): Html {
  const words = visit.m.settings;
  return html`<fieldset>
      <legend>${words.profile}</legend>
      ${textField("name", typed.name, { label: words.name, error: errors.name }, html`type="text" required maxlength="100" autocomplete="off"`)}
      ${textArea("description", typed.description, { label: words.description, hint: words.descriptionHint, error: errors.description }, html`rows="6" maxlength="${longestProfile}"`)}
      ${languageField("language", typed.language, visit.language, { label: words.language, hint: words.languageHint, error: errors.language })}
      ${timeZoneField(visit, typed.timeZone, errors.timeZone)}
    </fieldset>
    <fieldset aria-describedby="fields-hint">
      <legend>${words.fields}</legend>
      <p class="hint" id="fields-hint">${words.fieldsHint}</p>
      ${errors.fields && html`<p class="error" id="fields">${errors.fields}</p>`}
      ${Array.from({ length: fieldCount }, (_, at) => profileLine(visit, typed.fields[at], at))}
    </fieldset>`;
}

function timeZoneField({ m }: MemberVisit, value: string, error: string | undefined): Html {
  const { timeZone: label, timeZoneHint: hint } = m.settings;
  const names = timeZones.includes(value) ? timeZones : [value, ...timeZones];
  const options = names.map((name) => option(name, name.replaceAll("_", " "), value));
  return selectField("timeZone", html`${options}`, { label, hint, error });
}

function profileLine({ m }: MemberVisit, field: ProfileField | undefined, at: number): Html {
  const words = m.settings;
  return html`<div class="pair">
    ${textField(`fieldName${at}`, field?.name ?? "", { label: words.fieldName(at + 1) }, html`type="text" maxlength="100" autocomplete="off"`)}
    ${textField(`fieldValue${at}`, field?.value ?? "", { label: words.fieldValue(at + 1) }, html`type="text" maxlength="500" autocomplete="off"`)}
  </div>`;
}

function reachFields({ m }: MemberVisit, typed: TypedSettings): Html {
  const words = m.settings;
  return html`<fieldset>
    <legend>${words.reach}</legend>
    ${checkbox("discoverable", "on", typed.discoverable, { label: words.discoverable, hint: words.discoverableHint })}
    ${checkbox("indexable", "on", typed.indexable, { label: words.indexable })}
    ${checkbox("manuallyApprovesFollowers", "on", typed.manuallyApprovesFollowers, { label: words.approve, hint: words.approveHint })}
    ${checkbox("quotes", "on", typed.quotes === "everybody", { label: words.quotes, hint: words.quotesHint })}
  </fieldset>`;
}

function lookFields({ m }: MemberVisit, { accent, postsPerPage }: TypedSettings, errors: FieldErrors): Html {
  const words = m.settings;
  return html`<fieldset>
    <legend>${words.look}</legend>
    ${textField("accent", accent, { label: words.accent, hint: words.accentHint, error: errors.accent }, html`type="color"`)}
    ${textField("postsPerPage", postsPerPage, { label: words.postsPerPage, hint: words.postsPerPageHint, error: errors.postsPerPage }, html`type="number" min="${postsOnPage.least}" max="${postsOnPage.most}" step="1" inputmode="numeric"`)}
  </fieldset>`;
}

function handleForm(visit: MemberVisit, handle: string, errors: FieldErrors): Html {
  const words = visit.m.settings;
  const { collective, origin } = visit;
  return html`<section aria-labelledby="handle-title">
    <h2 id="handle-title">${words.handle}</h2>
    <p>${words.handleNow(`@${collective.handle}@${new URL(origin).host}`)}</p>
    ${
      collective.firstFollowedAt
        ? html`<p>${visit.m.errors.handleFixed}</p>`
        : html`<form class="line" method="post" action="/admin/settings/handle">
            ${csrf(visit)}
            ${textField("handle", handle, { label: words.handleChange, hint: words.handleHint, error: errors.handle }, html`type="text" required maxlength="31" autocomplete="off" autocapitalize="none" spellcheck="false"`)}
            <button>${words.handleSave}</button>
          </form>`
    }
  </section>`;
}
