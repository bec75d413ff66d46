// Runs whole files of tests, as vitest runs them: a server is started once for a file, work goes on behind its tests, and one
// test may stand on another. What a file meets anywhere, in a child process too, counts for the whole file.
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { CoverageData } from "@stryker-mutator/api/core";
import type { Logger } from "@stryker-mutator/api/logging";
import { commonTokens, tokens } from "@stryker-mutator/api/plugin";
import {
  type DryRunOptions,
  type DryRunResult,
  DryRunStatus,
  type MutantRunOptions,
  type MutantRunResult,
  MutantRunStatus,
  type TestRunner,
  type TestRunnerCapabilities,
  TestStatus,
} from "@stryker-mutator/api/test-runner";
import { BaseSequencer, createVitest, type TestCase, type TestModule, type Vitest } from "vitest/node";

interface Note {
  /** How often each mutant was met. */
  met: Record<string, number>;
  /** Those that were met while the file was loaded: what stands outside of functions. */
  loading: string[];
}

interface FileRun extends Note {
  milliseconds: number;
  /** Why the file cannot judge mutants, if it fails without one. */
  failure?: string | undefined;
}

/** Where tests are looked for, those first that say the most. Others meet the same code, but take long and look at other things. */
const rooms = ["federation", "store", "media", "delivery", "routes", "attack", "runtime", "cli"];
/** So many files share one process while it is noted what they meet: what stands outside of functions is seen once for all. */
const together = 10;
const timesFile = "../times.json";

export class FileRunner implements TestRunner {
  #vitest!: Vitest;
  #failed: string[] = [];
  /** What is known of the files of tests, by their names. */
  #runs = new Map<string, FileRun>();
  /** How long each file takes. */
  #times = new Map<string, number>();
  #order: string[] = [];
  #mutant = "";
  #begun = 0;
  readonly #took = new Map<string, number>();
  readonly #log: Logger;
  readonly #metDir = fs.mkdtempSync(path.join(os.tmpdir(), "mutants-met-"));

  static inject = tokens(commonTokens.logger);

  constructor(log: Logger) {
    this.#log = log;
  }

