import { html } from "hono/html";
import type { Html } from "../html.ts";
import { type Kept, keptText } from "./door.ts";
import { hidden } from "./field.ts";
import { csrf, doorPage, mayActAs, type MemberVisit, type Visit } from "./page.ts";

/** What happens, before it does. */
export function panicPage(visit: MemberVisit): Html {
  const words = visit.m.panic;
  return html`<h1>${words.title}</h1>
    <p>${words.intro}</p>
    <ul>
      ${words.effects.map((effect) => html`<li>${effect}</li>`)}
    </ul>
    <p>${words.lifting}</p>
    <form method="post" action="/admin/panic">
      ${csrf(visit)}${hidden("sure", "yes")}
      <p class="actions">
        <button class="main danger">${words.submit}</button>
        <a class="button" href="/admin">${visit.m.admin.cancel}</a>
      </p>
    </form>`;
}

/** On the overview: the way to the button, or out of the panic. */
export function panicSection(visit: MemberVisit): Html {
  const words = visit.m.panic;
  if (!visit.panicked) {
    return html`<section aria-labelledby="panic">
      <h2 id="panic">${words.emergency}</h2>
      <p>${words.when}</p>
      <p class="actions"><a class="button" href="/admin/panic">${words.open}</a></p>
    </section>`;
  }
  return html`<section class="note wrong" aria-labelledby="panic">
    <h2 id="panic">${words.closedTitle}</h2>
    <p>${words.closed}</p>
    ${
      mayActAs(visit.member, "admin")
        ? html`<p>${words.beforeLifting}</p>
            <form method="post" action="/admin/panic/lift">
              ${csrf(visit)}
              <p class="actions"><button class="main">${words.lift}</button></p>
            </form>`
        : html`<p>${words.askAdmin}</p>`
    }
  </section>`;
}

/** What was sent is not published; its text comes back, to be copied. */
export function closedPage(visit: Visit, kept: Kept): Html {
  const words = visit.m.panic;
  return doorPage(
    visit,
    words.closedTitle,
    html`<h1>${words.closedTitle}</h1>
      <p>${words.closed}</p>
      <p><a href="/admin">${visit.m.admin.nav.overview}</a></p>
      ${keptText(visit, kept)}`,
  );
}
