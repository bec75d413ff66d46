import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { loadConfig } from "../config.ts";
import { Invalid } from "../errors.ts";
import { removePicture, writePicture } from "../media/files.ts";
import {
  makePicture,
  type MadePicture,
  PictureError,
  type PictureErrorCode,
  pictureLimits,
} from "../media/picture.ts";
import { addPicture } from "../store/pictures.ts";
import { isWithoutDatabase, type Sql } from "../store/sql.ts";
import { longestCaption, longestDescription, mostPictures } from "../text/draft.ts";
import type { PictureAttributes } from "../text/frontmatter.ts";
import { isPeople, type People, peopleAnswers } from "../text/people.ts";
import { sentence } from "./post-file.ts";
import { explainReading } from "./text-file.ts";

const keys: Record<PictureErrorCode, string> = {
  "unknown-type": "pictureUnknownType",
  video: "pictureVideo",
  "too-large": "pictureTooLarge",
  "too-many-pixels": "pictureTooManyPixels",
  broken: "pictureBroken",
};

/** Reads a picture file and makes from it what is published. An error names the file. */
export async function readPicture(directory: string, file: string): Promise<MadePicture> {
  const location = path.resolve(directory, file);
  const { size } = await stat(location).catch(explainReading(file));
  try {
    if (size > pictureLimits.bytes) throw new PictureError("too-large");
    return await makePicture(await readFile(location).catch(explainReading(file)));
  } catch (error) {
    if (!(error instanceof PictureError)) throw error;
    throw new Error(`${file}: ${sentence(new Invalid(keys[error.code]))}`, { cause: error });
  }
}

export type CheckedPicture = PictureAttributes & { people: People };

/** Refuses what could not be published, what is not said of the people in it, and a missing description unless that is wanted. */
export function checkPictures(
  pictures: PictureAttributes[],
  { without = false, people }: { without?: boolean; people?: People | undefined },
): CheckedPicture[] {
  if (pictures.length > mostPictures) throw new Error(`A post holds at most ${mostPictures} pictures.`);
  return pictures.map((picture) => {
    const { file, description, caption, people: own = people } = picture;
    if (description.length > longestDescription) {
      throw new Error(`${file}: ${sentence(new Invalid("pictureDescriptionTooLong"))}`);
    }
    if (caption.length > longestCaption) {
      throw new Error(`${file}: ${sentence(new Invalid("captionTooLong"))}`);
    }
    if (description === "" && !without) {
      throw new Error(
        `${file} has no description for people who cannot see it: write one, or say --without-descriptions.`,
      );
    }
    if (own === undefined) {
      throw new Error(
        `${file} does not say whether people can be recognised in it: write "people", or say --people, with one of ${peopleAnswers.join(", ")}.`,
      );
    }
    return { ...picture, people: own };
  });
}

/** What `--people` says of the pictures that do not say it themselves. */
export function readPeople(option: string | undefined): People | undefined {
  if (option === undefined || isPeople(option)) return option;
  throw new Error(`--people must be one of ${peopleAnswers.join(", ")}.`);
}

/** Writes the picture's files and records it; returns its id. Call it in a transaction, and that in `orForget`. */
export async function keepPicture(sql: Sql, mediaDir: string, made: MadePicture): Promise<string> {
  await writePicture(mediaDir, made);
  const files = made.files.map(({ bytes, ...file }) => ({ ...file, size: bytes.length }));
  return addPicture(sql, { ...made, files });
}

/**
 * Does a change that keeps these pictures; where it is refused, their files go with their rows. Where the database went away it
 * may have been committed all the same: the worker looks a day later.
 */
export async function orForget<T>(pictures: MadePicture[], change: () => Promise<T>): Promise<T> {
  try {
    return await change();
  } catch (error) {
    const names = pictures.flatMap(({ files }) => files.map(({ name }) => name));
    if (!isWithoutDatabase(error)) await removePicture(loadConfig().mediaDir, names);
    throw error;
  }
}
