import { html } from "hono/html";
import type { Collective } from "../../store/collective.ts";
import { languageName } from "../../text/language.ts";
import type { Html } from "../html.ts";
import type { MemberVisit } from "./page.ts";
import type { TypedSettings } from "./settings.ts";

/** What another admin has saved meanwhile, as far as it is not what stands in the form. */
export function settingsTheirs(visit: MemberVisit, typed: TypedSettings, theirs: Collective): Html {
  const { m, language } = visit;
  const words = m.settings;
  const lines = (of: Pick<Collective, "fields">) =>
    of.fields.map(({ name, value }) => `${name}: ${value}`).join("\n");
  const choice = (chosen: boolean) => (chosen ? words.chosenYes : words.chosenNo);
  const said = (of: Omit<TypedSettings, "version" | "icon" | "header">): [string, string][] => [
    [words.name, of.name],
    [words.description, of.description],
    [words.language, languageName(of.language, language)],
    [words.timeZone, of.timeZone],
    [words.fields, lines(of)],
    [words.iconDescription, of.iconDescription],
    [words.headerDescription, of.headerDescription],
    [words.discoverable, choice(of.discoverable)],
    [words.indexable, choice(of.indexable)],
    [words.approve, choice(of.manuallyApprovesFollowers)],
    [words.quotes, choice(of.quotes === "everybody")],
    [words.accent, of.accent],
    [words.postsPerPage, of.postsPerPage],
  ];
  const mine = new Map(said(typed));
  const others = said({ ...theirs, postsPerPage: String(theirs.postsPerPage) });
  const different = others.filter(([label, value]) => mine.get(label) !== value);
  return html`<div class="note wrong" role="alert">
    <p><strong>${words.changedMeanwhile}</strong></p>
    <p>${words.changedMeanwhileText}</p>
    <dl>
      ${different.map(
        ([label, value]) =>
          html`<dt>${label}</dt>
            <dd class="kept" dir="auto">${value || words.nothing}</dd>`,
      )}
    </dl>
  </div>`;
}
