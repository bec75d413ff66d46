// Runs before each file of tests: lets one mutant live, or notes which are met.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, inject } from "vitest";

declare module "vitest" {
  export interface ProvidedContext {
    /** The id of the mutant that lives, or "" to note which are met. */
    mutant: string;
    /** How often it may be met: one that never comes to an end is told by it. */
    hitLimit: number;
    /** Where is noted what each file meets. */
    metDir: string;
  }
}

interface Instrumented {
  activeMutant?: string;
  hitCount?: number;
  hitLimit?: number;
  mutantCoverage?: { static: Record<string, number>; perTest: Record<string, never> };
}

const world = globalThis as { __stryker__?: Instrumented };
const state = (world.__stryker__ ??= {});
const mutant = inject("mutant");

if (mutant) {
  state.activeMutant = mutant;
  state.hitCount = 0;
  state.hitLimit = inject("hitLimit");
  // For the servers and commands that tests start.
  process.env["__STRYKER_ACTIVE_MUTANT__"] = mutant;
} else {
  // Kept as one object: instrumented files hold on to it.
  const met = (state.mutantCoverage ??= { static: {}, perTest: {} }).static;
  for (const id of Object.keys(met)) delete met[id];
  let loading: string[] = [];
  const options = process.env["NODE_OPTIONS"];
  // Vitest reads the names of what a hook asks for, so it wants a pattern even for nothing.
  // oxlint-disable-next-line no-empty-pattern
  beforeAll(({}, { file }) => {
    loading = Object.keys(met);
    process.env["MUTANTS_MET"] = dirOf(file.filepath);
    process.env["NODE_OPTIONS"] =
      `${options ?? ""} --import ${pathToFileURL(path.join(import.meta.dirname, "child.js")).href}`;
  });
  // Set up first, this is torn down last: what the file's own end meets is noted, too.
  // oxlint-disable-next-line no-empty-pattern
  afterAll(({}, { file }) => {
    process.env["NODE_OPTIONS"] = options ?? "";
    const note = JSON.stringify({ loading, met });
    fs.writeFileSync(path.join(dirOf(file.filepath), "own.json"), note);
  });
}

function dirOf(file: string): string {
  const dir = path.join(inject("metDir"), path.relative(process.cwd(), file).replaceAll("/", "+"));
  fs.mkdirSync(dir, { recursive: true });
  // Servers of tests may run as another user.
  fs.chmodSync(dir, 0o777);
  return dir;
}
