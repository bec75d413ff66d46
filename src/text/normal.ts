type Form = "NFC" | "NFD" | "NFKC" | "NFKD";

/** Marks on a letter, and the two of halfwidth Katakana that become such marks when they are decomposed. */
const MANY_MARKS = /[\p{M}\uff9e\uff9f]{31}/u;
const MARKS = /([\p{M}\uff9e\uff9f]{30})(?=[\p{M}\uff9e\uff9f])/gu;
/** COMBINING GRAPHEME JOINER: seen by nobody, and marks are not put into their order across it. */
const JOINER = "\u034f";

/**
 * The text in one of Unicode's normal forms. To put the marks of one letter into their order costs the square of their
 * number, half a minute for 50,000; so a joiner follows each 30 of them (UAX #15, Stream-Safe Text Format). No letter of any
 * language has that many.
 */
export function normal(text: string, form: Form): string {
  return (MANY_MARKS.test(text) ? text.replace(MARKS, `$1${JOINER}`) : text).normalize(form);
}
