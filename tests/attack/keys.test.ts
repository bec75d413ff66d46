import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { listKeys } from "../../src/store/keys.ts";
import { readSecretKey } from "../../src/store/secret.ts";
import { groupId } from "../../src/text/address.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { activityOf, sendTo } from "../support/inbox.ts";
import { signIn, writtenPost } from "../support/member.ts";
import { type Peer, startPeer } from "../support/peer.ts";
import { runCli, type RunningServer, startServer } from "../support/process.ts";
import { type ProbedServer, startProbed } from "../support/probed.ts";
import { until } from "../support/tocsin.ts";

let database: TestDatabase;
let server: ProbedServer;
let peer: Peer;

beforeAll(async () => {
  database = await testDatabase();
  [server, peer] = await Promise.all([startProbed(database.url, { LOG_LEVEL: "debug" }), startPeer()]);
});
afterAll(async () => {
  await Promise.all([server.stop(), peer.close()]);
  await database.drop();
});

/** The secret numbers of all our keys, in every way in which somebody might write them down. */
async function secretsOf({ sql, dataDir }: Pick<ProbedServer, "sql" | "dataDir">): Promise<string[]> {
  const secret = readSecretKey(path.join(dataDir, "secret.key"));
  const keys = [...(await listKeys(sql, "group", secret)), ...(await listKeys(sql, "instance", secret))];
  const numbers = keys.flatMap(({ privateJwk: { d, p, q } }) =>
    [d, p, q].filter((number) => number !== undefined),
  );
  expect(numbers).toHaveLength(2 * (3 + 1));
  return numbers.flatMap((number) => {
    const bytes = Buffer.from(number, "base64url");
    // Whatever stands before them in PEM shifts the letters of base64 by one of three places.
    const shifted = [0, 1, 2].map((by) => bytes.subarray(by, by + 24).toString("base64"));
    return [
      number.slice(0, 40),
      ...shifted,
      bytes.toString("hex").slice(0, 48),
      bytes.subarray(0, 24).toString("latin1"),
    ];
  });
}

const found = (text: string, secrets: string[]) => secrets.filter((secret) => text.includes(secret));

/** A follower is accepted, a post delivered, a forged key asked for: everything that touches a key of ours. */
async function live(): Promise<void> {
  const ada = peer.person("ada");
  const inbox = `${server.origin}/inbox`;
  await sendTo(inbox, peer, ada, activityOf(ada, "Follow", { object: groupId(server.origin) }));
  const member = await signIn(server.origin, server.sql);
  await member.post("/admin/posts", writtenPost);
  await until("the post arrives", () => peer.delivered.some(({ activity }) => activity.type === "Create"));
  peer.answers.status = 401;
  await member.post("/admin/posts", { ...writtenPost, source: "Refused." });
  await until("the post is refused", () => peer.delivered.length >= 4);
  for (const name of ["group", "instance"]) {
    await fetch(`${server.origin}/actors/${name}`, { headers: { accept: "application/activity+json" } });
  }
  await sendTo(
    inbox,
    peer,
    { ...ada, keyId: `${ada.id}/none` },
    activityOf(ada, "Like", { object: server.posts[0] }),
    {
      keyId: `${ada.id}/none`,
    },
  );
}

it("A27. private keys lie in clear in no table, no queue, no cache and no log, at any level of it", async () => {
  const secrets = await secretsOf(server);
  await live();
  const log = server.takeErrors();
  expect(log).toContain("[DBG]");
  expect(found(log, secrets)).toEqual([]);
  expect(log).not.toContain("PRIVATE KEY");
  const tables = await server.sql<{ name: string }[]>`
    select table_name as name from information_schema.tables where table_schema = 'public'`;
  expect(tables.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["kv", "delivery", "activity", "signing_key"]),
  );
  for (const { name } of tables) {
    const [dump] = await server.sql<{ text: string | null }[]>`
      select string_agg(t::text, ' ') as text from ${server.sql(name)} t`;
    expect(found(dump!.text ?? "", secrets)).toEqual([]);
  }
});

it("A27. private keys lie in clear in no file of the data directory, nor in a copy of it", async () => {
  const env = { LOG_LEVEL: "debug", ALLOW_PRIVATE_ADDRESS: "true" };
  const embedded: RunningServer = await startServer({ env });
  const { dataDir } = embedded;
  const made = await runCli(["setup", "--handle", "harbour", "--name", "Harbour", "--language", "en"], {
    env: { ...env, DATA_DIR: dataDir, PORT: String(embedded.port) },
  });
  expect(made).toMatchObject({ code: 0 });
  const secretKey = fs.readFileSync(path.join(dataDir, "secret.key"), "utf8").trim();
  // PostgreSQL's programs lie beside the data, and one knows how a key begins.
  const programs = /\/postgresql-\d/;
  const files = fs
    .readdirSync(dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== "secret.key" && !programs.test(entry.parentPath))
    .map((entry) => fs.readFileSync(path.join(entry.parentPath, entry.name), "latin1"));
  expect(files.length).toBeGreaterThan(100);
  // The keys are there, under the secret key, which is not; and no private half is.
  expect(files.filter((file) => file.includes("eyJhbGciOiJkaXIi")).length).toBeGreaterThan(0);
  const clear = /"(?:d|p|q|dp|dq|qi)": ?"|PRIVATE KEY/;
  expect(files.filter((file) => file.includes(secretKey) || clear.test(file))).toEqual([]);
  expect(fs.statSync(path.join(dataDir, "secret.key")).mode & 0o077).toBe(0);
  await embedded.stop();
});
