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
/** A found word is looked for no further into a text than this. */
const LOOK = 50_000;

/** A piece of the text around the first word that was found, or its beginning, in stretches. `words` are folded. */
export function highlight(text: string, words: string[]): Stretch[] {
  const line = text.slice(0, LOOK).replace(/\s+/gu, " ").trim();
  const first = findFirst(line, words);
  const start = first <= LEAD ? 0 : line.indexOf(" ", first - LEAD) + 1 || first;
  const whole = line.length - start <= LENGTH;
  const end = whole ? line.length : lastSpace(line, start, start + LENGTH);
  const shown = line.slice(Math.min(start, first), end);
  const stretches: Stretch[] = [];
  let at = 0;
  for (const { 0: word, index } of shown.matchAll(WORD)) {
    if (!isFound(word, words)) continue;
    if (index > at) stretches.push({ text: shown.slice(at, index), found: false });
    stretches.push({ text: word, found: true });
    at = index + word.length;
  }
  if (at < shown.length) stretches.push({ text: shown.slice(at), found: false });
  if (start > 0) stretches.unshift({ text: "… ", found: false });
  if (!whole) stretches.push({ text: " …", found: false });
  return stretches;
}

function findFirst(line: string, words: string[]): number {
  for (const { 0: word, index } of line.matchAll(WORD)) if (isFound(word, words)) return index;
  return 0;
}

/** Where to cut: at a space, but never through a surrogate pair where there is none. */
function lastSpace(line: string, start: number, end: number): number {
  const space = line.lastIndexOf(" ", end);
  if (space > start) return space;
  return /[\ud800-\udbff]/.test(line[end - 1] ?? "") ? end - 1 : end;
}

/** Whether the search found this word. Endings that PostgreSQL takes away for the language are forgiven. */
function isFound(word: string, words: string[]): boolean {
  if (UNSPACED.test(word)) return words.some((each) => word.includes(each));
  const folded = fold(word);
  return words.some(
    (each) =>
      folded === each ||
      (each.length >= SHORTEST_STEM &&
        folded.startsWith(each) &&
        folded.length - each.length <= LONGEST_ENDING),
  );
}
