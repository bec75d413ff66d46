import path from "node:path";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import {
  removeDirectory,
  runCli,
  type RunningServer,
  startServer,
  temporaryDirectory,
} from "../support/process.ts";
import { addHardPosts, type HardPosts } from "./demo-posts.ts";

export interface DemoSite extends HardPosts {
  server: RunningServer;
  database: TestDatabase;
  secretKeyFile: string;
  stop: () => Promise<void>;
}

/** The demo site as its own process, and in it posts that are hard to lay out. */
export async function startDemoSite(): Promise<DemoSite> {
  const database = await testDatabase();
  const dir = temporaryDirectory();
  const env = { DATABASE_URL: database.url, DATA_DIR: path.join(dir, "data") };
  const { code, stderr } = await runCli(["demo"], { env });
  if (code !== 0) throw new Error(stderr);
  const hard = await addHardPosts(database.sql, path.join(dir, "data", "media"));
  const server = await startServer({ env });
  return {
    server,
    database,
    secretKeyFile: path.join(dir, "data", "secret.key"),
    ...hard,
    async stop() {
      await server.stop();
      await database.drop();
      removeDirectory(dir);
    },
  };
}
