/** Embeddings and overrides: they can show a text, or an address, in another order than it has. */
const OVERRIDES = /[\u202a-\u202e]/g;
const ISOLATES = /[\u2066-\u2069]/g;
const POP = "\u2069";

/** Takes away the characters that reorder what follows; balanced isolates, which right-to-left writers need, stay. */
export function neutraliseBidi(text: string): string {
  const plain = text.replace(OVERRIDES, "");
  let depth = 0;
  for (const [isolate] of plain.matchAll(ISOLATES)) {
    depth += isolate === POP ? -1 : 1;
    if (depth < 0) break;
  }
  return depth === 0 ? plain : plain.replace(ISOLATES, "");
}
