import { type DeliveryScope, giveUpDeliveries, retryDeliveries } from "../store/delivery-board.ts";
import {
  countDeliveries,
  listDeliveries,
  listHostProgress,
  listProgress,
  type Progress,
} from "../store/delivery-report.ts";
import { listPostsForMembers } from "../store/post-lists.ts";
import type { Sql } from "../store/sql.ts";
import { activityUrl, postUrl } from "../text/address.ts";
import { excerpt } from "../text/excerpt.ts";
import { action, commandOf, limitOption, printList, readLimit, report, UsageError } from "./actions.ts";
import { requireCollective } from "./collective.ts";
import { changeDatabase, withDatabase } from "./database.ts";
import { printJson, printTable } from "./output.ts";
import { readPost } from "./post.ts";

const notes = `
POST is the short id that "bin/tocsin.js post list" shows, or the address. HOST is a server as these lists name it. "held" waits
for a host that is left alone because it fails again and again; "delivered" means that the other server took it.
`;

const notSent = "This post has not been sent to any server: nobody followed when it was published.";

const show = action({
  summary:
    "Shows how far the last posts have come; of one post, which hosts it has reached, and why not the others.",
  operands: ["[POST]"],
  usage: "[--inboxes] [--limit NUMBER]",
  options: { inboxes: { type: "boolean", default: false }, ...limitOption },
  async run({ operands: [post], values }) {
    const limit = readLimit(values.limit);
    if (post === undefined && values.inboxes) throw new UsageError("--inboxes: say of which POST.");
    await withDatabase(async ({ sql }) => {
      const { origin } = await requireCollective(sql);
      const listed = { json: values.json, limit };
      if (post === undefined) return showPosts(sql, origin, listed);
      const { id } = await readPost(sql, origin, post);
      return values.inboxes ? showInboxes(sql, origin, id, listed) : showHosts(sql, origin, id, listed);
    });
  },
});

interface Listed {
  json: boolean;
  limit: number;
}

async function showPosts(sql: Sql, origin: string, { json, limit }: Listed): Promise<void> {
  const posts = await listPostsForMembers(sql, { limit });
  const progress = await countDeliveries(
    sql,
    posts.map(({ id }) => id),
  );
  const rows = posts.map(({ id, name, source, published }) => {
    const counts: Partial<Progress> = progress.get(id) ?? {};
    const { delivered = 0, waiting = 0, held = 0, failed = 0, cancelled = 0, followers = 0 } = counts;
    const title = name || excerpt(source, 40);
    return { id, published, delivered, followers, waiting, held, failed, cancelled, title };
  });
  printList(
    rows.map((row) => ({ ...row, url: postUrl(origin, row.id) })),
    { json, limit, none: "Nothing has been published yet.", row: ({ url: _, ...row }) => row },
  );
}

async function showHosts(sql: Sql, origin: string, postId: string, { json, limit }: Listed): Promise<void> {
  const [progress, hosts] = await Promise.all([
    listProgress(sql, postId),
    listHostProgress(sql, postId, { limit }),
  ]);
  const activities = progress.map(({ id, ...rest }) => ({ activity: activityUrl(origin, id), ...rest }));
  if (json) return printJson({ id: postId, url: postUrl(origin, postId), activities, hosts });
  if (activities.length === 0) return report(notSent, undefined, { json });
  printTable(
    activities.map(({ activity: _, type, event, createdAt, ...rest }) => ({
      type: event ? `${type} Event` : type,
      ...rest,
      sent: createdAt,
    })),
  );
  process.stdout.write("\n");
  printList(hosts, {
    json,
    limit,
    none: notSent,
    row: ({ nextAttempt, openedAt, error, status: _, ...rest }) => ({
      ...rest,
      "next attempt": nextAttempt,
      "left alone since": openedAt,
      error,
    }),
  });
}

async function showInboxes(sql: Sql, origin: string, postId: string, { json, limit }: Listed): Promise<void> {
  const outcomes = await listDeliveries(sql, postId, limit);
  const listed = outcomes.map(({ activityId, ...outcome }) => ({
    ...outcome,
    activity: activityUrl(origin, activityId),
  }));
  printList(listed, {
    json,
    limit,
    none: notSent,
    row: ({ inbox, type, state, status, attempts, nextAttempt, error }) => ({
      inbox,
      activity: type,
      state,
      status,
      attempts,
      "next attempt": nextAttempt,
      error,
    }),
  });
}

const scopeOptions = { host: { type: "string" } } as const;

const retry = action({
  summary:
    "Tries now what waits, and again what has failed: of a post, of a host, or of a post at a host. Of a host alone, also what is held for it.",
  operands: ["[POST]"],
  usage: "[--host HOST]",
  options: scopeOptions,
  async run({ operands: [post], values }) {
    const pending = await changeDatabase(undefined, async ({ sql }) =>
      retryDeliveries(sql, await readScope(sql, post, values.host)),
    );
    const { waiting, held } = pending;
    const knocking = held > 0 ? `; ${held} more follow when their host answers` : "";
    const line = waiting + held === 0 ? "There is nothing to try." : `${waiting} are tried now${knocking}.`;
    report(line, pending, values);
  },
});

const giveUp = action({
  summary: "Gives up what has not been sent: of a post, of a host, or of a post at a host.",
  operands: ["[POST]"],
  usage: "[--host HOST]",
  options: scopeOptions,
  async run({ operands: [post], values }) {
    const { failed } = await changeDatabase(
      "giveUp",
      async ({ sql }) => {
        const scope = await readScope(sql, post, values.host);
        return { ...scope, failed: await giveUpDeliveries(sql, scope) };
      },
      ({ host, postId }) => host ?? postId,
    );
    report(failed === 0 ? "There is nothing to give up." : `${failed} given up.`, { failed }, values);
  },
});

async function readScope(
  sql: Sql,
  post: string | undefined,
  host: string | undefined,
): Promise<DeliveryScope> {
  const { origin } = await requireCollective(sql);
  const at = host?.toLowerCase();
  if (post === undefined) {
    if (!at) throw new UsageError("Say which: a POST, or --host HOST.");
    return { host: at };
  }
  const { id } = await readPost(sql, origin, post);
  return { postId: id, ...(at && { host: at }) };
}

export const run = commandOf("deliveries", { "": show, retry, "give-up": giveUp }, notes);
