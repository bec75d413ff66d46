import { Conflict } from "../errors.ts";
import { addBlock, type Block, listBlocks, removeBlock } from "../store/blocks.ts";
import type { Sql } from "../store/sql.ts";
import { hostOf } from "../text/address.ts";
import { action, commandOf, limitOption, printList, readLimit, report, UsageError } from "./actions.ts";
import { isAddress, readActorId, requireCollective } from "./collective.ts";
import { withDatabase } from "./database.ts";

const notes = `
TARGET is an account, by its address (https://bad.example/users/somebody) or its handle (@somebody@bad.example), or a
whole host with its subdomains (bad.example). The blocked are not told.
`;

const add = action({
  summary: "Blocks an account or a host: it no longer follows, and nothing it sends is shown or kept.",
  operands: ["TARGET"],
  async run({ operands: [target], values }) {
    await withDatabase(async ({ sql }) => {
      const { origin } = await requireCollective(sql);
      const block = await readTarget(sql, target);
      const host = block.kind === "host" ? block.value : hostOf(block.value);
      const own = new URL(origin).host;
      if (host === own || own.endsWith(`.${host}`))
        throw new Conflict("That would block this server itself.");
      await addBlock(sql, block.kind, block.value);
      report(`Blocked the ${block.kind === "host" ? "host" : "account"} ${block.value}.`, block, values);
    });
  },
});

const list = action({
  summary: "Lists what is blocked, the newest first.",
  operands: [],
  usage: "[--limit NUMBER]",
  options: limitOption,
  async run({ values }) {
    const limit = readLimit(values.limit);
    await withDatabase(async ({ sql }) => {
      const blocks = (await listBlocks(sql, limit)).map(({ kind, value, createdAt }) => ({
        kind,
        value,
        since: createdAt,
      }));
      printList(blocks, { json: values.json, limit, none: "Nobody is blocked.", row: (block) => block });
    });
  },
});

const remove = action({
  summary: "Lifts a block. Followers and replies that it removed do not come back by themselves.",
  operands: ["TARGET"],
  async run({ operands: [target], values }) {
    await withDatabase(async ({ sql }) => {
      const block = await readTarget(sql, target);
      await removeBlock(sql, block.kind, block.value);
      report(`${block.value} is no longer blocked.`, block, values);
    });
  },
});

export const run = commandOf("blocks", { add, list, remove }, notes);

async function readTarget(sql: Sql, target: string): Promise<Pick<Block, "kind" | "value">> {
  if (isAddress(target)) {
    const { host, pathname, search, href } = new URL(target);
    return pathname === "/" && search === "" ? { kind: "host", value: host } : { kind: "actor", value: href };
  }
  if (target.includes("@")) return { kind: "actor", value: await readActorId(sql, target) };
  if (!URL.canParse(`https://${target}`) || /[/?#\s]/.test(target)) {
    throw new UsageError(`${target} is neither an account nor a host.`);
  }
  const { host } = new URL(`https://${target}`);
  // A slip of the finger would cost all followers of a country, and they do not come back.
  if (!/[.:]/.test(host)) throw new UsageError(`${target} is not a whole host name, such as bad.example.`);
  return { kind: "host", value: host };
}
