import { randomUUID } from "node:crypto";
import { listPictures } from "../../store/pictures.ts";
import type { KeptDraft } from "../../store/drafts.ts";
import type { Post } from "../../store/posts.ts";
import { blankCallout, type TypedCallout, typeCallout } from "../../text/callout.ts";
import { mostPictures } from "../../text/draft.ts";
import type { Messages } from "../../text/messages.ts";
import type { Rendered } from "../../text/own-html.ts";
import { isPeople } from "../../text/people.ts";
import { longestVideo, parseVideo } from "../../text/video.ts";
import { parseFocus } from "../../text/focus.ts";
import {
  calloutFieldName,
  captionField,
  type CheckedDraft,
  checkTyped,
  descriptionField,
  peopleField,
  type TypedProblem,
  unansweredPeople,
  videoField,
} from "../../text/typed-draft.ts";
import { pastedAddress } from "../../text/pasted.ts";
import { typedText } from "../../text/typed.ts";
import type { Draft } from "../../views/admin/compose.ts";
import type { FieldErrors } from "../../views/admin/field.ts";
import { filesLostField } from "../../views/admin/door.ts";
import type { DraftPicture } from "../../views/admin/pictures.ts";
import { filesOf, type Form, lineOf, textOf, textsOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import { cutProblem, takeUploads } from "./uploads.ts";

export function blankDraft(language: string, timeZone: string): Draft {
  return {
    type: "Note",
    name: "",
    source: "",
    summary: "",
    teaser: "",
    language,
    tags: "",
    pinned: false,
    historyHidden: false,
    pictures: [],
    inReplyTo: "",
    callout: blankCallout(timeZone),
    translationOf: "",
    translationAddress: "",
    translationsStand: false,
    draftId: "",
    version: undefined,
    translates: "",
    revision: undefined,
    once: randomUUID(),
  };
}

/** The form filled with a post: to edit it, or to publish a withdrawn one again. `behind`: it does not say what its translations say. */
export function draftOf(post: Post, timeZone: string, behind = false): Draft {
  const { type, name, source, summary, teaser, language, pinned, historyHidden, inReplyTo, revision } = post;
  return {
    type,
    name,
    source,
    summary,
    teaser,
    language,
    pinned,
    historyHidden,
    revision,
    tags: post.tags.join(", "),
    pictures: post.pictures.map((picture) => ({ ...picture, leftOut: false })),
    inReplyTo: inReplyTo ?? "",
    callout: post.callout ? typeCallout(post.callout) : blankCallout(timeZone),
    translationOf: post.translations[0]?.id ?? "",
    translationAddress: "",
    translationsStand: behind,
    draftId: "",
    version: undefined,
    translates: "",
    once: randomUUID(),
  };
}

/** The form filled with a draft that was kept. */
export function keptDraftOf({ text, pictures, id, version, base }: KeptDraft): Draft {
  return {
    ...text,
    pictures,
    draftId: id,
    version,
    translates: "",
    revision: base ?? undefined,
    once: randomUUID(),
  };
}

/** An empty form for the same in another language: what does not depend on it is there already. */
export function translationOf(original: Draft, language: string): Draft {
  return {
    ...blankDraft(language, original.callout.timeZone),
    type: original.type,
    tags: original.tags,
    pinned: original.pinned,
    callout: original.callout,
    pictures: original.pictures.map((picture) => ({ ...picture, description: "", caption: "" })),
  };
}

/** What was typed, with the pictures that came with it kept on the server whatever else is wrong. */
export async function readDraft(
  form: Form,
  m: Messages,
  options: RouteOptions,
  timeZone: string,
): Promise<{ draft: Draft; errors: FieldErrors }> {
  const { pictures, problems } = await readPictures(form, m, options);
  if (form.data.has(filesLostField)) problems.unshift(m.errors.filesLost);
  const cut = cutProblem(form, m);
  if (cut) problems.unshift(cut);
  const draft: Draft = {
    type: textOf(form, "type"),
    name: typedText(textOf(form, "name")),
    source: typedText(textOf(form, "source")),
    summary: typedText(textOf(form, "summary")),
    teaser: typedText(textOf(form, "teaser")),
    language: textOf(form, "language"),
    tags: typedText(textOf(form, "tags")),
    pinned: textOf(form, "pinned") === "on",
    historyHidden: textOf(form, "historyHidden") === "on",
    pictures,
    inReplyTo: textOf(form, "inReplyTo"),
    callout: readCallout(form, timeZone),
    translationOf: textOf(form, "translationOf"),
    translationAddress: pastedAddress(textOf(form, "translationAddress")),
    translationsStand: textOf(form, "translationsStand") === "on",
    draftId: textOf(form, "draftId"),
    version: numberOf(form, "version"),
    translates: textOf(form, "translates"),
    revision: numberOf(form, "revision"),
    once: textOf(form, "once").slice(0, 100),
  };
  return { draft, errors: problems.length > 0 ? { file: problems.join(" ") } : {} };
}

function numberOf(form: Form, field: string): number | undefined {
  const number = Number(textOf(form, field));
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

/** No field of a call-out is longer; a draft is kept as it was typed. */
const longestField = 1000;

function readCallout(form: Form, timeZone: string): TypedCallout {
  const blank = blankCallout(timeZone);
  const fields = Object.keys(blank) as (keyof TypedCallout)[];
  const typed = fields.map((field) => [
    field,
    typedText(textOf(form, calloutFieldName(field))).slice(0, longestField) || blank[field],
  ]);
  return Object.fromEntries(typed) as Record<keyof TypedCallout, string>;
}

async function readPictures(
  form: Form,
  m: Messages,
  options: RouteOptions,
): Promise<{ pictures: DraftPicture[]; problems: string[] }> {
  const ids = [...new Set(textsOf(form, "picture"))].slice(0, mostPictures);
  const files = filesOf(form, "file");
  const room = mostPictures - ids.length;
  const { ids: added, problems } = await takeUploads(files.slice(0, room), m, options);
  if (files.length > room) {
    const names = files.slice(room).map((file) => file.name);
    problems.push(`${m.errors.tooManyPictures} ${names.join(", ")}`);
  }
  const known = await listPictures(options.sql, [...ids, ...added]);
  if (known.length < ids.length + added.length) problems.push(m.errors.pictureGone);
  const leftOut = textsOf(form, "leaveOut");
  const pictures = known.map((picture) => ({
    ...picture,
    description: lineOf(form, descriptionField(picture.id)),
    caption: lineOf(form, captionField(picture.id)),
    focus: parseFocus(textOf(form, `focus-${picture.id}`)),
    video: addressOf(lineOf(form, videoField(picture.id))),
    people: peopleOf(textOf(form, peopleField(picture.id))),
    leftOut: leftOut.includes(picture.id),
  }));
  return { pictures: moveEarlier(pictures, textOf(form, "earlier")), problems };
}

const addressOf = (text: string) => parseVideo(text) ?? (text.slice(0, longestVideo) || null);

const peopleOf = (text: string) => (isPeople(text) ? text : null);

function moveEarlier(pictures: DraftPicture[], id: string): DraftPicture[] {
  const at = pictures.findIndex((picture) => picture.id === id);
  if (at < 1) return pictures;
  const [moved, before] = [pictures[at]!, pictures[at - 1]!];
  return pictures.toSpliced(at - 1, 2, moved, before);
}

/** What is wrong, in words, by field. */
export function errorsOf(problems: TypedProblem[], { errors }: Messages): FieldErrors {
  return Object.fromEntries(problems.map(({ field, key }) => [field, errors[key]]));
}

/** The post, or what is wrong with it by field. */
export function checkPost(
  draft: Draft,
  rendered: Rendered | undefined,
  m: Messages,
  origin: string,
): { post: CheckedDraft<DraftPicture>; errors?: undefined } | { post?: undefined; errors: FieldErrors } {
  const checked = checkTyped(draft, rendered, draft.pictures, origin);
  return checked.ok ? { post: checked.post } : { errors: errorsOf(checked.problems, m) };
}

export const unansweredErrors = (draft: Draft, m: Messages): FieldErrors =>
  errorsOf(unansweredPeople(draft.pictures), m);
