import { html } from "hono/html";
import type { Post } from "../store/posts.ts";
import type { ReactionCount } from "../store/reactions.ts";
import type { Reply } from "../store/replies.ts";
import { postUrl } from "../text/address.ts";
import { formatDateTime } from "../text/date.ts";
import { direction, isLanguage } from "../text/language.ts";
import { messages, type Messages } from "../text/messages.ts";
import { intentLinks } from "./follow.ts";
import { postHead } from "./head.ts";
import { type Html, trusted } from "./html.ts";
import { type Site, sitePage } from "./layout.ts";
import { type Answered, postArticle, postTitle } from "./post.ts";
import { languageSwitch } from "./translation.ts";

export interface PostPage {
  post: Post;
  inReplyTo?: Answered | undefined;
  reactions: ReactionCount;
  /** Approved ones. */
  replies: Reply[];
}

export function postPage(site: Site, { post, inReplyTo, reactions, replies }: PostPage): Html {
  const { language } = site.collective;
  const words = messages(language).site;
  const title = postTitle(post, language);
  return sitePage(site, {
    title,
    head: postHead(site, post),
    feed: { path: `${postUrl("", post.id)}/replies`, title: messages(language).feeds.replies(title) },
    main: html`${languageSwitch(post, language)}
    ${postArticle(post, { language, alone: true, inReplyTo, calendar: `${postUrl("", post.id)}.ics` })}
    ${counts(words, reactions)} ${howToAnswer(site, post)}
    ${replies.length > 0 && replyList(words, language, replies)}`,
  });
}

function counts(words: Messages["site"], { boosts, likes }: ReactionCount): Html {
  if (boosts + likes === 0) return html``;
  return html`<ul class="counts">
    ${boosts > 0 && html`<li>${words.boosts(boosts)}</li> `}${likes > 0 && html`<li>${words.likes(likes)}</li> `}
  </ul>`;
}

function howToAnswer({ collective, origin }: Site, post: Post): Html {
  const words = messages(collective.language).site;
  return html`<aside class="answer" aria-labelledby="answer">
    <h2 id="answer">${words.answer}</h2>
    ${intentLinks(post, collective.language)}
    <p>${words.answerHow}</p>
    <p><code class="copy">${postUrl(origin, post.id)}</code></p>
  </aside>`;
}

function replyList(words: Messages["site"], language: string, replies: Reply[]): Html {
  return html`<section class="replies" id="replies" aria-labelledby="replies-heading">
    <h2 id="replies-heading">${words.replies(replies.length)}</h2>
    ${replies.map((each) => reply(words, language, each))}
  </section>`;
}

function reply(words: Messages["site"], language: string, reply: Reply): Html {
  const { author } = reply;
  const time = (date: Date) =>
    html`<time datetime="${date.toISOString()}">${formatDateTime(date, language)}</time>`;
  const content = html`<div class="text" ${languageOf(reply)}>${trusted(reply.content)}</div>`;
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
        ? html`<details class="warning">
            <summary>
              <span class="warning-label">${words.contentWarning}</span>
              <span ${languageOf(reply)}>${reply.summary}</span>
            </summary>
            ${content}
          </details>`
        : content
    }
  </article>`;
}

/** The language its author gave, which may be none, or nothing that is a language. */
function languageOf({ language }: Reply): Html {
  if (!language || !isLanguage(language)) return html`dir="auto"`;
  return html`lang="${language}" dir="${direction(language)}"`;
}

/** Only http and https lead out of here: an address from elsewhere could begin with "javascript:". */
function foreignLink(url: string, content: Html): Html {
  if (!/^https?:\/\//i.test(url)) return content;
  return html`<a href="${url}" rel="nofollow ugc noopener noreferrer">${content}</a>`;
}
