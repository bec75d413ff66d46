import { type ChildProcess } from "node:child_process";
import path from "node:path";
import type { Config } from "../../src/config.ts";
import { type DeliveryOutcome, listDeliveries } from "../../src/store/delivery-report.ts";
import { type Published, withdrawPost } from "../../src/store/posts.ts";
import type { Database } from "../../src/store/sql.ts";
import { eventually, type Finished, launch, root, watch } from "./process.ts";
import { until } from "./tocsin.ts";
import { editPost, publishPost } from "./written.ts";

const text = { name: "", summary: "", language: "en", tags: [] as string[], pictures: [] };

export const publish = (sql: Database, source = "Come on Saturday."): Promise<Published> =>
  publishPost(sql, { ...text, source, type: "Note", pinned: false });

export const edit = (sql: Database, id: string, source: string): Promise<Published> =>
  editPost(sql, id, { ...text, source, pinned: false });

export const withdraw = (sql: Database, id: string): Promise<Published> => withdrawPost(sql, id);

/** Followers at these inboxes, one each; an inbox that is named twice is shared by two. */
export async function follow(sql: Database, inboxes: string[]): Promise<void> {
  const actors = inboxes.map((inbox, at) => ({
    id: `${inbox}/followers/${at}`,
    host: new URL(inbox).host,
    type: "Person",
    preferred_username: `f${at}`,
    url: inbox,
    inbox: `${inbox}/followers/${at}/inbox`,
    shared_inbox: inbox,
  }));
  for (let at = 0; at < actors.length; at += 5000) {
    await sql`insert into actor ${sql(actors.slice(at, at + 5000))}`;
  }
  await sql`
    insert into follower (actor_id, follow_id, state)
    select id, id || '/follow', 'accepted' from actor
    on conflict do nothing`;
}

/** No followers, posts or deliveries any more, and nothing known of any host. */
export async function clear(sql: Database): Promise<void> {
  await sql`truncate actor, follower, delivery, activity, post, host, departure cascade`;
}

/** The deliveries about a post, the oldest first. */
export async function rowsOf(sql: Database, postId: string): Promise<DeliveryOutcome[]> {
  return (await listDeliveries(sql, postId)).reverse();
}

/** The deliveries about a post, as soon as nothing more will come of any. */
export function settled(sql: Database, postId: string, seconds = 20): Promise<DeliveryOutcome[]> {
  return until(
    "the deliveries",
    async () => {
      const rows = await rowsOf(sql, postId);
      return rows.length > 0 && rows.every(({ state }) => state !== "waiting" && state !== "held") && rows;
    },
    seconds,
  );
}

const workerName = "tocsin worker";

/** The processes of PostgreSQL that serve worker processes, the one that waits for notifications last. */
export async function workerBackends(sql: Database): Promise<{ pid: number; listening: boolean }[]> {
  return sql<{ pid: number; listening: boolean }[]>`
    select pid, query ilike 'listen%' as listening from pg_stat_activity
    where application_name = ${workerName} and datname = current_database()
    order by listening`;
}

export interface WorkerProcess {
  child: ChildProcess;
  output: () => string;
  /** Sends SIGTERM and waits for the end. */
  stop: () => Promise<Finished>;
  kill: () => Promise<Finished>;
}

/** A worker of its own process, as an operator starts one; resolves when it runs. */
export async function startWorkerProcess(config: Config): Promise<WorkerProcess> {
  const database = new URL(config.databaseUrl!);
  database.searchParams.set("application_name", workerName);
  const child = launch("bin/launch.js", [path.join(root, "src/cli/main.ts"), "serve"], {
    DATABASE_URL: database.href,
    DATA_DIR: config.dataDir,
    ORIGIN: config.origin,
    ALLOW_PRIVATE_ADDRESS: "true",
    ROLE: "worker",
    // A worker that is started a hundred times need not be compiled as often.
    NODE_COMPILE_CACHE: path.join(root, "node_modules/.cache/compiled"),
  });
  const { said, finished } = watch(child);
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return finished;
  };
  const output = () => said.stdout + said.stderr;
  const runs = await eventually(() => said.stdout.includes("worker is running") || child.exitCode !== null);
  if (!runs || child.exitCode !== null) throw new Error(`The worker did not start:\n${output()}`);
  return { child, output, stop: () => end("SIGTERM"), kill: () => end("SIGKILL") };
}
