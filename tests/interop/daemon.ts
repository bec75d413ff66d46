import { spawn } from "node:child_process";
import { openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

export type Daemon = {
  log: () => Promise<string>;
  running: () => boolean;
  stop: () => Promise<void>;
};

const GRACE_MS = 10_000;

/** Starts a server whose output goes to the file `log`; `stop` asks it to end and, where it does not, ends it. */
export function startDaemon(
  file: string,
  args: string[],
  log: string,
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Daemon {
  const output = openSync(log, "a");
  const child = spawn(file, args, { ...options, stdio: ["ignore", output, output] });
  let ended = false;
  const end = new Promise<void>((resolve) => {
    for (const event of ["exit", "error"]) {
      child.once(event, () => {
        ended = true;
        resolve();
      });
    }
  });
  return {
    log: () => readFile(log, "utf8"),
    running: () => !ended,
    stop: async () => {
      child.kill("SIGTERM");
      await Promise.race([end, sleep(GRACE_MS, undefined, { ref: false })]);
      if (!ended) child.kill("SIGKILL");
      await end;
    },
  };
}
