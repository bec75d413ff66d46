import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { withoutControls } from "../text/typed.ts";

export async function readStdin(): Promise<string> {
  return withoutControls(await text(process.stdin));
}

/** One line of standard input, as the form of the sign-in takes it. On a terminal it is asked for, and not shown while it is typed. */
export async function readPassphrase(): Promise<string> {
  if (!process.stdin.isTTY) return (await readStdin()).replace(/\r?\n[^]*$/, "");
  process.stderr.write("Passphrase: ");
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: unseen, terminal: true });
  try {
    return await new Promise((resolve, reject) => {
      terminal
        .once("line", (line) => resolve(withoutControls(line)))
        .once("close", () => reject(new Error("No passphrase was typed.")));
    });
  } finally {
    terminal.close();
    process.stderr.write("\n");
  }
}
