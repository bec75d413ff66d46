import { react, undoReaction } from "../store/allied-posts.ts";
import type { Act } from "../store/audit.ts";
import { activityUrl } from "../text/address.ts";
import { action, commandOf, report } from "./actions.ts";
import { requireCollective } from "./collective.ts";
import { changeDatabase } from "./database.ts";

const notes = `
ID is the address that bin/tocsin.js allies list, or bin/tocsin.js replies list, shows for a post of somebody else.
`;

const like = doing("Like", "like", "Likes a post as the collective; its author is told.", "Liked");
const boost = doing("Announce", "boost", "Boosts a post to the collective's followers.", "Boosted");
const unlike = undoing("Like", "unlike", "Takes a like back.");
const unboost = undoing("Announce", "unboost", "Takes a boost back.");

export const run = commandOf("react", { like, boost, unlike, unboost }, notes);

function doing(type: "Like" | "Announce", act: Act, summary: string, done: string) {
  return action({
    summary,
    operands: ["ID"],
    async run({ operands: [object], values }) {
      const activity = await changeDatabase(
        act,
        async ({ sql }) => {
          const { origin } = await requireCollective(sql);
          return activityUrl(origin, await react(sql, type, object));
        },
        object,
      );
      report(`${done}: ${object}`, { activity, type, object }, values);
    },
  });
}

function undoing(type: "Like" | "Announce", act: Act, summary: string) {
  return action({
    summary,
    operands: ["ID"],
    async run({ operands: [object], values }) {
      await changeDatabase(act, ({ sql }) => undoReaction(sql, type, object), object);
      report(`Taken back: ${object}`, { type, object }, values);
    },
  });
}
