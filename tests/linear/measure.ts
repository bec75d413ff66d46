// A thread of its own: a function that takes hours is ended with it. Work is measured, not time: the CPU of this thread alone,
// so that a busy machine changes little, and where it does, the better of several.
import { parentPort } from "node:worker_threads";
import { readers } from "./readers.ts";
import { everyRun, type Run, someRuns } from "./runs.ts";

/** What is wrong with a function, by the run that showed it. */
export type Found = { run: string; problem: string };
/** `at` says what is under way, so that whoever waits knows what does not end. */
export type Told = { at: string } | { found: Found[] };

interface Lengths {
  short: number;
  long: number;
}
const whole: Lengths = { short: 10_000, long: 100_000 };
/** For a function that only hands its text on. */
const few: Lengths = { short: 3_000, long: 30_000 };
/** Milliseconds of CPU that a long text may take without more ado: what is quadratic takes seconds. */
const unnoticed = 250;
/** So many for a short one are too many in any case, and so few that a long one would have to be unnoticed, if it were quadratic. */
const muchForShort = 500;
const littleForShort = 2;
/** Of one text of 100,000 characters to ten of 10,000, which is 1 for what is linear and 10 for what is quadratic. */
const most = 4;
const tries = 3;
/** Of a result, for each character, and for none: a few marks may be many cells. One Arabic letter is eighteen when it is folded. */
const longestOutput = { each: 40, least: 700_000 };

let size = 0;

/** Milliseconds of CPU. What is thrown on purpose is an answer; a stack that is too deep is none. */
function work(read: (text: string) => unknown, text: string): number {
  const before = process.threadCpuUsage();
  let result: unknown;
  try {
    result = read(text);
  } catch (error) {
    if (error instanceof RangeError) throw error;
  }
  const { user, system } = process.threadCpuUsage(before);
  size = lengthOf(result);
  return (user + system) / 1000;
}

/** The characters of all texts in it. */
function lengthOf(result: unknown): number {
  if (typeof result === "string") return result.length;
  if (typeof result !== "object" || result === null) return 0;
  return Object.values(result).reduce((sum: number, each) => sum + lengthOf(each), 0);
}

function tenTimes(read: (text: string) => unknown, text: string): number {
  let sum = 0;
  for (let time = 0; time < 10; time++) sum += work(read, text);
  return sum;
}

function problemOf(
  read: (text: string) => unknown,
  { make, briefly = false }: Run,
  { short, long }: Lengths,
): string | undefined {
  const [brief, whole] = [make(short), make(long)];
  const begun = performance.now();
  const shortWork = work(read, brief);
  const lasted = performance.now() - begun;
  if (size > longestOutput.each * brief.length + longestOutput.least) return `gives ${size} characters`;
  if (shortWork > muchForShort && work(read, brief) > muchForShort)
    return `costs ${Math.round(shortWork)} ms for ${short} characters`;
  if (briefly && lasted < littleForShort) return undefined;
  const first = work(read, whole);
  if (size > longestOutput.each * whole.length + longestOutput.least) return `gives ${size} characters`;
  if (first < unnoticed) return undefined;
  let best = Number.POSITIVE_INFINITY;
  for (let time = 0; time < tries && best > most; time++)
    best = Math.min(best, work(read, whole) / Math.max(tenTimes(read, brief), 1));
  if (best <= most) return undefined;
  return `costs ${Math.round(first)} ms, ${best.toFixed(1)} times as much as ten tenths of it`;
}

parentPort!.on("message", (name: string) => {
  const { read, handsOn } = readers[name]!;
  const found: Found[] = [];
  for (const run of handsOn ? someRuns : everyRun) {
    parentPort!.postMessage({ at: run.name } satisfies Told, []);
    try {
      const problem = problemOf(read, run, handsOn ? few : whole);
      if (problem !== undefined) found.push({ run: run.name, problem });
    } catch (error) {
      found.push({ run: run.name, problem: String(error) });
    }
  }
  parentPort!.postMessage({ found } satisfies Told, []);
});
