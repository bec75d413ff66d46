import { listHosts } from "../store/hosts.ts";
import { action, commandFor, limitOption, printList, readLimit } from "./actions.ts";
import { requireCollective } from "./collective.ts";
import { withDatabase } from "./database.ts";

const hosts = action({
  summary:
    "Lists the hosts that posts go to: first those left alone because they fail, then those in trouble.",
  operands: [],
  usage: "[--limit NUMBER]",
  options: limitOption,
  async run({ values }) {
    const limit = readLimit(values.limit);
    await withDatabase(async ({ sql }) => {
      await requireCollective(sql);
      printList(await listHosts(sql, { limit }), {
        json: values.json,
        limit,
        none: "Nothing has been sent to another server yet.",
        row: ({ host, followers, waiting, openedAt, failures, lastSuccessAt, lastFailureAt, lastError }) => ({
          host,
          followers,
          waiting,
          "left alone since": openedAt,
          failures,
          "last success": lastSuccessAt,
          "last failure": lastFailureAt,
          error: lastError,
        }),
      });
    });
  },
});

export const run = commandFor(
  "hosts",
  hosts,
  'What waits for a host is tried at once by "bin/tocsin.js deliveries retry --host HOST".',
);
