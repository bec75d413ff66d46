import { createHash, timingSafeEqual } from "node:crypto";
import { Hono } from "hono";
import { tryWriting as tryMedia } from "../media/files.ts";
import { countFollowers } from "../store/followers.ts";
import { countPosts } from "../store/post-lists.ts";
import { countReplies } from "../store/replies.ts";
import {
  countDeliveryStates,
  type DeliveryHealth,
  findDeliveryHealth,
  latestDeliveries,
  tryWriting as tryDatabase,
} from "../store/workers.ts";
import { isStarting } from "../store/sql.ts";
import type { Stall } from "../watchdog.ts";
import type { RouteOptions } from "./options.ts";

/** Seconds that a delivery may be due and not taken before something is wrong. */
const longestOverdue = 60;

/** Milliseconds that the answer to whether something can be written is kept. */
const writingKept = 10_000;

export type HealthOptions = Pick<RouteOptions, "sql" | "config" | "cacheFigures" | "forms" | "watchdog">;

/** For the machines that watch: whether the process lives, whether it can do its work, and how much there is. */
export function healthRoutes(options: HealthOptions): Hono {
  const { sql, config, watchdog } = options;
  const app = new Hono();
  const findUnwritable = lookSeldom(async () => {
    const tried = await Promise.allSettled([tryDatabase(sql), tryMedia(config.mediaDir)]);
    const problems = ["the database cannot write to its disk", "nothing can be written to DATA_DIR"];
    return problems.filter((_, at) => tried[at]!.status === "rejected");
  });

  app.get("/healthz", (c) => c.text("ok\n"));

  app.get("/readyz", async (c) => {
    const health = await findHealth();
    const problems =
      typeof health === "string" ? [health] : [...problemsOf(health), ...(await findUnwritable())];
    c.header("Cache-Control", "no-store");
    const warnings = warningsOf(watchdog.listStalls());
    const ready = problems.length === 0;
    return c.json({ ready, problems, ...(warnings.length > 0 && { warnings }) }, ready ? 200 : 503);
  });

  app.get("/metrics", async (c) => {
    const { metricsToken } = config;
    const given = c.req.header("Authorization")?.match(/^Bearer (.+)$/)?.[1] ?? "";
    if (!metricsToken || !isSame(given, metricsToken)) return c.notFound();
    const [health, states, followers, posts, replies] = await Promise.all([
      findDeliveryHealth(sql),
      countDeliveryStates(sql),
      countFollowers(sql),
      countPosts(sql),
      countReplies(sql),
    ]);
    const lines = [
      ...gauge("tocsin_workers", "Workers that live.", health.workers),
      ...gauge(
        "tocsin_delivery_overdue_seconds",
        "How long the oldest delivery has been due.",
        health.overdue,
      ),
      ...gauge("tocsin_hosts_open", "Hosts whose breaker is open.", health.openHosts),
      `# HELP tocsin_deliveries Deliveries by state: all that are still to be sent, and how the last ${latestDeliveries} went.`,
      "# TYPE tocsin_deliveries gauge",
      ...states.map(({ state, count }) => `tocsin_deliveries{state="${state}"} ${count}`),
      ...gauge("tocsin_followers", "Followers.", followers),
      ...gauge("tocsin_posts", "Posts that stand.", posts.posts),
      ...gauge("tocsin_replies_pending", "Replies that wait for a member.", replies.pending),
      ...ofProcess(options),
    ];
    return c.text(`${lines.join("\n")}\n`, 200, {
      "Content-Type": "text/plain; version=0.0.4; charset=utf-8",
    });
  });

  /** Or why there is none. */
  async function findHealth(): Promise<DeliveryHealth | string> {
    try {
      return await findDeliveryHealth(sql);
    } catch (error) {
      return isStarting(error)
        ? "the database starts, or recovers after a crash: let it finish"
        : "the database does not answer";
    }
  }

  return app;
}

/** However often anybody asks: a full disk is found by writing. */
function lookSeldom(look: () => Promise<string[]>): () => Promise<string[]> {
  let last: { at: number; found: Promise<string[]> } | undefined;
  return () => {
    if (!last || Date.now() - last.at > writingKept) last = { at: Date.now(), found: look() };
    return last.found;
  };
}

function problemsOf(health: DeliveryHealth): string[] {
  const problems: string[] = [];
  if (health.workers === 0) problems.push("no worker has given a sign of life for 30 seconds");
  if (health.overdue > longestOverdue) {
    problems.push(`a delivery has been due for ${Math.round(health.overdue)} seconds`);
  }
  return problems;
}

/** A server that stood for a moment does its work, but somebody had to wait. */
function warningsOf(stalls: Stall[]): string[] {
  return stalls.map(
    ({ milliseconds, busy, work }) =>
      `within ten minutes the event loop stood for ${milliseconds} ms (${busy} ms of it by work of its own): ${work.join(", ") || "nothing that has a name"}`,
  );
}

const metric = (type: string) => (name: string, help: string, value: number) => [
  `# HELP ${name} ${help}`,
  `# TYPE ${name} ${type}`,
  `${name} ${value}`,
];
const gauge = metric("gauge");
const counter = metric("counter");

const hash = (text: string) => createHash("sha256").update(text).digest();

/** Compares hashes, so that neither the time it takes nor a length tells anything of the token. */
function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(hash(given), hash(expected));
}

function ofProcess({ cacheFigures, forms, watchdog }: HealthOptions): string[] {
  return [
    ...gauge("tocsin_pages_bytes", "Public answers that are kept, in bytes.", cacheFigures.bytes),
    ...counter("tocsin_pages_kept_total", "Public answers given as they were kept.", cacheFigures.hits),
    ...counter("tocsin_pages_rendered_total", "Public answers rendered.", cacheFigures.renders),
    ...gauge("tocsin_bodies_bytes", "Memory of what is being received, in bytes.", forms.figures.held()),
    ...gauge("tocsin_uploads_bytes", "Uploads that wait on the disk, in bytes.", forms.figures.uploads()),
    ...counter(
      "tocsin_event_loop_stalls_total",
      "How often the event loop stood for 200 ms.",
      watchdog.figures.stalls,
    ),
    ...gauge(
      "tocsin_event_loop_longest_stall_seconds",
      "How long it stood at most, since the start.",
      watchdog.figures.longest / 1000,
    ),
    ...gauge("process_resident_memory_bytes", "Resident memory.", process.memoryUsage.rss()),
  ];
}
