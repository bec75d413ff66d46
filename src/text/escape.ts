const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as HTML that shows it, in an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}

/** Text as HTML of an element alone: quotation marks stay, so that whoever takes it for text sees them as they are. */
export function escapeContent(text: string): string {
  return text.replace(/[&<>]/g, (character) => entities[character]!);
}
