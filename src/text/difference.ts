import { diffArrays } from "diff";

/** A stretch of two texts: in both, only in the newer, only in the older, or in both and too long to show. */
export interface Change {
  kind: "same" | "added" | "removed" | "left-out";
  text: string;
}

const TOKEN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{M}\p{N}]+|\s+|[^]/gu;
const LINE = /[^\n]*\n|[^\n]+$/g;

/** Comparing costs the number of edits times the length: this many steps are some ten milliseconds. */
const MOST_STEPS = 4_000_000;
const MOST_EDITS = 800;
/** Of what stays the same, no more is shown around a change. */
const CONTEXT = 200;

interface Budget {
  steps: number;
}

/** What changed from one text to the other, in words; undefined where they have too little in common to say. */
export function difference(before: string, after: string): Change[] | undefined {
  const budget: Budget = { steps: MOST_STEPS };
  const lines = compare(before.match(LINE) ?? [], after.match(LINE) ?? [], budget);
  if (!lines) return undefined;
  const changes: Change[] = [];
  for (const [index, line] of lines.entries()) {
    const next = lines[index + 1];
    if (line.kind === "removed" && next?.kind === "added") changes.push(...inWords(line, next, budget));
    else if (line.kind !== "added" || lines[index - 1]?.kind !== "removed") changes.push(line);
  }
  return changes.flatMap((change, index) => shorten(change, index === 0, index === changes.length - 1));
}

/** Lines that were rewritten, word by word; line by line where that would take too long. */
function inWords(removed: Change, added: Change, budget: Budget): Change[] {
  const [before, after] = [removed.text.match(TOKEN) ?? [], added.text.match(TOKEN) ?? []];
  const changes = compare(before, after, budget);
  return changes ? untangled(changes) : [removed, added];
}

/** A sentence that was written anew is read as one, not as old and new words around each space they share. */
function untangled(changes: Change[]): Change[] {
  const calm: Change[] = [];
  let [removed, added] = ["", ""];
  const flush = () => {
    if (removed !== "") calm.push({ kind: "removed", text: removed });
    if (added !== "") calm.push({ kind: "added", text: added });
    [removed, added] = ["", ""];
  };
  for (const [at, { kind, text }] of changes.entries()) {
    if (kind === "same") {
      const here = Math.max(removed.length, added.length);
      if (text.length <= Math.min(here, lengthOfChange(changes, at + 1)))
        [removed, added] = [removed + text, added + text];
      else {
        flush();
        calm.push({ kind, text });
      }
    } else if (kind === "removed") removed += text;
    else added += text;
  }
  flush();
  return calm;
}

/** What was removed and added from here to the next words in both: the longer of the two. */
function lengthOfChange(changes: Change[], from: number): number {
  const [one, other] = changes.slice(from, from + 2);
  return Math.max(one?.text.length ?? 0, other && other.kind !== "same" ? other.text.length : 0);
}

function compare(before: string[], after: string[], budget: Budget): Change[] | undefined {
  const length = before.length + after.length;
  const maxEditLength = Math.min(MOST_EDITS, Math.floor(budget.steps / Math.max(length, 1)));
  const found = diffArrays(before, after, { maxEditLength });
  const edits = found?.reduce((sum, { added, removed, count }) => sum + (added || removed ? count : 0), 0);
  budget.steps -= (edits ?? maxEditLength) * length;
  return found?.map(({ added, removed, value }) => ({
    kind: added ? "added" : removed ? "removed" : "same",
    text: value.join(""),
  }));
}

function shorten({ kind, text }: Change, isFirst: boolean, isLast: boolean): Change[] {
  if (kind !== "same" || text.length <= 3 * CONTEXT) return [{ kind, text }];
  const start = isFirst ? "" : text.slice(0, text.indexOf(" ", CONTEXT) + 1 || CONTEXT);
  const end = isLast ? "" : text.slice(text.lastIndexOf(" ", text.length - CONTEXT) + 1);
  const ends = [start, end].map((text): Change => ({ kind, text: text.toWellFormed() }));
  const [head, tail] = ends as [Change, Change];
  return [head, { kind: "left-out", text: "" } as const, tail].filter(
    ({ kind, text }) => kind === "left-out" || text !== "",
  );
}
