import { html } from "hono/html";
import type { Page, PageText } from "../store/pages.ts";
import { pageUrl, tagUrl } from "../text/address.ts";
import { excerpt } from "../text/excerpt.ts";
import { renderMarkdown } from "../text/markdown.ts";
import { messages } from "../text/messages.ts";
import { plainText, sanitizeOwn } from "../text/sanitize.ts";
import { keepTogether } from "../text/typography.ts";
import { pageHead } from "./head.ts";
import type { Html } from "./html.ts";
import { inLanguageOf, languageNav } from "./language.ts";
import { type Site, sitePage } from "./layout.ts";
import { shownText } from "./text.ts";
import { readDate } from "./time.ts";

function textHtml({ source, language }: Pick<PageText, "source" | "language">): string {
  const hashtagUrl = (slug: string) => tagUrl("", slug);
  return sanitizeOwn(renderMarkdown(source, { hashtagUrl, idPrefix: "page", language }).html);
}

/** Title and text: all that a preview shows of a page. */
export function standingArticle({ name, source, language }: Omit<PageText, "slug" | "inMenu">): Html {
  return html`<article class="standing" ${inLanguageOf({ language })}>
    <h1 class="page-title">${keepTogether(name, language)}</h1>
    <div class="text">${shownText(textHtml({ source, language }))}</div>
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
    head: html`${pageHead(site, { path: path(page.language), title: page.name, description: excerpt(plainText(textHtml(page)), 200), language: page.language })}
    ${languages.length > 1 && languages.map((each) => html`<link rel="alternate" hreflang="${each}" href="${path(each, site.origin)}" /> `)}`,
    main: html`${languageNav(
        messages(language).translation.languages,
        languages.map((each) => ({ language: each, href: path(each), current: each === page.language })),
      )}
      ${standingArticle(page)}
      <p class="standing-date">${words.updated(readDate(page.updated, site.collective))}</p>`,
  });
}
