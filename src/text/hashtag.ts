import { unstroke } from "./fold.ts";
import { normal } from "./normal.ts";
import { typedLine } from "./typed.ts";

/** Letters, marks and digits of any script, and the underscore: what the fediverse reads as one hashtag. */
const NOT_IN_TAG = /[^\p{L}\p{M}\p{N}_]+/u;
const LETTER = /\p{L}/u;
/** GoToSocial refuses longer tags. */
export const TAG_LENGTH_LIMIT = 100;
const TAG_COUNT_LIMIT = 100;

/** "freedom of movement" becomes "FreedomOfMovement"; a single word keeps its case. */
export function hashtagName(name: string): string {
  const words = normal(name, "NFC").split(NOT_IN_TAG).filter(Boolean);
  if (words.length < 2) return words.join("");
  return words.map((word) => word.replace(/^\p{L}/u, (first) => first.toUpperCase())).join("");
}

/**
 * What two spellings of one tag share. Mastodon folds case, and accents of Latin letters alone: a mark in another
 * script makes another letter (й is not и, が is not か).
 */
export function hashtagSlug(name: string): string {
  const plain = normal(hashtagName(name), "NFKD")
    .toLowerCase()
    .replace(/(\p{Script=Latin})[\u0300-\u036f]+/gu, "$1");
  return normal(unstroke(plain), "NFKC");
}

export function isTag(name: string): boolean {
  return LETTER.test(name) && name.length <= TAG_LENGTH_LIMIT;
}

/**
 * The tags of a form field, separated by commas, lines or "#", as they were spelt first. What cannot be a hashtag
 * anywhere, such as a bare number, is left out.
 */
export function parseTags(field: string): string[] {
  const tags = new Map<string, string>();
  for (const part of field.split(/[,;،、\r\n]|\s(?=#)/u)) {
    if (!LETTER.test(part)) continue;
    const name = typedLine(normal(part, "NFC")).replace(/^[\s#]+/u, "");
    const slug = hashtagSlug(name);
    if (isTag(name) && !tags.has(slug)) tags.set(slug, name);
    if (tags.size === TAG_COUNT_LIMIT) break;
  }
  return [...tags.values()];
}
