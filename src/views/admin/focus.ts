import { html } from "hono/html";
import type { Picture } from "../../store/pictures.ts";
import { mediaUrl } from "../../text/address.ts";
import { formatPoint } from "../../text/cover.ts";
import { cropAround, type Focus, formatFocus, pointOf } from "../../text/focus.ts";
import type { Html } from "../html.ts";
import { type Kept, keptFields } from "./door.ts";
import { enterButton } from "./enter.ts";
import { hidden, textField } from "./field.ts";
import { csrf, type MemberVisit } from "./page.ts";
import { pressedPicture } from "./press.ts";

export interface FocusPage {
  picture: Picture;
  focus: Focus | null;
  /** The form of the post that travels along. */
  kept: Kept;
}

/** One press says what stays in sight where others crop the picture. */
export function focusPage(visit: MemberVisit, { picture, focus, kept }: FocusPage): Html {
  const words = visit.m.focus;
  const path = `/admin/pictures/${picture.id}`;
  const mark = focus ? `?corner=${formatPoint(pointOf(focus))}` : "";
  return html`<h1>${words.title}</h1>
    <p>${words.intro}</p>
    <form id="focus" method="post" action="${path}/focus#focus" enctype="multipart/form-data">
      ${enterButton()}${csrf(visit)}${hidden("again", `${path}/focus`)}${hidden("action", kept.action)}${keptFields(kept, "keep:")}${hidden("focus", formatFocus(focus))}
      <p role="status"><strong>${focus ? words.pressElsewhere : words.press}</strong></p>
      ${pressedPicture(picture, { src: `${path}/preview${mark}`, label: words.press })}
      ${focus && html`<p><button class="quiet" name="middle" value="yes">${words.middle}</button></p>`}
      ${pointByNumbers(visit)}
      <h2>${words.cropped}</h2>
      <p class="crops">
        ${crop(picture, focus, { width: 1, height: 1, label: words.square })}
        ${crop(picture, focus, { width: 16, height: 9, label: words.wide })}
      </p>
      <p class="actions">
        <button class="main" formaction="${path}/focused#pictures">${words.submit}</button>
        <button formaction="${path}/focused#pictures" name="intent" value="back">${words.back}</button>
      </p>
    </form>`;
}

/** For those who use no pointer. */
function pointByNumbers({ m }: MemberVisit): Html {
  const words = m.faces;
  const number = (name: "x" | "y") =>
    textField(
      name,
      "",
      { label: words.numbers[name] },
      html`type="text" inputmode="decimal" maxlength="20" autocomplete="off"`,
    );
  return html`<details class="more">
    <summary>${words.byNumbers}</summary>
    <p class="hint">${words.byNumbersHint}</p>
    <div class="pair">${number("x")} ${number("y")}</div>
    <p><button>${m.focus.submitNumbers}</button></p>
  </details>`;
}

/** What is left of the picture in that shape. The part is chosen by the drawing's own window: pages have no styles of their own. */
function crop(
  { small }: Picture,
  focus: Focus | null,
  { label, ...shape }: { width: number; height: number; label: string },
): Html {
  const { left, top, width, height } = cropAround(focus, small, shape);
  const high = 140;
  return html`<svg
    role="img"
    aria-label="${label}"
    viewBox="${left} ${top} ${width} ${height}"
    width="${Math.round((high * shape.width) / shape.height)}"
    height="${high}"
  >
    <image href="${mediaUrl("", small.name)}" width="${small.width}" height="${small.height}" />
  </svg>`;
}
