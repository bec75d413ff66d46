import { randomBytes } from "node:crypto";
import fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** Milliseconds. Whoever has the turn says so more often than this. */
const longest = 60_000;

/** Takes turns with other processes: resolves when the file is ours, however long we keep it, to the function that gives it back. */
export async function takeTurn(file: string): Promise<() => void> {
  const us = identity(process.pid);
  for (;;) {
    try {
      fs.writeFileSync(file, us, { flag: "wx", mode: 0o600 });
      return keep(file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    if (!removeAbandoned(file)) await sleep(20);
  }
}

function keep(file: string): () => void {
  const timer = setInterval(() => {
    const now = new Date();
    fs.utimes(file, now, now, () => {});
  }, longest / 4).unref();
  return () => {
    clearInterval(timer);
    fs.rmSync(file, { force: true });
  };
}

/** A process by its number and, where /proc tells, its start: in a container the next process gets the same number. */
function identity(pid: number): string {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command, in brackets, may hold spaces; field 22 is the start.
    return `${pid} ${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]}`;
  } catch {
    return String(pid);
  }
}

function removeAbandoned(file: string): boolean {
  let found: string;
  try {
    found = fs.readFileSync(file, "utf8");
    if (isAlive(found) && Date.now() - fs.statSync(file).mtimeMs < longest) return false;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return true;
    throw error;
  }
  // Somebody else may have removed it as well and taken their turn: what we moved away must be what we read.
  const moved = `${file}-${randomBytes(6).toString("hex")}`;
  try {
    fs.renameSync(file, moved);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return true;
    throw error;
  }
  if (fs.readFileSync(moved, "utf8") !== found) fs.linkSync(moved, file);
  fs.rmSync(moved, { force: true });
  return true;
}

/** True as well for a file that is not written yet. */
function isAlive(found: string): boolean {
  const pid = Number(found.split(" ")[0]);
  if (!pid) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  return identity(pid) === found;
}
