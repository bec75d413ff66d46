import { mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { MadePicture, PictureFile } from "./picture.ts";

const NAME = /^[0-9a-f]{32}\.(jpg|webp)$/;

/**
 * Writes a picture's files, each whole or not at all, readable by the server alone. When one of them cannot be
 * written, none is left.
 */
export async function writePicture(dir: string, { files }: Pick<MadePicture, "files">): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  try {
    for (const file of files) await writeWhole(dir, file);
  } catch (error) {
    await removePicture(
      dir,
      files.map((file) => file.name),
    );
    throw error;
  }
}

/** Removes files by their names; those already gone are fine. */
export async function removePicture(dir: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const path = mediaPath(dir, name);
    if (path !== undefined) await rm(path, { force: true });
  }
}

/** Where a file of this name would lie; undefined for a name we never gave, whatever path it tries to reach. */
export function mediaPath(dir: string, name: string): string | undefined {
  return NAME.test(name) ? join(dir, name) : undefined;
}

/** The only two types we serve: nothing uploaded can be read as a page or as an activity. */
export function mediaType(name: string): PictureFile["mediaType"] | undefined {
  if (!NAME.test(name)) return undefined;
  return name.endsWith(".jpg") ? "image/jpeg" : "image/webp";
}

async function writeWhole(dir: string, { name, bytes }: PictureFile): Promise<void> {
  const path = mediaPath(dir, name);
  if (path === undefined) throw new Error(`"${name}" is not a name for a picture`);
  const unfinished = `${path}.part`;
  try {
    const file = await open(unfinished, "wx", 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
