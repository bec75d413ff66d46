import sanitizeHtml, { type IOptions } from "sanitize-html";
import { decodeEntities } from "./remote-html.ts";
import { escapeHtml } from "./escape.ts";
import { mostShownPictures } from "./note.ts";

// What other servers show of what they get from us, as read in their code. Each keeps what it lists of our HTML, and of
// everything else the words alone.

/** A post on its way: its HTML, and what stands beside it. */
export interface SentObject {
  type: "Note" | "Article";
  name: string;
  /** A Note's content warning, or an Article's abstract; empty for none. */
  summary: string;
  /** Whether there is a content warning. */
  sensitive: boolean;
  content: string;
  url: string;
  pictures: number;
  isCallout: boolean;
  /** Whether there are tables in the text, of which lines are sent. */
  hasTable: boolean;
}

/** What a reader there does not see, or not as it was meant. */
export type Loss =
  | "text"
  | "callout"
  | "warning"
  | "hidden"
  | "headingsBold"
  | "headingsPlain"
  | "tables"
  | "lists"
  | "footnotes"
  | "pictures";

export interface Shown {
  /** Without addresses: a link of a preview leads nowhere. */
  html: string;
  /** What has to be opened first; empty for none. */
  warning: string;
  pictures: number;
  losses: Loss[];
}

/** `VISIBLE_HASHTAGS`: of those that are not in the text. */
export const tagsOnMastodon = 3;

const inText = {
  headings: /<h[1-6]>/,
  lists: /<[ou]l[\s>]/,
};

/**
 * Of a post whose `content` is read: what stands in it is hidden by a warning, or an Article's abstract, title, date and place with it. Tables and footnotes
 * are made plain before they are sent.
 */
function lossesIn(sent: SentObject, possible: Partial<Record<keyof typeof inText, Loss>>): Loss[] {
  const { name, summary, content, isCallout, hasTable } = sent;
  const hidden: Loss[] = summary !== "" && (name !== "" || isCallout) ? ["hidden"] : [];
  const entries = Object.entries(possible) as [keyof typeof inText, Loss][];
  const found = entries.filter(([what]) => inText[what].test(content)).map(([, loss]) => loss);
  const tables: Loss[] = hasTable ? ["tables"] : [];
  const footnotes: Loss[] = content.includes('<sup class="footnote-ref">') ? ["footnotes"] : [];
  return [...hidden, ...found, ...tables, ...footnotes];
}

function keep(html: string, tags: string): string {
  const options: IOptions = {
    allowedTags: tags.split(" "),
    allowedAttributes: { ol: ["start"] },
    // Only what leads somewhere is a link there: on Mastodon "mailto:" is a word.
    transformTags: {
      a: (tag, { href = "" }) => ({ tagName: /^https?:/.test(href) ? tag : "span", attribs: {} }),
    },
  };
  return sanitizeHtml(html, options);
}

/**
 * Mastodon: `MASTODON_STRICT` of lib/sanitize_ext, which makes headings bold lines. Of an Article it takes title, `summary` and
 * link (`converted_text` of activitypub/activity/create.rb).
 */
export function onMastodon(sent: SentObject): Shown {
  const { type, name, summary, sensitive, content, url, pictures, isCallout } = sent;
  const shown = Math.min(pictures, mostShownPictures);
  const few: Loss[] = pictures > mostShownPictures ? ["pictures"] : [];
  if (type === "Article") {
    const lines = [name, summary].filter(Boolean).map((line) => `<p>${escapeHtml(line)}</p>`);
    const losses: Loss[] = [
      "text",
      ...(isCallout ? ["callout" as const] : []),
      ...(sensitive ? ["warning" as const] : []),
    ];
    const html = `${lines.join("")}<p><a>${escapeHtml(url)}</a></p>`;
    return { html, warning: "", pictures: shown, losses: [...losses, ...few] };
  }
  const bold = content.replace(/<h[1-6]>/g, "<p><strong>").replace(/<\/h[1-6]>/g, "</strong></p>");
  const html = keep(bold, "p br span a del s pre blockquote code b strong u i em ul ol li ruby rt rp");
  const losses = lossesIn(sent, { headings: "headingsBold" });
  return { html, warning: summary, pictures: shown, losses: [...losses, ...few] };
}

/**
 * Pleroma and Akkoma: priv/scrubbers/default.ex, with headings and tables off as they come. An Article's linked name
 * stands above its text (`render_content` of mastodon_api/views/status_view.ex).
 */
export function onPleroma(sent: SentObject): Shown {
  const { type, name, summary, content, url, pictures } = sent;
  const title = type === "Article" ? `<p><a href="${escapeHtml(url)}">${escapeHtml(name)}</a></p>` : "";
  const tags = "a b blockquote br code del em hr i li ol p pre span strong sub sup ruby rb rp rt u ul";
  const losses = lossesIn(sent, { headings: "headingsPlain" });
  return { html: keep(title + content, tags), warning: summary, pictures, losses };
}

/**
 * Misskey: `fromHtml` of core/MfmService.ts writes the HTML in its own markup. It reads no `name`; an Article's title stands in its text.
 */
export function onMisskey(sent: SentObject): Shown {
  const { summary, content, pictures } = sent;
  const written = content.replace(/<(\/?)h[1-6]>/g, "<$1p>").replace(/<(\/?)li\b[^<>]*>/g, "<$1div>");
  const html = keep(written, "p div br a b strong i em del s code pre blockquote ruby rt rp");
  const losses = lossesIn(sent, { headings: "headingsPlain", lists: "lists" });
  return { html, warning: summary, pictures, losses };
}

/**
 * A feed reader: no two keep the same, but text, lists, tables and pictures stay nearly everywhere. Pictures of ours are asked
 * for by their path, which stays right on every address the members come by.
 */
export function inFeedReader(html: string, origin: string): string {
  const tags =
    "a b blockquote br code del details div em figcaption figure h1 h2 h3 h4 h5 h6 hr i img li ol p pre s span strong summary sup";
  return sanitizeHtml(html, {
    allowedTags: `${tags} table tbody td th thead tr u ul`.split(" "),
    allowedAttributes: {
      "*": ["lang", "dir"],
      ol: ["start"],
      img: ["src", "alt", "width", "height", "loading"],
    },
    transformTags: {
      img: (tagName, { src = "", ...attribs }) => {
        const path = src.startsWith(`${origin}/`) ? src.slice(origin.length) : "";
        return { tagName, attribs: { ...attribs, src: path, loading: "lazy" } };
      },
    },
    exclusiveFilter: ({ tag, attribs }) => tag === "img" && !attribs.src,
  });
}

/** The link that Mastodon makes a card of: the first that is no tag and no mention (fetch_link_card_service.rb). */
export function cardLink(content: string): string | undefined {
  const links = [...content.matchAll(/<a href="(https?:[^"]*)"([^<>]*)>/g)];
  const plain = links.find(
    ([, , rest = ""]) => !/\brel="[^"]*\btag\b|\bclass="[^"]*\b(u-url|h-card)\b/.test(rest),
  );
  return plain && decodeEntities(plain[1]!);
}
