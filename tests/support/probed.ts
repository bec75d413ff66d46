import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { withdrawPost } from "../../src/store/posts.ts";
import { readSecretKey } from "../../src/store/secret.ts";
import { connect, type Database } from "../../src/store/sql.ts";
import { postUrl } from "../../src/text/address.ts";
import { freePort, removeDirectory, root, temporaryDirectory } from "./process.ts";
import type { Probe } from "./probe.ts";
import { publishPost, setUp } from "./written.ts";

/** A whole server of ours in a process of its own, as an operator runs it, with a probe inside. */
export interface ProbedServer {
  origin: string;
  sql: Database;
  dataDir: string;
  posts: string[];
  probe: () => Promise<Probe>;
  /** What it has logged as errors since it was last asked; of much, the end. */
  takeErrors: () => string;
  lives: () => boolean;
  stop: () => Promise<void>;
}

/** Sets up an account with two posts, one of them withdrawn, in a migrated database, and starts a server on it. */
export async function startProbed(
  databaseUrl: string,
  env: Record<string, string> = {},
): Promise<ProbedServer> {
  const dataDir = temporaryDirectory();
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const sql = connect(databaseUrl, { max: 3 });
  const posts = await prepare(sql, origin, dataDir);
  const child = spawn(
    process.execPath,
    [
      smallHeap,
      "--import",
      path.join(import.meta.dirname, "probe.ts"),
      path.join(root, "src/cli/main.ts"),
      "serve",
    ],
    {
      cwd: root,
      env: {
        ...process.env,
        ORIGIN: origin,
        PORT: String(port),
        HOST: "127.0.0.1",
        DATABASE_URL: databaseUrl,
        DATA_DIR: dataDir,
        SECRET_KEY_FILE: "",
        ROLE: "all",
        ALLOW_PRIVATE_ADDRESS: "true",
        LOG_LEVEL: "error",
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    },
  );
  const takeErrors = await listening(child);
  return {
    origin,
    sql,
    dataDir,
    posts,
    takeErrors,
    probe: async () => {
      child.send("probe");
      const [probe] = (await once(child, "message")) as [Probe];
      return probe;
    },
    lives: () => child.exitCode === null && child.signalCode === null,
    async stop() {
      const ended = child.exitCode === null && child.signalCode === null ? once(child, "exit") : undefined;
      child.kill("SIGTERM");
      await ended;
      await sql.end({ timeout: 5 });
      removeDirectory(dataDir);
    },
  };
}

async function prepare(sql: Database, origin: string, dataDir: string): Promise<string[]> {
  fs.mkdirSync(dataDir, { recursive: true });
  const secret = readSecretKey(path.join(dataDir, "secret.key"));
  const group = { handle: "solidarity", name: "Solidarity", description: "", language: "en" };
  await sql.begin((tx) => setUp(tx, secret, { ...group, type: "Organization", origin }));
  const text = { name: "", source: "Come.", summary: "", language: "en", tags: [], pictures: [] };
  const [stands, withdrawn] = [
    await publishPost(sql, { ...text, type: "Note", pinned: false }),
    await publishPost(sql, { ...text, type: "Note", pinned: false }),
  ];
  await withdrawPost(sql, withdrawn.id);
  return [stands.id, withdrawn.id, "a".repeat(16)].map((id) => postUrl(origin, id));
}

/** Megabytes: what leaks is found sooner in a small heap. */
const smallHeap = "--max-old-space-size=256";
const keptErrors = 2_000_000;

async function listening(child: ChildProcess): Promise<() => string> {
  let said = "";
  let errors = "";
  child.stdout!.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(-keptErrors)));
  child
    .stderr!.setEncoding("utf8")
    .on("data", (text: string) => (errors = (errors + text).slice(-keptErrors)));
  while (!/^Tocsin is listening/m.test(said)) {
    if (child.exitCode !== null) throw new Error(`The server did not start:\n${said}${errors}`);
    await sleep(20);
  }
  return () => {
    const taken = errors;
    errors = "";
    return taken;
  };
}
