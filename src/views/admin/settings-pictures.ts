import { html } from "hono/html";
import type { Picture } from "../../store/pictures.ts";
import { mediaUrl } from "../../text/address.ts";
import { longestDescription } from "../../text/draft.ts";
import type { People } from "../../text/people.ts";
import type { FieldErrors } from "./field.ts";
import { hidden, textField } from "./field.ts";
import type { Html } from "../html.ts";
import type { MemberVisit } from "./page.ts";
import { peopleQuestion } from "./pictures.ts";

/** The pictures of the account, by the names of their fields. */
export const accountPictures = ["icon", "header"] as const;
export type AccountPicture = (typeof accountPictures)[number];

/** Chosen in an earlier try of the form, and what is said of the people in it. */
export type ChosenPicture = Picture & { people: People | null };

export interface ChosenPictures {
  icon?: ChosenPicture | undefined;
  header?: ChosenPicture | undefined;
}

/** `covered` is the picture whose faces were covered just now. One that is public already is not asked about again. */
export function settingsPictures(
  visit: MemberVisit,
  chosen: ChosenPictures & Record<`${AccountPicture}Description`, string>,
  errors: FieldErrors,
  covered: string | undefined,
): Html {
  return html`<div id="pictures">
    ${accountPictures.map((name) => pictureEntry(visit, name, chosen[name], { description: chosen[`${name}Description`], errors, covered }))}
  </div>`;
}

function pictureEntry(
  visit: MemberVisit,
  name: AccountPicture,
  chosen: ChosenPicture | undefined,
  { description, errors, covered }: { description: string; errors: FieldErrors; covered: string | undefined },
): Html {
  const { m, collective } = visit;
  const words = m.settings;
  const shown = chosen ?? collective[`${name}Picture`];
  return html`<fieldset>
    <legend>${words[name]}</legend>
    ${chosen && covered === chosen.id && html`<p class="note done" role="status">${words.covered}</p>`}
    ${
      shown &&
      html`<p>${chosen ? words.chosen : words.present}</p>
        <p>
          <img class="profile-${name}-entry" src="${mediaUrl("", shown.small.name)}" alt="${words[name]}" />
        </p>`
    }
    ${chosen && html`${hidden(`${name}Id`, chosen.id)} ${peopleQuestion(m, chosen, errors)}`}
    ${
      shown &&
      html`<p>
        <button class="quiet" formaction="/admin/settings/pictures/${shown.id}/cover">
          ${m.faces.cover}
        </button>
      </p>`
    }
    ${chooser(visit, name, errors[name])}
    ${textField(`${name}Description`, description, { label: words[`${name}Description`], hint: words.pictureDescriptionHint, error: errors[`${name}Description`] }, html`type="text" maxlength="${longestDescription}" autocomplete="off"`)}
  </fieldset>`;
}

function chooser({ m }: MemberVisit, name: AccountPicture, error: string | undefined): Html {
  const words = m.settings;
  return html`<div class="field${error ? " wrong" : ""}">
    <label for="${name}">${words.choose}</label>
    <p class="hint" id="${name}-hint">${words[`${name}Hint`]}</p>
    ${error && html`<p class="error" id="${name}-error">${error}</p>`}
    <input
      type="file"
      id="${name}"
      name="${name}"
      accept="image/jpeg,image/png,image/webp,image/gif"
      aria-describedby="${name}-hint${error ? ` ${name}-error` : ""}"
    />
  </div>`;
}
