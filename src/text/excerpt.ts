const words = new Intl.Segmenter(undefined, { granularity: "word" });

/** The beginning of a text on one line, at most `max` UTF-16 units with the "…" that shows it was cut after a word. */
export function excerpt(text: string, max: number): string {
  // No-break spaces stay: French has them before its marks.
  const line = text.replace(/[^\S\u00a0\u202f]+/gu, " ").trim();
  if (line.length <= max) return line;
  let cut = "";
  for (const { segment } of words.segment(line)) {
    if (cut.length + segment.length > max - 1) break;
    cut += segment;
  }
  // A first word longer than the whole excerpt is cut inside, but never through a surrogate pair.
  if (cut.trim() === "") cut = line.slice(0, Math.max(max - 1, 0)).replace(/[\ud800-\udbff]$/, "");
  return `${cut.replace(/[\s,;:.!?–—-]+$/u, "")}…`;
}
