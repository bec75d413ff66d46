import { commonPhrases } from "./common-phrases.ts";
import { normal } from "./normal.ts";

export const shortestPassphrase = 12;
/** What is longer than this is judged by its beginning. */
const longestJudged = 200;
/** How much must be left when everything common is taken out. */
const leastLeft = 6;

/** Runs along which fingers go without thinking. */
const runs = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890",
  "qwertyuiopasdfghjklzxcvbnm",
  "azertyuiopqsdfghjklmwxcvbn",
  "qwertzuiopasdfghjklyxcvbnm",
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
];
const bothWays = runs.flatMap((run) => [run, [...run].reverse().join("")]);

const look: Record<string, string> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
};

/**
 * What makes a passphrase easy to guess: too short, or all of it is made of what guessers try first, however it is
 * put together. Undefined for one that will do. `names` are what others know of the member.
 */
export function passphraseProblem(
  passphrase: string,
  names: string[] = [],
): "passphraseTooShort" | "passphraseCommon" | undefined {
  if (passphrase.length < shortestPassphrase) return "passphraseTooShort";
  const plain = letters(passphrase.slice(0, longestJudged), true);
  const spelled = plain.replace(/\d/g, (digit) => look[digit] ?? digit);
  const words = [...commonPhrases, ...names.flatMap(wordsOf)];
  return [plain, spelled].some((text) => strength(text, words) < leastLeft) ? "passphraseCommon" : undefined;
}

/** Small, without accents, spaces and signs; `spelling` reads "@" and "$" as the letters they stand for. */
function letters(text: string, spelling: boolean): string {
  const bare = normal(text.toLowerCase(), "NFKD").replace(/\p{M}/gu, "");
  return bare.replace(/[\s\p{P}\p{S}]/gu, (sign) => (spelling && look[sign]) || "");
}

/** A name whole, and each of its words: who leaves one out, or turns them round, says no more. */
function wordsOf(name: string): string[] {
  const words = [name, ...name.split(/[^\p{L}\p{M}\p{N}]+/u)].map((word) => letters(word, false));
  return words.filter((word) => word.length >= 3);
}

/** How many characters are left once common words, runs, years and repetitions are taken out; a word counts as one. */
function strength(text: string, words: string[]): number {
  let left = unrepeated(text);
  for (const word of words.toSorted((one, other) => other.length - one.length))
    left = left.replaceAll(word, "*");
  left = withoutRuns(left).replace(/(19|20)\d\d/g, "*");
  return new Set(left).size < 4 ? 0 : left.length;
}

/** "abcabcabc" says no more than "abc", and "aaaa" no more than "a". */
function unrepeated(text: string): string {
  const { length } = text;
  const periods = Array.from({ length: Math.floor(length / 2) }, (_, at) => at + 1);
  const period = periods.find((each) => text.slice(each) === text.slice(0, length - each));
  return text.slice(0, period ?? length).replace(/(.)\1{2,}/gsu, "$1");
}

/** Four characters or more along a run become one. */
function withoutRuns(text: string): string {
  let left = "";
  for (let at = 0; at < text.length;) {
    const length = runLength(text, at);
    left += length >= 4 ? "*" : text[at];
    at += length >= 4 ? length : 1;
  }
  return left;
}

function runLength(text: string, from: number): number {
  let length = 1;
  while (
    from + length < text.length &&
    bothWays.some((run) => run.includes(text.slice(from, from + length + 1)))
  )
    length += 1;
  return length;
}
