import { html } from "hono/html";
import type { SearchResult } from "../store/search.ts";
import { postUrl } from "../text/address.ts";
import { highlight } from "../text/highlight.ts";
import { messages } from "../text/messages.ts";
import { longestQuery } from "../text/search.ts";
import type { Html } from "./html.ts";
import { inLanguageOf } from "./language.ts";
import { type Site, sitePage } from "./layout.ts";
import { titleOf } from "./post.ts";
import { readDate, type Reading } from "./time.ts";

export interface SearchPage {
  /** As typed; empty before anything is. */
  query: string;
  results: SearchResult[];
  /** How many there are in all, as far as they are counted. */
  count: number;
  /** Whether there may be more than are counted. */
  more: boolean;
  earlier?: string | undefined;
  later?: string | undefined;
}

export function searchForm(language: string, query = ""): Html {
  const words = messages(language).archive;
  return html`<form class="search" role="search" action="/search">
    <label for="q">${words.searchLabel}</label>
    <div class="search-line">
      <input
        id="q"
        name="q"
        type="search"
        value="${query}"
        maxlength="${longestQuery}"
        dir="auto"
        autocomplete="off"
        aria-describedby="q-hint"
      />
      <button>${words.search}</button>
    </div>
    <p class="search-hint" id="q-hint">${words.searchHint}</p>
  </form>`;
}

export function searchPage(site: Site, search: SearchPage): Html {
  const { language } = site.collective;
  const words = messages(language).archive;
  const { query } = search;
  return sitePage(site, {
    title: query ? words.searched(query) : words.search,
    head: html`<meta name="robots" content="noindex" />`,
    main: html`<h1 class="page-title">${words.search}</h1>
      ${searchForm(language, query)} ${query && results(search, site.collective)}`,
  });
}

function results({ results, count, more, earlier, later }: SearchPage, reading: Reading): Html {
  const words = messages(reading.language).archive;
  if (results.length === 0) {
    return html`<div class="empty" role="status">
      <p>${words.foundNone}</p>
      <p>${words.foundNoneHint}</p>
    </div>`;
  }
  return html`<p class="found" role="status">${more ? words.foundMany(count) : words.found(count)}</p>
    <ol class="results">
      ${results.map((each) => result(each, reading))}
    </ol>
    ${
      (earlier || later) &&
      html`<nav class="pagination" aria-label="${words.resultsPages}">
        ${earlier && html`<a href="${earlier}" rel="prev">${words.resultsEarlier}</a> `}${later && html`<a href="${later}" rel="next">${words.resultsMore}</a>`}
      </nav>`
    }`;
}

function result(found: SearchResult, reading: Reading): Html {
  const { site: words } = messages(reading.language);
  const { id, name, summary, published, text } = found;
  const title = titleOf(found, text, reading);
  const date = readDate(published, reading);
  const written = inLanguageOf(found);
  return html`<li class="result">
    <h2 class="result-title">
      <a href="${postUrl("", id)}" ${(name || summary || text) && written}>${marked(title, found.words)}</a>
    </h2>
    <p class="result-date"><time datetime="${published.toISOString()}">${date}</time></p>
    ${
      summary
        ? html`<p class="result-text">
            <span class="warning-label">${words.contentWarning}</span>
            ${name && html`<span ${written}>${marked(summary, found.words)}</span>`}
          </p>`
        : html`<p class="result-text" ${written}>${marked(text, found.words)}</p>`
    }
  </li>`;
}

function marked(text: string, words: string[]): Html {
  return html`${highlight(text, words).map(({ text, found }) => (found ? html`<mark>${text}</mark>` : text))}`;
}
