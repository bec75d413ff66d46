import { parseArgs, type ParseArgsConfig } from "node:util";
import { jsonOption, printJson, printTable, type Row } from "./output.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;

const commonOptions = { ...jsonOption, help: { type: "boolean", short: "h" } } as const;

type Values<O extends Options> = ReturnType<
  typeof parseArgs<{ options: O & typeof commonOptions; allowPositionals: true }>
>["values"];

/** One thing that a command does, as in `bin/tocsin.js replies approve ID`. */
export interface Action<O extends Options, P extends readonly string[]> {
  /** What it does, in a few words for the help. */
  summary: string;
  /** The names of its operands; those in brackets, which come last, may be left out. */
  operands: P;
  /** Its options as the help writes them. */
  usage?: string;
  options?: O;
  run: (typed: { operands: { [K in keyof P]: Operand<P[K]> }; values: Values<O> }) => Promise<void>;
}

type Operand<Name> = Name extends `[${string}]` ? string | undefined : string;

type AnyAction = Action<Options, readonly string[]>;

/** Lets the types of `operands` and `values` follow from what the action declares. */
export function action<const O extends Options, const P extends readonly string[]>(
  declared: Action<O, P>,
): AnyAction {
  return declared as unknown as AnyAction;
}

/** The command was written wrongly. The code is of the family by which `main.ts` knows to end with status 2. */
export class UsageError extends Error {
  override name = "UsageError";
  readonly code = "ERR_PARSE_ARGS_USAGE";
}

/**
 * Makes the `run` of a command whose first word says which of the actions is meant. The action named "" is meant by
 * every other first word, and by none.
 */
export function commandOf(name: string, actions: Record<string, AnyAction>, notes = "") {
  return async (args: string[]): Promise<void> => {
    const [word, ...rest] = args;
    if (word === "--help" || word === "-h") {
      const usages = Object.entries(actions).map(([key, each]) => [
        usageOf(`${name} ${key}`.trimEnd(), each),
        each.summary,
      ]);
      const lines = usages.map(([usage, summary]) => `  ${usage}\n      ${summary}\n`);
      process.stdout.write(`Usage:\n${lines.join("")}${closing(notes)}`);
      return;
    }
    const usual = actions[""];
    if (usual && (word === undefined || word === "" || !Object.hasOwn(actions, word))) {
      return runAction(name, usual, args, notes);
    }
    const known = Object.keys(actions).join(", ");
    if (word === undefined)
      throw new UsageError(`Say what to do: bin/tocsin.js ${name} ${known.replaceAll(", ", "|")}`);
    const chosen = Object.hasOwn(actions, word) ? actions[word] : undefined;
    if (!chosen) throw new UsageError(`bin/tocsin.js ${name} does not know "${word}", but ${known}.`);
    await runAction(`${name} ${word}`, chosen, rest, notes);
  };
}

/** Makes the `run` of a command that does one thing. */
export function commandFor(name: string, only: AnyAction, notes = "") {
  return (args: string[]): Promise<void> => runAction(name, only, args, notes);
}

async function runAction(name: string, chosen: AnyAction, args: string[], notes: string): Promise<void> {
  const options = { ...chosen.options, ...commonOptions };
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  if (values.help) {
    process.stdout.write(`Usage: ${usageOf(name, chosen)}\n${chosen.summary}\n${closing(notes)}`);
    return;
  }
  const least = chosen.operands.filter((operand) => !operand.startsWith("[")).length;
  if (positionals.length < least || positionals.length > chosen.operands.length) {
    throw new UsageError(`This is not how it is used. Usage: ${usageOf(name, chosen)}`);
  }
  await chosen.run({ operands: positionals, values });
}

function usageOf(name: string, { operands, usage }: AnyAction): string {
  return ["bin/tocsin.js", name, ...operands, ...(usage ? [usage] : []), "[--json]"].join(" ");
}

function closing(notes: string): string {
  return notes === "" ? "" : `\n${notes.trim()}\n`;
}

/** For `options` of actions that list something. */
export const limitOption = { limit: { type: "string", default: "100" } } as const;

export function readLimit(limit: string): number {
  const number = Number(limit);
  if (/^\d{1,5}$/.test(limit) && number >= 1 && number <= 10_000) return number;
  throw new UsageError(`--limit ${limit}: use a number from 1 to 10000.`);
}

/** The value of an option that must be one of a few; undefined when it is not given. */
export function readChoice<T extends string>(
  option: string,
  value: string | undefined,
  choices: readonly T[],
): T | undefined {
  if (value === undefined) return undefined;
  const found = choices.find((choice) => choice.toLowerCase() === value.toLowerCase());
  if (found === undefined) throw new UsageError(`--${option} ${value}: use ${choices.join(", ")}.`);
  return found;
}

/** What was done: a line for people, or the value as JSON. */
export function report(line: string, value: unknown, { json }: { json: boolean }): void {
  if (json) printJson(value);
  else process.stdout.write(`${line}\n`);
}

/** A list: a table of `row` for people, or the items as JSON. A list cut at its limit says so. */
export function printList<T>(
  items: readonly T[],
  options: { json: boolean; limit: number; none: string; row: (item: T) => Row },
): void {
  if (options.json) printJson(items);
  else if (items.length === 0) process.stdout.write(`${options.none}\n`);
  else printTable(items.map(options.row));
  if (items.length === options.limit) {
    process.stderr.write(`There may be more than these ${options.limit}: see --limit.\n`);
  }
}
