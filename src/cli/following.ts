import { Conflict } from "../errors.ts";
import { listFollowing, requestFollowing, stopFollowing } from "../store/following.ts";
import { groupId } from "../text/address.ts";
import { action, commandOf, limitOption, printList, readLimit, report, UsageError } from "./actions.ts";
import { readAccount } from "../text/handle.ts";
import { requireCollective } from "./collective.ts";
import { changeDatabase, type Context, withDatabase } from "./database.ts";

const notes = "ACCOUNT is @name@host, or the account's address (https://…).";

const add = action({
  summary: "Follows an account, whose posts members can then boost.",
  operands: ["ACCOUNT"],
  async run({ operands: [account], values }) {
    const handle = accountOf(account);
    const request = async ({ sql }: Context) => {
      const { origin, handle: own } = await requireCollective(sql);
      if (handle.toLowerCase() === `@${own}@${new URL(origin).host}` || handle === groupId(origin)) {
        throw new Conflict("The collective cannot follow itself.");
      }
      await requestFollowing(sql, handle);
    };
    await changeDatabase("follow", request, handle);
    report(
      `${handle} will be looked up and asked by the running server; bin/tocsin.js following list tells how it went.`,
      { handle, state: "looking-up" },
      values,
    );
  },
});

const list = action({
  summary: "Lists the followed accounts, the last added first.",
  operands: [],
  usage: "[--limit NUMBER]",
  options: limitOption,
  async run({ values }) {
    const limit = readLimit(values.limit);
    await withDatabase(async ({ sql }) => {
      const followed = (await listFollowing(sql, { limit })).map(({ createdAt, actorId, ...following }) => ({
        ...following,
        since: createdAt,
        id: actorId,
      }));
      printList(followed, {
        json: values.json,
        limit,
        none: "No account is followed yet.",
        row: ({ handle, shown, name, state, since, error, movedTo }) => ({
          handle,
          ...(shown !== handle && { account: shown }),
          name,
          state,
          since,
          error,
          ...(movedTo && { movedTo: movedTo.handle }),
        }),
      });
    });
  },
});

const remove = action({
  summary: "Stops following an account.",
  operands: ["ACCOUNT"],
  async run({ operands: [account], values }) {
    const handle = accountOf(account);
    await changeDatabase("unfollow", ({ sql }) => stopFollowing(sql, handle), handle);
    report(`${handle} is no longer followed.`, { handle }, values);
  },
});

export const run = commandOf("following", { add, list, remove }, notes);

/** In one spelling; whether the case of a name matters is its server's to say. */
function accountOf(typed: string): string {
  const account = readAccount(typed);
  if (account !== undefined) return account;
  throw new UsageError(`${typed} is neither @name@host nor an account's address (https://…).`);
}
