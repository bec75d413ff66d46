import { html } from "hono/html";
import { longestSource } from "../../text/draft.ts";
import { languageName } from "../../text/language.ts";
import { formatDate } from "../../text/date.ts";
import { firstWords } from "../../text/own-html.ts";
import type { OwnAnswer } from "../../store/conversations.ts";
import type { Html } from "../html.ts";
import { hidden, option, selectField, textArea } from "./field.ts";
import { csrf, hiddenBack, type MemberVisit } from "./page.ts";

/** The form of a new post, with this one answered. */
export function answerPath({ id, language }: { id: string; language: string | null }): string {
  return `/admin/posts/new?${new URLSearchParams({ reply: id, ...(language && { language }) })}`;
}

/**
 * Unfolds into a small form of a new post: text and language. Whatever is wrong with it, the full form comes back with
 * what was typed; `once` tells a second press of the button from a second answer.
 */
export function answerForm(
  visit: MemberVisit,
  post: { id: string; language: string | null },
  once: string,
): Html {
  const words = visit.m.conversation;
  const { id } = post;
  const languages = new Set([post.language, visit.collective.language, visit.language]);
  const options = [...languages].filter((code) => code !== null);
  const [language = ""] = options;
  return html`<details class="answering">
    <summary>${visit.m.moderation.answer}</summary>
    <form method="post" action="/admin/posts">
      ${csrf(visit)}${hiddenBack(visit)}${hidden("place", id)}${hidden("again", "/admin/posts/new")}${hidden("once", once)}${hidden("inReplyTo", id)}${hidden("type", "Note")}
      ${textArea("source", "", { label: words.answerText }, html`rows="4" required maxlength="${longestSource}" dir="auto"`, `-${id}`)}
      ${selectField("language", html`${options.map((code) => option(code, languageName(code, visit.language), language))}`, { label: words.answerLanguage }, `-${id}`)}
      <p class="actions">
        <button class="main">${words.answerSend}</button>
        <a class="button quiet" href="${answerPath(post)}">${words.answerFull}</a>
      </p>
    </form>
  </details>`;
}

/** An answer of ours as plain text. */
export function shortAnswer({ name, html: text }: OwnAnswer, length: number): string {
  return name || firstWords(text, length);
}

/** What the collective has answered already, in short. */
export function ownAnswers({ m, language }: MemberVisit, answers: OwnAnswer[]): Html {
  return html`${answers.map(
    (answer) =>
      html`<p class="own-answer">
        ${m.conversation.youAnswered(formatDate(answer.published, language))}
        <a href="/admin/posts/${answer.id}" lang="${answer.language}" dir="auto"
          >${shortAnswer(answer, 140)}</a
        >
      </p>`,
  )}`;
}
