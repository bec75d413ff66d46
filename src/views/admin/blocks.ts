import { html } from "hono/html";
import type { Block } from "../../store/blocks.ts";
import { formatDate } from "../../text/date.ts";
import type { Html } from "../html.ts";
import { type FieldErrors, hidden, textField } from "./field.ts";
import { csrf, mayActAs, type MemberVisit } from "./page.ts";

export function blocksPage(
  visit: MemberVisit,
  { blocks, typed, errors }: { blocks: Block[]; typed: string; errors: FieldErrors },
): Html {
  const words = visit.m.moderation;
  return html`<h1>${words.blocksTitle}</h1>
    <p>${words.blocksHint}</p>
    ${
      mayActAs(visit.member, "editor") &&
      html`<form class="line" method="post" action="/admin/blocks">
        ${csrf(visit)}
        ${textField("target", typed, { label: words.blockLabel, hint: words.blockExample, error: errors.target }, html`type="text" required maxlength="2000" autocomplete="off" autocapitalize="none" spellcheck="false"`)}
        <button class="main">${words.block}</button>
      </form>`
    }
    ${
      blocks.length === 0
        ? html`<p>${words.noBlocks}</p>`
        : html`<ul class="rows">
            ${blocks.map((block) => blockItem(visit, block))}
          </ul>`
    }`;
}

function blockItem(visit: MemberVisit, { kind, value, createdAt }: Block): Html {
  const words = visit.m.moderation;
  return html`<li class="foreign">
    <p><bdi>${value}</bdi></p>
    <p class="row-facts">
      <span class="label">${words.kinds[kind]}</span> ${words.since(formatDate(createdAt, visit.language))}
    </p>
    ${
      mayActAs(visit.member, "editor") &&
      html`<form method="post" action="/admin/blocks/remove">
        ${csrf(visit)}${hidden("kind", kind)}${hidden("value", value)}
        <p class="actions"><button class="quiet">${words.unblock}</button></p>
      </form>`
    }
  </li>`;
}
