import { logger } from "../../log.ts";
import { hasMedia, removePicture, settleWaiting } from "../../media/files.ts";
import type { KeptDraft } from "../../store/drafts.ts";
import { discardFiles, findFiles, type HasFiles } from "../../store/pictures.ts";
import type { PictureOptions } from "../options.ts";

const log = logger("members");

/**
 * Takes the files of forgotten pictures from the disk, and puts what is published now where backups find it. What fails is
 * told, and tried again by the worker.
 */
export async function settleFiles({ sql, secret, config: { mediaDir } }: PictureOptions): Promise<void> {
  try {
    await discardFiles(sql, (names) => removePicture(mediaDir, names));
    await settleWaiting(mediaDir, secret, (names) => findFiles(sql, names));
  } catch (error) {
    log.error("Pictures that were covered or published still lie where they lay: {error}", { error });
  }
}

/** The ids of a draft's pictures whose files are not there. */
export async function findMissing(
  options: PictureOptions,
  { pictures }: Pick<KeptDraft, "pictures">,
): Promise<string[]> {
  const taken = pictures.filter(({ leftOut }) => !leftOut);
  const here = await Promise.all(taken.map(({ full, small }) => hasFiles(options)([full.name, small.name])));
  return taken.flatMap(({ id }, at) => (here[at] ? [] : [id]));
}

export const hasFiles =
  ({ config }: PictureOptions): HasFiles =>
  (names) =>
    hasMedia(config.mediaDir, names);
