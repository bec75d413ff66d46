import { html } from "hono/html";
import type { AttachedPicture } from "../../store/pictures.ts";
import { mediaUrl } from "../../text/address.ts";
import { largestUpload, longestCaption, longestDescription, mostPictures } from "../../text/draft.ts";
import { formatFocus } from "../../text/focus.ts";
import { longestVideo } from "../../text/video.ts";
import type { Messages } from "../../text/messages.ts";
import { type Looked, type People, peopleAnswers } from "../../text/people.ts";
import {
  captionField,
  descriptionField,
  peopleField,
  videoField,
  type TypedPicture,
} from "../../text/typed-draft.ts";
import { checkbox, type FieldErrors, hidden, radio, textArea, textField } from "./field.ts";
import type { Html } from "../html.ts";
import type { MemberVisit } from "./page.ts";
import { droppingHint } from "./writing.ts";

/** A picture in the form. One that is left out stays in sight until the post is saved. */
export type DraftPicture = AttachedPicture & TypedPicture;

/** All that the form says of a picture: the names of its fields, without the picture's id. */
export const pictureFieldNames = ["description", "caption", "focus", "video", "people"] as const;

/** `again` is where the form is shown again, `covered` the picture whose faces were covered just now. */
export function pictureFields(
  visit: MemberVisit,
  pictures: DraftPicture[],
  errors: FieldErrors,
  { again, covered }: { again: string; covered?: string | undefined },
): Html {
  const words = visit.m.compose;
  const here = `${again}#pictures`;
  const { sending, working } = words;
  const uploads = {
    path: "/admin/pictures",
    largest: largestUpload,
    most: mostPictures,
    words: { sending, working },
  };
  return html`<fieldset class="pictures-entry" id="pictures" data-uploads="${JSON.stringify(uploads)}">
    <legend>${words.pictures}</legend>
    <p class="hint" id="pictures-hint">${words.picturesHint}</p>
    ${errors.pictures && html`<p class="error" id="pictures-error">${errors.pictures}</p>`}
    ${
      pictures.length > 0 &&
      html`<ol>
        ${pictures.map((picture, at) => pictureEntry(visit, picture, at, { errors, here, covered }))}
      </ol>`
    }
    <div class="field${errors.file ? " wrong" : ""}">
      <label for="file">${words.choose}</label>
      ${errors.file && html`<p class="error" id="file-error">${errors.file}</p>`}
      <input
        type="file"
        id="file"
        name="file"
        multiple
        accept="image/jpeg,image/png,image/webp,image/gif"
        aria-describedby="pictures-hint${errors.file ? " file-error" : ""}"
      />
      ${droppingHint(visit)}
    </div>
    <p><button name="intent" value="pictures" formaction="${here}">${words.addPictures}</button></p>
  </fieldset>`;
}

function pictureEntry(
  { m }: MemberVisit,
  picture: DraftPicture,
  at: number,
  { errors, here, covered }: { errors: FieldErrors; here: string; covered: string | undefined },
): Html {
  const words = m.compose;
  const { id, small, description, caption, leftOut } = picture;
  const name = descriptionField(id);
  const captionName = captionField(id);
  return html`<li${leftOut ? html` class="left-out"` : ""}>
${
  errors[`picture-${id}`]
    ? html`<p class="error" id="picture-${id}">${errors[`picture-${id}`]}</p>`
    : thumbnail({ small, description })
}
<div>
${covered === id && html`<p class="note done" role="status">${m.faces.coveredNow}</p>`}
${hidden("picture", id)}${hidden(`focus-${id}`, formatFocus(picture.focus))}
${textArea(
  name,
  description,
  { label: words.description(at + 1), hint: words.descriptionHint, error: errors[name] },
  html`rows="3" maxlength="${longestDescription}" dir="auto"`,
)}
${textField(
  captionName,
  caption,
  { label: words.caption, hint: words.captionHint, error: errors[captionName] },
  html`type="text" maxlength="${longestCaption}" dir="auto" autocomplete="off"`,
)}
${videoEntry(m, picture, errors)}
${peopleQuestion(m, picture, errors)}
<p class="actions">
<button class="quiet" formaction="/admin/pictures/${id}/cover">${m.faces.cover}</button>
<button class="quiet" formaction="/admin/pictures/${id}/focus">${m.focus.button}</button>
</p>
${checkbox("leaveOut", id, leftOut, { label: words.leaveOut })}
${at > 0 && html`<button class="quiet" name="earlier" value="${id}" formaction="${here}">${words.earlier}</button>`}
</div>
</li>`;
}

/** Few pictures are stills: folded until it is needed. */
function videoEntry({ compose: words }: Messages, { id, video }: DraftPicture, errors: FieldErrors): Html {
  const name = videoField(id);
  const error = errors[name];
  return html`<details class="more" ${video || error ? html` open` : ""}>
    <summary>${words.video}</summary>
    ${textField(
      name,
      video ?? "",
      { label: words.videoAddress, hint: words.videoHint, error },
      html`type="text" inputmode="url" maxlength="${longestVideo}" dir="ltr" autocomplete="off"
      autocapitalize="none" spellcheck="false"`,
    )}
  </details>`;
}

/**
 * Nothing is chosen for them: that somebody looked is what counts. Who says "covered" of what nobody has painted here is
 * asked whether it was covered before.
 */
export function peopleQuestion(
  { faces }: Messages,
  { id, people, painted }: Looked & { id: string },
  errors: FieldErrors,
): Html {
  const name = peopleField(id);
  const error = errors[name];
  const before = !painted && people?.startsWith("covered");
  const chosen = before && people === "covered" ? "" : (people ?? "");
  const answer = (each: People) => radio(name, each, chosen, faces.answers[each]);
  return html`<fieldset
    class="people${error ? " wrong" : ""}"
    id="${name}"
    ${error ? html` aria-describedby="${name}-error"` : ""}
  >
    <legend class="minor">${faces.question}</legend>
    ${error && html`<p class="error" id="${name}-error">${error}</p>`}
    ${peopleAnswers.map((each) => answer(each === "covered" && before ? "covered-before" : each))}
  </fieldset>`;
}

/** The small picture, as members see it beside its fields. */
export function thumbnail({ small, description }: Pick<AttachedPicture, "small" | "description">): Html {
  return html`<img
    src="${mediaUrl("", small.name)}"
    alt="${description}"
    width="${small.width}"
    height="${small.height}"
  />`;
}
