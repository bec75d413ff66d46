import { readFile } from "node:fs/promises";
import { withoutControls } from "../text/typed.ts";
import { readStdin } from "./stdin.ts";

/** What a file holds, or standard input for "-", as a form would take it. */
export async function readTextFile(file: string): Promise<string> {
  if (file === "-") return readStdin();
  return withoutControls(await readFile(file, "utf8").catch(explainReading(file)));
}

/** For `catch`: says in words why a file could not be read. */
export function explainReading(file: string) {
  return (error: NodeJS.ErrnoException): never => {
    const reasons: Record<string, string> = {
      ENOENT: "there is no such file",
      EACCES: "this file may not be read",
      EISDIR: "this is a directory",
    };
    throw new Error(`${file}: ${reasons[error.code ?? ""] ?? error.message}`, { cause: error });
  };
}
