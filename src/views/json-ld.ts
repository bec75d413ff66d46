import { html } from "hono/html";
import { type Html, trusted } from "./html.ts";

/**
 * Data for machines in the head of a page. It is no HTML, so nothing in it may end the element or look like a tag; the
 * policy against scripts does not concern it, since browsers do not run it.
 */
export function jsonLd(value: unknown): Html {
  const json = JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return html`<script type="application/ld+json">
    ${trusted(json)}
  </script>`;
}
