import { html } from "hono/html";
import type { Reply } from "../store/replies.ts";
import { messages, type Messages } from "../text/messages.ts";
import { countMedia, enclosedBlock, foreignText, languageOf } from "./enclosed.ts";
import type { Html } from "./html.ts";
import { momentTag, type Reading } from "./time.ts";

/** What stands in a thread. */
interface Answering {
  id: string;
  inReplyTo: string | null;
}

export interface Thread<Item extends Answering> {
  item: Item;
  answers: Thread<Item>[];
}

/** Deeper answers stand beside the one they answer: on a phone there would be no room left for words. */
const DEEPEST = 6;

/**
 * Replies under what they answer; those whose parent is not shown stand at the top. They come oldest first, and only an
 * older one can be answered: replies that claim to answer each other make no circle.
 */
export function threadsOf<Item extends Answering>(items: Item[]): Thread<Item>[] {
  const top: Thread<Item>[] = [];
  const places = new Map<string, { list: Thread<Item>[]; depth: number; thread: Thread<Item> }>();
  for (const item of items) {
    const thread: Thread<Item> = { item, answers: [] };
    const parent = places.get(item.inReplyTo ?? "");
    const isDeep = parent !== undefined && parent.depth >= DEEPEST;
    const list = parent ? (isDeep ? parent.list : parent.thread.answers) : top;
    list.push(thread);
    places.set(item.id, { list, thread, depth: parent ? Math.min(parent.depth + 1, DEEPEST) : 1 });
  }
  return top;
}

export function replyList(replies: Reply[], reading: Reading): Html {
  const words = messages(reading.language).site;
  return html`<section class="replies" id="replies" aria-labelledby="replies-heading">
    <h2 id="replies-heading">${words.replies(replies.length)}</h2>
    ${threadList(words, reading, threadsOf(replies))}
  </section>`;
}

/** Posts elsewhere that show this one within themselves. */
export function quoteList(quotes: Reply[], reading: Reading): Html {
  const words = messages(reading.language).site;
  return html`<section class="replies" id="quotes" aria-labelledby="quotes-heading">
    <h2 id="quotes-heading">${words.quotedBy(quotes.length)}</h2>
    ${threadList(
      words,
      reading,
      quotes.map((item) => ({ item, answers: [] })),
    )}
  </section>`;
}

function threadList(words: Messages["site"], reading: Reading, threads: Thread<Reply>[]): Html {
  return html`<ol class="thread">
    ${threads.map(
      ({ item, answers }) =>
        html`<li>
          ${replyArticle(words, reading, item)} ${answers.length > 0 && threadList(words, reading, answers)}
        </li>`,
    )}
  </ol>`;
}

function replyArticle(words: Messages["site"], reading: Reading, reply: Reply): Html {
  const { author, language } = reply;
  const time = (date: Date) => momentTag(date, reading);
  const content = html`<div class="text" ${languageOf(language)}>${foreignText(reply, reading.language)}</div>
    ${enclosedLines(reply, reading)}`;
  return html`<article class="reply">
    <header>
      <h3 class="reply-author">
        ${foreignLink(author.url, html`<bdi>${author.name || author.handle}</bdi>`)}
      </h3>
      <p class="reply-meta">
        ${author.name && html`<bdi>${author.handle}</bdi>`}
        <span>${foreignLink(reply.url, time(reply.published))}</span>
        ${reply.updated && html`<span>${words.edited} ${time(reply.updated)}</span>`}
      </p>
    </header>
    ${
      reply.summary
        ? warning(words, html`<span ${languageOf(language)}>${reply.summary}</span>`, content)
        : content
    }
  </article>`;
}

/** What its author marked as sensitive is not read unasked, either. */
function enclosedLines(reply: Reply, reading: Reading): Html | undefined {
  const block = enclosedBlock(reply, reading);
  const { enclosed, summary } = reply;
  if (!block || !enclosed.sensitive || summary || enclosed.media.length === 0) return block;
  const { site, enclosed: words } = messages(reading.language);
  return warning(site, html`${countMedia(enclosed, reading.language)}, ${words.sensitive}`, block);
}

function warning(words: Messages["site"], what: Html, hidden: Html): Html {
  return html`<details class="warning">
    <summary>
      <span class="warning-label">${words.contentWarning}</span>
      ${what}
    </summary>
    ${hidden}
  </details>`;
}

/** Only http and https lead out of here: an address from elsewhere could begin with "javascript:". */
function foreignLink(url: string, content: Html): Html {
  if (!/^https?:\/\//i.test(url)) return content;
  return html`<a href="${url}" rel="nofollow ugc noopener noreferrer">${content}</a>`;
}
