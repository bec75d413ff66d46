import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Place } from "./embedded-place.ts";

/**
 * A shell that runs PostgreSQL while anybody needs it. Every process that uses the database keeps the FIFO `holders`
 * open for writing. The kernel closes it however a process ends; when the last one is gone the guard reads the end of
 * the file, and stops PostgreSQL with a fast shutdown (SIGINT). Nobody has to clean up, so nobody can fail to.
 */
const guard = `
  umask 077
  exec >>postgresql.log 2>&1
  rm -f ack-*
  [ -p holders ] || mkfifo -m 600 holders || exit 1
  # Open for both first, because opening one end waits for the other.
  exec 3<&0 4<>holders 5<holders 4>&-
  "$@" </dev/null 3<&- 5<&- &
  postgres=$!
  {
    # The starter closes its pipe when it holds the FIFO, or dies.
    read -r _ <&3
    # A newcomer is safe once its token is answered: from then on there is a writer, and the file cannot end.
    while read -r token <&5; do : >"ack-$token"; done
    exec 5<&-
    # Again and again, because SIGINT is ignored until PostgreSQL has set its handlers.
    while kill -INT $postgres; do sleep 1; done
  } 2>/dev/null &
  watcher=$!
  exec 3<&- 5<&-
  wait $postgres
  status=$?
  kill $watcher 2>/dev/null
  exit $status
`;

export function startGuard({ dir, owner }: Place, command: string[]): ChildProcess {
  return spawn("/bin/sh", ["-c", guard, "sh", ...command], {
    ...owner,
    cwd: dir,
    stdio: ["pipe", "ignore", "ignore"],
    // In a session of its own, Ctrl-C in our terminal does not reach it.
    detached: true,
    env: { PATH: "/usr/local/bin:/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" },
  });
}

/** Opens the FIFO; undefined when no guard reads it. PostgreSQL is safe to use only after `isAnswered`. */
export function openHolders(dir: string): number | undefined {
  const { O_WRONLY, O_NONBLOCK, O_NOFOLLOW } = fs.constants;
  let file: number;
  try {
    file = fs.openSync(path.join(dir, "holders"), O_WRONLY | O_NONBLOCK | O_NOFOLLOW);
  } catch (error) {
    if (["ENOENT", "ENXIO"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
  if (fs.fstatSync(file).isFIFO()) return file;
  fs.closeSync(file);
  throw new Error(`${path.join(dir, "holders")} is not the FIFO it should be: remove it.`);
}

/** Whether the guard has seen us; false when it is on its way out, or takes longer than `patience` milliseconds. */
export async function isAnswered(file: number, dir: string, patience = 2000): Promise<boolean> {
  const token = randomBytes(8).toString("hex");
  const answer = path.join(dir, `ack-${token}`);
  try {
    fs.writeSync(file, `${token}\n`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EPIPE") return false;
    throw error;
  }
  for (const deadline = Date.now() + patience; Date.now() < deadline; await sleep(5)) {
    if (fs.existsSync(answer)) {
      fs.rmSync(answer, { force: true });
      return true;
    }
  }
  return false;
}
