import { html } from "hono/html";
import type { Year } from "../store/years.ts";
import { formatMonth } from "../text/date.ts";
import { messageLanguage, messages } from "../text/messages.ts";
import { pageHead } from "./head.ts";
import type { Html } from "./html.ts";
import { type Site, sitePage } from "./layout.ts";
import { pagination, type PostList, postList } from "./list.ts";

/** `/2026`, or `/2026/05`. */
export function periodPath(year: number, month?: number): string {
  const digits = (number: number, length: number) => String(number).padStart(length, "0");
  return `/${digits(year, 4)}${month === undefined ? "" : `/${digits(month, 2)}`}`;
}

export function archivePage(site: Site, years: Year[]): Html {
  const { language } = site.collective;
  const words = messages(language);
  return sitePage(site, {
    title: words.archive.archive,
    head: pageHead(site, { path: "/archive", title: words.archive.archive }),
    main: html`<h1 class="page-title">${words.archive.archive}</h1>
      ${years.length === 0 && html`<p class="empty">${words.site.noPosts}</p>`}
      ${years.map(
        (each) =>
          html`<section class="year" aria-labelledby="year-${each.year}">
            <h2 id="year-${each.year}"><a href="${periodPath(each.year)}">${String(each.year)}</a></h2>
            ${months(each, language)}
          </section>`,
      )}`,
  });
}

function months({ year, months }: Year, language: string, current?: number): Html {
  const words = messages(language);
  return html`<ul class="index" aria-label="${words.archive.months(String(year))}">
    ${months.map(
      ({ month, posts }) =>
        html`<li>
          <a href="${periodPath(year, month)}" ${month === current ? html`aria-current="page"` : ""}
            >${formatMonth(year, month, messageLanguage(language))}</a
          >
          <span>${words.site.posts(posts)}</span>
        </li> `,
    )}
  </ul>`;
}

/** The posts of a year, or of one of its months. */
export function periodPage(site: Site, year: Year, month: number | undefined, list: PostList): Html {
  const { language } = site.collective;
  const words = messages(language);
  const path = periodPath(year.year, month);
  const name =
    month === undefined ? String(year.year) : formatMonth(year.year, month, messageLanguage(language));
  const posts = month === undefined ? year.posts : year.months.find((each) => each.month === month)!.posts;
  return sitePage(site, {
    title: words.archive.postsOf(name),
    head: pageHead(site, { path, title: words.archive.postsOf(name), first: !list.newest }),
    main: html`<header class="page-head">
        <h1 class="page-title">${words.archive.postsOf(name)}</h1>
        <p>
          ${words.site.posts(posts)} ·
          ${month !== undefined && html`<a href="${periodPath(year.year)}">${String(year.year)}</a> · `}<a
            href="/archive"
            >${words.archive.archive}</a
          >
        </p>
        ${month === undefined && !list.newest && months(year, language)}
      </header>
      ${postList(list, site.collective)} ${pagination(list, language)}`,
  });
}
