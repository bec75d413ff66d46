/**
 * Where a hole in the server may be told of, as RFC 9116 has it in `Contact`: an address of https, mailto or tel. An
 * address of mail or a number alone becomes one. Undefined for anything else.
 */
export function readSecurityContact(typed: string): string | undefined {
  const text = typed.trim();
  if (text === "" || text.length > 300 || /[\s\p{Cc}]/u.test(text)) return text === "" ? "" : undefined;
  if (/^(mailto:)?[^@:/?]+@[^@:/?]+\.[^@:/?]+$/i.test(text)) return `mailto:${text.replace(/^mailto:/i, "")}`;
  if (/^(tel:)?\+\d[\d.-]{4,30}$/i.test(text)) return `tel:${text.replace(/^tel:/i, "")}`;
  return /^https:\/\/[^/]/i.test(text) && URL.canParse(text) ? new URL(text).href : undefined;
}
