import { html } from "hono/html";
import type { DraftFacts } from "../../store/drafts.ts";
import type { Picture } from "../../store/pictures.ts";
import type { Post } from "../../store/posts.ts";
import { type Cover, formatCover, formatPoint, mostCovers, type Point } from "../../text/cover.ts";
import { formatDateTime } from "../../text/date.ts";
import { direction } from "../../text/language.ts";
import type { Html } from "../html.ts";
import { type Kept, keptFields } from "./door.ts";
import { enterButton } from "./enter.ts";
import { errorSummary, type FieldErrors, hidden, textField } from "./field.ts";
import { csrf, type MemberVisit } from "./page.ts";
import { thumbnail } from "./pictures.ts";
import { titleOf } from "./posts.ts";
import { pressedPicture } from "./press.ts";

/** How the covers of a picture stand in the form. */
export interface Covering {
  covers: Cover[];
  /** The first corner of the next one. */
  corner: Point | undefined;
  /** What was typed for one that could not be read. */
  typed: Record<"x" | "y" | "width" | "height", string>;
  errors: FieldErrors;
}

export interface CoverPage {
  picture: Picture;
  covering: Covering;
  /** Where the form is shown again, and where it is carried out. */
  again: string;
  done: string;
  /** The form of the post that travels along. */
  kept?: Kept;
  /** The address of scripts/cover.js. */
  script: string;
  /** Where it leads back, when no form travels along. */
  back?: string;
  /** The texts that it would take an approval or a time from. */
  reviewed: Pick<DraftFacts, "id" | "scheduledAt">[];
}

export function coverPage(visit: MemberVisit, page: CoverPage): Html {
  const { m } = visit;
  const { covering, again, done, kept, back } = page;
  return html`<h1>${m.faces.title}</h1>
    ${errorSummary(covering.errors, m.admin.somethingWrong)}
    <p data-two-presses>${m.faces.twoPresses}</p>
    <p>${m.faces.intro}</p>
    ${page.reviewed.map(({ scheduledAt }) => html`<p class="note wrong">${takes(visit, scheduledAt)}</p>`)}
    <form
      class="covering"
      id="covering"
      method="post"
      action="${again}#corner"
      enctype="multipart/form-data"
      data-drawing="${drawing(visit, page)}"
    >
      ${enterButton()}${csrf(visit)}${hidden("again", again)}${kept && html`${hidden("action", kept.action)}${keptFields(kept, "keep:")}`}
      ${covering.covers.map((cover) => hidden("cover", formatCover(cover)))}${covering.corner && hidden("corner", formatPoint(covering.corner))}
      ${cornerToPress(visit, page)} ${coverList(visit, covering)} ${coverNumbers(visit, covering)}
      <p>${m.faces.afterwards}</p>
      <p class="actions">
        <button class="main" formaction="${done}${kept ? "#pictures" : ""}">${m.faces.submit}</button>
        ${
          kept
            ? html`<button formaction="${done}#pictures" name="intent" value="back">${m.faces.back}</button>`
            : html`<a class="button" href="${back}">${m.faces.back}</a>`
        }
      </p>
    </form>
    <script type="module" src="${page.script}"></script>`;
}

function takes({ m, language, collective }: MemberVisit, scheduledAt: Date | null): string {
  if (!scheduledAt) return m.faces.takesApproval;
  return m.faces.takesTime(formatDateTime(scheduledAt, language, collective.timeZone));
}

/** What the script has to know. */
function drawing({ m }: MemberVisit, { picture }: CoverPage): string {
  const src = `/admin/pictures/${picture.id}/preview`;
  return JSON.stringify({ src, most: mostCovers, words: m.faces.drawing });
}

function cornerToPress({ m }: MemberVisit, { picture, covering }: CoverPage): Html {
  const words = m.faces;
  const { covers, corner, errors } = covering;
  const label = corner ? words.secondCorner : words.firstCorner;
  const query = new URLSearchParams(covers.map((cover) => ["cover", formatCover(cover)]));
  if (corner) query.append("corner", formatPoint(corner));
  const src = `/admin/pictures/${picture.id}/preview?${query.toString()}`;
  return html`<div class="${errors.corner ? "wrong" : ""}" id="corner" data-pressed>
    ${errors.corner && html`<p class="error">${errors.corner}</p>`}
    <p role="status"><strong>${label}</strong></p>
    ${pressedPicture(picture, { src, label })}
    ${corner && html`<p><button class="quiet" name="forget" value="corner">${words.forgetCorner}</button></p>`}
  </div>`;
}

function coverList({ m }: MemberVisit, { covers }: Covering): Html | false {
  const words = m.faces;
  return (
    covers.length > 0 &&
    html`<div data-drawn-list>
      <h2>${words.covers(covers.length)}</h2>
      <ol class="covers">
        ${covers.map(
          (cover) =>
            html`<li>
              ${words.where(cover)}
              <button class="quiet" name="remove" value="${formatCover(cover)}">${words.remove}</button>
            </li>`,
        )}
      </ol>
    </div>`
  );
}

/** For those who use no pointer. */
function coverNumbers({ m }: MemberVisit, { typed, errors }: Covering): Html {
  const words = m.faces;
  const number = (name: keyof Covering["typed"]) =>
    textField(
      name,
      typed[name],
      { label: words.numbers[name], error: name === "x" ? errors.x : undefined },
      html`type="text" inputmode="decimal" maxlength="20" autocomplete="off"`,
    );
  return html`<details class="more" ${errors.x ? html` open` : ""}>
    <summary>${words.byNumbers}</summary>
    <p class="hint">${words.byNumbersHint}</p>
    <div class="pair">${number("x")} ${number("y")}</div>
    <div class="pair">${number("width")} ${number("height")}</div>
    <p><button>${words.addNumbers}</button></p>
  </details>`;
}

/** The pictures of a published post, and what other servers make of a change of them. */
export function postCoversPage(visit: MemberVisit, post: Post): Html {
  const { m } = visit;
  const words = m.faces;
  return html`<h1>${words.publishedTitle}</h1>
    <p class="row-title" lang="${post.language}" dir="${direction(post.language)}">${titleOf(post)}</p>
    <p><a href="/admin/posts/${post.id}">← ${m.admin.back}</a></p>
    ${words.publishedText.map((text) => html`<p>${text}</p>`)}
    <ul class="cover-choice">
      ${post.pictures.map(
        ({ id, small, description }) =>
          html`<li>
            ${thumbnail({ small, description })}
            <a class="button" href="/admin/posts/${post.id}/cover/${id}">${words.cover}</a>
          </li>`,
      )}
    </ul>
    ${
      !post.withdrawn &&
      html`<h2>${words.anewTitle}</h2>
        ${words.anewText.map((text) => html`<p>${text}</p>`)}
        <form method="post" action="/admin/posts/${post.id}/anew">
          ${csrf(visit)}
          <p class="actions"><button class="danger">${words.anew}</button></p>
        </form>`
    }`;
}
