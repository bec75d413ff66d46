import { listRedirects, putRedirects, removeRedirect } from "../store/redirects.ts";
import { messages } from "../text/messages.ts";
import { readOldPath, readRedirects } from "../text/redirect.ts";
import { action, commandOf, limitOption, printList, readLimit, report } from "./actions.ts";
import { requireCollective } from "./collective.ts";
import { changeDatabase, type Context, withDatabase } from "./database.ts";
import { readTextFile } from "./text-file.ts";

const notes = `
FILE has on each line an old address, a comma, and where it leads: a path of this site, or a whole https address.
- reads standard input. An old address counts only where the site has nothing else.
`;

const take = action({
  summary: "Takes over a list of old addresses; what is known already is replaced.",
  operands: ["FILE"],
  async run({ operands: [file], values }) {
    const text = await readTextFile(file);
    const words = messages("en").pages;
    const take = async ({ sql }: Context) => {
      const { origin } = await requireCollective(sql);
      const { entries, errors } = readRedirects(text, origin);
      const [first] = errors;
      if (first) {
        const others = errors.length > 1 ? ` ${words.listMore(errors.length - 1)}` : "";
        throw new Error(words.listProblems[first.problem](first.line, first.text) + others);
      }
      return { listed: entries.length, changed: await putRedirects(sql, entries) };
    };
    const taken = await changeDatabase("importRedirects", take, ({ listed }) => String(listed));
    report(words.listTaken(taken.changed), taken, values);
  },
});

const list = action({
  summary: "Lists the old addresses in their order.",
  operands: [],
  usage: "[--limit NUMBER]",
  options: limitOption,
  async run({ values }) {
    const limit = readLimit(values.limit);
    await withDatabase(async ({ sql }) => {
      printList(await listRedirects(sql, { limit }), {
        json: values.json,
        limit,
        none: "No old address is known.",
        row: ({ path, target }) => ({ path, target }),
      });
    });
  },
});

const remove = action({
  summary: "Forgets an old address.",
  operands: ["PATH"],
  async run({ operands: [path], values }) {
    const known = readOldPath(path) ?? path;
    await changeDatabase("removeRedirect", ({ sql }) => removeRedirect(sql, known), known);
    report(`${path} leads nowhere now.`, { path }, values);
  },
});

export const run = commandOf("redirects", { import: take, list, remove }, notes);
