import { type Html, trusted } from "./html.ts";

/**
 * Sanitised text for a page of ours. What may be wider than a telephone is scrolled by itself, and therefore has to be a
 * stop of the keyboard (WCAG 2.1.1): code, and tables, in a box each.
 */
export function shownText(sanitised: string): Html {
  return trusted(
    sanitised
      .replaceAll("<pre>", '<pre tabindex="0">')
      .replaceAll("<table>", '<div class="scroller" tabindex="0"><table>')
      .replaceAll("</table>", "</table></div>"),
  );
}
