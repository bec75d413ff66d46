import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";

import { command } from "./command.ts";
import { type Daemon, startDaemon } from "./daemon.ts";
import { until } from "./wait.ts";

const PROGRAM = resolve(import.meta.dirname, "../../bin/tocsin.js");

export type TocsinOptions = { directory: string; host: string; port: number; handle: string };

/** Our server on a machine of its own, with an embedded database, and its commands as its operator types them. */
export type Tocsin = Pick<Daemon, "log" | "stop"> & {
  origin: string;
  address: string;
  /** Runs a command and returns the JSON it prints. */
  run: <T>(...args: string[]) => Promise<T>;
};

export async function startTocsin({ directory, host, port, handle }: TocsinOptions): Promise<Tocsin> {
  const data = join(directory, "data");
  await mkdir(data);
  const origin = `https://${host}`;
  const env = {
    PATH: process.env.PATH,
    HOME: directory,
    NODE_EXTRA_CA_CERTS: process.env.NODE_EXTRA_CA_CERTS,
    ORIGIN: origin,
    HOST: "127.0.0.1",
    PORT: String(port),
    DATA_DIR: data,
    ALLOW_PRIVATE_ADDRESS: "true",
    TRUSTED_PROXY: "127.0.0.1",
    LOG_LEVEL: "debug",
  };
  // Elsewhere than in the project, whose .env is its developer's.
  const options = { cwd: directory, env };
  const run = async <T>(...args: string[]): Promise<T> => {
    const printed = await command(process.execPath, [PROGRAM, ...args, "--json"], options);
    return JSON.parse(printed || "null") as T;
  };

  const daemon = startDaemon(process.execPath, [PROGRAM, "serve"], join(directory, "tocsin.log"), options);
  await until("Tocsin listens", async () => {
    if (!daemon.running()) throw new Error(`Tocsin ended: ${await daemon.log()}`);
    return (await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined))?.ok;
  });
  await run("setup", "--handle", handle, "--name", "Channel Solidarity", "--language", "en");
  return { origin, address: `@${handle}@${host}`, run, log: daemon.log, stop: daemon.stop };
}
