import { html } from "hono/html";
import type { Actor } from "../../store/actors.ts";
import type { ReportablePost } from "../../store/flags.ts";
import { formatDate } from "../../text/date.ts";
import { longestReport } from "../../text/draft.ts";
import { shortOf } from "../../text/enclosed.ts";
import { plainText } from "../../text/sanitize.ts";
import type { Html } from "../html.ts";
import { actorLink } from "./actor.ts";
import { checkbox, hidden, textArea } from "./field.ts";
import { csrf, type MemberVisit } from "./page.ts";

export interface TypedReport {
  actorId: string;
  /** Ids. */
  posts: string[];
  text: string;
  /** Tells a second press of the button from a second report. */
  once: string;
}

/** The form that reports an actor to those who keep its server. */
export function reportPage(
  visit: MemberVisit,
  {
    actor,
    posts,
    typed,
    error,
  }: { actor: Actor; posts: ReportablePost[]; typed: TypedReport; error: string | undefined },
): Html {
  const words = visit.m.moderation;
  return html`<h1>${words.reportTitle}</h1>
    <p>${actorLink(actor)}</p>
    <p>${words.reportHint(actor.host)}</p>
    <form method="post" action="/admin/reports/new">
      ${csrf(visit)}${hidden("actor", actor.id)}${hidden("once", typed.once)}
      ${
        posts.length > 0 &&
        html`<fieldset>
          <legend class="minor">${words.reportPosts}</legend>
          ${posts.map((post) => postChoice(visit, post, typed.posts.includes(post.id)))}
        </fieldset>`
      }
      ${textArea("text", typed.text, { label: words.reportText, error }, html`rows="6" maxlength="${longestReport}"`)}
      <p class="actions">
        <button class="main">${words.reportSend}</button>
        <a class="button quiet" href="/admin/replies">${visit.m.admin.cancel}</a>
      </p>
    </form>`;
}

function postChoice(visit: MemberVisit, post: ReportablePost, chosen: boolean): Html {
  const said = shortOf({ ...post, content: plainText(post.content) }, visit.language, 140);
  return checkbox("post", post.id, chosen, {
    label: said || post.url,
    hint: formatDate(post.published, visit.language),
  });
}
