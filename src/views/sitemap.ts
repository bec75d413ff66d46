import { html } from "hono/html";
import type { SitemapEntry } from "../store/sitemap.ts";
import { postUrl } from "../text/address.ts";
import type { Html } from "./html.ts";

// By the protocol of sitemaps.org, version 0.9.

interface Listed {
  url: string;
  changed?: Date | undefined;
}

const entry = ({ url, changed }: Listed): Html =>
  html`<loc>${url}</loc>${changed && html`<lastmod>${changed.toISOString()}</lastmod>`}`;

const document = (content: Html) => `<?xml version="1.0" encoding="utf-8"?>\n${String(content)}\n`;

/** The list of lists. */
export function sitemapIndex(parts: Listed[]): string {
  return document(
    html`<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
      >${parts.map((part) => html`<sitemap>${entry(part)}</sitemap>`)}</sitemapindex
    >`,
  );
}

export function sitemap(pages: Listed[]): string {
  return document(
    html`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
      >${pages.map((page) => html`<url>${entry(page)}</url>`)}</urlset
    >`,
  );
}

export function postSitemap(origin: string, posts: SitemapEntry[]): string {
  return sitemap(posts.map(({ id, changed }) => ({ url: postUrl(origin, id), changed })));
}
