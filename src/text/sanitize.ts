import sanitizeHtml, { type IOptions } from "sanitize-html";
import { neutraliseBidi } from "./bidi.ts";
import { cells, createParting, lines } from "./parting.ts";
import { balanceRemote, decodeEntities, pictureInWords } from "./remote-html.ts";

/** Longer than any post people write. */
const LENGTH_LIMIT = 100_000;
/** The parser's stack costs the square of the tags that are open at once: 30,000 stop the event loop for 200 ms. */
const TAG_LIMIT = 5_000;

/** Elements whose content is not text to be read, so it goes with them. */
const NOT_TEXT = (
  "script style noscript template title textarea option select button xmp plaintext noembed noframes " +
  "iframe object embed audio video canvas svg math head"
).split(" ");

const HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"];
const TEXT_TAGS = "p br span a strong em b i u s q del code pre blockquote ul ol li ruby rt rp".split(" ");

/** What means the same as one that is kept. */
const SAME = {
  ...Object.fromEntries(HEADINGS.map((heading) => [heading, "h4"])),
  strike: "s",
  ins: "u",
  kbd: "code",
  samp: "code",
  tt: "code",
  var: "i",
  cite: "i",
  dfn: "i",
};

const remote: IOptions = {
  allowedTags: [...TEXT_TAGS, ..."h4 sub sup mark img".split(" "), ...lines, ...cells],
  allowedAttributes: { a: ["href"], img: ["alt"], ol: ["start"] },
  allowedSchemes: ["http", "https"],
  allowProtocolRelative: false,
  nonTextTags: NOT_TEXT,
  transformTags: SAME,
};

const own: IOptions = {
  allowedTags: [...TEXT_TAGS, ...HEADINGS, ..."hr sup section table thead tbody tr th td".split(" ")],
  allowedAttributes: { a: ["href", "rel", "id"], li: ["id"], ol: ["start"] },
  allowedClasses: {
    a: ["u-url", "mention", "hashtag", "footnote-backref"],
    li: ["footnote-item"],
    ol: ["footnotes-list"],
    sup: ["footnote-ref"],
    hr: ["footnotes-sep"],
    section: ["footnotes"],
  },
  allowedSchemes: ["http", "https", "mailto"],
  allowProtocolRelative: false,
  nonTextTags: NOT_TEXT,
};

const BLOCKS = [...HEADINGS, ...lines, ..."p br blockquote pre ul ol li".split(" ")];
const blocks: IOptions = {
  allowedTags: [...BLOCKS, ...cells, "img"],
  allowedAttributes: { img: ["alt"] },
  nonTextTags: NOT_TEXT,
};

/** The arrow that leads from a footnote of ours back into the text. */
const BACK_REFERENCE = / ?\u21a9\ufe0e/g;

const NAME_LENGTH_LIMIT = 100;

/** Within limits, and without the zero character, which no database holds. */
function bounded(html: string): string {
  return html.slice(0, LENGTH_LIMIT).replaceAll("\0", "").split("<", TAG_LIMIT).join("<");
}

/**
 * HTML from another server, reduced to text, paragraphs, lists, quotes and links to http and https. Every link carries
 * a `rel` that gives it no weight and no referrer, and shows the host it leads to, unless that is ours, `origin`, behind a mention.
 */
export function sanitizeRemote(html: string, origin?: string): string {
  return balanceRemote(sanitizeHtml(bounded(html), remote), origin);
}

/** The last gate before HTML made from a member's Markdown is put into a page. */
export function sanitizeOwn(html: string): string {
  return neutraliseBidi(sanitizeHtml(html, own));
}

/** What a reader would read in the HTML, each block on a line of its own; safe to print on a terminal. */
export function plainText(html: string): string {
  const parting = createParting("\n");
  let text = "";
  for (const piece of sanitizeHtml(bounded(html), blocks)
    .replace(/[ \t\r\n\f]+/g, " ")
    .split(/(<[^>]*>)/)) {
    if (!piece.startsWith("<")) text += parting.before(piece);
    else if (piece.startsWith("<img")) text += parting.before(pictureInWords(piece));
    else if (/^<t[dh]\b/.test(piece)) parting.cell();
    else if (!/^<\/t[dh]\b/.test(piece)) parting.line();
  }
  return neutraliseBidi(decodeEntities(text).replace(BACK_REFERENCE, ""))
    .replace(/[^\P{Cc}\n]/gu, "")
    .replace(/[ \n]+/g, (blanks) => (blanks.includes("\n") ? "\n" : " "))
    .trim();
}

/** A name somebody else chose, on one line, without characters that reorder, hide or pile up. */
export function plainName(text: string): string {
  const line = text
    .slice(0, 10 * NAME_LENGTH_LIMIT)
    .toWellFormed()
    .replace(/[\s\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/[\p{Cc}\p{Bidi_Control}\u00ad\u200b\u2060\ufeff]/gu, "")
    .replace(/(\p{M}{4})\p{M}+/gu, "$1");
  return Array.from(line).slice(0, NAME_LENGTH_LIMIT).join("").trim();
}
