import { html } from "hono/html";
import type { Visibility } from "../../store/replies.ts";
import { formatDate } from "../../text/date.ts";
import { skeleton } from "../../text/skeleton.ts";
import type { Html } from "../html.ts";
import { enclosedBlock, foreignText, type ShownForeignPost } from "../enclosed.ts";
import { actorLink, httpOnly, type ListedActor } from "./actor.ts";
import { answerForm, answerPath } from "./answer.ts";
import { chooser } from "./chosen.ts";
import { hidden } from "./field.ts";
import { csrf, hiddenBack, mayActAs, type MemberVisit } from "./page.ts";

/** What a reply and a post of an allied group have in common. */
export interface ListedForeignPost extends ShownForeignPost {
  id: string;
  author: ListedActor;
  summary: string;
  url: string;
  visibility: Visibility;
  published: Date;
  liked: boolean;
  boosted: boolean;
}

/** What goes with somebody else's post where it is listed; `buttons` and `facts` are those of its kind. */
export interface ForeignPostParts {
  action: string;
  /** Who passed it on. */
  sharedBy?: ListedActor[];
  facts?: Html;
  buttons?: Html;
  private: boolean;
  /** Whether it is chosen for what is done with several at once; absent where nothing is. */
  chosen?: boolean;
  /** Tells a second press on "Publish the answer" from a second answer. */
  once: string;
  /** What stands under it: answers. */
  below?: Html | undefined;
}

/** Somebody else's post with what members can do about it. Its id is that of the element, to come back to. */
export function foreignPost(visit: MemberVisit, post: ListedForeignPost, parts: ForeignPostParts): Html {
  const words = visit.m.moderation;
  const { facts, chosen, below, sharedBy = [] } = parts;
  const may = mayActAs(visit.member, "editor");
  const content = foreignText(post, visit.language);
  return html`<li class="foreign" id="${post.id}">
    <p class="foreign-author">
      ${may && chosen !== undefined && chooser(visit, post.id, post.author.handle, chosen)}
      ${actorLink(post.author)}${sharedBy.length > 0 && html`, ${words.sharedBy} ${sharedBy.map((sharer, at) => html`${at > 0 && ", "}${actorLink(sharer)}`)}`}
    </p>
    ${imitates(visit, post.author.name) && html`<p class="note wrong">${words.imitates}</p>`}
    <p class="row-facts">
      <a href="${httpOnly(post.url)}" rel="nofollow noopener noreferrer" title="${words.original}"
        >${formatDate(post.published, visit.language)}</a
      >${facts}${post.visibility === "unlisted" && html` <strong class="label">${visit.m.enclosed.unlisted}</strong> ${visit.m.enclosed.unlistedHint}`}
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
    ${enclosedFacts(visit, post)} ${may && actions(visit, post, parts)} ${below}
  </li>`;
}

/** Nobody decides about what they cannot see: what came along is told whole, also where a warning stands before the text. */
function enclosedFacts(visit: MemberVisit, post: ListedForeignPost): Html {
  const { m, language, collective } = visit;
  const { sensitive, media } = post.enclosed;
  const isShownThere = media.some(({ kind }) => kind !== "link");
  const end = isShownThere ? html`<p class="hint">${m.enclosed.notLoaded}</p>` : undefined;
  return html`${sensitive && html`<p><strong class="label">${m.enclosed.sensitive}</strong></p>`}
  ${enclosedBlock(post, { language, timeZone: collective.timeZone }, end)}`;
}

/** A name that readers would take for the collective's own; the handle beside it tells, for those who know handles. */
function imitates({ collective }: MemberVisit, name: string): boolean {
  return (
    name !== "" && [collective.name, collective.handle].map(skeleton).includes(skeleton(name.slice(0, 200)))
  );
}

function actions(
  visit: MemberVisit,
  post: ListedForeignPost,
  { action, buttons, private: isPrivate, once }: ForeignPostParts,
): Html {
  const words = visit.m.moderation;
  const reaction = (value: string, label: string) =>
    html`<button class="quiet" formaction="/admin/reactions" name="reaction" value="${value}">
      ${label}
    </button>`;
  return html`<form method="post" action="${action}">
      ${csrf(visit)}${hiddenBack(visit)}${hidden("id", post.id)}${hidden("place", post.id)}
      <p class="actions">
        ${buttons}${isPrivate && html` <a class="button quiet" href="${answerPath(post)}">${words.answer}</a>`}
        ${post.liked ? reaction("unlike", words.unlike) : reaction("like", words.like)}
        ${!isPrivate && (post.boosted ? reaction("unboost", words.unboost) : reaction("boost", words.boost))}
      </p>
    </form>
    <div class="asides">
      ${!isPrivate && answerForm(visit, post, once)}
      <form method="post" action="/admin/blocks">
        ${csrf(visit)}${hiddenBack(visit)}${blockMenu(visit, post.author, post.id)}
      </form>
    </div>`;
}

/** Inside a form: what can be done about an actor or its whole server, folded away. */
export function blockMenu(visit: MemberVisit, actor: ListedActor, postId?: string): Html {
  return html`<details class="block">
    <summary>${visit.m.moderation.blockMenu}</summary>
    ${blockButtons(visit, actor, postId)}
  </details>`;
}

/**
 * Inside a form: what can be done about an actor or its whole server, the mildest first. `postId` is the post of its that
 * the buttons stand below.
 */
export function blockButtons({ m }: MemberVisit, { id, handle, host }: ListedActor, postId?: string): Html {
  const words = m.moderation;
  const report = new URLSearchParams({ actor: id, ...(postId !== undefined && { post: postId }) });
  const limit = (target: string, label: string) =>
    html`<button formaction="/admin/blocks/limit" name="target" value="${target}">${label}</button>`;
  const block = (target: string, label: string) =>
    html`<button class="danger" formaction="/admin/blocks" name="target" value="${target}">${label}</button>`;
  return html`<p class="actions"><a class="button" href="/admin/reports/new?${report}">${words.report}</a></p>
    <p class="hint">${words.limitHint}</p>
    <p class="actions">${limit(id, words.limitActor(handle))} ${limit(host, words.limitHost(host))}</p>
    <p class="hint">${words.blockHint}</p>
    <p class="actions">${block(id, words.blockActor(handle))} ${block(host, words.blockHost(host))}</p>`;
}
