import { html } from "hono/html";
import type { Progress } from "../../store/delivery-report.ts";
import type { KeptDraft } from "../../store/drafts.ts";
import type { Post } from "../../store/posts.ts";
import { formatDate } from "../../text/date.ts";
import { direction } from "../../text/language.ts";
import { firstWords, unrendered } from "../../text/own-html.ts";
import type { Html } from "../html.ts";
import { unsettled } from "./deliveries.ts";
import { type MemberVisit, pager } from "./page.ts";

export function postsPage(
  visit: MemberVisit,
  {
    posts,
    deliveries,
    older,
  }: { posts: Post[]; deliveries: Map<string, Progress>; older?: string | undefined },
): Html {
  const words = visit.m.post;
  return html`<h1>${words.title}</h1>
    <p class="actions"><a class="button main" href="/admin/posts/new">${visit.m.admin.overview.write}</a></p>
    ${posts.length === 0 ? html`<p>${words.none}</p>` : postRows(visit, posts, deliveries)}
    ${pager(visit, { older })}`;
}

/** What a post is called: its title, or its first words as they are read. */
export function titleOf({ name, html: text }: Pick<Post, "name" | "html">): string {
  return name || firstWords(text, 80);
}

export function draftTitle({ text, rendered }: Pick<KeptDraft, "text" | "rendered">): string {
  return titleOf({ name: text.name, html: rendered?.html ?? unrendered(text.source) });
}

export function postRows(visit: MemberVisit, posts: Post[], deliveries: Map<string, Progress>): Html {
  return html`<ul class="rows">
    ${posts.map((post) => postRow(visit, post, deliveries.get(post.id)))}
  </ul>`;
}

function postRow({ m, language }: MemberVisit, post: Post, count: Progress | undefined): Html {
  const words = m.post;
  const date = formatDate(post.published, language);
  return html`<li${post.withdrawn ? html` class="withdrawn"` : ""}>
<p class="row-title"><a href="/admin/posts/${post.id}" lang="${post.language}" dir="${direction(post.language)}">${titleOf(post)}</a></p>
<p class="row-facts">${post.withdrawn && html`<span class="label">${words.withdrawn}</span> `}${post.pinned && html`<span class="label">${words.pinned}</span> `}${date}${!post.withdrawn && html` · ${deliveryLine(m.post, count)}`}</p>
</li>`;
}

function deliveryLine(words: MemberVisit["m"]["post"], count: Progress | undefined): string {
  if (!count || count.delivered + unsettled(count) + count.failed === 0) return words.notSent;
  const parts = [];
  if (count.delivered > 0) parts.push(words.delivered(count.delivered));
  if (unsettled(count) > 0) parts.push(words.waiting(unsettled(count)));
  if (count.failed > 0) parts.push(words.failed(count.failed));
  return parts.join(", ");
}
