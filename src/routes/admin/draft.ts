import { randomUUID } from "node:crypto";
import { listPictures } from "../../store/pictures.ts";
import type { Post, PostText } from "../../store/posts.ts";
import { blankCallout, checkCallout, type TypedCallout, typeCallout } from "../../text/callout.ts";
import { postIdOf } from "../../text/address.ts";
import {
  checkDraft,
  type CheckedPost,
  longestCaption,
  longestDescription,
  mostPictures,
} from "../../text/draft.ts";
import { parseFocus } from "../../text/focus.ts";
import type { Messages } from "../../text/messages.ts";
import { isPeople } from "../../text/people.ts";
import { longestVideo, parseVideo } from "../../text/video.ts";
import type { Draft } from "../../views/admin/compose.ts";
import { calloutFieldName } from "../../views/admin/compose-callout.ts";
import type { FieldErrors } from "../../views/admin/field.ts";
import { type DraftPicture, peopleField } from "../../views/admin/pictures.ts";
import { filesOf, type Form, textOf, textsOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import { takeUploads } from "./uploads.ts";

export function blankDraft(language: string, timeZone: string): Draft {
  return {
    type: "Note",
    name: "",
    source: "",
    summary: "",
    language,
    tags: "",
    pinned: false,
    historyHidden: false,
    pictures: [],
    inReplyTo: "",
    callout: blankCallout(timeZone),
    translationOf: "",
    translationAddress: "",
    revision: undefined,
    once: randomUUID(),
  };
}

/** The form filled with a post: to edit it, or to publish a withdrawn one again. */
export function draftOf(post: Post, timeZone: string): Draft {
  const { type, name, source, summary, language, pinned, historyHidden, inReplyTo, revision } = post;
  return {
    type,
    name,
    source,
    summary,
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
    once: randomUUID(),
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
  if (form.cut) problems.unshift(m.errors.uploadTooLarge);
  const revision = Number(textOf(form, "revision"));
  const draft: Draft = {
    type: textOf(form, "type"),
    name: textOf(form, "name"),
    source: textOf(form, "source").replace(/\r\n?/g, "\n"),
    summary: textOf(form, "summary"),
    language: textOf(form, "language"),
    tags: textOf(form, "tags"),
    pinned: textOf(form, "pinned") === "on",
    historyHidden: textOf(form, "historyHidden") === "on",
    pictures,
    inReplyTo: textOf(form, "inReplyTo"),
    callout: readCallout(form, timeZone),
    translationOf: textOf(form, "translationOf"),
    translationAddress: textOf(form, "translationAddress").trim(),
    revision: Number.isSafeInteger(revision) && revision > 0 ? revision : undefined,
    once: textOf(form, "once"),
  };
  return { draft, errors: problems.length > 0 ? { file: problems.join(" ") } : {} };
}

function readCallout(form: Form, timeZone: string): TypedCallout {
  const blank = blankCallout(timeZone);
  const fields = Object.keys(blank) as (keyof TypedCallout)[];
  const typed = fields.map((field) => [field, textOf(form, calloutFieldName(field)) || blank[field]]);
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
    description: lineOf(form, `description-${picture.id}`),
    caption: lineOf(form, `caption-${picture.id}`),
    focus: parseFocus(textOf(form, `focus-${picture.id}`)),
    video: addressOf(lineOf(form, `video-${picture.id}`)),
    people: peopleOf(textOf(form, peopleField(picture.id))),
    leftOut: leftOut.includes(picture.id),
  }));
  return { pictures: moveEarlier(pictures, textOf(form, "earlier")), problems };
}

const lineOf = (form: Form, name: string) => textOf(form, name).replace(/\s+/g, " ").trim();

const addressOf = (text: string) => parseVideo(text) ?? (text.slice(0, longestVideo) || null);

const peopleOf = (text: string) => (isPeople(text) ? text : null);

function moveEarlier(pictures: DraftPicture[], id: string): DraftPicture[] {
  const at = pictures.findIndex((picture) => picture.id === id);
  if (at < 1) return pictures;
  const [moved, before] = [pictures[at]!, pictures[at - 1]!];
  return pictures.toSpliced(at - 1, 2, moved, before);
}

export function takenPictures({ pictures }: Draft): DraftPicture[] {
  return pictures.filter((picture) => !picture.leftOut);
}

/** The pictures of which nobody has said who can be recognised in them, as errors. */
export function unansweredPeople(draft: Draft, { errors }: Messages): FieldErrors {
  const unanswered = takenPictures(draft).filter(({ people }) => people === null);
  return Object.fromEntries(unanswered.map(({ id }) => [peopleField(id), errors.peopleUnanswered]));
}

/** The post, or what is wrong with it by field. */
export function checkPost(
  draft: Draft,
  m: Messages,
  origin: string,
): { post: CheckedPost & PostText; errors?: undefined } | { post?: undefined; errors: FieldErrors } {
  const checked = checkDraft(draft);
  const calling = checkCallout(draft.callout);
  const pictures = takenPictures(draft);
  const errors: FieldErrors = {};
  if (!checked.ok) for (const { field, key } of checked.problems) errors[field] = m.errors[key];
  if (!calling.ok) {
    for (const { field, key } of calling.problems) errors[calloutFieldName(field)] = m.errors[key];
  }
  const translationOf =
    draft.translationAddress === "" ? draft.translationOf : postIdOf(origin, draft.translationAddress);
  if (translationOf === undefined) errors.translationOf = m.errors.translationUnknown;
  for (const { id, description, caption, video } of pictures) {
    if (description.length > longestDescription) {
      errors[`description-${id}`] = m.errors.pictureDescriptionTooLong;
    }
    if (video !== null && parseVideo(video) === undefined) errors[`video-${id}`] = m.errors.videoAddress;
    if (caption.length > longestCaption) errors[`caption-${id}`] = m.errors.captionTooLong;
  }
  if (!checked.ok || !calling.ok || Object.keys(errors).length > 0) return { errors };
  const { callout } = calling;
  return { post: { ...checked.post, pictures, callout, translationOf: translationOf || null } };
}
