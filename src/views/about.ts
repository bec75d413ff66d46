import type { Collective } from "../store/collective.ts";
import { tagUrl } from "../text/address.ts";
import { excerpt } from "../text/excerpt.ts";
import { renderMarkdown } from "../text/markdown.ts";
import { plainText, sanitizeOwn } from "../text/sanitize.ts";

/** What the collective says of itself, as HTML. */
export function aboutHtml({ description, language }: Pick<Collective, "description" | "language">): string {
  const hashtagUrl = (slug: string) => tagUrl("", slug);
  return sanitizeOwn(renderMarkdown(description, { hashtagUrl, idPrefix: "about", language }).html);
}

/** The first paragraph of it. */
export function aboutInShort(collective: Pick<Collective, "description" | "language">): string {
  const [first = ""] = plainText(aboutHtml(collective)).split("\n");
  return excerpt(first, 300);
}
