import type { StateCore, Token } from "markdown-it";

/** A note that is referred to, as markdown-it-footnote keeps it. */
interface Note {
  label?: string;
  /** How often it is referred to; absent for one that stands in the text itself. */
  count?: number;
  content?: string;
  tokens?: Token[];
}

/** Puts the notes below the text, in one pass: markdown-it-footnote's own rule copies the whole text for each of them. */
export function gatherNotes(state: StateCore): void {
  const { footnotes } = state.env as { footnotes?: { list?: Note[] } };
  if (!footnotes) return;
  const { text, notes } = setApart(state.tokens);
  state.tokens = text;
  if (!footnotes.list) return;
  const push = (type: string, nesting: Token["nesting"], meta?: object) =>
    text.push(Object.assign(new state.Token(type, "", nesting), { meta }));
  push("footnote_block_open", 1);
  for (const [id, note] of footnotes.list.entries()) {
    const { label, count = 1 } = note;
    const content = note.tokens ? paragraphOf(state, note) : (notes.get(label) ?? []);
    const end = content.at(-1)?.type === "paragraph_close" ? content.at(-1) : undefined;
    push("footnote_open", 1, { id, label });
    for (const token of content) if (token !== end) text.push(token);
    for (let subId = 0; subId < count; subId++) push("footnote_anchor", 0, { id, subId, label });
    if (end) text.push(end);
    push("footnote_close", -1);
  }
  push("footnote_block_close", -1);
}

/** The text without its notes, and those by their label. A note may hold another. */
function setApart(tokens: Token[]): { text: Token[]; notes: Map<string | undefined, Token[]> } {
  const text: Token[] = [];
  const notes = new Map<string | undefined, Token[]>();
  const around = [text];
  for (const token of tokens) {
    if (token.type === "footnote_reference_open") {
      const { label } = token.meta as { label: string };
      notes.set(label, []);
      around.push(notes.get(label)!);
    } else if (token.type === "footnote_reference_close") around.pop();
    else around.at(-1)!.push(token);
  }
  return { text, notes };
}

function paragraphOf(state: StateCore, { content = "", tokens = [] }: Note): Token[] {
  const open = Object.assign(new state.Token("paragraph_open", "p", 1), { block: true });
  const inline = Object.assign(new state.Token("inline", "", 0), { content, children: tokens });
  return [open, inline, Object.assign(new state.Token("paragraph_close", "p", -1), { block: true })];
}
