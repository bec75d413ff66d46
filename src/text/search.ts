import { fold } from "./fold.ts";

export const longestQuery = 200;

/** PostgreSQL's text search configurations by the language they are for; all are there since version 14. */
const configurations = new Map(
  Object.entries({
    ar: "arabic",
    hy: "armenian",
    eu: "basque",
    ca: "catalan",
    da: "danish",
    nl: "dutch",
    en: "english",
    fi: "finnish",
    fr: "french",
    de: "german",
    el: "greek",
    hu: "hungarian",
    id: "indonesian",
    ga: "irish",
    it: "italian",
    lt: "lithuanian",
    nb: "norwegian",
    nn: "norwegian",
    no: "norwegian",
    pt: "portuguese",
    ro: "romanian",
    ru: "russian",
    sr: "serbian",
    es: "spanish",
    sv: "swedish",
    tr: "turkish",
  }),
);

/** How PostgreSQL stems words of this language; "simple" leaves them as they are. */
export function searchConfiguration(language: string): string {
  const [base = ""] = language.toLowerCase().split("-");
  return configurations.get(base) ?? "simple";
}

/** All that `searchConfiguration` can say. */
export const searchConfigurations: readonly string[] = [...new Set([...configurations.values(), "simple"])];

export interface SearchQuery {
  /** For `websearch_to_tsquery`: folded, with the quotes and the minus signs that mean something to it. */
  query: string;
  /** The words that are looked for. */
  words: string[];
}

/** What a reader typed, as folded as the texts are. */
export function readQuery(typed: string): SearchQuery {
  const parts: string[] = [];
  const words: string[] = [];
  const pieces = typed
    .slice(0, longestQuery)
    .toWellFormed()
    .split(/["“”„«»]/u);
  for (const [index, piece] of pieces.entries()) {
    // What stands between two quotes is a phrase; a quote that is not closed is none.
    if (index % 2 === 1 && index < pieces.length - 1) add(fold(piece), true);
    else for (const word of piece.split(/\s+/u)) add(fold(word), false, /^-\S/.test(word));
  }
  return { query: parts.join(" "), words };

  function add(folded: string, phrase: boolean, unwanted = false) {
    if (folded === "") return;
    const part = phrase || (unwanted && folded.includes(" ")) ? `"${folded}"` : folded;
    parts.push(unwanted ? `-${part}` : part);
    if (!unwanted) words.push(...folded.split(" "));
  }
}
