const TOKEN = /<(?<slash>\/?)(?<tag>\w+)[^>]*>|[^<]+/g;
const WITHOUT_END = new Set(["br", "hr"]);
const FOOTNOTE_REFERENCE = /<sup class="footnote-ref">.*?<\/sup>/gs;

/**
 * The first whole paragraphs and lists of a text, of at least `length` characters, if it has as many. Takes only what
 * sanitizeOwn has given: balanced, and without a ">" inside of attributes. References to footnotes, which would lead
 * nowhere, are left out.
 */
export function opening(html: string, length: number): string {
  let depth = 0;
  let read = 0;
  for (const { 0: token, index, groups } of html.matchAll(TOKEN)) {
    const tag = groups?.tag;
    if (tag === undefined) read += token.length;
    else if (!WITHOUT_END.has(tag)) depth += groups?.slash ? -1 : 1;
    const isHeading = tag !== undefined && /^h\d$/.test(tag);
    if (depth === 0 && read >= length && !isHeading) {
      return html.slice(0, index + token.length).replace(FOOTNOTE_REFERENCE, "");
    }
  }
  return html;
}
