import { mkdir, opendir, readdir, rename, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { hasMedia, isOld, mediaType, missing, removePicture, unpublishedDir } from "./files.ts";

/** Milliseconds. A file is written in one go: whoever takes longer is dead, on whatever machine. */
const longestWrite = 600_000;

/** How many files are looked at in one go. */
const step = 500;

/** What the store says of files by their names; it leaves out those of no picture. */
export type FindFiles = (names: string[]) => Promise<{ name: string; published: boolean }[]>;

/**
 * Removes what processes that died left half written. At the `start` of this process, before it writes, what has its number is of a
 * dead one, too.
 */
export async function removeUnfinished(dir: string, { start = false } = {}): Promise<void> {
  for (const folder of [dir, unpublishedDir(dir)]) {
    for (const name of (await readdir(folder).catch(missing)) ?? []) {
      const path = join(folder, name);
      if (!/\.part$|^\.room-/.test(name)) continue;
      if (isOfDead(name, start) || (await isOld(path, longestWrite))) await rm(path, { force: true });
    }
  }
}

/** Whether the process that wrote a file is known to live no more: only those of this machine are. */
function isOfDead(name: string, start: boolean): boolean {
  const [, host, number] = /^[0-9a-f]{32}\.(?:jpg|webp)\.(.+)\.(\d+)\.part$/.exec(name) ?? [];
  if (host !== hostname()) return false;
  const pid = Number(number);
  if (pid === process.pid) return start;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}

/**
 * Has the published files follow their rows, step by step: those of no picture are removed, and those of pictures that are not
 * published lie where backups do not look. Only what is a day old is touched, since others may be writing. Where most files are
 * of no picture the database is another one, or has lost its rows: then none is removed. Returns how many were left for that.
 */
export async function sweepPublished(dir: string, find: FindFiles, signal?: AbortSignal): Promise<number> {
  const strays: string[] = [];
  let known = 0;
  for await (const names of published(dir)) {
    if (signal?.aborted) return 0;
    const found = new Map((await find(names)).map(({ name, published }) => [name, published]));
    known += found.size;
    for (const name of names) {
      if (found.get(name) || !(await isOld(join(dir, name)))) continue;
      if (found.has(name)) await hide(dir, name);
      else strays.push(name);
    }
  }
  if (strays.length > known) return strays.length;
  await removePicture(dir, strays);
  return 0;
}

async function hide(dir: string, name: string): Promise<void> {
  await mkdir(unpublishedDir(dir), { recursive: true, mode: 0o700 });
  await rename(join(dir, name), join(unpublishedDir(dir), name)).catch(missing);
}

/** The names of published files, some at a time. */
async function* published(dir: string): AsyncGenerator<string[]> {
  const folder = await opendir(dir).catch(missing);
  if (!folder) return;
  let names: string[] = [];
  for await (const { name } of folder) {
    if (mediaType(name)) names.push(name);
    if (names.length < step) continue;
    yield names;
    names = [];
  }
  yield names;
}

/** Of the files that `list` gives after a name, some at a time and in order, those that are not there. */
export async function findLost(
  dir: string,
  list: (after: string, limit: number) => Promise<string[]>,
  signal?: AbortSignal,
): Promise<string[]> {
  const lost: string[] = [];
  for (let after: string | undefined = ""; after !== undefined;) {
    if (signal?.aborted) break;
    const names = await list(after, step);
    for (const name of names) if (!(await hasMedia(dir, [name]))) lost.push(name);
    after = names.at(-1);
  }
  return lost;
}
