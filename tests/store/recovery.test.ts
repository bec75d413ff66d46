import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeEach, expect, test, vi } from "vitest";
import { configureLog } from "../../src/log.ts";
import { type Embedded, startEmbedded } from "../../src/store/embedded.ts";
import { findPostmaster } from "../../src/store/embedded-postmaster.ts";
import { connect } from "../../src/store/sql.ts";
import { eventually, launch, removeDirectory, root, temporaryDirectory, watch } from "../support/process.ts";

const base = temporaryDirectory();
const dir = path.join(base, "database");
const pgdata = path.join(dir, "data");
const go = path.join(base, "go");

let lines: string[] = [];
beforeEach(() => {
  lines = [];
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    lines.push(String(text));
    return true;
  });
  configureLog("info");
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => removeDirectory(base));

/** PostgreSQL asks a command for each piece of what it goes through again; this one answers when the test lets it. */
async function holdRecoveryUp(): Promise<void> {
  fs.rmSync(go, { force: true });
  const wait = `while [ ! -e ${go} ]; do sleep 0.05; done; false`;
  fs.appendFileSync(path.join(pgdata, "postgresql.auto.conf"), `restore_command = '${wait}'\n`);
  const { uid, gid } = fs.statSync(pgdata);
  const signal = path.join(pgdata, "recovery.signal");
  fs.writeFileSync(signal, "");
  fs.chownSync(signal, uid, gid);
}

const answers = async ({ url }: Pick<Embedded, "url">) => {
  const sql = connect(url, { max: 1 });
  try {
    return await sql`select 1 as one`;
  } finally {
    await sql.end();
  }
};

test("a recovery is waited for however long it takes, by all who start, who say what it does", async () => {
  await (await startEmbedded(dir, { throwaway: true })).release();
  await holdRecoveryUp();
  // One that gives up and starts anew as soon as no PostgreSQL lives.
  const starting = startEmbedded(dir, { throwaway: true, patience: 100 });
  expect(await eventually(() => findPostmaster(pgdata)?.status === "starting")).toBe(true);
  const { pid } = findPostmaster(pgdata)!;
  const other = launch("bin/launch.js", [path.join(root, "tests/support/hold-embedded.ts"), dir]);
  const { said, finished } = watch(other);
  const told = /PostgreSQL brings its data in order.* [34] s so far; .*postgresql\.log ends in: \S/;
  expect(await eventually(() => told.test(lines.join("")) && said.stderr.includes("in order"))).toBe(true);
  expect(findPostmaster(pgdata)).toMatchObject({ pid, status: "starting" });
  await sleep(200);
  fs.writeFileSync(go, "");
  const embedded = await starting;
  expect(await answers(embedded)).toEqual([{ one: 1 }]);
  expect(findPostmaster(pgdata)?.pid).toBe(pid);
  expect(await eventually(() => said.stdout.trim() === embedded.url, 30_000)).toBe(true);
  other.stdin?.end();
  expect((await finished).code).toBe(0);
  await embedded.release();
});

test("a recovery that fails is told with PostgreSQL's own reason, and not waited for", async () => {
  const control = path.join(pgdata, "global/pg_control");
  const whole = fs.readFileSync(control);
  fs.writeFileSync(control, whole.subarray(0, 100));
  await expect(startEmbedded(dir, { throwaway: true })).rejects.toThrow(/^PostgreSQL did not start \(/);
  fs.writeFileSync(control, whole);
});
