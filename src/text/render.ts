import { tagUrl } from "./address.ts";
import { cleanSource } from "./draft.ts";
import { renderMarkdown } from "./markdown.ts";
import { type OwnHtml, type Rendered, rendererVersion } from "./own-html.ts";
import { sanitizeOwn } from "./sanitize.ts";

/** What members write: Markdown, and its language. */
export interface WrittenText {
  source: string;
  language: string;
}

/** A text as HTML. It may take its time: only the thread of `rendering/` calls it. */
export function renderText({ source, language }: WrittenText): Rendered {
  const { html } = renderMarkdown(cleanSource(source), {
    hashtagUrl: (slug) => tagUrl("", slug),
    idPrefix: "",
    language,
  });
  return { html: sanitizeOwn(html) as OwnHtml, renderer: rendererVersion };
}
