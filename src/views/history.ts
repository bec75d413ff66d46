import { html } from "hono/html";
import type { Revision } from "../store/post-lists.ts";
import type { Post } from "../store/posts.ts";
import { historyUrl, postUrl } from "../text/address.ts";
import { type Change, difference } from "../text/difference.ts";
import { languageName } from "../text/language.ts";
import { messages, type Messages } from "../text/messages.ts";
import type { Html } from "./html.ts";
import { inLanguageOf } from "./language.ts";
import { type Site, sitePage } from "./layout.ts";
import { postTitle } from "./post.ts";
import { momentTag, type Reading } from "./time.ts";

// What a post said before must not be found by searching the web for it.
const noIndex = html`<meta name="robots" content="noindex" />`;

/** The versions of a post, the newest first, without a word about who made them. */
export function historyPage(site: Site, post: Post, revisions: Revision[]): Html {
  const { language } = site.collective;
  const words = messages(language).archive;
  return sitePage(site, {
    title: words.history,
    head: noIndex,
    main: html`<header class="page-head">
        <h1 class="page-title">${words.history}</h1>
        <p>${words.historyOf} ${postLink(post, site.collective)}</p>
      </header>
      <ol class="index versions" reversed>
        ${revisions.map(
          ({ number, createdAt }) =>
            html`<li>
              <a href="${historyUrl("", post.id, number)}"
                >${number === 1 ? words.firstVersion : words.version(number)}</a
              >
              <span>
                ${momentTag(createdAt, site.collective)}${number === post.revision && html` · ${words.presentVersion}`}
              </span>
            </li>`,
        )}
      </ol>`,
  });
}

/** What one version changed in the one before; the first is shown as it was. */
export function changesPage(
  site: Site,
  { version, before, createdAt }: { version: Post; before: Post | undefined; createdAt: Date },
): Html {
  const { language } = site.collective;
  const words = messages(language).archive;
  const title = before ? words.comparedWith(version.revision, before.revision) : words.firstVersion;
  return sitePage(site, {
    title,
    head: noIndex,
    main: html`<header class="page-head">
        <h1 class="page-title">${title}</h1>
        <p>
          ${momentTag(createdAt, site.collective)} ·
          <a href="${historyUrl("", version.id)}">${words.allVersions}</a> ·
          <a href="${postUrl("", version.id)}">${words.toPost}</a>
        </p>
      </header>
      <div class="changes">${changedFields(version, before, language)}</div>`,
  });
}

function postLink(post: Post, reading: Reading): Html {
  return html`<a href="${postUrl("", post.id)}" ${inLanguageOf(post)}>${postTitle(post, reading)}</a>`;
}

/** What two versions of a text are compared by. */
export type Compared = Pick<Post, "name" | "summary" | "teaser" | "source" | "tags" | "language"> & {
  pictures: Pick<Post["pictures"][number], "id" | "description" | "caption" | "video">[];
};

/** Field by field, what the newer version says otherwise; without an older one, what it says. */
export function changedFields(version: Compared, before: Compared | undefined, language: string): Html {
  const words = messages(language).archive;
  const fields = (["name", "summary", "teaser", "source", "tags", "language"] as const).flatMap((field) => {
    const [old, now] = [before && textOf(before, field, language), textOf(version, field, language)];
    return old === now || (old === undefined && now === "")
      ? []
      : [changed(words, field, old ?? now, now, version)];
  });
  const pictures = changedPictures(version, before, language);
  if (fields.length === 0 && !pictures) return html`<p class="empty">${words.noChange}</p>`;
  return html`${fields}${pictures}`;
}

type Field = "name" | "summary" | "teaser" | "source" | "tags" | "language";

function textOf(post: Compared, field: Field, language: string): string {
  if (field === "tags") return post.tags.join(", ");
  if (field === "language") return languageName(post.language, language);
  return post[field];
}

function changed(
  words: Messages["archive"],
  field: Field,
  old: string,
  now: string,
  version: Compared,
): Html {
  const changes = difference(old, now);
  return html`<h2>${words.fields[field]}</h2>
    ${!changes && html`<p class="hint">${words.tooDifferent}</p>`}
    ${stretches(words, changes ?? [removed(old), added(now)], version)}`;
}

const removed = (text: string): Change => ({ kind: "removed", text });
const added = (text: string): Change => ({ kind: "added", text });

// On one line: the space between the elements is the text's own.
function stretches(words: Messages["archive"], changes: Change[], version: Compared): Html {
  const shown = changes.map((each) => stretch(words, each));
  return html`<div class="difference" ${inLanguageOf(version)}>${shown}</div>`;
}

function stretch(words: Messages["archive"], { kind, text }: Change): Html | string {
  const said = (word: string) => html`<span class="visually-hidden"> ${word} </span>`;
  if (kind === "left-out") return html`<span class="left-out"> … ${said(words.leftOut)}</span>`;
  if (kind === "added") return html`<ins>${said(words.added)}${text}${said(words.endOfChange)}</ins>`;
  if (kind === "removed") return html`<del>${said(words.removed)}${text}${said(words.endOfChange)}</del>`;
  return text;
}

/** By what is said of them: the files of earlier pictures are not public any more. */
function changedPictures(
  version: Compared,
  before: Compared | undefined,
  language: string,
): Html | undefined {
  const { archive: words, site } = messages(language);
  const told = (post: Compared | undefined) =>
    new Map(
      post?.pictures.map(({ id, description, caption, video }) => [
        id,
        { description: description || site.undescribedPicture, caption, video: video ?? "" },
      ]),
    );
  const [old, now] = [told(before ?? version), told(version)];
  const pictures = [...new Set([...old.keys(), ...now.keys()])].map((id) =>
    (["description", "caption", "video"] as const).map(
      (field) => [old.get(id)?.[field], now.get(id)?.[field]] as const,
    ),
  );
  const same = pictures.every((fields) => fields.every(([was, is]) => was === is));
  if (before ? same : pictures.length === 0) return undefined;
  return html`<h2>${words.fields.pictures}</h2>
    <ul>
      ${pictures.map(
        (fields) =>
          html`<li>
            ${fields.map(([was, is]) => (was || is) && stretches(words, changesBetween(was, is), version))}
          </li>`,
      )}
    </ul>`;
}

function changesBetween(was: string | undefined, is: string | undefined): Change[] {
  if (!was) return [added(is ?? "")];
  if (!is) return [removed(was)];
  return difference(was, is) ?? [removed(was), added(is)];
}
