import { html } from "hono/html";
import type { Post } from "../store/posts.ts";
import type { Translation } from "../store/translations.ts";
import { postUrl } from "../text/address.ts";
import { direction, languageName } from "../text/language.ts";
import { messages } from "../text/messages.ts";
import { inLanguage } from "../text/translation.ts";
import type { Html } from "./html.ts";
import { type Site, sitePage } from "./layout.ts";
import { pagination, type PostList, postList } from "./list.ts";

type Translated = Pick<Post, "id" | "language" | "translations">;

/** Leads to the same post in other languages, each by its own name. */
export function languageSwitch({ language: own, translations }: Translated, language: string): Html {
  if (translations.length === 0) return html``;
  return html`<nav class="languages" aria-label="${messages(language).translation.thisPost}">
    <ul>
      <li aria-current="true" lang="${own}" dir="${direction(own)}">
        ${capitalised(languageName(own, own), own)}
      </li>
      ${translations.map(({ id, language }) => html`<li>${translationLink({ id, language }, capitalised(languageName(language, language), language))}</li>`)}
    </ul>
  </nav>`;
}

function translationLink({ id, language }: Translation, text: string, origin = ""): Html {
  return html`<a
    href="${postUrl(origin, id)}"
    hreflang="${language}"
    lang="${language}"
    dir="${direction(language)}"
    >${text}</a
  >`;
}

/** French and others write their names small within a sentence. */
function capitalised(name: string, language: string): string {
  const [first = "", ...rest] = name;
  return first.toLocaleUpperCase(language) + rest.join("");
}

/** For search engines: every language the post is in, its own among them. */
export function languageLinks(origin: string, { id, language, translations }: Translated): Html {
  if (translations.length === 0) return html``;
  return html`${[{ id, language }, ...translations].map(
    (each) => html`<link rel="alternate" hreflang="${each.language}" href="${postUrl(origin, each.id)}" /> `,
  )}`;
}

/** What stands below the text in feeds. */
export function translationLines(origin: string, { translations }: Pick<Post, "translations">): Html {
  return html`${translations.map((each) => html`<p>${inLanguage(each.language)} ${translationLink(each, postUrl(origin, each.id), origin)}</p>`)}`;
}

export function languageUrl(origin: string, language: string): string {
  return `${origin}/language/${language}`;
}

/** The languages that posts are in; nothing where there is but one. */
export function languageArchives(languages: string[], language: string): Html {
  if (languages.length < 2) return html``;
  return html`<nav class="languages" aria-label="${messages(language).translation.languages}">
    <ul>
      ${languages.map((each) => html`<li><a href="${languageUrl("", each)}" hreflang="${each}" lang="${each}" dir="${direction(each)}">${capitalised(languageName(each, each), each)}</a></li> `)}
    </ul>
  </nav>`;
}

/** The posts in one language. */
export function languagePage(site: Site, code: string, list: PostList): Html {
  const { language } = site.collective;
  const title = messages(language).translation.inLanguage(languageName(code, language));
  return sitePage(site, {
    title,
    head: list.newest ? undefined : html`<link rel="canonical" href="${languageUrl(site.origin, code)}" />`,
    main: html`<header class="page-head"><h1 class="page-title">${title}</h1></header>
      ${postList(list, language)} ${pagination(list, language)}`,
  });
}
