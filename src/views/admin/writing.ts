import { html } from "hono/html";
import { mostPictures } from "../../text/draft.ts";
import type { Html } from "../html.ts";
import type { MemberVisit } from "./page.ts";

/** What the script of the form works with, hidden where none runs. `script` is its address. */
export function writingTools({ m }: MemberVisit, script: string): Html {
  const words = m.writing;
  return html`<section
      id="beside"
      class="beside"
      aria-label="${words.besideTitle}"
      tabindex="0"
      hidden
    ></section>
    <div
      id="writing"
      class="writing"
      data-words="${JSON.stringify(words.script)}"
      data-preview="/admin/preview"
      data-pictures="${mostPictures}"
      data-with-script
      hidden
    >
      <p class="writing-count"></p>
      <p class="writing-saved"></p>
      <p class="writing-told" role="status"></p>
      <button type="button" class="quiet" aria-pressed="false" aria-controls="beside">${words.beside}</button>
    </div>
    <script type="module" src="${script}"></script>`;
}

/** Keys that the script listens to, below the help on Markdown. */
export function keyboardHelp({ m }: MemberVisit): Html {
  const words = m.writing;
  return html`<div data-with-script hidden>
    <p><strong>${words.keyboard}</strong> – ${words.keysOnMac}</p>
    <dl>
      ${words.keys.map(
        ([key, text]) =>
          html`<div>
            <dt><kbd>${key}</kbd></dt>
            <dd>${text}</dd>
          </div>`,
      )}
    </dl>
  </div>`;
}

/** That pictures can be dropped, too. */
export function droppingHint({ m }: MemberVisit): Html {
  return html`<p class="hint" data-with-script hidden>${m.writing.drop}</p>`;
}
