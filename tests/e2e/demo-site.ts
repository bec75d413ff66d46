import path from "node:path";
import { insertPost } from "../../src/store/posts.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import {
  removeDirectory,
  runCli,
  type RunningServer,
  startServer,
  temporaryDirectory,
} from "../support/process.ts";

export interface DemoSite {
  server: RunningServer;
  database: TestDatabase;
  /** The path of the post in Arabic. */
  arabic: string;
  stop: () => Promise<void>;
}

/** The demo site as its own process, and in it a post that is written from the right. */
export async function startDemoSite(): Promise<DemoSite> {
  const database = await testDatabase();
  const dir = temporaryDirectory();
  const env = { DATABASE_URL: database.url, DATA_DIR: path.join(dir, "data") };
  const { code, stderr } = await runCli(["demo"], { env });
  if (code !== 0) throw new Error(stderr);
  const source = [
    "نحن **مستأجرو** شارع الميناء، و*الباب مفتوح* للجميع.[^1]",
    "> لا نترك أحدًا وحده.",
    "| اليوم | الساعة |\n|---|---|\n| الثلاثاء | 19:00 |",
    "[^1]: انظر <https://example.org/a-long-address-that-has-to-be-broken-somewhere-on-a-telephone>.",
  ].join("\n\n");
  const text = { type: "Note", name: "إلى الجيران", source, summary: "", language: "ar" } as const;
  const post = { ...text, tags: ["السكن", "Rent"], pictures: [], pinned: false };
  const { postId } = await database.sql.begin((tx) => insertPost(tx, post, new Date()));
  const server = await startServer({ env });
  return {
    server,
    database,
    arabic: `/p/${postId}`,
    async stop() {
      await server.stop();
      await database.drop();
      removeDirectory(dir);
    },
  };
}
