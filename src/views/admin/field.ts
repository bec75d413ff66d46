import { html } from "hono/html";
import { languageName, postLanguages } from "../../text/language.ts";
import type { Html } from "../html.ts";

/** What is wrong, by the name of the field it belongs to. */
export type FieldErrors = Record<string, string | undefined>;

export interface FieldText {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
}

/** A field with its label, hint and error tied to it; `control` is given the attributes that do so. */
function labelled(name: string, text: FieldText, control: (tied: Html) => Html, of = ""): Html {
  const { label, hint, error } = text;
  const id = name + of;
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  const tied = html`id="${id}"
  name="${name}"${described && html` aria-describedby="${described}"`}${error && html` aria-invalid="true"`}`;
  return html`<div class="field${error ? " wrong" : ""}">
    <label for="${id}">${label}</label>
    ${hint && html`<p class="hint" id="${id}-hint">${hint}</p>`}
    ${error && html`<p class="error" id="${id}-error">${error}</p>`} ${control(tied)}
  </div>`;
}

/** A line of text. `attributes` are those of the input. */
export function textField(
  name: string,
  value: string,
  text: FieldText,
  attributes: Html = html`type="text"`,
): Html {
  return labelled(name, text, (tied) => html`<input ${tied} value="${value}" ${attributes} />`);
}

/** `of` tells apart several fields of one name on a page. */
export function passphraseField(name: string, text: FieldText, use: "current" | "new", of = ""): Html {
  return labelled(
    name,
    text,
    (tied) =>
      html`<input
        ${tied}
        type="password"
        required
        autocomplete="${use}-password"
        autocapitalize="none"
        spellcheck="false"
      />`,
    of,
  );
}

// The line break after the opening tag is dropped by browsers: without it, they would drop the text's own first one.
export function textArea(
  name: string,
  value: string,
  text: FieldText,
  attributes: Html = html`rows="5"`,
  of = "",
): Html {
  return labelled(name, text, (tied) => html`<textarea ${tied} ${attributes}>${`\n${value}`}</textarea>`, of);
}

export function fileField(name: string, text: FieldText, attributes: Html): Html {
  return labelled(name, text, (tied) => html`<input ${tied} type="file" ${attributes} />`);
}

/** A long text to read and to copy from, as it was typed. */
export function typedText(value: string, language: string, labelledBy: string): Html {
  const attributes = html`rows="10" lang="${language}" dir="auto" aria-labelledby="${labelledBy}"`;
  return html`<textarea readonly ${attributes}>${`\n${value}`}</textarea>`;
}

export function selectField(name: string, options: Html, text: FieldText, of = ""): Html {
  return labelled(
    name,
    text,
    (tied) =>
      html`<select ${tied}>
        ${options}
      </select>`,
    of,
  );
}

export function option(value: string, label: string, selected: string): Html {
  return html`<option value="${value}" ${value === selected ? html` selected` : ""}>${label}</option>`;
}

/** The languages a post can be in, by their names in `inLanguage`. */
export function languageField(name: string, value: string, inLanguage: string, text: FieldText): Html {
  const codes = postLanguages.includes(value) || value === "" ? postLanguages : [value, ...postLanguages];
  const named = codes.map((code) => ({ code, label: languageName(code, inLanguage) }));
  const { compare } = new Intl.Collator(inLanguage);
  named.sort((one, other) => compare(one.label, other.label));
  return selectField(name, html`${named.map(({ code, label }) => option(code, label, value))}`, text);
}

export function checkbox(name: string, value: string, checked: boolean, { label, hint }: FieldText): Html {
  const id = value === "on" ? name : `${name}-${value}`;
  return html`<div class="choice">
    <input
      type="checkbox"
      id="${id}"
      name="${name}"
      value="${value}"
      ${checked ? html` checked` : ""}${hint && html` aria-describedby="${id}-hint"`}
    />
    <label for="${id}">${label}</label>
    ${hint && html`<p class="hint" id="${id}-hint">${hint}</p>`}
  </div>`;
}

export function radio(name: string, value: string, chosen: string, { label, hint }: FieldText): Html {
  const id = `${name}-${value}`;
  return html`<div class="choice">
    <input
      type="radio"
      id="${id}"
      name="${name}"
      value="${value}"
      ${value === chosen ? html` checked` : ""}${hint && html` aria-describedby="${id}-hint"`}
    />
    <label for="${id}">${label}</label>
    ${hint && html`<p class="hint" id="${id}-hint">${hint}</p>`}
  </div>`;
}

export function hidden(name: string, value: string): Html {
  return html`<input type="hidden" name="${name}" value="${value}" />`;
}

/** All that is wrong, above the form, each with a link to its field. */
export function errorSummary(errors: FieldErrors, title: string): Html | undefined {
  const wrong = Object.entries(errors).filter(([, error]) => error);
  if (wrong.length === 0) return undefined;
  return html`<div class="note wrong" role="alert">
    <p>${title}</p>
    <ul>
      ${wrong.map(([name, error]) => html`<li><a href="#${name}">${error}</a></li>`)}
    </ul>
  </div>`;
}
