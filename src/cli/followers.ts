import { Conflict, NotFound } from "../errors.ts";
import {
  answerFollow,
  decideFollower,
  findFollower,
  listFollowers,
  removeFollower,
} from "../store/followers.ts";
import type { Database } from "../store/sql.ts";
import { groupId } from "../text/address.ts";
import { action, commandOf, limitOption, printList, readChoice, readLimit, report } from "./actions.ts";
import { readActorId, requireCollective } from "./collective.ts";
import { changeDatabase, type Context, withDatabase } from "./database.ts";

const notes = "ACTOR is an account's address (https://…) or its handle (@name@host).";

const list = action({
  summary: "Lists the followers, the newest first.",
  operands: [],
  usage: "[--state pending|accepted] [--limit NUMBER]",
  options: { state: { type: "string" }, ...limitOption },
  async run({ values }) {
    const state = readChoice("state", values.state, ["pending", "accepted"]);
    const limit = readLimit(values.limit);
    await withDatabase(async ({ sql }) => {
      const followers = (await listFollowers(sql, { ...(state && { state }), limit })).map((follower) => ({
        handle: follower.handle,
        name: follower.name,
        state: follower.state,
        since: follower.createdAt,
        id: follower.actorId,
      }));
      printList(followers, {
        json: values.json,
        limit,
        none: "Nobody follows yet.",
        row: (follower) => follower,
      });
    });
  },
});

const approve = action({
  summary: "Lets in a follower who waits.",
  operands: ["ACTOR"],
  async run({ operands: [actor], values }) {
    const id = await changeDatabase("acceptFollower", decide(actor, "Accept"), (decided) => decided);
    report(`${actor} follows now.`, { id, state: "accepted" }, values);
  },
});

const reject = action({
  summary: "Turns away a follower who waits.",
  operands: ["ACTOR"],
  async run({ operands: [actor], values }) {
    const id = await changeDatabase("rejectFollower", decide(actor, "Reject"), (decided) => decided);
    report(`${actor} was turned away.`, { id, state: "rejected" }, values);
  },
});

const remove = action({
  summary: "Removes a follower, and tells its server; it may follow again unless it is blocked.",
  operands: ["ACTOR"],
  async run({ operands: [actor], values }) {
    const id = await changeDatabase(
      "rejectFollower",
      async ({ sql }) => {
        const { id, group, followId } = await readFollower(sql, actor);
        await removeFollower(sql, id);
        // After the removal, which cancels whatever still waits for that inbox.
        await answerFollow(sql, "Reject", { id: followId, actor: id, object: group });
        return id;
      },
      (removed) => removed,
    );
    report(`${actor} no longer follows.`, { id, state: "removed" }, values);
  },
});

export const run = commandOf("followers", { list, approve, reject, remove }, notes);

function decide(actor: string, decision: "Accept" | "Reject") {
  return async ({ sql }: Context): Promise<string> => {
    const { id, group } = await readFollower(sql, actor, "pending");
    await decideFollower(sql, id, decision, group);
    return id;
  };
}

async function readFollower(sql: Database, actor: string, state?: "pending") {
  const { origin } = await requireCollective(sql);
  const id = await readActorId(sql, actor);
  const follower = await findFollower(sql, id);
  if (!follower) throw new NotFound(`${actor} does not follow.`);
  if (state && follower.state !== state) {
    throw new Conflict(`${actor} follows already: bin/tocsin.js followers remove ends that.`);
  }
  return { id, group: groupId(origin), followId: follower.followId };
}
