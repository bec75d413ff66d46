import type { MarkdownIt, Ruler, StateBlock, StateCore, StateInline, Token } from "markdown-it";

/** What the marks of a text may still add to it, in characters of HTML, and whether some were left as they were typed. */
export interface Markup {
  left: number;
  refused: boolean;
}

/**
 * Room for more than a thousand notes, two thousand tags, four thousand links or thirty thousand cells of tables. Each of these is
 * short to type: a text of nothing else would be thirty times as long as HTML, or a thousand times where all its links lead to
 * one long address.
 */
export const mostMarkup = 400_000;

/** A note's number and the way back; a tag with the address of its page; a link beside what it leads to; a cell. */
const note = 250;
export const tag = 150;
const link = 60;
const cell = 12;

/** markdown-it leaves out what is within a hundred others; an item of a list counts for two. */
const deepest = 96;
/** The end of a note's label is looked for from each "[^" on. */
const longestLabel = 200;

type InlineRule = (state: StateInline, silent: boolean) => boolean;
type BlockRule = (state: StateBlock, start: number, end: number, silent: boolean) => boolean;

/** Bounds what a text costs and what becomes of it. Beyond a bound, marks are shown as they were typed. */
export function limitMarkup({ core, inline, block }: MarkdownIt): void {
  for (const name of ["link", "image"]) wrap(inline.ruler, name, (rule) => charged(rule, link, true));
  for (const name of ["footnote_inline", "footnote_ref"])
    wrap(inline.ruler, name, (rule) => charged(rule, note));
  wrap(inline.ruler, "footnote_ref", (rule) => (state, silent) => {
    return hasLabel(state.src, state.pos) && rule(state, silent);
  });
  wrap(block.ruler, "footnote_def", (rule) => (state, start, ...rest) => {
    return hasLabel(state.src, firstOf(state, start)) && rule(state, start, ...rest);
  });
  for (const name of ["blockquote", "list", "footnote_def"])
    wrap(
      block.ruler,
      name,
      (rule) =>
        (state, ...rest) =>
          state.level < deepest && rule(state, ...rest),
    );
  wrap(block.ruler, "table", boundedTable);
  core.ruler.after("footnote_tail", "emphasis", flattenEmphasis);
}

function wrap<Args extends unknown[]>(
  ruler: Ruler<Args, boolean>,
  name: string,
  around: (rule: (...args: Args) => boolean) => (...args: Args) => boolean,
): void {
  const { fn, alt } = ruler.__rules__.find((rule) => rule.name === name)!;
  ruler.at(name, around(fn), { alt });
}

/** A rule of marks that give more HTML than was typed; `repeats`: what was typed elsewhere, too. */
export function charged(rule: InlineRule, characters: number, repeats = false): InlineRule {
  return (state, silent) => {
    const { markup } = state.env as { markup: Markup };
    if (silent) return rule(state, silent);
    if (markup.left <= 0) {
      const { pos } = state;
      markup.refused ||= rule(state, true);
      state.pos = pos;
      return false;
    }
    const before = state.tokens.length;
    if (!rule(state, silent)) return false;
    // The first may be the text before it.
    const made = repeats ? state.tokens.slice(before, before + 2).flatMap(({ attrs }) => attrs ?? []) : [];
    markup.left -= made.reduce((sum, [, value]) => sum + String(value).length, characters);
    return true;
  };
}

/** Every row has as many cells as the first, however little stands in it. */
function boundedTable(rule: BlockRule): BlockRule {
  return (state, start, end, silent) => {
    const { markup } = state.env as { markup: Markup };
    const isHead = start + 1 < end && "|-:".includes(state.src.charAt(firstOf(state, start + 1)));
    if (silent || !isHead) return rule(state, start, end, silent);
    const row = state.src.slice(state.bMarks[start], state.eMarks[start]).split("|").length * cell;
    const last = start + 2 + Math.floor(markup.left / row);
    if (markup.left < row) {
      markup.refused ||= rule(state, start, end, true);
      return false;
    }
    if (!rule(state, start, Math.min(end, last), silent)) return false;
    markup.left -= row * (state.line - start);
    markup.refused ||= state.line < end && state.line === last;
    return true;
  };
}

/** Asterisks can open as many elements within each other as there are; what cleans HTML takes the square of that. */
function flattenEmphasis(state: StateCore): void {
  for (const { children } of state.tokens) {
    let depth = 0;
    const open: boolean[] = [];
    for (const token of children ?? []) {
      if (!/^(em|strong|s)_(open|close)$/.test(token.type)) continue;
      if (token.nesting > 0) open.push(++depth > deepest);
      else depth--;
      if (token.nesting > 0 ? open.at(-1) : open.pop()) asTyped(token);
    }
  }
}

const asTyped = (token: Token) =>
  Object.assign(token, { type: "text", tag: "", nesting: 0, content: token.markup });

const firstOf = ({ bMarks, tShift }: StateBlock, line: number) => bMarks[line]! + tShift[line]!;

function hasLabel(source: string, at: number): boolean {
  return source.startsWith("[^", at) && source.slice(at, at + longestLabel).includes("]");
}
