import { html } from "hono/html";
import type { Ally, AllyText } from "../store/allies.ts";
import { messages } from "../text/messages.ts";
import { pageHead } from "./head.ts";
import type { Html } from "./html.ts";
import { type Site, sitePage } from "./layout.ts";

/** The groups that the collective works with. */
export function alliesPage(site: Site, allies: Ally[]): Html {
  const { language } = site.collective;
  const words = messages(language).archive;
  return sitePage(site, {
    title: words.allies,
    head: pageHead(site, { path: "/allies", title: words.allies, description: words.alliesIntro }),
    main: html`<header class="page-head">
        <h1 class="page-title">${words.allies}</h1>
        <p>${words.alliesIntro}</p>
      </header>
      <ul class="allies">
        ${allies.map(allyItem)}
      </ul>`,
  });
}

/** One group, as the page and its preview show it. */
export function allyItem({ name, description, handle, link }: AllyText): Html {
  const title = html`<bdi>${name}</bdi>`;
  return html`<li>
    <h2>${link ? html`<a href="${link}" rel="noopener noreferrer">${title}</a>` : title}</h2>
    ${description && html`<p dir="auto">${description}</p>`}
    ${handle && html`<p><code class="copy">${handle}</code></p>`}
  </li>`;
}
