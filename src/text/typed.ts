import { neutraliseBidi } from "./bidi.ts";

// What members type or paste, in the form or on the command line, before anything else is done with it.

/** Without what is seen nowhere and breaks things, such as NUL, which no column of PostgreSQL holds. */
export function withoutControls(text: string): string {
  // eslint-disable-next-line no-control-regex -- they are what is meant
  return text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g, "");
}

/** A text of several lines, with one sign at the end of each, and nothing that shows it in another order than it has. */
export function typedText(text: string): string {
  return neutraliseBidi(withoutControls(text).replace(/\r\n?/g, "\n"));
}

/** A title, a name or a description: one line, with single blanks. */
export function typedLine(text: string): string {
  return typedText(text).replace(/\s+/g, " ").trim();
}
