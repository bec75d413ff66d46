import { html } from "hono/html";
import type { Post } from "../store/posts.ts";
import { messages } from "../text/messages.ts";
import type { Html } from "./html.ts";
import { type Answered, postArticle } from "./post.ts";
import type { Reading } from "./time.ts";

export interface PostList {
  posts: Post[];
  /** What the posts that are replies answer, by post id. */
  answered: Map<string, Answered>;
  /** The address of the next page, where older posts follow. */
  older?: string | undefined;
  /** The address of the first page, on every page but that one. */
  newest?: string | undefined;
}

export function postList(list: Pick<PostList, "posts" | "answered">, { language, timeZone }: Reading): Html {
  return html`${list.posts.map((post) =>
    postArticle(post, { language, timeZone, alone: false, inReplyTo: list.answered.get(post.id) }),
  )}`;
}

export function pagination({ older, newest }: Pick<PostList, "older" | "newest">, language: string): Html {
  const words = messages(language).site;
  if (!older && !newest) return html``;
  return html`<nav class="pagination" aria-label="${words.pages}">
    ${newest && html`<a href="${newest}">${words.newest}</a> `}${older && html`<a href="${older}" rel="next">${words.older}</a> `}
  </nav>`;
}
