import { html } from "hono/html";
import type { Html } from "../html.ts";

// Enter in a field presses the first button of its form (HTML, 4.10.21.2), and so does "Go" on a phone. Where that would be
// one that stands there for something else, one of these comes first. Only Enter finds it.

/** The button that Enter presses. `attributes` say what it does; without them, what the form does by itself. */
export function enterButton(attributes: Html = html``): Html {
  return html`<button class="visually-hidden" tabindex="-1" aria-hidden="true" ${attributes}>↵</button>`;
}

/** For a form in which every button decides something. Out of a dialog, its method does nothing at all (HTML, 4.10.21.3). */
export const noEnterButton = enterButton(html`formmethod="dialog"`);
