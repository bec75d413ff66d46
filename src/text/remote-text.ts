import { escapeContent, escapeHtml } from "./escape.ts";
import { renderMarkdown } from "./markdown.ts";

/** The Markdown that is worth its cost: what is longer, or full of its marks, keeps an event loop busy and is read as it is. */
const LONGEST_MARKDOWN = 10_000;
const MOST_BRACKETS = 300;
const MOST_MARKS = 1000;

const MARKDOWN = /^text\/(x-|vnd\.)?markdown$/;
const SENTENCE_MARKS = ".,;:!?'»”’…";
const BRACKETS: Record<string, string> = { ")": "(", "]": "[", "}": "{" };
const HTML = /^(text\/html|application\/xhtml\+xml)$/;

/**
 * The `content` of another server's post as HTML, which is not clean yet. PeerTube writes Markdown, others plain text, and say so by
 * `mediaType`; where nothing is said it is HTML (ActivityStreams, section 4.4).
 */
export function remoteHtml(content: string, mediaType: string): string {
  const [type = ""] = mediaType.toLowerCase().split(";", 1);
  const kind = type.trim();
  if (MARKDOWN.test(kind)) return isCheap(content) ? markdownHtml(content) : plainHtml(content);
  return kind.startsWith("text/") && !HTML.test(kind) ? plainHtml(content) : content;
}

function isCheap(markdown: string): boolean {
  if (markdown.length > LONGEST_MARKDOWN) return false;
  const count = (marks: RegExp) => markdown.match(marks)?.length ?? 0;
  return count(/\[/g) <= MOST_BRACKETS && count(/[*_~|`<&]/g) <= MOST_MARKS;
}

/** Hashtags of others lead to no page of ours: a link without an address goes when the HTML is cleaned, and its text stays. */
function markdownHtml(markdown: string): string {
  return renderMarkdown(markdown, { hashtagUrl: () => "", idPrefix: "" }).html;
}

/** Longer than any post people write, as when HTML is cleaned. */
const LONGEST = 100_000;

/** Plain text as HTML: an empty line parts paragraphs, and what is an address can be followed. */
export function plainHtml(text: string): string {
  const lines = text.slice(0, LONGEST).split(/\r\n?|\n/);
  let html = "";
  let paragraph: string[] = [];
  const close = () => {
    if (paragraph.length > 0) html += `<p>${paragraph.join("<br>")}</p>`;
    paragraph = [];
  };
  for (const line of lines) {
    if (line.trim() === "") close();
    else paragraph.push(withLinks(line));
  }
  close();
  return html;
}

function withLinks(line: string): string {
  // Split by what is caught: every second part is an address.
  return line
    .split(/(\bhttps?:\/\/[^\s<>"]+)/i)
    .map((part, at) => (at % 2 === 0 ? escapeContent(part) : link(part)))
    .join("");
}

/** A mark that ends a sentence, or closes a bracket that the address did not open, is not of the address. */
function link(written: string): string {
  const unopened = new Map<string, number>();
  let end = written.length;
  for (; end > 0; end--) {
    const last = written[end - 1]!;
    if (SENTENCE_MARKS.includes(last)) continue;
    const open = BRACKETS[last];
    if (open === undefined) break;
    const left = unopened.get(last) ?? countOf(written, last) - countOf(written, open);
    if (left <= 0) break;
    unopened.set(last, left - 1);
  }
  const address = written.slice(0, end);
  return `<a href="${escapeHtml(address)}">${escapeContent(address)}</a>${escapeContent(written.slice(end))}`;
}

const countOf = (text: string, mark: string) => text.split(mark).length - 1;
