import { raw } from "hono/html";

/** What the templates of `hono/html` give: text in which everything put in was escaped. */
export type Html = ReturnType<typeof raw> | Promise<ReturnType<typeof raw>>;

/** HTML that has passed text/sanitize, put in as it is. Nothing else goes around the escaping of the templates. */
export const trusted = (sanitised: string): Html => raw(sanitised);

/** Data for search engines, which no browser runs. Without a "<" in it, nothing can end the element. */
export const jsonLd = (value: object): Html =>
  raw(`<script type="application/ld+json">${JSON.stringify(value).replaceAll("<", "\\u003c")}</script>`);
