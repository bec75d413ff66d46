import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export const root = path.resolve(import.meta.dirname, "../..");

type Environment = Record<string, string>;

export interface Finished {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface RunningServer {
  origin: string;
  port: number;
  dataDir: string;
  /** The link printed on a server that is not set up. */
  setupLink: string | undefined;
  child: ChildProcess;
  output: () => string;
  /** Sends SIGTERM, waits for the end, and removes the data directory if it was made here. */
  stop: () => Promise<Finished>;
  /** Sends SIGKILL and waits for the end; the data stays for the next start. */
  kill: () => Promise<Finished>;
}

// Set and empty, they count as absent, whatever the developer's shell or .env says.
const blank: Environment = Object.fromEntries(
  ["ORIGIN", "ONION_ORIGIN", "HOST", "PORT", "DATABASE_URL", "DATA_DIR", "SECRET_KEY_FILE", "ROLE"]
    .concat(["ALLOW_PRIVATE_ADDRESS", "TRUSTED_PROXY", "METRICS_TOKEN", "SMTP_URL", "MAIL_FROM", "LOG_LEVEL"])
    .map((name) => [name, ""]),
);

/** Run as root, PostgreSQL belongs to another user, who must pass through. */
export function temporaryDirectory(): string {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "tocsin-test-"));
  fs.chmodSync(dir, 0o711);
  return dir;
}

export function removeDirectory(dir: string): void {
  fs.rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Starts a script of the project as `bin/launch.js` would, on this Node. */
export function launch(script: string, args: string[], env: Environment = {}): ChildProcess {
  return spawn(process.execPath, [path.join(root, script), ...args], {
    cwd: os.tmpdir(),
    env: { ...process.env, ...blank, ...env },
    stdio: "pipe",
  });
}

/** Collects what the child says until it ends. */
export function watch(child: ChildProcess): { said: Finished; finished: Promise<Finished> } {
  const said: Finished = { code: null, signal: null, stdout: "", stderr: "" };
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (said.stdout += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (said.stderr += text));
  const finished = once(child, "close").then(([code, signal]) => {
    said.code = code as number | null;
    said.signal = signal as NodeJS.Signals | null;
    return said;
  });
  return { said, finished };
}

/** Runs `tocsin ARGUMENTS` to its end. */
export async function runCli(
  args: string[],
  { env, stdin = "" }: { env?: Environment; stdin?: string } = {},
): Promise<Finished> {
  const child = launch("bin/tocsin.js", args, env);
  const { finished } = watch(child);
  child.stdin?.on("error", () => {}).end(stdin);
  return finished;
}

/**
 * Starts a server on a free port of loopback, and resolves when it listens. Without DATABASE_URL its database is
 * embedded, in DATA_DIR or else a directory of its own.
 */
export async function startServer({ env = {} }: { env?: Environment } = {}): Promise<RunningServer> {
  const port = Number(env.PORT ?? (await freePort()));
  const made = env.DATA_DIR ? undefined : temporaryDirectory();
  const dataDir = env.DATA_DIR ?? path.join(made ?? "", "data");
  const child = launch("bin/tocsin.js", ["serve"], { DATA_DIR: dataDir, ...env, PORT: String(port) });
  const { said, finished } = watch(child);
  const end = async (signal: NodeJS.Signals): Promise<Finished> => {
    child.kill(signal);
    return finished;
  };
  const server: RunningServer = {
    origin: env.ORIGIN ?? `http://localhost:${port}`,
    port,
    dataDir,
    setupLink: undefined,
    child,
    output: () => said.stdout + said.stderr,
    async stop() {
      const last = await end("SIGTERM");
      if (made) removeDirectory(made);
      return last;
    },
    kill: () => end("SIGKILL"),
  };
  while (!/^Tocsin is listening/m.test(said.stdout)) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`The server did not start:\n${server.output()}`);
    }
    await sleep(20);
  }
  // Its lines are written at once, and arrive so.
  server.setupLink = /https?:\S+\/setup\/\S+/.exec(said.stdout)?.[0];
  return server;
}

/** Whether it becomes true in time. */
export async function eventually(
  condition: () => boolean | Promise<boolean>,
  limit = 10_000,
): Promise<boolean> {
  for (const deadline = Date.now() + limit; Date.now() < deadline; await sleep(50)) {
    if (await condition()) return true;
  }
  return false;
}

export interface ProcessEntry {
  pid: number;
  parent: number;
  name: string;
}

/** The processes of the machine that live; a dead one that nobody has buried yet does not. */
export function listProcesses(): ProcessEntry[] {
  const lines = process.platform === "linux" ? readProc() : readPs();
  return lines.flatMap(([pid, parent, state, name]) =>
    pid === undefined || state?.startsWith("Z")
      ? []
      : [{ pid: Number(pid), parent: Number(parent), name: path.basename(name ?? "") }],
  );
}

export function isAlive(pid: number): boolean {
  return listProcesses().some((each) => each.pid === pid);
}

// A slim Debian has no ps.
function readProc(): string[][] {
  return fs
    .readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map((pid) => {
      try {
        const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
        const [, name = "", state = "", parent = ""] = /\((.*)\) (\S) (\d+)/s.exec(stat) ?? [];
        return [pid, parent, state, name];
      } catch {
        return [];
      }
    });
}

function readPs(): string[][] {
  const { stdout } = spawnSync("ps", ["-axo", "pid=,ppid=,stat=,comm="], { encoding: "utf8" });
  return stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/));
}
