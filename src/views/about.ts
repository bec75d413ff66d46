import type { Collective } from "../store/collective.ts";
import { excerpt } from "../text/excerpt.ts";
import { placed } from "../text/own-html.ts";
import { plainText } from "../text/sanitize.ts";

type Described = Pick<Collective, "rendered">;

/** What the collective says of itself, as HTML. */
export function aboutHtml({ rendered }: Described): string {
  return placed(rendered.html, { id: "about" });
}

/** The first paragraph of it. */
export function aboutInShort({ rendered }: Described): string {
  const [first = ""] = plainText(rendered.html).split("\n");
  return excerpt(first, 300);
}
