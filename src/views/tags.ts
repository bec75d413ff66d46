import { html } from "hono/html";
import type { Tag } from "../store/tags.ts";
import { tagUrl } from "../text/address.ts";
import { messages } from "../text/messages.ts";
import { feedFormats } from "./feeds-page.ts";
import { pageHead } from "./head.ts";
import type { Html } from "./html.ts";
import { type Site, sitePage } from "./layout.ts";
import { pagination, type PostList, postList } from "./list.ts";

export function tagPage(site: Site, tag: Tag, list: PostList): Html {
  const { language } = site.collective;
  const words = messages(language).site;
  const path = tagUrl("", tag.slug);
  const title = words.tagged(tag.name);
  return sitePage(site, {
    title,
    feed: { path: `${path}/feed`, title },
    head: pageHead(site, { path, title, first: !list.newest }),
    main: html`<header class="page-head">
        <h1 class="page-title">${title}</h1>
        <p>${words.posts(tag.posts)} · ${feedFormats(`${path}/feed`, title)}</p>
      </header>
      ${postList(list, site.collective)} ${pagination(list, language)}`,
  });
}

export function tagsPage(site: Site, tags: Tag[]): Html {
  const { language } = site.collective;
  const words = messages(language).site;
  return sitePage(site, {
    title: words.tags,
    head: pageHead(site, { path: "/tags", title: words.tags }),
    main: html`<h1 class="page-title">${words.tags}</h1>
      ${
        tags.length === 0
          ? html`<p class="empty">${words.noPosts}</p>`
          : html`<ul class="index">
              ${tags.map(({ slug, name, posts }) => html`<li><a href="${tagUrl("", slug)}">${name}</a> <span>${words.posts(posts)}</span></li> `)}
            </ul>`
      }`,
  });
}
