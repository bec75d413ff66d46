import { html } from "hono/html";
import type { Tag } from "../store/tags.ts";
import { languageUrl, tagUrl } from "../text/address.ts";
import { languageName } from "../text/language.ts";
import { messages } from "../text/messages.ts";
import { copied } from "./copy.ts";
import { pageHead } from "./head.ts";
import type { Html } from "./html.ts";
import { inLanguageOf, ownName } from "./language.ts";
import { type Site, sitePage } from "./layout.ts";

export interface FeedsPage {
  languages: string[];
  tags: Tag[];
}

/** All feeds, in words. */
export function feedsPage(site: Site, { languages, tags }: FeedsPage): Html {
  const { language } = site.collective;
  const words = messages(language).feeds;
  return sitePage(site, {
    title: words.title,
    head: pageHead(site, { path: "/feeds", title: words.title, description: words.intro }),
    main: html`<h1 class="page-title">${words.title}</h1>
      <div class="feeds">
        <p>${words.intro}</p>
        <h2>${words.all}</h2>
        <p>${copied(`${site.origin}/feed.atom`)}</p>
        <p>${feedFormats("/feed", words.all)}</p>
        ${
          languages.length > 1 &&
          html`<h2>${words.byLanguage}</h2>
            ${languageList(languages, language)}`
        }
        ${
          tags.length > 0 &&
          html`<h2>${words.byTag}</h2>
            ${tagList(tags)}
            <p><a href="/tags">${words.allTags}</a></p>`
        }
        <h2>${words.ofReplies}</h2>
        <p>${words.ofRepliesHow} <code class="copy">/replies.atom</code></p>
      </div>`,
  });
}

function languageList(languages: string[], inLanguage: string): Html {
  return html`<ul class="index">
    ${languages.map((code) => {
      const name = ownName(code);
      return html`<li>
        <span ${inLanguageOf({ language: code })} title="${languageName(code, inLanguage)}">${name}</span>
        <span>${feedFormats(`${languageUrl("", code)}/feed`, name)}</span>
      </li> `;
    })}
  </ul>`;
}

function tagList(tags: Tag[]): Html {
  return html`<ul class="index">
    ${tags.map(
      ({ slug, name }) =>
        html`<li>
          <bdi>${name}</bdi>
          <span>${feedFormats(`${tagUrl("", slug)}/feed`, name)}</span>
        </li> `,
    )}
  </ul>`;
}

/** The three addresses of a feed; what it is about is said in each link, for those who hear links alone. */
export function feedFormats(path: string, about: string): Html {
  const link = (ending: string, format: string) =>
    html`<a href="${path}.${ending}">${format}<span class="visually-hidden"> – ${about}</span></a>`;
  return html`${link("rss", "RSS")} · ${link("atom", "Atom")} · ${link("json", "JSON")}`;
}
