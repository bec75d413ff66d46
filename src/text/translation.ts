import { languageName } from "./language.ts";
import { messageLanguages, messages } from "./messages.ts";

/** What stands before the address of a translation, in its own language: "In English:"; its name where we do not speak it. */
export function inLanguage(code: string): string {
  const [base = ""] = code.toLowerCase().split("-");
  return messageLanguages.includes(base) ? messages(code).translation.here : `${languageName(code, code)}:`;
}
