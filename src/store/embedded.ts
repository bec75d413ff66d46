import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { logger } from "../log.ts";
import { type Binaries, findBinaries } from "./embedded-binaries.ts";
import { isAnswered, openHolders, startGuard } from "./embedded-guard.ts";
import { takeTurn } from "./embedded-lock.ts";
import { findPlace, type Place } from "./embedded-place.ts";
import { logFile, tellProgress } from "./embedded-progress.ts";
import {
  findPostmaster,
  isRunning,
  type Postmaster,
  removeMisleadingPidFile,
} from "./embedded-postmaster.ts";

export interface Embedded {
  url: string;
  /** Where the data is, which is not always where it was wished. */
  dir: string;
  /** Lets go of PostgreSQL, and waits while it stops if nobody else holds it. */
  release: () => Promise<void>;
  /** Resolves when PostgreSQL has ended before it was released. */
  exited: Promise<void>;
}

interface Options {
  /** For tests: quick, and lost in a power cut. */
  throwaway?: boolean;
  /** Milliseconds that a start is tried while no PostgreSQL lives. */
  patience?: number;
}

const log = logger("postgresql");
const user = "tocsin";
const startLimit = 30_000;

/**
 * The PostgreSQL of this directory: the one that runs, else a new one. It runs until the last process releases it. While one
 * lives it is waited for, however long: to let go of a PostgreSQL that recovers after a crash would make it begin anew.
 */
export async function startEmbedded(wish: string, options: Options = {}): Promise<Embedded> {
  const place = findPlace(wish);
  if (place.dir !== path.resolve(wish)) {
    log.info("The database is in {dir}: the user PostgreSQL runs as cannot enter {wish}.", {
      dir: place.dir,
      wish,
    });
  }
  const { patience = startLimit } = options;
  const stopTelling = tellProgress(place);
  let giveBack: (() => void) | undefined;
  try {
    giveBack = await takeTurn(path.join(place.dir, "starting"));
    for (let lived = Date.now(); Date.now() - lived < patience; await sleep(20)) {
      const embedded = (await adopt(place)) ?? (await start(place, options));
      if (embedded) return embedded;
      if (findPostmaster(place.pgdata)) lived = Date.now();
    }
  } finally {
    stopTelling();
    giveBack?.();
  }
  throw new Error(`PostgreSQL did not get ready in time: see ${logFile(place)}.`);
}

/** Joins those who hold the running PostgreSQL; undefined when there is none, or it is stopping. */
async function adopt(place: Place): Promise<Embedded | undefined> {
  const running = findPostmaster(place.pgdata);
  if (!running) return undefined;
  const holders = openHolders(place.dir);
  if (holders === undefined) {
    await outlast(running, place);
    return undefined;
  }
  const ready = (await isAnswered(holders, place.dir)) ? await untilReady(place) : undefined;
  if (ready) return embedded(place, ready, holders);
  fs.closeSync(holders);
  return undefined;
}

/** Nobody guards it: it is stopping already, or its guard was killed and it must be told. */
async function outlast({ pid }: Postmaster, { pgdata }: Place): Promise<void> {
  for (let waited = 0; findPostmaster(pgdata)?.pid === pid; waited += 20) {
    if (waited === 3000) process.kill(pid, "SIGINT");
    await sleep(20);
  }
}

async function start(place: Place, options: Options): Promise<Embedded | undefined> {
  if (findPostmaster(place.pgdata)) return undefined;
  const binaries = findBinaries(place);
  await makeData(place, binaries, options);
  removeMisleadingPidFile(place.pgdata);
  const logged = sizeOf(logFile(place));
  const child = startGuard(place, [
    binaries.postgres,
    "-D",
    place.pgdata,
    ...settings(await freePort(), options),
  ]);
  let running = true;
  const ended = new Promise<void>((resolve) =>
    child.once("error", () => resolve()).once("exit", () => resolve()),
  );
  void ended.then(() => (running = false));
  child.stdin?.on("error", () => {});
  const held = await holdNew(place, child, () => !running).finally(() => child.stdin?.end());
  if (held) {
    child.unref();
    return held;
  }
  // Nothing of this attempt may get in the way of the next.
  await Promise.race([ended, sleep(startLimit, undefined, { ref: false })]);
  const complaint = lastComplaint(place, logged);
  // The port was taken in between, or what a kill left behind is not gone yet: neither lasts.
  const passing = /could not bind|could not create any TCP|still in use|already exists|pid" is empty/;
  if (passing.test(complaint)) return undefined;
  throw new Error(`PostgreSQL did not start${complaint}: see ${logFile(place)}.`);
}

/** What we have just started, once it is ready and its guard has seen us. */
async function holdNew(
  place: Place,
  guard: ChildProcess,
  hasEnded: () => boolean,
): Promise<Embedded | undefined> {
  const holders = await openOnceGuarded(place.dir, hasEnded);
  if (holders === undefined) return undefined;
  guard.stdin?.end();
  const ready = await untilReady(place, () => !hasEnded());
  if (ready && (await isAnswered(holders, place.dir, startLimit))) return embedded(place, ready, holders);
  fs.closeSync(holders);
  return undefined;
}

