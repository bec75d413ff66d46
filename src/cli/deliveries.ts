import { listDeliveries } from "../store/delivery-report.ts";
import { activityUrl } from "../text/address.ts";
import { action, commandFor, limitOption, printList, readLimit } from "./actions.ts";
import { requireCollective } from "./collective.ts";
import { withDatabase } from "./database.ts";
import { readPost } from "./post.ts";

const deliveries = action({
  summary: "Shows how a post, its edits and its withdrawal came to other servers, the newest first.",
  operands: ["POST"],
  usage: "[--limit NUMBER]",
  options: { limit: { ...limitOption.limit, default: "1000" } },
  async run({ operands: [idOrAddress], values }) {
    const limit = readLimit(values.limit);
    await withDatabase(async ({ sql }) => {
      const { origin } = await requireCollective(sql);
      const { id } = await readPost(sql, origin, idOrAddress);
      const outcomes = await listDeliveries(sql, id, limit);
      const listed = outcomes.map(({ activityId, ...outcome }) => ({
        ...outcome,
        activity: activityUrl(origin, activityId),
      }));
      printList(listed, {
        json: values.json,
        limit,
        none: "This post has not been sent to any server: nobody followed when it was published.",
        row: ({ host, type, state, status, attempts, nextAttempt, error }) => ({
          host,
          activity: type,
          state,
          status,
          attempts,
          "next attempt": nextAttempt,
          error,
        }),
      });
      if (!values.json && listed.length > 0)
        process.stdout.write(`${total(outcomes.map(({ state }) => state))}\n`);
    });
  },
});

export const run = commandFor(
  "deliveries",
  deliveries,
  'POST is the short id that "tocsin post list" shows, or the address.',
);

function total(states: string[]): string {
  const counts = Object.entries(Object.groupBy(states, (state) => state));
  return counts.map(([state, all]) => `${all?.length} ${state}`).join(", ");
}
