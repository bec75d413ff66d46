import { neutraliseBidi } from "./bidi.ts";

/**
 * Text somebody else wrote, on one line, without characters that hide or pile up, and none that reorder what stands around it. What
 * is longer ends in "…".
 */
export function plainLine(text: string, longest: number): string {
  const line = text
    .slice(0, 10 * longest)
    .toWellFormed()
    .replace(/[\s\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/[\p{Cc}\u00ad\u200b\u2060\ufeff]/gu, "")
    .replace(/(\p{M}{4})\p{M}+/gu, "$1")
    .trim();
  const characters = Array.from(neutraliseBidi(line));
  return characters.length <= longest
    ? characters.join("")
    : `${characters
        .slice(0, longest - 1)
        .join("")
        .trimEnd()}…`;
}
