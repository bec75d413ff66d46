import { removePicture } from "../../media/files.ts";
import { type MadePicture, makePicture, PictureError, type PictureErrorCode } from "../../media/picture.ts";
import { writeWaiting } from "../../media/waiting.ts";
import { addPicture, type NewPicture } from "../../store/pictures.ts";
import { isWithoutDatabase } from "../../store/sql.ts";
import type { Messages } from "../../text/messages.ts";
import type { Form } from "../form.ts";
import type { PictureOptions } from "../options.ts";

const messageKeys: Record<PictureErrorCode, keyof Messages["errors"]> = {
  "unknown-type": "pictureUnknownType",
  video: "pictureVideo",
  "too-large": "pictureTooLarge",
  "too-many-pixels": "pictureTooManyPixels",
  broken: "pictureBroken",
};

export interface Uploaded {
  ids: string[];
  /** What is wrong with the others, each with the name of its file. */
  problems: string[];
}

/** Why not all of a form is here, if it is not. */
export function cutProblem({ end }: Form, { errors }: Pick<Messages, "errors">): string | undefined {
  const words = {
    whole: undefined,
    large: "uploadTooLarge",
    full: "uploadBusy",
    failed: "uploadFailed",
    late: "uploadLate",
  } as const;
  const key = words[end];
  return key && errors[key];
}

/** Of the form that is shown again: what of it was cut, else what is `wrong` with it. */
export function cutStatus<Wrong extends number>({ end }: Form, wrong: Wrong): Wrong | 413 | 503 {
  if (end === "whole") return wrong;
  return end === "failed" ? 503 : 413;
}

/** Re-encodes and keeps uploaded pictures. One that is refused leaves the others be. */
export async function takeUploads(
  files: File[],
  { compose, errors }: Pick<Messages, "compose" | "errors">,
  options: PictureOptions,
): Promise<Uploaded> {
  const uploaded: Uploaded = { ids: [], problems: [] };
  for (const file of files) {
    try {
      uploaded.ids.push(await takeUpload(file, options));
    } catch (error) {
      if (!(error instanceof PictureError)) throw error;
      uploaded.problems.push(`${compose.couldNotRead(file.name)} ${errors[messageKeys[error.code]]}`);
    }
  }
  return uploaded;
}

/** Re-encodes and keeps an uploaded picture; returns its id. @throws {PictureError} */
export async function takeUpload(file: File, options: PictureOptions): Promise<string> {
  const made = await makePicture(file);
  return keepPicture(made, options, (picture) => addPicture(options.sql, picture));
}

/**
 * Writes the files of a picture and has it recorded; where that fails, none is left. Where the database went away it may have
 * been recorded all the same: the worker looks a day later.
 */
export async function keepPicture<Recorded>(
  made: MadePicture,
  { config, secret }: PictureOptions,
  record: (picture: NewPicture) => Promise<Recorded>,
): Promise<Recorded> {
  await writeWaiting(config.mediaDir, made, secret);
  try {
    const files = made.files.map((each) => ({ ...each, size: each.bytes.length }));
    return await record({ ...made, files });
  } catch (error) {
    const names = made.files.map((each) => each.name);
    if (!isWithoutDatabase(error)) await removePicture(config.mediaDir, names);
    throw error;
  }
}
