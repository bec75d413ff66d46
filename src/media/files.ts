import { randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, readdir, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import type { SecretKey } from "../store/secret.ts";
import { sealInPlace, unsealTo } from "./sealed.ts";
import type { MadePicture, PictureFile } from "./picture.ts";
import { writeWhole } from "./whole.ts";

const NAME = /^[0-9a-f]{32}\.(jpg|webp)$/;

/** Milliseconds after which a file that no picture has is left over: its picture may be recorded a while after it was written. */
const leftoverAge = 24 * 3600 * 1000;

/**
 * Within the folder of the pictures, where those wait that only members have seen: there may be faces in them that are still
 * to be covered, so that backups leave it out.
 */
export const unpublishedDir = (dir: string) => join(dir, "unpublished");

/**
 * Writes a picture's files, each whole or not at all, readable by the server alone. When one of them cannot be
 * written, none is left.
 */
export async function writePicture(dir: string, { files }: Pick<MadePicture, "files">): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  try {
    for (const file of files) await writeFileOf(dir, file);
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
    for (const path of placesOf(dir, name)) await rm(path, { force: true });
  }
}

/** Opens the file of this name, published or waiting, for the caller to close; undefined where it is missing. */
export async function openMedia(dir: string, name: string): Promise<FileHandle | undefined> {
  const places = placesOf(dir, name);
  // It may have been published after the first look at the one place and before that at the other.
  for (const path of [...places, ...places]) {
    const file = await open(path).catch(missing);
    if (file) return file;
  }
  return undefined;
}

/** Writes a file of some blocks and removes it. @throws when there is no room for it, or no right */
export async function tryWriting(dir: string): Promise<void> {
  const path = join(dir, `.room-${randomUUID()}`);
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    await writeFile(path, Buffer.alloc(65_536), { mode: 0o600, flush: true });
  } finally {
    await rm(path, { force: true }).catch(() => {});
  }
}

/** Whether all of these lie here: after a restore, those that were unpublished do not. */
export async function hasMedia(dir: string, names: string[]): Promise<boolean> {
  for (const name of names) {
    const file = await openMedia(dir, name);
    if (!file) return false;
    await file.close();
  }
  return true;
}

/**
 * Moves those of the waiting files that are published to the others, opened, seals those from before there was a seal, and removes
 * those that were left by a crash: `find` tells what is known of the names it is given, and what nobody knows after a day has no
 * picture.
 */
export async function settleWaiting(
  dir: string,
  secret: SecretKey,
  find: (names: string[]) => Promise<{ name: string; published: boolean }[]>,
): Promise<void> {
  const waiting = (await readdir(unpublishedDir(dir)).catch(missing)) ?? [];
  if (waiting.length === 0) return;
  const known = new Map((await find(waiting)).map(({ name, published }) => [name, published]));
  for (const name of waiting) {
    const path = join(unpublishedDir(dir), name);
    if (known.get(name)) await unsealTo(path, join(dir, name), name, secret).catch(missing);
    else if (known.has(name)) await sealInPlace(path, name, secret).catch(missing);
    // Forgotten or covered in between, it would be written once more after its removal.
    if (known.has(name) && (await find([name])).length === 0) await removePicture(dir, [name]);
    if (!known.has(name) && (await isOld(path))) await rm(path, { force: true });
  }
}

/** Whether the file was written `age` milliseconds ago; false where it is gone. */
export async function isOld(path: string, age = leftoverAge): Promise<boolean> {
  const found = await stat(path).catch(missing);
  return found !== undefined && Date.now() - found.mtimeMs > age;
}

function placesOf(dir: string, name: string): string[] {
  return [dir, unpublishedDir(dir)].flatMap((each) => mediaPath(each, name) ?? []);
}

/** It is not there, or has been moved or covered in between. */
export function missing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
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

async function writeFileOf(dir: string, { name, bytes }: PictureFile): Promise<void> {
  const path = mediaPath(dir, name);
  if (path === undefined) throw new Error(`"${name}" is not a name for a picture`);
  // It says who writes it, so that others see whether that one lives.
  await writeWhole(path, bytes, `${path}.${hostname()}.${process.pid}.part`);
}
