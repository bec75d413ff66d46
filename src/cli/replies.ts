import {
  listReplies,
  moderateReply,
  releaseReply,
  replyStates,
  type Reply,
  type ReplyState,
} from "../store/replies.ts";
import { postUrl } from "../text/address.ts";
import { shortOf } from "../text/enclosed.ts";
import { excerpt } from "../text/excerpt.ts";
import { plainText } from "../text/sanitize.ts";
import { action, commandOf, limitOption, printList, readChoice, readLimit, report } from "./actions.ts";
import { requireCollective } from "./collective.ts";
import { changeDatabase, withDatabase } from "./database.ts";

const notes = `
ID is the address that the list shows. Nothing of a reply is on the site until it is approved. A hidden one can be
approved again later; refusing is meant to be for good. Neither is told to its author. Held are replies from limited accounts,
from servers that nobody has to do with, and those that mention a crowd. A quote shows a post within itself; to hide or refuse
it takes the consent to be quoted back.
`;

const list = action({
  summary: "Lists replies and mentions, the last received first.",
  operands: [],
  usage: "[--state held|pending|approved|hidden|refused] [--limit NUMBER]",
  options: { state: { type: "string" }, ...limitOption },
  async run({ values }) {
    const state = readChoice("state", values.state, replyStates);
    const limit = readLimit(values.limit);
    await withDatabase(async ({ sql }) => {
      const { origin } = await requireCollective(sql);
      const replies = (await listReplies(sql, { ...(state && { state }), limit })).map(describe(origin));
      printList(replies, {
        json: values.json,
        limit,
        none: state ? `There are no ${state} replies.` : "There are no replies yet.",
        row: ({ author, received, postId, postName, ...reply }) => ({
          state: reply.state,
          ...(reply.heldBecause && { "held because": reply.heldBecause }),
          visibility: reply.visibility,
          received,
          from: author.handle,
          ...(reply.kind === "quote" && { kind: "quote" }),
          to: postId ? excerpt(postName || postId, 30) : "(a mention)",
          text: shortOf({ ...reply, content: plainText(reply.content) }, "en", 60),
          id: reply.id,
        }),
      });
    });
  },
});

const approve = decision("approved", "Shows a reply under its post.");
const hide = decision("hidden", "Takes a reply off the site, or keeps it off.");
const refuse = decision("refused", "Refuses a reply.");

const release = action({
  summary: "Puts a held reply among those that wait to be read.",
  operands: ["ID"],
  async run({ operands: [id], values }) {
    await changeDatabase("released", ({ sql }) => releaseReply(sql, id), id);
    report("The reply is pending.", { id, state: "pending" }, values);
  },
});

export const run = commandOf("replies", { list, approve, hide, refuse, release }, notes);

function decision(state: Exclude<ReplyState, "held" | "pending">, summary: string) {
  return action({
    summary,
    operands: ["ID"],
    async run({ operands: [id], values }) {
      await changeDatabase(state, ({ sql }) => moderateReply(sql, id, state), id);
      report(`The reply is ${state}.`, { id, state }, values);
    },
  });
}

function describe(origin: string) {
  return ({ author, receivedAt, ...reply }: Reply) => ({
    ...reply,
    post: reply.postId && postUrl(origin, reply.postId),
    author: { name: author.name, handle: author.handle },
    received: receivedAt,
  });
}
