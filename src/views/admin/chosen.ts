import { html } from "hono/html";
import type { ReplyState } from "../../store/replies.ts";
import type { Html } from "../html.ts";
import { noEnterButton } from "./enter.ts";
import { csrf, hiddenBack, mayActAs, type MemberVisit } from "./page.ts";

const formId = "chosen";

/** What can be decided about several at once. */
export type Decidable = Exclude<ReplyState, "held">;

/** A box that chooses one of a list. It stands outside the form that it belongs to, beside the forms of its own item. */
export function chooser({ m }: MemberVisit, id: string, who: string, chosen: boolean): Html {
  return html`<input
    type="checkbox"
    class="chooser"
    form="${formId}"
    name="chosen"
    value="${id}"
    aria-label="${m.conversation.choose(who)}"
    ${chosen ? html` checked` : ""}
  />`;
}

/** The bar of buttons for what is chosen on a page, one for each of the `states`; `all` is chosen to begin with, or nothing. */
export function chosenBar(visit: MemberVisit, all: boolean, states: readonly Decidable[]): Html | undefined {
  if (!mayActAs(visit.member, "editor")) return undefined;
  const { conversation } = visit.m;
  const { here } = visit;
  const chooseAll = `${here}${here.includes("?") ? "&" : "?"}chosen=all#${formId}`;
  return html`<form id="${formId}" class="chosen-bar" method="post" action="/admin/replies/chosen">
    ${noEnterButton}${csrf(visit)}${hiddenBack(visit)}
    <p class="chosen-title">
      <strong>${conversation.chosenTitle}</strong>
      ${all ? html`<a href="${here}#${formId}">${conversation.chooseNone}</a>` : html`<a href="${chooseAll}">${conversation.chooseAll}</a>`}
    </p>
    <p class="actions">
      ${states.map((state) => html`<button name="state" value="${state}">${conversation.chosenActs[state]}</button> `)}
    </p>
  </form>`;
}
