import {
  addBlock,
  addLimit,
  type BlockTarget,
  importBlocks,
  listBlocks,
  removeBlock,
} from "../store/blocks.ts";
import type { Database, Sql } from "../store/sql.ts";
import { readHost } from "../text/address.ts";
import { countHosts, readBlockList, writeBlockList } from "../text/block-list.ts";
import { pastedAddress } from "../text/pasted.ts";
import { messages } from "../text/messages.ts";
import { action, commandOf, limitOption, printList, readLimit, report, UsageError } from "./actions.ts";
import { isAddress, readActorId, requireCollective } from "./collective.ts";
import { changeDatabase, type Context, withDatabase } from "./database.ts";
import { readTextFile } from "./text-file.ts";

const notes = `
TARGET is an account, by its address (https://bad.example/users/somebody) or its handle (@somebody@bad.example), or a
whole host with its subdomains (bad.example). Neither is told; where follows end, their server learns that much. FILE is a
CSV of hosts as Mastodon exports it, or one host a line; - reads standard input.
`;

const add = action({
  summary: "Blocks an account or a host: follows end both ways, and nothing it sends is shown or kept.",
  operands: ["TARGET"],
  async run({ operands: [target], values }) {
    const block = await changeDatabase("block", onTarget(target, addBlock), ({ value }) => value);
    report(`Blocked the ${describe(block)}.`, block, values);
  },
});

const limit = action({
  summary: "Limits an account or a host: what it sends is held, and its Follow waits for approval.",
  operands: ["TARGET"],
  async run({ operands: [target], values }) {
    const block = await changeDatabase("limit", onTarget(target, addLimit), ({ value }) => value);
    report(`Limited the ${describe(block)}.`, block, values);
  },
});

const list = action({
  summary: "Lists what is limited or blocked, the newest first.",
  operands: [],
  usage: "[--limit NUMBER]",
  options: limitOption,
  async run({ values }) {
    const limit = readLimit(values.limit);
    await withDatabase(async ({ sql }) => {
      const blocks = (await listBlocks(sql, { limit })).map(({ createdAt, ...block }) => ({
        ...block,
        since: createdAt,
      }));
      printList(blocks, { json: values.json, limit, none: "Nobody is blocked.", row: (block) => block });
    });
  },
});

const remove = action({
  summary: "Lifts a limit or block. Follows and replies that it ended do not come back by themselves.",
  operands: ["TARGET"],
  async run({ operands: [target], values }) {
    const block = await changeDatabase("unblock", onTarget(target, removeBlock), ({ value }) => value);
    report(`${block.value} is no longer blocked.`, block, values);
  },
});

const take = action({
  summary: "Takes over a list of hosts: those to suspend are blocked, those to silence limited.",
  operands: ["FILE"],
  async run({ operands: [file], values }) {
    const text = await readTextFile(file);
    const words = messages("en").moderation;
    const counts = await changeDatabase("importBlocks", async ({ sql }) => {
      const { origin } = await requireCollective(sql);
      const { entries, errors, ...skipped } = readBlockList(text, new URL(origin).host);
      const [first] = errors;
      if (first) {
        const others = errors.length > 1 ? ` ${words.importMore(errors.length - 1)}` : "";
        throw new Error(words.importErrors[first.problem](first.line, first.text) + others);
      }
      return { listed: countHosts(entries), changed: await importBlocks(sql, entries), ...skipped };
    });
    report(words.imported(counts), counts, values);
  },
});

const give = action({
  summary: "Prints the limited and blocked hosts as a list that Mastodon and this command take.",
  operands: [],
  async run({ values }) {
    await withDatabase(async ({ sql }) => {
      const blocks = await listBlocks(sql, { limit: 100_000 });
      const hosts = blocks
        .filter(({ kind }) => kind === "host")
        .map(({ value, severity }) => ({ host: value, severity }));
      report(writeBlockList(hosts).trimEnd(), hosts, values);
    });
  },
});

export const run = commandOf("blocks", { add, limit, list, remove, import: take, export: give }, notes);

const describe = ({ kind, value }: BlockTarget) => `${kind === "host" ? "host" : "account"} ${value}`;

function onTarget(
  target: string,
  act: (sql: Database, kind: BlockTarget["kind"], value: string) => Promise<unknown>,
) {
  return async ({ sql }: Context): Promise<BlockTarget> => {
    await requireCollective(sql);
    const block = await readTarget(sql, target);
    await act(sql, block.kind, block.value);
    return block;
  };
}

async function readTarget(sql: Sql, typed: string): Promise<BlockTarget> {
  const target = pastedAddress(typed);
  if (isAddress(target)) {
    const { host, pathname, search } = new URL(target);
    if (pathname === "/" && search === "") return { kind: "host", value: host };
  }
  const host = readHost(target);
  // A slip of the finger would cost all followers of a country, and they do not come back.
  if (host && !target.includes("@")) return { kind: "host", value: host };
  if (!isAddress(target) && !/[@/]/.test(target)) {
    throw new UsageError(`${target} is no host name, such as bad.example, and no account.`);
  }
  return { kind: "actor", value: await readActorId(sql, target) };
}
