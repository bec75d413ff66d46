import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { afterAll, describe, expect, it } from "vitest";
import { root } from "../support/process.ts";
import type { Found, Told } from "./measure.ts";
import { readers, readNothing } from "./readers.ts";

/** Milliseconds in which one run comes to its end on any machine, if its function is linear. */
const hardStop = 60_000;

let thread: Worker | undefined;
const startThread = () => new Worker(path.join(import.meta.dirname, "measure.ts"));

/** What is wrong with a function. One that does not end is ended. */
async function measure(name: string): Promise<Found[]> {
  thread ??= startThread();
  const measuring = thread;
  measuring.postMessage(name, []);
  let under = "the start";
  for (;;) {
    const timeout = AbortSignal.timeout(hardStop);
    const told = await once(measuring, "message", { signal: timeout }).catch((error: unknown) => {
      if (timeout.aborted) return undefined;
      throw error;
    });
    if (told === undefined) {
      thread = undefined;
      await measuring.terminate();
      return [{ run: under, problem: "does not come to an end" }];
    }
    const [message] = told as [Told];
    if ("found" in message) return message.found;
    under = message.at;
  }
}

afterAll(() => thread?.terminate());

describe("a long text", () => {
  it.each(Object.keys(readers))(
    "costs %s no more than its length",
    async (name) => {
      expect(await measure(name)).toEqual([]);
    },
    1_800_000,
  );
});

describe("the list of functions that read text", () => {
  it("names all that src/text/ exports, and nothing that is gone", async () => {
    const directory = path.join(root, "src/text");
    const exported: string[] = [];
    for (const file of fs.readdirSync(directory).filter((each) => /(?<!\.d)\.ts$/.test(each))) {
      const names = Object.entries((await import(path.join(directory, file))) as Record<string, unknown>);
      for (const [name, value] of names)
        if (typeof value === "function") exported.push(`${file.replace(/\.ts$/, "")}.${name}`);
    }
    const listed = [...Object.keys(readers).filter((name) => !name.includes("/")), ...readNothing];
    expect(listed.toSorted()).toEqual(exported.toSorted());
  });

  it("leaves Unicode's normal forms to the one function that bounds them", () => {
    const directory = path.join(root, "src");
    const files = fs.readdirSync(directory, { recursive: true, encoding: "utf8" });
    const users = files.filter(
      (file) =>
        file.endsWith(".ts") && /\.normalize\(/.test(fs.readFileSync(path.join(directory, file), "utf8")),
    );
    expect(users).toEqual(["text/normal.ts"]);
  });
});
