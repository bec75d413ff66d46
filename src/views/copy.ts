import { html } from "hono/html";
import type { Html } from "./html.ts";

/** An address to be copied. A narrow window breaks it behind a slash, where it can: never "/e" and "vent". */
export function copied(address: string): Html {
  const parts = address.split(/(?<=[^/]\/)(?=[^/])/);
  return html`<code class="copy">${parts.map((part, at) => html`${at > 0 && html`<wbr />`}${part}`)}</code>`;
}