  capabilities(): TestRunnerCapabilities {
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    fs.chmodSync(this.#metDir, 0o777);
    // A runner that takes the place of one that hung is told of no dry run.
    if (fs.existsSync(timesFile))
      this.#times = new Map(JSON.parse(fs.readFileSync(timesFile, "utf8")) as [string, number][]);
    const placeOf = ({ moduleId }: { moduleId: string }) => this.#order.indexOf(nameOf(moduleId));
    this.#vitest = await createVitest("test", {
      watch: false,
      maxWorkers: 1,
      retry: 0,
      testTimeout: 30_000,
      setupFiles: ["tests/mutants/setup.ts"],
      reporters: [
        {
          onTestModuleStart: () => {
            this.#begun = Date.now();
          },
          onTestCaseResult: (test: TestCase) => this.#heard(test.module, test.result().state === "failed"),
          onTestModuleEnd: (module: TestModule) => {
            this.#took.set(nameOf(module.moduleId), Date.now() - this.#begun);
            this.#heard(module, !module.ok());
          },
        },
      ],
      onConsoleLog: () => false,
      sequence: {
        sequencer: class extends BaseSequencer {
          override async sort(files: Parameters<BaseSequencer["sort"]>[0]) {
            return files.toSorted((a, b) => placeOf(a) - placeOf(b));
          }
        },
      },
    });
    this.#vitest.provide("metDir", this.#metDir);
  }

  #heard(module: TestModule, hasFailed: boolean): void {
    if (!hasFailed) return;
    this.#failed.push(nameOf(module.moduleId));
    // The first failure is enough for a mutant.
    if (this.#mutant) void this.#vitest.cancelCurrentRun("test-failure");
  }

  async dryRun(options: DryRunOptions): Promise<DryRunResult> {
    const mutants = new Map(options.files?.map((file) => [file, mutantsIn(file)]));
    const cache = new Cache([...mutants.keys()]);
    const files = await this.#listFiles();
    const say = (file: string) => {
      const { milliseconds, failure } = this.#runs.get(file)!;
      return failure ? `${file} is left out (${failure})` : `${file} ${(milliseconds / 1000).toFixed(1)} s`;
    };
    for (const file of files) {
      const known = cache.find(file);
      if (known) this.#runs.set(file, known);
    }
    const unknown = files.filter((file) => !this.#runs.has(file));
    for (let first = 0; first < unknown.length; first += together) {
      const some = unknown.slice(first, first + together);
      const failed = await this.#meet(some);
      // Machines are noisy: what fails must fail twice.
      for (const file of failed) await this.#meet([file]);
      for (const file of some) cache.keep(file, this.#runs.get(file)!);
      this.#log.info(
        `${first + some.length} of ${unknown.length} files of tests: ${some.map(say).join(", ")}`,
      );
    }
    const sound = [...this.#runs].filter(([, { failure }]) => !failure);
    spreadLoading(
      sound.map(([, run]) => run),
      [...mutants.values()],
    );
    for (const [file, { milliseconds }] of sound) this.#times.set(file, milliseconds);
    fs.writeFileSync(timesFile, JSON.stringify([...this.#times]));
    const perTest: Record<string, CoverageData> = {};
    for (const [file, { met }] of sound) perTest[file] = met;
    return {
      status: DryRunStatus.Complete,
      mutantCoverage: { static: {}, perTest },
      tests: sound.map(([file, { milliseconds }]) => ({
        id: file,
        name: file,
        fileName: path.resolve(file),
        timeSpentMs: milliseconds,
        status: TestStatus.Success,
      })),
    };
  }

  async #listFiles(): Promise<string[]> {
    const only = process.env["MUTANTS_TESTS"]?.split(",");
    const specifications = await this.#vitest.globTestSpecifications();
    const place = (name: string) => rooms.indexOf(name.split("/")[1] ?? "");
    const names = specifications.map(({ moduleId }) => nameOf(moduleId)).toSorted();
    return names
      .filter((name) => (only ? only.includes(name) : place(name) !== -1))
      .toSorted((a, b) => place(a) - place(b));
  }

  /** Notes what files meet. Returns those that fail. */
  async #meet(files: string[]): Promise<string[]> {
    const failure = await this.#run(files, "");
    const failed = [...new Set(this.#failed)];
    for (const file of files) {
      const dir = path.join(this.#metDir, file.replaceAll("/", "+"));
      const met: Record<string, number> = {};
      const loading: string[] = [];
      for (const name of fs.existsSync(dir) ? fs.readdirSync(dir) : []) {
        const note = JSON.parse(fs.readFileSync(path.join(dir, name), "utf8")) as Note;
        for (const [id, count] of Object.entries(note.met)) met[id] = (met[id] ?? 0) + count;
        loading.push(...note.loading);
      }
      const milliseconds = this.#took.get(file) ?? 0;
      this.#runs.set(file, {
        milliseconds,
        met,
        loading,
        failure: failed.includes(file) ? failure : undefined,
      });
    }
    return failed;
  }

  async mutantRun({
    activeMutant,
    testFilter = [],
    sandboxFileName,
    hitLimit,
  }: MutantRunOptions): Promise<MutantRunResult> {
    const source = path.relative(process.cwd(), sandboxFileName);
    const files = this.#choose(testFilter, source);
    const failure = await this.#run(files, activeMutant.id, hitLimit);
    const { id, mutatorName, location } = activeMutant;
    const place = `${source}:${location.start.line + 1} ${mutatorName} (${id})`;
    this.#log.info(
      failure === undefined ? `${place} survived` : `${place} killed: ${failure.split("\n")[0]}`,
    );
    if (failure === undefined) return { status: MutantRunStatus.Survived, nrOfTests: files.length };
    return {
      status: MutantRunStatus.Killed,
      killedBy: [this.#failed[0] ?? files[0]!],
      failureMessage: failure,
      nrOfTests: files.length,
    };
  }

  /** Those that know the source by its name first, then the quick ones; no more than fit into the time for one mutant. */
  #choose(files: string[], source: string): string[] {
    const most = Number(process.env["MUTANTS_SECONDS"]) * 1000;
    const rank = (file: string) => (imports(file, source) ? 0 : 1e9) + (this.#times.get(file) ?? 0);
    let sum = 0;
    return files
      .toSorted((a, b) => rank(a) - rank(b))
      .filter((file, index) => (sum += this.#times.get(file) ?? 0) <= most || index < 3);
  }

  /** Runs files with a mutant alive. Says what failed, if something did. */
  async #run(
    files: string[],
    mutant: string,
    hitLimit = Number.MAX_SAFE_INTEGER,
  ): Promise<string | undefined> {
    const { state } = this.#vitest;
    state.filesMap.clear();
    state.errorsSet.clear();
    this.#failed = [];
    this.#mutant = mutant;
    this.#order = files;
    this.#vitest.provide("mutant", mutant);
    this.#vitest.provide("hitLimit", hitLimit);
    await this.#vitest.start(files.map((file) => path.resolve(file)));
    process.exitCode = 0;
    const error = [...state.errorsSet][0];
    if (this.#failed.length === 0 && !error) return undefined;
    const messages = state.getFiles().flatMap((file) => errorsOf(file));
    return [...messages, error instanceof Error ? error.message : ""].find(Boolean) ?? "failed";
  }

  async dispose(): Promise<void> {
    await this.#vitest?.close();
    fs.rmSync(this.#metDir, { recursive: true, force: true });
  }
}

interface Task {
  name: string;
  result?: { errors?: { message: string }[] | undefined } | undefined;
  tasks?: Task[];
}

const errorsOf = ({ name, result, tasks = [] }: Task): string[] => [
  ...(result?.errors ?? []).map(({ message }) => `${name}: ${message}`),
  ...tasks.flatMap(errorsOf),
];

const nameOf = (file: string) => path.relative(process.cwd(), file);

const mutantsIn = (file: string) =>
  [...fs.readFileSync(file, "utf8").matchAll(/stryMutAct_\w+\("(\d+)"\)/g)].map(([, id = ""]) => id);

const imports = (test: string, source: string) => fs.readFileSync(test, "utf8").includes(`/${source}"`);

/**
 * What stands outside of functions runs once for many files, so it counts for each that meets something of the same source, and
 * only where there is nothing else of it for those that loaded it.
 */
function spreadLoading(runs: FileRun[], sources: string[][]): void {
  const meetsIn = (run: FileRun, ids: string[]) =>
    ids.some((id) => id in run.met && !run.loading.includes(id));
  for (const ids of sources) {
    const outside = new Set(ids.filter((id) => runs.some((run) => run.loading.includes(id))));
    const users = runs.filter((run) => meetsIn(run, ids));
    if (users.length === 0) continue;
    for (const id of outside) {
      const hits = Math.max(...runs.map((run) => run.met[id] ?? 0));
      for (const run of runs) if (run.loading.includes(id)) delete run.met[id];
      for (const run of users) run.met[id] = hits;
    }
  }
}

/** What files of tests meet, kept for as long as they, the mutants and the migrations stay the same. */
class Cache {
  readonly #dir = "../../reports/mutants/met";
  readonly #base: string;

  constructor(sources: string[]) {
    fs.mkdirSync(this.#dir, { recursive: true });
    const all = fs
      .readdirSync("src", { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"));
    const files = [...sources, ...all.toSorted().map((file) => path.join("src", file))];
    this.#base = hash(...files.map((file) => fs.readFileSync(file, "utf8")), ...fs.readdirSync("sql"));
  }

  #place(file: string): string {
    return path.join(this.#dir, `${hash(this.#base, file, fs.readFileSync(file, "utf8"))}.json`);
  }

  find(file: string): FileRun | undefined {
    const place = this.#place(file);
    return fs.existsSync(place) ? (JSON.parse(fs.readFileSync(place, "utf8")) as FileRun) : undefined;
  }

  keep(file: string, run: FileRun): void {
    if (!run.failure) fs.writeFileSync(this.#place(file), JSON.stringify(run));
  }
}

const hash = (...texts: string[]) => {
  const sum = createHash("sha256");
  for (const text of texts) sum.update(`${text.length} ${text}`);
  return sum.digest("hex").slice(0, 32);
};
