import { html } from "hono/html";
import type { Page, PageText } from "../store/pages.ts";
import { pageUrl, tagUrl } from "../text/address.ts";
import { formatDate } from "../text/date.ts";
import { direction, languageName } from "../text/language.ts";
import { renderMarkdown } from "../text/markdown.ts";
import { messages } from "../text/messages.ts";
import { sanitizeOwn } from "../text/sanitize.ts";
import { type Html, trusted } from "./html.ts";
import { type Site, sitePage } from "./layout.ts";

/** Title and text: all that a preview shows of a page. */
export function standingArticle({ name, source, language }: Omit<PageText, "slug" | "inMenu">): Html {
  const hashtagUrl = (slug: string) => tagUrl("", slug);
  const text = sanitizeOwn(renderMarkdown(source, { hashtagUrl, idPrefix: "page" }).html);
  return html`<article class="standing" lang="${language}" dir="${direction(language)}">
    <h1 class="page-title">${name}</h1>
    <div class="text">${trusted(text)}</div>
  </article>`;
}

/** A page such as the questions that are often asked; `languages` are all it has, that of its short address first. */
export function standingPage(site: Site, page: Page, languages: string[]): Html {
  const { language } = site.collective;
  const words = messages(language).archive;
  const path = (each: string, origin = "") =>
    pageUrl(origin, page.slug, each === languages[0] ? undefined : each);
  return sitePage(site, {
    title: page.name,
    head: html`<link rel="canonical" href="${path(page.language, site.origin)}" />
      ${languages.length > 1 && languages.map((each) => html`<link rel="alternate" hreflang="${each}" href="${path(each, site.origin)}" /> `)}
      <meta property="og:type" content="website" />
      <meta property="og:title" content="${page.name}" />`,
    main: html`${languages.length > 1 && languageSwitch(page, languages, path, words.languages)}
      ${standingArticle(page)}
      <p class="standing-date">${words.updated(formatDate(page.updated, language))}</p>`,
  });
}

/** Each language is named in itself, for those who read no other. */
function languageSwitch(
  page: Page,
  languages: string[],
  path: (language: string) => string,
  label: string,
): Html {
  return html`<nav class="languages" aria-label="${label}">
    <ul>
      ${languages.map(
        (each) =>
          html`<li>
            <a
              href="${path(each)}"
              hreflang="${each}"
              lang="${each}"
              dir="${direction(each)}"
              ${each === page.language ? html`aria-current="page"` : ""}
              >${languageName(each, each)}</a
            >
          </li>`,
      )}
    </ul>
  </nav>`;
}
