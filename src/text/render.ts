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

/** Of HTML in JSON, in bytes. It is sent twice in one document, with its language and without, and Mastodon reads one of at most 1 MiB. */
const most = 480_000;

const bytesInJson = (text: string) => new TextEncoder().encode(JSON.stringify(text)).length;

/** A text as HTML. It may take its time: only the thread of `rendering/` calls it. @throws for more markup than is shown whole. */
export function renderText({ source, language }: WrittenText): Rendered {
  const { html, whole } = renderMarkdown(cleanSource(source), {
    hashtagUrl: (slug) => tagUrl("", slug),
    idPrefix: "",
    language,
  });
  const own = sanitizeOwn(html);
  if (!whole || bytesInJson(own) > most) throw new Error("it has more markup than there is room for");
  return { html: own as OwnHtml, renderer: rendererVersion };
}
