import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

/** PostgreSQL's first process, as it writes itself down in its data directory. */
export interface Postmaster {
  pid: number;
  port: number;
  status: string;
}

/** The running one; undefined when none is. */
export function findPostmaster(pgdata: string): Postmaster | undefined {
  const postmaster = readPidFile(pgdata);
  return postmaster && isPostmaster(postmaster.pid, pgdata) ? postmaster : undefined;
}

/**
 * After a crash the number in the file may have gone to another program, and PostgreSQL would refuse to start.
 * A number that nobody has is left alone: from it PostgreSQL finds out whether children of the dead one still write.
 */
export function removeMisleadingPidFile(pgdata: string): void {
  const postmaster = readPidFile(pgdata);
  const foreign = postmaster && isRunning(postmaster.pid) && !isPostmaster(postmaster.pid, pgdata);
  if (foreign || isLeftEmpty(pgdata)) fs.rmSync(path.join(pgdata, "postmaster.pid"), { force: true });
}

/** Whoever starts fills it within moments; what stays empty was left when the machine went down, and PostgreSQL refuses it. */
function isLeftEmpty(pgdata: string): boolean {
  const file = fs.statSync(path.join(pgdata, "postmaster.pid"), { throwIfNoEntry: false });
  return file !== undefined && file.size === 0 && Date.now() - file.mtimeMs > 5000;
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Lines: process, data directory, start, port, socket directory, address, shared memory, status. */
function readPidFile(pgdata: string): Postmaster | undefined {
  let lines: string[];
  try {
    lines = fs.readFileSync(path.join(pgdata, "postmaster.pid"), "utf8").split("\n");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const pid = Number(lines[0]);
  return pid > 0 ? { pid, port: Number(lines[3]), status: lines[7]?.trim() ?? "" } : undefined;
}

function isPostmaster(pid: number, pgdata: string): boolean {
  if (!isRunning(pid)) return false;
  if (process.platform !== "linux") {
    return spawnSync("ps", ["-p", String(pid), "-o", "command="], { encoding: "utf8" }).stdout.includes(
      pgdata,
    );
  }
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").includes(pgdata);
  } catch {
    return false;
  }
}
