import fs from "node:fs";
import path from "node:path";
import { type Actor, putActor } from "../../src/store/actors.ts";
import { addFollower } from "../../src/store/followers.ts";
import { addReply } from "../../src/store/replies.ts";
import { readSecretKey } from "../../src/store/secret.ts";
import type { Database } from "../../src/store/sql.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { type Finished, removeDirectory, runCli, temporaryDirectory } from "../support/process.ts";
import { setUp as makeCollective } from "../support/written.ts";

export const origin = "https://tocsin.example";

export interface Site {
  sql: Database;
  url: string;
  /** Where a test may write its files. */
  dir: string;
  dataDir: string;
  tocsin: (args: string[], stdin?: string) => Promise<Finished>;
  /** Runs a command that must succeed, with --json. */
  json: <T>(args: string[], stdin?: string) => Promise<T>;
  write: (name: string, content: string | Uint8Array) => string;
  end: () => Promise<void>;
}

/** A database and a directory of its own, and the commands that work on them. Not set up unless asked. */
export async function openSite({ setUp = true } = {}): Promise<Site> {
  const database: TestDatabase = await testDatabase();
  const dir = temporaryDirectory();
  const dataDir = path.join(dir, "data");
  const env = { DATABASE_URL: database.url, DATA_DIR: dataDir, ORIGIN: origin };
  const tocsin = (args: string[], stdin = "") => runCli(args, { env, stdin });
  const site: Site = {
    sql: database.sql,
    url: database.url,
    dir,
    dataDir,
    tocsin,
    async json<T>(args: string[], stdin?: string) {
      const { code, stdout, stderr } = await tocsin([...args, "--json"], stdin);
      if (code !== 0) throw new Error(`tocsin ${args.join(" ")} ended with ${code}: ${stderr}`);
      return JSON.parse(stdout) as T;
    },
    write(name, content) {
      const file = path.join(dir, name);
      fs.writeFileSync(file, content);
      return file;
    },
    async end() {
      await database.drop();
      removeDirectory(dir);
    },
  };
  if (setUp) {
    const collective = { handle: "solidarity", name: "Channel Solidarity", description: "", language: "en" };
    const secret = readSecretKey(path.join(dataDir, "secret.key"));
    await makeCollective(database.sql, secret, { ...collective, type: "Organization", origin });
  }
  return site;
}

/** An actor of another server, as if it had come in. */
export async function meet(sql: Database, handle: string): Promise<Actor> {
  const [, name = "", host = ""] = handle.split("@");
  const id = `https://${host}/users/${name}`;
  const rest = { name, url: `https://${host}/@${name}`, icon: null, sharedInbox: null, alsoKnownAs: [] };
  return putActor(
    sql,
    { ...rest, handle, id, type: "Person", preferredUsername: name, inbox: `${id}/inbox` },
    [],
  );
}

/** Somebody of another server who follows, or waits to. Returns the id. */
export async function follow(sql: Database, handle: string, { waits = false } = {}): Promise<string> {
  const actor = await meet(sql, handle);
  await addFollower(sql, actor, `${actor.id}/follows/1`, waits);
  return actor.id;
}

/** A public reply to a post, which waits for a member. Returns its id. */
export async function answer(
  sql: Database,
  handle: string,
  postId: string,
  content: string,
): Promise<string> {
  const actor = await meet(sql, handle);
  const id = `${actor.id}/statuses/${postId}`;
  const about = { postId, inReplyTo: `${origin}/p/${postId}`, summary: "", language: "en", url: id };
  await addReply(sql, {
    ...about,
    id,
    actorId: actor.id,
    content,
    visibility: "public",
    published: new Date(),
  });
  return id;
}

/** What a command says when it refuses: its status, and one line on stderr. */
export function refusal({ code, stdout, stderr }: Finished) {
  return { code, stdout, line: stderr.trimEnd() };
}
