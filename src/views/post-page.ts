import { html } from "hono/html";
import type { Post } from "../store/posts.ts";
import type { ReactionCount } from "../store/reactions.ts";
import type { Reply } from "../store/replies.ts";
import { eventUrl, historyUrl, postUrl } from "../text/address.ts";
import { messages, type Messages } from "../text/messages.ts";
import { copied } from "./copy.ts";
import { intentLinks } from "./follow.ts";
import { postHead } from "./head.ts";
import type { Html } from "./html.ts";
import { type Site, sitePage } from "./layout.ts";
import { type Answered, postArticle, postTitle } from "./post.ts";
import { quoteList, replyList } from "./thread.ts";
import { languageSwitch } from "./translation.ts";

export interface PostPage {
  post: Post;
  inReplyTo?: Answered | undefined;
  reactions: ReactionCount;
  /** Approved ones. */
  replies: Reply[];
  /** Approved ones. */
  quotes: Reply[];
}

export function postPage(site: Site, { post, inReplyTo, reactions, replies, quotes }: PostPage): Html {
  const { language, timeZone } = site.collective;
  const words = messages(language).site;
  const title = postTitle(post, site.collective);
  const history = post.updated && !post.historyHidden ? historyUrl("", post.id) : undefined;
  const calendar = `${postUrl("", post.id)}.ics`;
  return sitePage(site, {
    title,
    head: postHead(site, post),
    feed: { path: `${postUrl("", post.id)}/replies`, title: messages(language).feeds.replies(title) },
    main: html`${languageSwitch(post, language)}
    ${postArticle(post, { language, timeZone, alone: true, inReplyTo, calendar, history })}
    ${counts(words, reactions)} ${howToAnswer(site, post)}
    ${replies.length > 0 && replyList(replies, site.collective)}
    ${quotes.length > 0 && quoteList(quotes, site.collective)}`,
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
    <p>${copied(postUrl(origin, post.id))}</p>
    ${post.callout?.startsAt && eventAddress(origin, post, collective.language)}
  </aside>`;
}

/** Servers that keep calendars open a call-out by the address of its Event. */
function eventAddress(origin: string, { id }: Post, language: string): Html {
  return html`<p>${messages(language).callout.asEvent}</p>
    <p>${copied(eventUrl(origin, id))}</p>`;
}
