import { afterAll, beforeAll, expect, test } from "vitest";
import { addMember } from "../../src/store/members.ts";
import { findSession, openSession } from "../../src/store/sessions.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { removeDirectory, runCli, temporaryDirectory } from "../support/process.ts";

let database: TestDatabase;
let dataDir: string;
beforeAll(async () => {
  database = await testDatabase();
  dataDir = temporaryDirectory();
  await tocsin("setup", "--handle", "harbour", "--name", "Harbour Street", "--language", "en");
});
afterAll(async () => {
  await database.drop();
  removeDirectory(dataDir);
});

const tocsin = (...args: string[]) =>
  runCli(args, { env: { DATABASE_URL: database.url, DATA_DIR: dataDir } });

test("panic signs everybody out until --lift, and says what it has done", async () => {
  const { sql } = database;
  const { id } = await addMember(sql, { name: "ines", role: "admin", passphrase: "correct horse battery" });
  const token = await openSession(sql, id);
  const closed = await tocsin("panic");
  expect([closed.code, closed.stdout]).toEqual([0, expect.stringContaining("Everybody is signed out")]);
  expect(await findSession(sql, token)).toBeUndefined();
  expect(await findSession(sql, await openSession(sql, id))).toMatchObject({ panicked: true });
  const lifted = await tocsin("panic", "--lift", "--json");
  expect(JSON.parse(lifted.stdout)).toEqual({ closed: false });
  expect(await findSession(sql, await openSession(sql, id))).toMatchObject({ panicked: false });
});

test("in a panic nothing goes out by the command line either, until it is lifted", async () => {
  const env = { DATABASE_URL: database.url, DATA_DIR: dataDir };
  const tried = () =>
    Promise.all([
      runCli(["page", "set", "-"], { env, stdin: "---\nname: How to give\n---\nBy post." }),
      runCli(["post", "publish", "-"], { env, stdin: "We meet at noon." }),
      tocsin("react", "boost", "https://port.example/notes/1"),
      runCli(["redirects", "import", "-"], { env, stdin: "/old/boiler, /p/boiler" }),
      tocsin("redirects", "remove", "/old"),
      tocsin("following", "add", "@bakers@port.example"),
    ]);
  await tocsin("panic");
  for (const { code, stderr } of await tried()) {
    expect([code, stderr]).toEqual([1, expect.stringContaining("Publishing is closed after an emergency.")]);
  }
  await tocsin("panic", "--lift");
  const [page, post, boost, redirects, removed, following] = await tried();
  expect([page!.code, post!.code, redirects!.code, following!.code]).toEqual([0, 0, 0, 0]);
  expect(removed!.stderr).toContain("/old leads nowhere.");
  expect(boost!.stderr).toContain("No post https://port.example/notes/1 has reached this server.");
});
