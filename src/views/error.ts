import { html } from "hono/html";
import { messages } from "../text/messages.ts";
import type { Html } from "./html.ts";
import { page, type Site, sitePage } from "./layout.ts";
import { searchForm } from "./search.ts";

export interface ErrorPage {
  status: number;
  /** What is wrong, in the reader's language, where it is no fault of ours. */
  text: string;
  language: string;
  stylesheets: string[];
}

/** What a fault of ours is for readers: the names of our parts are for the log. */
function troubleOf(status: number, language: string) {
  const { trouble } = messages(language).site;
  return status === 503 ? trouble.unavailable : trouble.unexpected;
}

/** A page that says what is wrong and what can be done. Without `site`, when the database cannot be asked, it stands alone. */
export function errorPage({ status, text, language, stylesheets }: ErrorPage, site?: Site): Html {
  const words = messages(language).site;
  const said = status < 500 ? { title: text, text: undefined } : troubleOf(status, language);
  const main = html`<div class="notice" lang="${language}">
    <h1>${said.title}</h1>
    ${said.text && html`<p>${said.text}</p>`}
    ${site && (status === 404 || status === 410) ? waysOn(status, language) : html`<p><a href="/">${words.toHome}</a></p>`}
    <p class="status">${words.status(status)}</p>
  </div>`;
  if (site) return sitePage(site, { title: said.title, main });
  return page({ language, stylesheets, title: said.title, body: html`<main id="main">${main}</main>` });
}

/** Where what is looked for may be found after all. */
function waysOn(status: number, language: string): Html {
  const { site: words, archive } = messages(language);
  return html`${status === 404 && html`<p>${archive.lost}</p>`} ${searchForm(language)}
    <ul>
      <li><a href="/">${words.toHome}</a></li>
      <li><a href="/archive">${archive.browse}</a></li>
      <li><a href="/tags">${archive.tagsLink}</a></li>
      <li>${archive.feeds} <a href="/feed.rss">RSS</a>, <a href="/feed.atom">Atom</a></li>
    </ul>`;
}
