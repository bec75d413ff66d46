import MarkdownIt, { type StateCore, type StateInline, type Token } from "markdown-it";
import footnote from "markdown-it-footnote";
import { hashtagSlug, isTag } from "./hashtag.ts";
import { charged, limitMarkup, type Markup, mostMarkup, tag } from "./markdown-limits.ts";
import { gatherNotes } from "./markdown-notes.ts";
import { mention } from "./mention.ts";
import { normal } from "./normal.ts";
import { keepTogether } from "./typography.ts";

export interface MarkdownOptions {
  /** The address of a tag's page. */
  hashtagUrl: (slug: string) => string;
  /** Sets the footnotes of several posts on one page apart. */
  idPrefix: string;
  /** Of the text: what its typography asks for beside what was typed. */
  language?: string;
}

export interface RenderedMarkdown {
  html: string;
  /** The hashtags written in the text, without "#", as spelt first and in order. */
  hashtags: string[];
  /** False where there is so much markup that some of it stands there as it was typed. */
  whole: boolean;
}

/** Posts travel: a relative link would lead to another place on every other server. */
const ALLOWED_LINK = /^(https?:\/\/|mailto:)/i;

/** No word, address or entity may precede the "#"; a tag does not end with the underscore that may close an emphasis. */
const BEFORE_HASHTAG = /[\p{L}\p{M}\p{N}&/=)#]_*$/u;
const LOOK_BACK = 8;
const HASHTAG = /#([\p{L}\p{M}\p{N}_]*[\p{L}\p{M}\p{N}])/uy;

const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true, typographer: false });
markdown.use(footnote);
markdown.validateLink = (url) => ALLOWED_LINK.test(url);
// Only what is written with its scheme is an address: "notes.md" and "me@example.org" stay text.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
markdown.inline.ruler.push("hashtag", charged(hashtag, tag));
markdown.inline.ruler.push("mention", charged(mention, tag));
limitMarkup(markdown);
markdown.core.ruler.at("footnote_tail", gatherNotes);
markdown.core.ruler.push("headings", lowerHeadings);
markdown.core.ruler.push("pictures", linkPictures);
markdown.core.ruler.push("typography", setSpaces);
markdown.renderer.rules.link_open = (tokens, index, options, _env, renderer) => {
  tokens[index]?.attrSet("rel", "noopener noreferrer");
  return renderer.renderToken(tokens, index, options);
};

// Where ids and classes are lost, "[2]" still names the second item of the list at the end.
markdown.renderer.rules.footnote_caption = (tokens, index) => `[${Number(tokens[index]?.meta?.id) + 1}]`;

/** A member's text as HTML. HTML in the text is shown, not obeyed; a picture becomes a link, so no reader's browser asks a third party. */
export function renderMarkdown(
  source: string,
  { hashtagUrl, idPrefix, language = "" }: MarkdownOptions,
): RenderedMarkdown {
  const markup: Markup = { left: mostMarkup, refused: false };
  const env = { docId: idPrefix.replace(/[^\w-]/g, ""), hashtagUrl, language, markup };
  const tokens = markdown.parse(normal(source, "NFC"), env);
  const hashtags = new Map<string, string>();
  for (const token of tokens.flatMap((block) => block.children ?? [])) {
    if (token.type !== "hashtag_open") continue;
    const slug = hashtagSlug(token.content);
    if (!hashtags.has(slug)) hashtags.set(slug, token.content);
  }
  const html = markdown.renderer.render(tokens, markdown.options, env);
  return { html, hashtags: [...hashtags.values()], whole: !markup.refused };
}

/** Writes a hashtag the way Mastodon does, so that other servers recognise it and open their own page for it. */
function hashtag(state: StateInline, silent: boolean): boolean {
  if (state.src[state.pos] !== "#" || state.linkLevel > 0) return false;
  if (BEFORE_HASHTAG.test(state.src.slice(Math.max(state.pos - LOOK_BACK, 0), state.pos))) return false;
  HASHTAG.lastIndex = state.pos;
  const name = HASHTAG.exec(state.src)?.[1];
  if (name === undefined || !isTag(name)) return false;
  if (!silent) {
    const hashtagUrl = state.env.hashtagUrl as MarkdownOptions["hashtagUrl"];
    const open = state.push("hashtag_open", "a", 1);
    open.content = name;
    open.attrs = [
      ["href", hashtagUrl(hashtagSlug(name))],
      ["class", "mention hashtag"],
      ["rel", "tag"],
    ];
    state.push("text", "", 0).content = "#";
    state.push("hashtag_name_open", "span", 1);
    state.push("text", "", 0).content = name;
    state.push("hashtag_name_close", "span", -1);
    state.push("hashtag_close", "a", -1);
  }
  state.pos += name.length + 1;
  return true;
}

/** The post's title is the page's first heading: the text's own begin right below, whichever its author begins with. */
function lowerHeadings(state: StateCore): void {
  const headings = state.tokens.filter(({ type }) => type === "heading_open" || type === "heading_close");
  const levelOf = ({ tag }: Token) => Number(tag.slice(1));
  const highest = Math.min(...headings.map(levelOf));
  for (const token of headings) token.tag = `h${Math.min(levelOf(token) - highest + 2, 6)}`;
}

function linkPictures(state: StateCore): void {
  for (const block of state.tokens) {
    let linkDepth = 0;
    block.children = (block.children ?? []).flatMap((token) => {
      if (token.type === "link_open") linkDepth += 1;
      if (token.type === "link_close") linkDepth -= 1;
      return token.type === "image" ? pictureLink(token, linkDepth > 0, state) : [token];
    });
  }
}

function pictureLink(image: Token, insideLink: boolean, state: StateCore): Token[] {
  const source = String(image.attrGet("src") ?? "");
  const text = new state.Token("text", "", 0);
  text.content =
    markdown.renderer.renderInlineAsText(image.children ?? [], markdown.options, state.env).trim() || source;
  if (insideLink) return [text];
  const open = new state.Token("link_open", "a", 1);
  open.attrSet("href", source);
  return [open, text, new state.Token("link_close", "a", -1)];
}

/** A mark may follow what is emphasised, linked or code: the text of a paragraph is looked at as a whole. */
function setSpaces(state: StateCore): void {
  const { language } = state.env as { language: string };
  for (const { children } of state.tokens) {
    const written = (children ?? []).map(writtenOf).join("");
    const spaced = keepTogether(written, language);
    if (spaced === written) continue;
    let at = 0;
    for (const token of children ?? []) {
      const { length } = writtenOf(token);
      if (token.type === "text") token.content = spaced.slice(at, at + length);
      at += length;
    }
  }
}

/** What is read at a token; of code, that there is some. */
function writtenOf({ type, content }: Token): string {
  if (type === "text") return content;
  if (type === "code_inline") return "x";
  return type === "softbreak" || type === "hardbreak" ? "\n" : "";
}