async function openOnceGuarded(dir: string, hasEnded: () => boolean): Promise<number | undefined> {
  for (const deadline = Date.now() + startLimit; Date.now() < deadline && !hasEnded(); await sleep(5)) {
    const holders = openHolders(dir);
    if (holders !== undefined) return holders;
  }
  return undefined;
}

/** Waits as long as it lives, or its guard is about to start it; undefined when it has ended, or is about to. */
async function untilReady(place: Place, isComing = () => false): Promise<Postmaster | undefined> {
  for (;;) {
    const running = findPostmaster(place.pgdata);
    if (running?.status === "ready") return running;
    if (running?.status === "stopping" || !(running || isComing())) return undefined;
    await sleep(10);
  }
}

function embedded(place: Place, { pid, port }: Postmaster, holders: number): Embedded {
  const { promise: exited, resolve } = Promise.withResolvers<void>();
  const watch = setInterval(() => !isRunning(pid) && resolve(), 1000).unref();
  const password = fs.readFileSync(path.join(place.dir, "password"), "utf8").trim();
  let released: Promise<void> | undefined;
  return {
    url: `postgres://${user}:${password}@127.0.0.1:${port}/postgres`,
    dir: place.dir,
    exited,
    release() {
      clearInterval(watch);
      if (!released) fs.closeSync(holders);
      released ??= untilStopped(place, pid);
      return released;
    },
  };
}

/** The guard needs a moment to notice that nobody is left; no sign of it by then means that somebody is. */
async function untilStopped({ pgdata }: Place, pid: number): Promise<void> {
  for (let waited = 0; waited < startLimit && isRunning(pid); waited += 10) {
    if (waited > 200 && findPostmaster(pgdata)?.status === "ready") return;
    await sleep(10);
  }
}

async function makeData(place: Place, binaries: Binaries, { throwaway }: Options): Promise<void> {
  const versionFile = path.join(place.pgdata, "PG_VERSION");
  if (!fs.existsSync(versionFile)) return initialise(place, binaries, throwaway);
  const made = fs.readFileSync(versionFile, "utf8").trim();
  if (made !== binaries.major) {
    throw new Error(
      `The data in ${place.pgdata} is of PostgreSQL ${made}, and this version brings PostgreSQL ${binaries.major}: ` +
        "export it with the version that made it.",
    );
  }
}

/** In a directory that gets its name when it is complete: an interrupted start leaves nothing half made. */
async function initialise(
  { dir, pgdata, owner }: Place,
  { initdb }: Binaries,
  throwaway = false,
): Promise<void> {
  // With a name of its own, because an initdb whose starter was killed goes on for a while.
  const unfinished = `${pgdata}-${randomBytes(6).toString("hex")}`;
  const passwordFile = path.join(dir, "password");
  const leftovers = fs.readdirSync(dir).filter((name) => name.startsWith(`${path.basename(pgdata)}-`));
  for (const name of leftovers)
    fs.rmSync(path.join(dir, name), { recursive: true, force: true, maxRetries: 3 });
  fs.rmSync(passwordFile, { force: true });
  fs.writeFileSync(passwordFile, `${randomBytes(24).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
  if (owner.uid !== undefined && owner.gid !== undefined) fs.lchownSync(passwordFile, owner.uid, owner.gid);
  // Collations are fixed here: those of the machine change with its updates, and indexes would be wrong.
  const options = `-U ${user} -A scram-sha-256 -E UTF8 -T simple
    --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8`.split(/\s+/);
  options.push("-D", unfinished, `--pwfile=${passwordFile}`);
  if (throwaway) options.push("--no-sync");
  const env = { PATH: "/usr/local/bin:/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };
  const child = spawn(initdb, options, { ...owner, cwd: dir, env, stdio: ["ignore", "ignore", "pipe"] });
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (complaint += text));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0)
    throw new Error(`The database could not be made in ${dir}: ${complaint.trim().replace(/\s+/g, " ")}`);
  fs.renameSync(unfinished, pgdata);
}

function settings(port: number, { throwaway }: Options): string[] {
  const all = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    max_connections: 60,
    shared_buffers: "64MB",
    // Parallel queries need /dev/shm, which is small in containers.
    max_parallel_workers_per_gather: 0,
    // What members and visitors wrote must not be repeated in the log.
    log_min_error_statement: "panic",
    log_error_verbosity: "terse",
    log_checkpoints: "off",
    ...(throwaway ? { fsync: "off", synchronous_commit: "off", full_page_writes: "off" } : {}),
  };
  return Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

function sizeOf(file: string): number {
  return fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** The last thing PostgreSQL says it cannot live with, among what it wrote since. */
function lastComplaint(place: Place, since: number): string {
  if (!fs.existsSync(logFile(place))) return "";
  const lines = fs.readFileSync(logFile(place)).subarray(since).toString().split("\n");
  const complaint = lines.findLast((line) => /(FATAL|PANIC|ERROR):|not found|denied/.test(line));
  return complaint ? ` (${complaint.replace(/^.*?(?:FATAL|PANIC|ERROR): +/, "")})` : "";
}

function freePort(): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const server = net.createServer().once("error", reject);
  server.listen(0, "127.0.0.1", () => {
    const { port } = server.address() as net.AddressInfo;
    server.close(() => resolve(port));
  });
  return promise;
}
