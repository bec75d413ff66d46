import { html } from "hono/html";
import type { Post } from "../store/posts.ts";
import type { Translation } from "../store/translations.ts";
import { languageUrl, postUrl } from "../text/address.ts";
import { messages } from "../text/messages.ts";
import { inLanguage } from "../text/translation.ts";
import type { Html } from "./html.ts";
import { inLanguageOf, languageNav } from "./language.ts";

type Translated = Pick<Post, "id" | "language" | "translations">;

/** Leads to the same post in other languages. */
export function languageSwitch({ id, language: own, translations }: Translated, language: string): Html {
  const posts = [{ id, language: own }, ...translations];
  return languageNav(
    messages(language).translation.thisPost,
    posts.map((each) => ({
      language: each.language,
      href: postUrl("", each.id),
      current: each.id === id,
    })),
  );
}

function translationLink({ id, language }: Translation, text: string, origin: string): Html {
  return html`<a href="${postUrl(origin, id)}" hreflang="${language}" ${inLanguageOf({ language })}
    >${text}</a
  >`;
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

/** The languages that posts are in. */
export function languageArchives(languages: string[], language: string): Html {
  return languageNav(
    messages(language).translation.languages,
    languages.map((each) => ({ language: each, href: languageUrl("", each) })),
  );
}
