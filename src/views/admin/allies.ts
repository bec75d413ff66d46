import { html } from "hono/html";
import type { ListedAlliedPost } from "../../store/allied-posts.ts";
import type { Html } from "../html.ts";
import { foreignPost } from "./foreign-post.ts";
import { type MemberVisit, pager } from "./page.ts";

export function alliesPage(
  visit: MemberVisit,
  {
    posts,
    once,
    newer,
    older,
  }: { posts: ListedAlliedPost[]; once: string; newer?: string | undefined; older?: string | undefined },
): Html {
  const words = visit.m.moderation;
  return html`<h1>${words.alliesTitle}</h1>
    <p>${words.alliesHint}</p>
    ${
      posts.length === 0
        ? html`<p>${words.noAllies} <a href="/admin/following">${words.followingTitle}</a></p>`
        : html`<ul class="rows">
            ${posts.map((post) => alliedItem(visit, post, once))}
          </ul>`
    }
    ${pager(visit, { newer, older })}`;
}

function alliedItem(visit: MemberVisit, post: ListedAlliedPost, once: string): Html {
  const { sharedBy, limited } = post;
  const facts = html`${limited && html`<br />${visit.m.moderation.heldBecause.limited}`}`;
  return foreignPost(visit, post, { action: "/admin/reactions", sharedBy, facts, private: false, once });
}
