import { html } from "hono/html";
import { languageUrl } from "../text/address.ts";
import { languageName } from "../text/language.ts";
import { messages } from "../text/messages.ts";
import { feedFormats } from "./feeds-page.ts";
import { pageHead } from "./head.ts";
import type { Html } from "./html.ts";
import { type Site, sitePage } from "./layout.ts";
import { pagination, type PostList, postList } from "./list.ts";

/** The posts in one language. */
export function languagePage(site: Site, code: string, list: PostList): Html {
  const { language } = site.collective;
  const title = messages(language).translation.inLanguage(languageName(code, language));
  const path = languageUrl("", code);
  return sitePage(site, {
    title,
    feed: { path: `${path}/feed`, title },
    head: pageHead(site, { path, title, first: !list.newest }),
    main: html`<header class="page-head">
        <h1 class="page-title">${title}</h1>
        <p>${feedFormats(`${path}/feed`, title)}</p>
      </header>
      ${postList(list, site.collective)} ${pagination(list, language)}`,
  });
}
