import { html } from "hono/html";
import type { Page, PageText } from "../store/pages.ts";
import { pageUrl } from "../text/address.ts";
import { messages } from "../text/messages.ts";
import { firstWords, placed } from "../text/own-html.ts";
import { keepTogether } from "../text/typography.ts";
import { pageHead } from "./head.ts";
import type { Html } from "./html.ts";
import { inLanguageOf, languageNav } from "./language.ts";
import { type Site, sitePage } from "./layout.ts";
import { shownText } from "./text.ts";
import { readDate } from "./time.ts";

/** Title and text: all that a preview shows of a page. */
export function standingArticle(page: Pick<PageText, "name" | "html" | "language">): Html {
  const { name, language } = page;
  return html`<article class="standing" ${inLanguageOf({ language })}>
    <h1 class="page-title">${keepTogether(name, language)}</h1>
    <div class="text">${shownText(placed(page.html, { id: "page" }))}</div>
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
    head: html`${pageHead(site, { path: path(page.language), title: page.name, description: firstWords(page.html, 200), language: page.language })}
    ${languages.length > 1 && languages.map((each) => html`<link rel="alternate" hreflang="${each}" href="${path(each, site.origin)}" /> `)}`,
    main: html`${languageNav(
        messages(language).translation.languages,
        languages.map((each) => ({ language: each, href: path(each), current: each === page.language })),
      )}
      ${standingArticle(page)}
      <p class="standing-date">${words.updated(readDate(page.updated, site.collective))}</p>`,
  });
}
