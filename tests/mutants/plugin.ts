// What Stryker loads, in its own process and in the one that runs the tests.
import { type Ignorer } from "@stryker-mutator/api/ignore";
import { declareClassPlugin, declareValuePlugin, PluginKind } from "@stryker-mutator/api/plugin";
import { extendMutators } from "./mutators.ts";
import { FileRunner } from "./runner.ts";

await extendMutators({
  oneIn: Number(process.env["MUTANTS_ONE_IN"] ?? 1),
  seed: Number(process.env["MUTANTS_SEED"] ?? 1),
});

/** What is said to operators in a log, and by an error, is no behaviour. That it is thrown is. */
const words: Ignorer = {
  shouldIgnore(path) {
    const { type, callee } = (path as unknown as { node: Node }).node;
    if (type === "CallExpression" && callee?.object?.name === "log") return "a line of the log";
    if (type === "NewExpression" && errors.test(callee?.name ?? "")) return "the words of an error";
    return undefined;
  },
};

/** As much of Babel's nodes as is needed here. */
interface Node {
  type: string;
  callee?: { name?: string; object?: { name?: string } };
}

const errors = /Error$|^(Conflict|Forbidden|Invalid|NotFound|Unread|FetchFailed|NoAnswerInTime)$/;

export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, "files", FileRunner),
  declareValuePlugin(PluginKind.Ignore, "words", words),
];
