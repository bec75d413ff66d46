import { execFile } from "node:child_process";

export type CommandOptions = { timeout?: number; input?: string; cwd?: string; env?: NodeJS.ProcessEnv };

/** Runs a command to its end and returns what it printed; the error of one that fails carries all its output. */
export function command(file: string, args: string[], options: CommandOptions = {}): Promise<string> {
  const { timeout = 30_000, input = "", cwd, env } = options;
  return new Promise((resolve, reject) => {
    const child = execFile(
      file,
      args,
      { timeout, cwd, env, killSignal: "SIGKILL", maxBuffer: 2 ** 26 },
      onEnd,
    );
    child.stdin?.on("error", () => {});
    child.stdin?.end(input);

    function onEnd(error: Error | null, stdout: string, stderr: string) {
      if (error) reject(new Error(`${file} ${args.join(" ")}\n${stdout}${stderr}`.trim(), { cause: error }));
      else resolve(stdout);
    }
  });
}
