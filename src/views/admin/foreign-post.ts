import { html } from "hono/html";
import { formatDate } from "../../text/date.ts";
import { type Html, trusted } from "../html.ts";
import { actorLink, httpOnly, type ListedActor } from "./actor.ts";
import { csrf, hiddenBack, mayActAs, type MemberVisit } from "./page.ts";

/** What a reply and a post of an allied group have in common. */
export interface ListedForeignPost {
  id: string;
  author: ListedActor & { id: string };
  name?: string;
  summary: string;
  content: string;
  language: string | null;
  url: string;
  published: Date;
  liked: boolean;
  boosted: boolean;
}

/** Somebody else's post with what members can do about it; `buttons` and `facts` are those of its kind. */
export function foreignPost(
  visit: MemberVisit,
  post: ListedForeignPost,
  {
    action,
    facts,
    buttons,
    private: isPrivate,
  }: { action: string; facts?: Html; buttons?: Html; private: boolean },
): Html {
  const words = visit.m.moderation;
  const content = html`${post.name && html`<p><strong>${post.name}</strong></p>`}${trusted(post.content)}`;
  return html`<li class="foreign">
    <p class="foreign-author">${actorLink(post.author)}</p>
    <p class="row-facts">
      <a href="${httpOnly(post.url)}" rel="nofollow noopener noreferrer" title="${words.original}"
        >${formatDate(post.published, visit.language)}</a
      >${facts}
    </p>
    <div class="text" ${post.language && html` lang="${post.language}"`} dir="auto">
      ${
        post.summary
          ? html`<details>
              <summary>${words.contentWarning(post.summary)}</summary>
              ${content}
            </details>`
          : content
      }
    </div>
    ${mayActAs(visit.member, "editor") && actions(visit, post, { action, buttons, isPrivate })}
  </li>`;
}

function actions(
  visit: MemberVisit,
  post: ListedForeignPost,
  { action, buttons, isPrivate }: { action: string; buttons: Html | undefined; isPrivate: boolean },
): Html {
  const words = visit.m.moderation;
  const { language } = post;
  const answer = `/admin/posts/new?reply=${encodeURIComponent(post.id)}${language ? `&language=${language}` : ""}`;
  const reaction = (value: string, label: string) =>
    html`<button class="quiet" formaction="/admin/reactions" name="reaction" value="${value}">
      ${label}
    </button>`;
  return html`<form method="post" action="${action}">
    ${csrf(visit)}${hiddenBack(visit)}<input type="hidden" name="id" value="${post.id}" />
    <p class="actions">
      ${buttons}
      <a class="button quiet" href="${answer}">${words.answer}</a>
      ${post.liked ? reaction("unlike", words.unlike) : reaction("like", words.like)}
      ${!isPrivate && (post.boosted ? reaction("unboost", words.unboost) : reaction("boost", words.boost))}
    </p>
    ${blockMenu(visit, post.author, post.id)}
  </form>`;
}

/**
 * Inside a form: what can be done about an actor or its whole server, the mildest first. `postId` is the post of its that
 * the menu stands below.
 */
export function blockMenu(
  { m }: MemberVisit,
  { id, handle, host }: ListedActor & { id: string },
  postId?: string,
): Html {
  const words = m.moderation;
  const report = new URLSearchParams({ actor: id, ...(postId !== undefined && { post: postId }) });
  const limit = (target: string, label: string) =>
    html`<button formaction="/admin/blocks/limit" name="target" value="${target}">${label}</button>`;
  const block = (target: string, label: string) =>
    html`<button class="danger" formaction="/admin/blocks" name="target" value="${target}">${label}</button>`;
  return html`<details class="block">
    <summary>${words.blockMenu}</summary>
    <p class="actions"><a class="button" href="/admin/reports/new?${report}">${words.report}</a></p>
    <p class="hint">${words.limitHint}</p>
    <p class="actions">${limit(id, words.limitActor(handle))} ${limit(host, words.limitHost(host))}</p>
    <p class="hint">${words.blockHint}</p>
    <p class="actions">${block(id, words.blockActor(handle))} ${block(host, words.blockHost(host))}</p>
  </details>`;
}
