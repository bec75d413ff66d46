import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { startEmbedded } from "../../src/store/embedded.ts";
import { migrate } from "../../src/store/migrate.ts";
import { type Published } from "../../src/store/posts.ts";
import { readSecretKey } from "../../src/store/secret.ts";
import { connect, type Database } from "../../src/store/sql.ts";
import { publishPost, setUp } from "../../tests/support/written.ts";
import { sinkHosts, sinkPort } from "./inboxes.ts";
import { type MeasuredProcess, startMeasured } from "../server/child.ts";
import type { Measured } from "./measure.ts";

/** A database on disk as an operator's, a group, a sink, and processes that deliver. */
export interface Stage {
  sql: Database;
  pgdata: string;
  startWorker: () => Promise<MeasuredProcess>;
  run: (script: string, args: (string | number)[]) => Promise<Measured>;
  close: () => Promise<void>;
}

export async function setStage(): Promise<Stage> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "tocsin-bench-"));
  fs.chmodSync(dir, 0o711);
  const embedded = await startEmbedded(path.join(dir, "postgresql"));
  const sql = connect(embedded.url, { max: 2 });
  await migrate(sql);
  const env = {
    DATABASE_URL: embedded.url,
    DATA_DIR: dir,
    ALLOW_PRIVATE_ADDRESS: "true",
    ORIGIN: "http://localhost:3999",
    LOG_LEVEL: "error",
  };
  const group = {
    handle: "bench",
    name: "Bench",
    description: "",
    language: "en",
    type: "Organization",
  } as const;
  const secret = readSecretKey(path.join(dir, "secret.key"));
  await sql.begin((tx) => setUp(tx, secret, { ...group, origin: env.ORIGIN }));
  const sink = spawnScript("sink.ts", [String(sinkPort), String(sinkHosts)]);
  await once(sink.stdout!, "data");
  return {
    sql,
    pgdata: path.join(embedded.dir, "data"),
    startWorker: () => startMeasured("delivery/worker.ts", env, workerFlags),
    run: runScript,
    async close() {
      sink.disconnect();
      await sql.end({ timeout: 5 });
      await embedded.release();
      fs.rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** As `deploy/` starts a worker: without a limit V8 lets garbage grow with the memory of the machine. */
const workerFlags = ["--max-old-space-size=160", "--max-semi-space-size=16"];

function spawnScript(script: string, args: string[]): ChildProcess {
  return spawn(process.execPath, [path.join(import.meta.dirname, script), ...args], {
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
}

async function runScript(script: string, args: (string | number)[]): Promise<Measured> {
  const child = spawnScript(script, args.map(String));
  let out = "";
  child.stdout!.setEncoding("utf8").on("data", (text: string) => (out += text));
  await once(child, "close");
  return JSON.parse(out.trim().split("\n").at(-1)!) as Measured;
}

/** Waits until nothing waits any more. */
export async function delivered(sql: Database): Promise<void> {
  while ((await sql`select 1 from delivery where state = 'waiting' limit 1`).length > 0) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Followers with these inboxes, and no trace of earlier ones. */
export async function follow(sql: Database, inboxes: string[]): Promise<void> {
  await sql`truncate actor, follower, delivery, activity, post, revision, host cascade`;
  const inserted = 10_000;
  for (let at = 0; at < inboxes.length; at += inserted) {
    await sql`
      insert into actor (id, host, type, preferred_username, url, inbox)
      select inbox || '#' || ${at} || n, split_part(inbox, '/', 3), 'Person', 'a', inbox, inbox
      from unnest(${inboxes.slice(at, at + inserted)}::text[]) with ordinality as given (inbox, n)`;
  }
  await sql`insert into follower (actor_id, follow_id, state) select id, id, 'accepted' from actor`;
  await sql`vacuum analyze`;
}

const paragraph = "Come to the harbour on Saturday, and bring whoever is free. ";

/** A call-out of some 3 KB as it goes out. */
export function publish(sql: Database): Promise<Published> {
  const text = {
    name: "Call-out",
    source: paragraph.repeat(15),
    summary: "",
    language: "en",
    tags: ["Harbour"],
  };
  return publishPost(sql, { ...text, type: "Note", pictures: [], pinned: false });
}
