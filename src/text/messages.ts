import { en, type Messages } from "./messages/en/index.ts";
import { fr } from "./messages/fr/index.ts";

export type { Messages };

/** The languages the pages themselves are written in, by the tag's base. */
const catalogues = new Map<string, Messages>(Object.entries({ en, fr }));

export const messageLanguages: readonly string[] = [...catalogues.keys()];

/** The catalogue of a language tag's base ("fr-CH" reads the French one), else the English one. */
export function messages(language: string): Messages {
  return catalogues.get(baseOf(language)) ?? en;
}

/** What a page is in that was asked for in this language: English where there is no catalogue for it. */
export function messageLanguage(language: string): string {
  return catalogues.has(baseOf(language)) ? language : "en";
}

const baseOf = (language: string) => language.toLowerCase().split("-")[0]!;
