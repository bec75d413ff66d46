import { html } from "hono/html";
import type { Post } from "../../store/posts.ts";
import {
  type CalloutField,
  calloutStatuses,
  isCallout,
  longestPlaceAddress,
  longestPlaceName,
  type TypedCallout,
} from "../../text/callout.ts";
import { languageName } from "../../text/language.ts";
import { calloutFieldName } from "../../text/typed-draft.ts";
import { type FieldErrors, option, selectField, textField } from "./field.ts";
import type { Html } from "../html.ts";
import type { MemberVisit } from "./page.ts";
import { titleOf } from "./posts.ts";

/** Date and place; open where there is something in it. Its status matters only once it is published. */
export function calloutFields(
  { m }: MemberVisit,
  { id, callout }: { id: string | undefined; callout: TypedCallout },
  errors: FieldErrors,
): Html {
  const words = m.callout;
  const wrong = Object.keys(errors).some((name) => name.startsWith(calloutFieldName("" as CalloutField)));
  const text = (field: CalloutField) => ({
    label: words.fields[field],
    hint: (words.hints as Partial<Record<CalloutField, string>>)[field],
    error: errors[calloutFieldName(field)],
  });
  const line = (field: CalloutField, attributes: Html) =>
    textField(calloutFieldName(field), callout[field], text(field), attributes);
  const options = calloutStatuses.map((each) => option(each, words.statuses[each], callout.status));
  return html`<details class="more" ${isCallout(callout) || wrong ? html` open` : ""}>
    <summary>${words.form}</summary>
    <p class="hint">${words.formHint}</p>
    ${line("date", html`type="date"`)}
    <div class="pair">${line("start", html`type="time"`)} ${line("end", html`type="time"`)}</div>
    ${line("placeName", html`type="text" maxlength="${longestPlaceName}" autocomplete="off" dir="auto"`)}
    ${line("placeAddress", html`type="text" maxlength="${longestPlaceAddress}" autocomplete="off" dir="auto"`)}
    ${id !== undefined && selectField(calloutFieldName("status"), html`${options}`, text("status"))}
    ${line("openUntil", html`type="datetime-local"`)}
    ${line("timeZone", html`type="text" maxlength="60" autocomplete="off" autocapitalize="none" spellcheck="false"`)}
    ${line("coordinates", html`type="text" maxlength="60" autocomplete="off" inputmode="text"`)}
  </details>`;
}

/** Which other post says the same. Those offered are recent; any other goes by its address. */
export function translationFields(
  { m, language }: MemberVisit,
  draft: { translationOf: string; translationAddress: string },
  offered: Post[],
  error: string | undefined,
): Html {
  const words = m.translation;
  const { translationOf, translationAddress } = draft;
  const options = offered.map((post) =>
    option(post.id, `${languageName(post.language, language)} – ${titleOf(post)}`, translationOf),
  );
  return html`<details class="more" ${translationOf || translationAddress || error ? html` open` : ""}>
    <summary>${words.field}</summary>
    ${selectField("translationOf", html`${option("", words.none, translationOf)}${options}`, { label: words.field, hint: words.fieldHint, error })}
    ${textField("translationAddress", translationAddress, { label: words.address }, html`type="url" maxlength="500" autocomplete="off"`)}
  </details>`;
}
