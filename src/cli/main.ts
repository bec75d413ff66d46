import { loadConfig } from "../config.ts";
import { Conflict, Invalid } from "../errors.ts";
import { configureLog } from "../log.ts";
import { printable } from "./output.ts";
import { withoutControls } from "../text/typed.ts";

/** What each `src/cli/NAME.ts` exports. The number is the exit status. */
interface Command {
  run: (args: string[]) => Promise<number | void>;
}

const commands: Record<string, string> = {
  serve: "start the server",
  setup: "make the collective: its handle, name and language",
  member: "add, list, suspend and remove members, and change their roles",
  panic: "close everything in an emergency, and open it again",
  post: "publish, edit, withdraw and list posts",
  replies: "list, approve, hide, refuse and release replies",
  followers: "list, approve and remove followers",
  following: "follow accounts, and list them",
  blocks: "limit and block accounts and servers",
  report: "report an account to those who keep its server",
  allies: "list the posts of followed accounts",
  react: "like and boost a post of somebody else",
  deliveries: "see where posts have arrived, try again, give up",
  hosts: "see how the servers are that posts go to",
  page: "list pages, and set them from files",
  redirects: "say where old addresses lead",
  demo: "fill an empty site with example posts",
};

const help = `Usage: bin/tocsin.js COMMAND [ARGUMENT]...

${Object.entries(commands)
  .map(([name, summary]) => `  ${name.padEnd(12)}${summary}`)
  .join("\n")}

bin/tocsin.js COMMAND --help tells more about one. Commands work while the server runs and while it does not.
`;

// Not by waiting for the last open socket: kept-alive connections to other servers last longer than a command.
process.exit(await main(process.argv.slice(2)));

async function main([name, ...args]: string[]): Promise<number> {
  // A reader like head may close the pipe before we are done; that is no error of ours.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    process.stdout.write(help);
    return name === undefined ? 2 : 0;
  }
  if (!Object.hasOwn(commands, name)) {
    process.stderr.write(`There is no command ${printable(name)}: bin/tocsin.js --help lists them.\n`);
    return 2;
  }
  let debug = false;
  try {
    const { logLevel } = loadConfig();
    debug = logLevel === "debug";
    // Between a command's lines, what is not a warning would only disturb.
    configureLog(name === "serve" || logLevel !== "info" ? logLevel : "warning");
    const command = (await import(`./${name}.ts`)) as Command;
    return (await command.run(args.map(withoutControls))) ?? 0;
  } catch (error) {
    process.stderr.write(debug ? `${(error as Error).stack}\n` : `${await explain(error)}\n`);
    return isUsageError(error) ? 2 : 1;
  }
}

/** One line for people. */
async function explain(error: unknown): Promise<string> {
  if (error instanceof Invalid || error instanceof Conflict) {
    const { messages } = await import("../text/messages.ts");
    // Both carry the key of a message as theirs, a Conflict where it also arises in the web form.
    const text: unknown = Object.entries(messages("en").errors).find(([key]) => key === error.message)?.[1];
    return printable(typeof text === "string" ? text : error.message);
  }
  // A connection refused on every address of a name comes as one error without words of its own.
  const cause = error instanceof AggregateError && !error.message ? error.errors[0] : error;
  const text = cause instanceof Error ? cause.message || cause.name : String(cause);
  return printable(text.trim());
}

function isUsageError(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}
