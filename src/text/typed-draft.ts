import { postIdOf } from "./address.ts";
import {
  type Callout,
  type CalloutField,
  type CalloutProblem,
  checkCallout,
  isCallout,
  type TypedCallout,
} from "./callout.ts";
import {
  checkDraft,
  type CheckedPost,
  type DraftProblem,
  longestCaption,
  longestDescription,
  type TypedPost,
} from "./draft.ts";
import type { Focus } from "./focus.ts";
import type { Rendered } from "./own-html.ts";
import { type Looked, type People, peopleProblem } from "./people.ts";
import { parseVideo } from "./video.ts";

/** What the form of a post holds but for its pictures, as typed. */
export interface TypedDraft extends TypedPost {
  pinned: boolean;
  /** Whether readers are kept from seeing what it said before. */
  historyHidden: boolean;
  /** The id of the foreign post that is answered; empty for none. */
  inReplyTo: string;
  callout: TypedCallout;
  /** The id of the post that says the same in another language, chosen from the list; empty for none. */
  translationOf: string;
  /** Its address, typed in place of choosing. */
  translationAddress: string;
  /** Whether what it says in other languages stands as it is; only a change of a post says so. */
  translationsStand: boolean;
}

/** What is said of a picture in the form. */
export interface TypedPicture {
  id: string;
  description: string;
  caption: string;
  focus: Focus | null;
  video: string | null;
  people: People | null;
  /** It stays in sight until the post is saved. */
  leftOut: boolean;
}

export interface TypedProblem {
  /** The name of the form's field. */
  field: string;
  key:
    | DraftProblem["key"]
    | CalloutProblem["key"]
    | "translationUnknown"
    | "pictureDescriptionTooLong"
    | "captionTooLong"
    | "videoAddress"
    | "peopleUnanswered"
    | "peopleUncovered";
}

export interface CheckedDraft<Picture extends TypedPicture> extends CheckedPost {
  pinned: boolean;
  pictures: Picture[];
  callout: Callout | null;
  /** A post's id. */
  translationOf: string | null;
}

/** The form's name of a call-out's field, which could otherwise be one of the post's own. */
export const calloutFieldName = (field: CalloutField) => `callout-${field}`;

/** The form's name of the question who can be recognised in a picture. */
export const peopleField = (pictureId: string) => `people-${pictureId}`;

export const descriptionField = (pictureId: string) => `description-${pictureId}`;

export const captionField = (pictureId: string) => `caption-${pictureId}`;

export const videoField = (pictureId: string) => `video-${pictureId}`;

/** Reads a whole form. All problems are told at once; whether all pictures have been looked at is `unansweredPeople`'s. */
export function checkTyped<Picture extends TypedPicture>(
  typed: TypedDraft,
  rendered: Rendered | undefined,
  pictures: Picture[],
  origin: string,
): { ok: true; post: CheckedDraft<Picture> } | { ok: false; problems: TypedProblem[] } {
  const checked = checkDraft(typed, rendered);
  const calling = checkCallout(typed.callout);
  const taken = takenPictures(pictures);
  const problems: TypedProblem[] = [];
  if (!checked.ok) problems.push(...checked.problems);
  if (!calling.ok) {
    problems.push(...calling.problems.map(({ field, key }) => ({ field: calloutFieldName(field), key })));
  }
  const translationOf =
    typed.translationAddress === "" ? typed.translationOf : postIdOf(origin, typed.translationAddress);
  if (translationOf === undefined) problems.push({ field: "translationOf", key: "translationUnknown" });
  for (const { id, description, caption, video } of taken) {
    if (video !== null && parseVideo(video) === undefined)
      problems.push({ field: videoField(id), key: "videoAddress" });
    if (caption.length > longestCaption) problems.push({ field: captionField(id), key: "captionTooLong" });
    if (description.length > longestDescription) {
      problems.push({ field: descriptionField(id), key: "pictureDescriptionTooLong" });
    }
  }
  if (!checked.ok || !calling.ok || problems.length > 0) return { ok: false, problems };
  const { pinned } = typed;
  const { callout } = calling;
  return {
    ok: true,
    post: { ...checked.post, pinned, pictures: taken, callout, translationOf: translationOf || null },
  };
}

export function takenPictures<Picture extends TypedPicture>(pictures: Picture[]): Picture[] {
  return pictures.filter((picture) => !picture.leftOut);
}

/** The pictures of which nobody has said who can be recognised in them. Nothing is published while there is one. */
export function unansweredPeople(pictures: (TypedPicture & Looked)[]): TypedProblem[] {
  return takenPictures(pictures).flatMap((picture) => {
    const key = peopleProblem(picture);
    return key === undefined ? [] : { field: peopleField(picture.id), key };
  });
}

/** Whether there is nothing to keep. */
export function isBlank(
  { name, source, summary, teaser, callout }: TypedDraft,
  pictures: TypedPicture[],
): boolean {
  return `${name}${source}${summary}${teaser}`.trim() === "" && !isCallout(callout) && pictures.length === 0;
}

/** What is too long or too many even for a draft. */
export function tooMuch(
  typed: TypedDraft,
  rendered: Rendered | undefined,
  pictures: TypedPicture[],
): TypedProblem[] {
  const checked = checkTyped(typed, rendered, pictures, "");
  return checked.ok ? [] : checked.problems.filter(({ key }) => /^tooMany|TooLong$/.test(key));
}
