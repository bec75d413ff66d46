import { html } from "hono/html";
import { direction, languageName } from "../text/language.ts";
import type { Html } from "./html.ts";

/** For an element whose words are in a language of their own. */
export function inLanguageOf({ language }: { language: string }): Html {
  return html`lang="${language}" dir="${direction(language)}"`;
}

export interface LanguageChoice {
  language: string;
  href: string;
  /** What is read now. */
  current?: boolean;
}

/** Leads to other languages, each named in itself, for those who read no other; nothing where there is but one. */
export function languageNav(label: string, choices: LanguageChoice[]): Html {
  if (choices.length < 2) return html``;
  return html`<nav class="languages" aria-label="${label}">
    <ul>
      ${choices.map(choice)}
    </ul>
  </nav>`;
}

function choice({ language, href, current = false }: LanguageChoice): Html {
  const name = ownName(language);
  return current
    ? html`<li aria-current="page" ${inLanguageOf({ language })}>${name}</li> `
    : html`<li><a href="${href}" hreflang="${language}" ${inLanguageOf({ language })}>${name}</a></li> `;
}

/** As it stands alone: French and others write their names small within a sentence. */
export function ownName(language: string): string {
  const [first = "", ...rest] = languageName(language, language);
  return first.toLocaleUpperCase(language) + rest.join("");
}
