import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { addBlock } from "../../src/store/blocks.ts";
import { startEmbedded } from "../../src/store/embedded.ts";
import { migrate } from "../../src/store/migrate.ts";
import { readSecretKey } from "../../src/store/secret.ts";
import { connect, type Database } from "../../src/store/sql.ts";
import { postUrl } from "../../src/text/address.ts";
import { publishPost, setUp } from "../../tests/support/written.ts";

export interface InboxStage {
  sql: Database;
  pgdata: string;
  env: Record<string, string>;
  /** The ids of posts that can be liked. */
  posts: string[];
  block: (host: string) => Promise<void>;
  close: () => Promise<void>;
}

/** A database on disk as an operator's, with an account and some posts. */
export async function setInboxStage(port: number, posts: number): Promise<InboxStage> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "tocsin-bench-"));
  fs.chmodSync(dir, 0o711);
  const embedded = await startEmbedded(path.join(dir, "postgresql"));
  const sql = connect(embedded.url, { max: 2 });
  await migrate(sql);
  const origin = `http://127.0.0.1:${port}`;
  const group = { handle: "bench", name: "Bench", description: "", language: "en" };
  const secret = readSecretKey(path.join(dir, "secret.key"));
  await sql.begin((tx) => setUp(tx, secret, { ...group, type: "Organization", origin }));
  const ids: string[] = [];
  const text = { name: "", source: "Come.", summary: "", language: "en", tags: [], pictures: [] };
  for (let at = 0; at < posts; at++)
    ids.push((await publishPost(sql, { ...text, type: "Note", pinned: false })).id);
  return {
    sql,
    pgdata: path.join(embedded.dir, "data"),
    env: {
      ORIGIN: origin,
      PORT: String(port),
      DATABASE_URL: embedded.url,
      DATA_DIR: dir,
      ALLOW_PRIVATE_ADDRESS: "true",
    },
    posts: ids.map((id) => postUrl(origin, id)),
    block: (host) => addBlock(sql, "host", new URL(host).host),
    async close() {
      await sql.end({ timeout: 5 });
      await embedded.release();
      fs.rmSync(dir, { recursive: true, force: true });
    },
  };
}
