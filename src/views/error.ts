import { html } from "hono/html";
import { messages } from "../text/messages.ts";
import type { Html } from "./html.ts";
import { page, type Site, sitePage } from "./layout.ts";

export interface ErrorPage {
  status: number;
  /** What is wrong, in the reader's language. */
  text: string;
  language: string;
  stylesheets: string[];
}

/** A page that says what is wrong and what can be done. Without `site`, when the database cannot be asked, it stands alone. */
export function errorPage({ status, text, language, stylesheets }: ErrorPage, site?: Site): Html {
  const words = messages(language).site;
  const main = html`<div class="notice" lang="${language}">
    <h1>${text}</h1>
    ${status < 500 && html`<p><a href="/">${words.toHome}</a></p>`}
    <p class="status">${words.status(status)}</p>
  </div>`;
  if (site) return sitePage(site, { title: text, main });
  return page({ language, stylesheets, title: text, body: html`<main id="main">${main}</main>` });
}
