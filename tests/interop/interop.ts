import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { CannotRun } from "./cannot-run.ts";
import { certificatesIn, makeCertificates } from "./certificates.ts";
import { startFront, transcript } from "./front.ts";
import {
  AUTHORITIES,
  endWithStarter,
  furnishNamespace,
  requireNamespaces,
  spawnInNamespace,
} from "./namespace.ts";
import type { Peer } from "./peer.ts";
import { goRound, type World } from "./round.ts";
import { startTocsin } from "./tocsin.ts";

const OUTCOME = { passed: 0, failed: 1, cannotRun: 77 };
const WHOLE_LIMIT_MS = 300_000;
const LOG_LINES = 200;
const US = { host: "tocsin.test", port: 3000, handle: "solidarity" };

export type PeerUnderTest = {
  host: string;
  port: number;
  /** Brings the program into a directory, while there is a network. */
  provide: (directory: string) => Promise<void>;
  /** Starts it from there, where there is none. */
  start: (directory: string) => Promise<Peer>;
};

/** Goes the round with a peer. The script that calls this is run a second time, inside a namespace. */
export async function interop(script: string, peer: PeerUnderTest): Promise<void> {
  const directory = process.argv[2];
  // Inside, the first process to end takes with it whatever a failed start has left running.
  if (directory !== undefined) process.exit(await goInside(directory, peer));
  process.exitCode = await goOutside(script, peer);
}

async function goOutside(script: string, peer: PeerUnderTest): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), "tocsin-interop-"));
  try {
    // PostgreSQL and apt give up root, and must still get to their files in here.
    await chmod(directory, 0o755);
    await requireNamespaces();
    for (const name of ["tls", "tocsin", "peer", "posts"]) await mkdir(join(directory, name));
    await peer.provide(join(directory, "peer"));
    const hosts = [US.host, peer.host];
    const { authority } = await makeCertificates(join(directory, "tls"), hosts, AUTHORITIES);
    return await runToItsEnd(script, directory, authority);
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    console.log(`skipped: ${error.message}`);
    return OUTCOME.cannotRun;
  } finally {
    // After a kill, what ran in the namespace may be about to write a last file.
    await rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

function runToItsEnd(script: string, directory: string, authority: string): Promise<number> {
  const child = spawnInNamespace(script, [directory], { NODE_EXTRA_CA_CERTS: authority });
  const kill = () => child.kill("SIGKILL");
  const limit = setTimeout(kill, WHOLE_LIMIT_MS);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, kill);
  return new Promise((resolve) => {
    child.once("exit", (code) => {
      clearTimeout(limit);
      resolve(code ?? OUTCOME.failed);
    });
  });
}

async function goInside(directory: string, { host, port, start }: PeerUnderTest): Promise<number> {
  endWithStarter();
  const certificates = certificatesIn(join(directory, "tls"));
  await furnishNamespace(directory, [US.host, host], certificates.authorities);
  const front = await startFront(certificates, { [US.host]: US.port, [host]: port });
  const started: { log: () => Promise<string>; stop: () => Promise<void> }[] = [];
  try {
    const tocsin = await startTocsin({ ...US, directory: join(directory, "tocsin") });
    started.push(tocsin);
    const peer = await start(join(directory, "peer"));
    started.push(peer);
    await goRound({ peer, tocsin, exchanges: front.exchanges, directory: join(directory, "posts"), step });
    return OUTCOME.passed;
  } catch (error) {
    console.log(error);
    for (const { log } of started) console.log(`\n${lastLines(await log())}`);
    console.log(`\n${transcript(front.exchanges)}`);
    return OUTCOME.failed;
  } finally {
    for (const { stop } of started) await stop();
    front.close();
  }
}

const step: World["step"] = async (title, act) => {
  const started = Date.now();
  await act().catch((error: unknown) => {
    console.log(`not ok: ${title}`);
    throw error;
  });
  console.log(`ok: ${title} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
};

function lastLines(log: string): string {
  return log.trimEnd().split("\n").slice(-LOG_LINES).join("\n");
}
