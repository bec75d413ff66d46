import { once } from "node:events";
import { lookup } from "node:dns/promises";
import type { Server, ServerOptions } from "node:http";
import { isIP } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { type Config, loadConfig } from "../config.ts";
import { logger } from "../log.ts";
import { removeUnfinished } from "../media/sweep.ts";
import { serverName } from "../store/collective.ts";
import { isWithoutDatabase } from "../store/sql.ts";
import { openDatabase, patiently } from "./database.ts";
import { warnOfOpenFiles } from "./open-files.ts";

const help = `Usage: bin/tocsin.js serve

Starts the server. It is configured by environment variables, or in the file .env: see the README.
Ctrl-C or SIGTERM stops it.
`;

const log = logger("serve");

/** How long requests in progress may take when the server stops. */
const drainLimit = 5000;

/** Ctrl-C reaches us from the terminal and once more through npm and the launcher: that is still the first one. */
const echoLimit = 1000;

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { help: { type: "boolean", short: "h" } } });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  endOnUnexpectedErrors();
  const config = loadConfig();
  warnOfOpenFiles(config);
  // The database takes its time to start; meanwhile the code of the rest is read.
  const options = config.role === "worker" ? {} : { name: serverName(config.origin) };
  const [database, parts] = await Promise.all([openDatabase(config, options), load(config)]);
  const stopping = new AbortController();
  const context = { sql: database.sql, config, stopping: stopping.signal };
  try {
    await removeUnfinished(config.mediaDir, { start: true });
    const app = await patiently(async () => parts.createApp?.(context));
    const servers =
      app && parts.createServer ? await listen((options) => parts.createServer!(app, options), config) : [];
    const worker = await patiently(async () =>
      parts.startWorker?.({ ...context, during: app?.watchdog.during }),
    );
    const setupLink = await parts.issueSetupLink?.(database.sql, config.origin);
    // Whoever reads that it runs may stop it at once.
    const stopped = stopSignal();
    announce(config, setupLink);
    const signal = await Promise.race([stopped, database.exited]);
    stopping.abort();
    await Promise.all([drain(servers), worker?.stop()]);
    if (!signal) throw new Error("PostgreSQL has ended, and the server with it: start it again.");
    return 0;
  } finally {
    await database.close();
  }
}

/** What this role needs, and no more. */
async function load({ role }: Config) {
  const [app, setup, worker] = await Promise.all([
    role === "worker" ? undefined : import("../app.ts"),
    role === "worker" ? undefined : import("../store/setup.ts"),
    role === "web" ? undefined : import("../worker.ts"),
  ]);
  return {
    createApp: app?.createApp,
    createServer: app?.createServer,
    issueSetupLink: setup?.issueSetupLink,
    startWorker: worker?.startWorker,
  };
}

/** Milliseconds. Sockets that dribble their headers are closed; pictures sent from a phone may take as long as routes/form.ts waits. */
const patience = { headersTimeout: 10_000, requestTimeout: 21 * 60_000, connectionsCheckingInterval: 2000 };

async function listen(
  createServer: (options: ServerOptions) => Server,
  { host, port }: Config,
): Promise<Server[]> {
  const servers: Server[] = [];
  for (const address of await addresses(host)) {
    const server = createServer(patience);
    try {
      await once(server.listen({ port, host: address, ipv6Only: host === "localhost" }), "listening");
      servers.push(server);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const missing = code === "EADDRNOTAVAIL" || code === "EAFNOSUPPORT";
      // A machine without IPv6 has one loopback address.
      if (missing && host === "localhost" && servers.length > 0) continue;
      for (const other of servers) other.close();
      throw new Error(explainListening(code, { host, port, address }) ?? String(error), { cause: error });
    }
  }
  return servers;
}

/** Browsers try either loopback address for `localhost`, so it stands for both. */
async function addresses(host: string): Promise<string[]> {
  if (host === "localhost") return ["127.0.0.1", "::1"];
  if (isIP(host)) return [host];
  const found = await lookup(host, { all: true }).catch(() => []);
  if (found.length === 0) throw new Error(`HOST=${host} is not a name of this machine.`);
  return found.map(({ address }) => address);
}

function explainListening(
  code: string | undefined,
  { host, port, address }: { host: string; port: number; address: string },
): string | undefined {
  if (code === "EADDRINUSE") {
    return `PORT=${port} is in use by another program (on ${address}): stop that, or set PORT to another number.`;
  }
  if (code === "EACCES") return `PORT=${port} is not for ordinary users: set PORT to a number from 1024.`;
  if (code === "EADDRNOTAVAIL" || code === "EAFNOSUPPORT")
    return `HOST=${host} is not an address of this machine.`;
  return undefined;
}

function announce(config: Config, setupLink: string | undefined): void {
  const { origin, port, host } = config;
  const lines: string[] = [];
  if (config.role === "worker") lines.push("Tocsin's worker is running.");
  else if (origin === `http://localhost:${port}`) lines.push(`Tocsin is listening on ${origin}`);
  else lines.push(`Tocsin is listening on ${isIP(host) === 6 ? `[${host}]` : host}:${port} for ${origin}`);
  if (setupLink) lines.push(`Set it up here (the link works once): ${setupLink}`);
  if (!config.publicOrigin) {
    lines.push(
      `Other servers cannot reach ORIGIN ${origin} yet. To be followed from elsewhere, get a name and a ` +
        "certificate, and set ORIGIN to the public https address; it cannot change after the first follower.",
    );
  }
  if (config.publicOrigin && config.allowPrivateAddress) {
    lines.push(
      "ALLOW_PRIVATE_ADDRESS=true lets strangers make this server send requests into your own network.",
    );
  }
  process.stdout.write(`${lines.join("\n")}\n`);
}

/** Resolves at the first signal to stop; the next one ends the process at once. */
function stopSignal(): Promise<NodeJS.Signals> {
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>();
  let first: number | undefined;
  const onSignal = (signal: NodeJS.Signals) => {
    first ??= Date.now();
    if (Date.now() - first > echoLimit) process.exit(1);
    resolve(signal);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onSignal);
  return promise;
}

/** Takes no more connections, and lets requests in progress finish. */
async function drain(servers: Server[]): Promise<void> {
  const open = new Set(servers);
  for (const server of servers) server.close(() => open.delete(server));
  for (const deadline = Date.now() + drainLimit; open.size > 0 && Date.now() < deadline; await sleep(20)) {
    // A connection whose request has been answered would else be kept for the next one.
    for (const server of servers) server.closeIdleConnections();
  }
  for (const server of servers) server.closeAllConnections();
}

/** After an error nobody caught, the state is anybody's guess: better to start afresh. */
function endOnUnexpectedErrors(): void {
  const end = (error: unknown) => {
    log.fatal("Unexpected: {error}", { error });
    process.exit(1);
  };
  process.on("uncaughtException", end).on("unhandledRejection", (reason) => {
    // The driver's own first query on each connection is awaited by nobody; it comes again with the next connection.
    if (isWithoutDatabase(reason)) log.error("The database went away: {reason}", { reason });
    else end(reason);
  });
}
