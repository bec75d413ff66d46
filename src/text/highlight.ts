import { fold } from "./fold.ts";

/** A stretch of a text that is shown as it is, or marked as found. */
export interface Stretch {
  text: string;
  found: boolean;
}

const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
/** What a stem and a word of the text must have in common at least: shorter ones are found only as they are. */
const SHORTEST_STEM = 3;
const LONGEST_ENDING = 6;
const LEAD = 70;
const LENGTH = 260;
/** Words are looked for no further into a text than this, and no more of them. */
const LOOK = 20_000;
const MOST_FOUND = 100;

/** A piece of the text around the words that were found, or its beginning, in stretches. `words` are folded. */
export function highlight(text: string, words: string[]): Stretch[] {
  const line = text.slice(0, LOOK).replace(/\s+/gu, " ").trim();
  const found = findWords(line, words);
  const first = richest(found);
  const start = first <= LEAD ? 0 : line.indexOf(" ", first - LEAD) + 1;
  const from = start > first ? first : start;
  const whole = line.length - from <= LENGTH;
  const end = whole ? line.length : lastSpace(line, from, from + LENGTH);
  const stretches: Stretch[] = from > 0 ? [{ text: "… ", found: false }] : [];
  let at = from;
  for (const { index, word } of found) {
    if (index < at || index + word.length > end) continue;
    if (index > at) stretches.push({ text: line.slice(at, index), found: false });
    stretches.push({ text: word, found: true });
    at = index + word.length;
  }
  if (at < end) stretches.push({ text: line.slice(at, end), found: false });
  if (!whole) stretches.push({ text: " …", found: false });
  return stretches;
}

interface Found {
  index: number;
  /** As it is written. */
  word: string;
  /** The word that was looked for. */
  asked: string;
}

function findWords(line: string, words: string[]): Found[] {
  const found: Found[] = [];
  // Folding all at once costs a tenth of folding word by word, and many texts were found by their title or tags.
  const folded = fold(line);
  if (!words.some((each) => folded.includes(each))) return found;
  for (const { 0: word, index } of line.matchAll(WORD)) {
    const asked = match(word, words);
    if (asked !== undefined) found.push({ index, word, asked });
    if (found.length === MOST_FOUND) break;
  }
  return found;
}

/** Where the piece begins that has the most of the words asked for; 0 where there is none. */
function richest(found: Found[]): number {
  let best = { index: 0, count: 0 };
  for (const { index } of found) {
    const within = found.filter((other) => other.index >= index && other.index < index + LENGTH - LEAD);
    const count = new Set(within.map(({ asked }) => asked)).size;
    if (count > best.count) best = { index, count };
  }
  return best.index;
}

/** Where to cut: at a space, but never through a surrogate pair where there is none. */
function lastSpace(line: string, start: number, end: number): number {
  const space = line.lastIndexOf(" ", end);
  if (space > start) return space;
  return /[\ud800-\udbff]/.test(line[end - 1] ?? "") ? end - 1 : end;
}

/** The word that was looked for and found in this one. Endings that PostgreSQL takes away for the language are forgiven. */
function match(word: string, words: string[]): string | undefined {
  const folded = fold(word);
  if (folded !== word && UNSPACED.test(word)) return words.find((each) => word.includes(each));
  return words.find(
    (each) =>
      folded === each ||
      (each.length >= SHORTEST_STEM &&
        folded.startsWith(each) &&
        folded.length - each.length <= LONGEST_ENDING),
  );
}
