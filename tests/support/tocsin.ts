import { once } from "node:events";
import type { Server } from "node:http";
import type net from "node:net";
import fs from "node:fs";
import { createAdaptorServer } from "@hono/node-server";
import { type App, createApp } from "../../src/app.ts";
import { type Config, loadConfig } from "../../src/config.ts";
import type { ActorType } from "../../src/store/collective.ts";
import { readSecretKey } from "../../src/store/secret.ts";
import type { Database } from "../../src/store/sql.ts";
import { startWorker } from "../../src/worker.ts";
import { type TestDatabase, testDatabase } from "./database.ts";
import { removeDirectory, temporaryDirectory } from "./process.ts";
import { setUp } from "./written.ts";

export interface Tocsin {
  origin: string;
  sql: Database;
  config: Config;
  app: App;
  stop: () => Promise<void>;
}

/** A whole server of ours in this process: a database of its own, a real listener on loopback, and a worker. */
export async function startTocsin({
  handle = "solidarity",
  type = "Organization" as ActorType,
  worker = true,
  env = {} as Record<string, string>,
  database = undefined as TestDatabase | undefined,
} = {}): Promise<Tocsin> {
  const { sql, url, drop } = database ?? (await testDatabase());
  const dataDir = temporaryDirectory();
  let app: App | undefined;
  const server = createAdaptorServer({
    fetch: async (request: Request, ...rest: unknown[]) => {
      // What a test has just written through the store is shown.
      if (request.method === "GET") await app!.caughtUp();
      return app!.fetch(request, ...(rest as []));
    },
  }) as Server;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`;
  const config = loadConfig({
    ORIGIN: origin,
    DATABASE_URL: url,
    DATA_DIR: dataDir,
    ALLOW_PRIVATE_ADDRESS: "true",
    ...env,
  });
  fs.mkdirSync(config.mediaDir, { recursive: true });
  const secret = readSecretKey(config.secretKeyFile);
  await sql.begin((tx) =>
    setUp(tx, secret, {
      handle,
      type,
      origin,
      name: `The ${handle}`,
      description: "We *act*.",
      language: "en",
    }),
  );
  app = await createApp({ sql, config });
  const running = worker ? await startWorker({ sql, config }) : undefined;
  return {
    origin,
    sql,
    config,
    app,
    async stop() {
      await running?.stop();
      server.closeAllConnections();
      server.close();
      await drop();
      removeDirectory(dataDir);
    },
  };
}

/** Waits until a condition holds; says what it waited for when it never does. */
export async function until<T>(
  what: string,
  condition: () => Promise<T> | T,
  seconds = 20,
): Promise<Exclude<T, false | null | undefined>> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const value = await condition();
    if (value) return value as Exclude<T, false | null | undefined>;
    if (Date.now() > end) throw new Error(`Waited ${seconds} s in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
