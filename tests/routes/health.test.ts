import { randomUUID } from "node:crypto";
import fs from "node:fs";
import type { Hono } from "hono";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createApp } from "../../src/app.ts";
import { configureLog } from "../../src/log.ts";
import { healthRoutes } from "../../src/routes/health.ts";
import { connect } from "../../src/store/sql.ts";
import { beat } from "../../src/store/workers.ts";
import { formsIn } from "../support/forms.ts";
import { startGatekeeper } from "../support/gatekeeper.ts";
import { freePort } from "../support/process.ts";
import { follow, leaveAlone, publish, settle } from "./followed-site.ts";
import { membersSide, type MembersSide } from "./members-side.ts";

const metricsToken = "a-token-of-the-scraper";

let side: MembersSide;
let watched: Hono;
beforeAll(async () => {
  side = await membersSide();
  watched = await createApp({ sql: side.sql, config: { ...side.config, metricsToken } });
});
afterAll(() => side.stop());
beforeEach(() => side.sql`truncate actor, follower, delivery, host, worker cascade`);

const quietWatchdog = { listStalls: () => [], figures: { stalls: 0, longest: 0 } };

/** The server as it is while PostgreSQL is not there, or is at `url`. */
async function withoutDatabase(path: string, url?: string): Promise<Response> {
  const sql = connect(url ?? `postgres://nobody@127.0.0.1:${await freePort()}/none`);
  const { config } = side;
  const app = healthRoutes({
    sql,
    config,
    forms: formsIn(config.mediaDir),
    watchdog: quietWatchdog,
    cacheFigures: { bytes: 0, hits: 0, renders: 0 },
  });
  try {
    return await app.request(path);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

test("/healthz answers while the process lives, also without a database", async () => {
  expect(await (await side.app.request("/healthz")).text()).toBe("ok\n");
  expect((await withoutDatabase("/healthz")).status).toBe(200);
});

describe("/readyz", () => {
  const ready = async () => {
    const response = await side.app.request("/readyz");
    expect(response.headers.get("Cache-Control")).toBe("no-store");
    return { status: response.status, ...((await response.json()) as object) };
  };

  test("is 200 while a worker lives and nothing is overdue", async () => {
    await beat(side.sql, randomUUID(), 0);
    expect(await ready()).toMatchObject({ status: 200, ready: true, problems: [] });
  });

  test("is 503 without a worker, and with one that fell silent", async () => {
    const problems = ["no worker has given a sign of life for 30 seconds"];
    expect(await ready()).toMatchObject({ status: 503, ready: false, problems });
    await beat(side.sql, randomUUID(), 0);
    await side.sql`update worker set beat_at = now() - interval '31 seconds'`;
    expect(await ready()).toMatchObject({ status: 503, ready: false, problems });
  });

  test("is 503 while a delivery has been due for more than a minute and nobody has taken it", async () => {
    await beat(side.sql, randomUUID(), 0);
    await follow(side.sql, "a", "quai.example");
    await publish(side.sql);
    expect(await ready()).toMatchObject({ status: 200 });
    await side.sql`update delivery set run_at = now() - interval '90 seconds'`;
    expect(await ready()).toMatchObject({
      status: 503,
      problems: [expect.stringMatching(/^a delivery has been due for 9\d seconds$/)],
    });
  });

  test("is not troubled by deliveries that wait for their time, are held, or under way", async () => {
    await beat(side.sql, randomUUID(), 0);
    for (const name of ["a", "b"]) await follow(side.sql, name, "down.example");
    await follow(side.sql, "c", "later.example");
    await follow(side.sql, "d", "busy.example");
    await publish(side.sql);
    await leaveAlone(side.sql, "down.example");
    await settle(side.sql, "later.example", "waiting");
    await side.sql`
      update delivery set run_at = now() - interval '1 hour', leased_until = now() + interval '1 minute'
      where host = 'busy.example'`;
    expect(await ready()).toMatchObject({ status: 200 });
  });

  test("names each problem where there are several", async () => {
    await follow(side.sql, "a", "quai.example");
    await publish(side.sql);
    await side.sql`update delivery set run_at = now() - interval '2 minutes'`;
    expect((await ready()) as object).toMatchObject({
      problems: [expect.stringContaining("worker"), expect.stringContaining("due")],
    });
  });

  test("is 503 while there is no room to write, in the database or for pictures", async () => {
    const { sql, config } = side;
    await beat(sql, randomUUID(), 0);
    const rest = {
      forms: formsIn(config.mediaDir),
      watchdog: quietWatchdog,
      cacheFigures: { bytes: 0, hits: 0, renders: 0 },
    };
    const problems = async (app: Hono) =>
      ((await (await app.request("/readyz")).json()) as { problems: string[] }).problems;
    const nowhere = { ...config, mediaDir: `${config.secretKeyFile}/media` };
    const pictures = healthRoutes({ sql, config: nowhere, ...rest });
    expect(await problems(pictures)).toEqual(["nothing can be written to DATA_DIR"]);

    const [{ name }] = (await sql`select current_database() as name`) as [{ name: string }];
    await sql.unsafe(`alter database ${name} set temp_file_limit = 0`);
    const full = connect(config.databaseUrl!);
    const app = healthRoutes({ sql: full, config, ...rest });
    expect(await problems(app)).toEqual(["the database cannot write to its disk"]);
    await sql.unsafe(`alter database ${name} reset temp_file_limit`);
    await full.end();
    const later = connect(config.databaseUrl!);
    expect(await problems(healthRoutes({ sql: later, config, ...rest }))).toEqual([]);
    await later.end();
    expect(await problems(app)).toEqual(["the database does not answer"]);
    expect(fs.readdirSync(config.mediaDir).filter((name) => name.startsWith(".room"))).toEqual([]);
  });

  test("is 503 without a database, and tells nothing more of it", async () => {
    const response = await withoutDatabase("/readyz");
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ ready: false, problems: ["the database does not answer"] });
  });

  test("is 503 while the database recovers, and says that it does", async () => {
    const recovering = await startGatekeeper(side.config.databaseUrl!, () => ({ code: "57P03" }));
    const response = await withoutDatabase("/readyz", recovering.url);
    await recovering.close();
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({
      ready: false,
      problems: ["the database starts, or recovers after a crash: let it finish"],
    });
  });
});

