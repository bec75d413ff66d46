import { react, undoReaction } from "../store/allied-posts.ts";
import { activityUrl } from "../text/address.ts";
import { action, commandOf, report } from "./actions.ts";
import { requireCollective } from "./collective.ts";
import { withDatabase } from "./database.ts";

const notes = `
ID is the address that bin/tocsin.js allies list, or bin/tocsin.js replies list, shows for a post of somebody else.
`;

const like = doing("Like", "Likes a post as the collective; its author is told.", "Liked");
const boost = doing("Announce", "Boosts a post to the collective's followers.", "Boosted");
const unlike = undoing("Like", "Takes a like back.");
const unboost = undoing("Announce", "Takes a boost back.");

export const run = commandOf("react", { like, boost, unlike, unboost }, notes);

function doing(type: "Like" | "Announce", summary: string, done: string) {
  return action({
    summary,
    operands: ["ID"],
    async run({ operands: [object], values }) {
      await withDatabase(async ({ sql }) => {
        const { origin } = await requireCollective(sql);
        const activity = activityUrl(origin, await react(sql, type, object));
        report(`${done}: ${object}`, { activity, type, object }, values);
      });
    },
  });
}

function undoing(type: "Like" | "Announce", summary: string) {
  return action({
    summary,
    operands: ["ID"],
    async run({ operands: [object], values }) {
      await withDatabase(async ({ sql }) => {
        await undoReaction(sql, type, object);
        report(`Taken back: ${object}`, { type, object }, values);
      });
    },
  });
}
