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

/** A text as HTML. It may take its time: only the thread of `rendering/` calls it. @throws for more markup than is shown whole. */
export function renderText({ source, language }: WrittenText): Rendered {
  const { html, whole } = renderMarkdown(cleanSource(source), {
    hashtagUrl: (slug) => tagUrl("", slug),
    idPrefix: "",
    language,
  });
  if (!whole) throw new Error("it has more markup than there is room for");
  return { html: sanitizeOwn(html) as OwnHtml, renderer: rendererVersion };
}
