/** In one width: the Imprimerie nationale has a wider one before ":" and within « », which looks like a mistake on a screen. */
const NARROW = "\u202f";

/** Before what ends a sentence, a clause or a quotation, and after what opens one: one space, as keyboards have it. */
const unbroken = new RegExp(
  [
    // A mark that something is written onto is none: "?page=2", ":heart:", ":)", "!=".
    String.raw`(?<=\S) (?=[!?]+(?:[\s»”"’')\].,;:…—–]|$))`,
    String.raw`(?<=\S) (?=[;:](?:\s|$))(?!(?<=\d ):\s\d)`, // Not in 18 : 30.
    String.raw`(?<=\S) (?=»)`,
    String.raw`(?<=«) (?=\S)`,
  ].join("|"),
  "g",
);

/**
 * French with no-break spaces where it has spaces that no line may break at. Each takes the place of one space, so that
 * the length stays. Text in other languages stays as it is.
 */
export function keepTogether(text: string, language: string): string {
  return /^fr(-|$)/i.test(language) ? text.replace(unbroken, NARROW) : text;
}