describe("an event loop that stood", () => {
  /** A server whose page keeps everybody waiting, before any part of it was waited for or after. */
  async function blocked(later: boolean) {
    const app = await createApp({ sql: side.sql, config: { ...side.config, metricsToken } });
    app.get("/blocked/:name", async (c) => {
      if (later) await side.sql`select 1`;
      for (const until = Date.now() + 450; Date.now() < until;);
      return c.text("");
    });
    const lines: string[] = [];
    const written = vi
      .spyOn(process.stderr, "write")
      .mockImplementation((text) => lines.push(String(text)) > 0);
    configureLog("warning");
    expect((await app.request("/blocked/ines?who=omar")).status).toBe(200);
    await expect.poll(() => app.watchdog.figures.stalls).toBeGreaterThan(0);
    written.mockRestore();
    return { app, said: lines.join("") };
  }

  test.each([false, true])(
    "is told in the log, at /readyz and in the figures, with what ran",
    async (later) => {
      await beat(side.sql, randomUUID(), 0);
      const { app, said } = await blocked(later);
      const kind = "GET /blocked/:name";
      expect(said).toMatch(
        /tocsin\.watchdog: The event loop stood for [234]\d\d ms, .*: .*GET \/blocked\/:name/,
      );
      const response = await app.request("/readyz");
      const answer = (await response.json()) as { ready: boolean; problems: string[]; warnings: string[] };
      expect([response.status, answer.ready, answer.problems]).toEqual([200, true, []]);
      expect(answer.warnings.join("\n")).toContain(kind);
      expect(said + answer.warnings.join("\n")).not.toMatch(/ines|omar/);
      const figures = await app.request("/metrics", { headers: { authorization: `Bearer ${metricsToken}` } });
      const text = await figures.text();
      expect(parseMetrics(text).get("tocsin_event_loop_stalls_total")).toBeGreaterThan(0);
      expect(parseMetrics(text).get("tocsin_event_loop_longest_stall_seconds")).toBeGreaterThan(0.2);
    },
  );
});

describe("/metrics", () => {
  const get = (app: Hono, authorization?: string) =>
    app.request("/metrics", authorization === undefined ? {} : { headers: { authorization } });

  test("is not there without METRICS_TOKEN", async () => {
    for (const authorization of [undefined, "", "Bearer ", "Bearer undefined", `Bearer ${metricsToken}`]) {
      expect((await get(side.app, authorization)).status).toBe(404);
    }
  });

  test("is not there for whoever has not got the token", async () => {
    for (const authorization of [undefined, "Bearer ", `Bearer ${metricsToken}x`, "Basic a-token"]) {
      expect((await get(watched, authorization)).status).toBe(404);
    }
    const query = await watched.request(`/metrics?token=${metricsToken}`);
    expect(query.status).toBe(404);
  });

  test("gives figures in the text format of Prometheus, true ones", async () => {
    await beat(side.sql, randomUUID(), 0);
    for (const name of ["a", "b"]) await follow(side.sql, name, "down.example");
    await follow(side.sql, "c", "quai.example");
    await publish(side.sql);
    await leaveAlone(side.sql, "down.example");
    await settle(side.sql, "quai.example", "delivered");
    const response = await get(watched, `Bearer ${metricsToken}`);
    expect(response.headers.get("Content-Type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    const figures = parseMetrics(await response.text());
    expect(Object.fromEntries(figures)).toMatchObject({
      tocsin_workers: 1,
      tocsin_followers: 3,
      tocsin_hosts_open: 1,
      tocsin_delivery_overdue_seconds: 0,
      'tocsin_deliveries{state="delivered"}': 1,
      'tocsin_deliveries{state="held"}': 1,
      'tocsin_deliveries{state="waiting"}': 1,
    });
    expect(figures.get("process_resident_memory_bytes")).toBeGreaterThan(1_000_000);
  });
});

/** Reads the exposition format as its description has it. @throws on anything else. */
function parseMetrics(text: string): Map<string, number> {
  const typed = new Set<string>();
  const figures = new Map<string, number>();
  if (!text.endsWith("\n")) throw new Error("The last line does not end.");
  for (const line of text.slice(0, -1).split("\n")) {
    const [, about, name = "", rest] = /^# (HELP|TYPE) ([a-zA-Z_:][\w:]*) (\S.*)$/.exec(line) ?? [];
    const sample = /^([a-zA-Z_:][\w:]*)(\{[a-zA-Z_]\w*="[^"\\\n]*"\})? (-?\d+(?:\.\d+)?)$/.exec(line);
    if (about === "TYPE" && /^(counter|gauge)$/.test(rest!) && !typed.has(name)) typed.add(name);
    else if (sample && typed.has(sample[1]!) && !figures.has(sample[1]! + (sample[2] ?? ""))) {
      figures.set(sample[1]! + (sample[2] ?? ""), Number(sample[3]));
    } else if (about !== "HELP") throw new Error(`This line is not right: ${line}`);
  }
  return figures;
}
