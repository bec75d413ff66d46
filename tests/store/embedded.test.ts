import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { type Embedded, startEmbedded } from "../../src/store/embedded.ts";
import { findPostmaster } from "../../src/store/embedded-postmaster.ts";
import { connect } from "../../src/store/sql.ts";
import {
  eventually,
  launch,
  listProcesses,
  removeDirectory,
  root,
  temporaryDirectory,
  watch,
} from "../support/process.ts";

const base = temporaryDirectory();
const dir = path.join(base, "database");
const pgdata = path.join(dir, "data");
const held: Embedded[] = [];

async function start(): Promise<Embedded> {
  const embedded = await startEmbedded(dir, { throwaway: true });
  held.push(embedded);
  return embedded;
}

/** Another process that holds the database until it is killed, or its input ends. */
async function startOther(): Promise<{ child: ChildProcess; url: string }> {
  const child = launch("bin/launch.js", [path.join(root, "tests/support/hold-embedded.ts"), dir]);
  const { said, finished } = watch(child);
  const ready = await eventually(() => said.stdout.includes("\n") || child.exitCode !== null, 40_000);
  if (!ready || child.exitCode !== null) throw new Error(JSON.stringify(await finished));
  return { child, url: said.stdout.trim() };
}

const runs = () => findPostmaster(pgdata) !== undefined;
const stopped = () => eventually(() => !runs());

async function one(url: string): Promise<unknown> {
  const sql = connect(url, { max: 1 });
  try {
    return (await sql`select 1 as one`)[0]?.one;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

afterEach(async () => {
  for (const embedded of held.splice(0)) await embedded.release();
  if (!(await stopped())) throw new Error("PostgreSQL goes on after its last holder let go.");
});
afterAll(() => removeDirectory(base));

test.runIf(process.getuid?.() === 0)(
  "as root, names the way out for data that was restored where its owner cannot enter",
  async () => {
    const closed = path.join(base, "closed");
    const restored = path.join(closed, "database");
    fs.mkdirSync(path.join(restored, "data"), { recursive: true, mode: 0o700 });
    await expect(startEmbedded(restored)).rejects.toThrow(/belongs to root, .*chown -R/);
    for (const each of [restored, path.join(restored, "data")]) fs.chownSync(each, 65534, 65534);
    await expect(startEmbedded(restored)).rejects.toThrow(/cannot enter there, .*move DATA_DIR/);
  },
);

test("keeps what was written from one start to the next", async () => {
  const first = await start();
  const sql = connect(first.url, { max: 1 });
  await sql`create table kept as select 42 as answer`;
  await sql.end();
  await first.release();
  expect(runs()).toBe(false);
  const second = await start();
  const again = connect(second.url, { max: 1 });
  expect(await again`select answer from kept`).toEqual([{ answer: 42 }]);
  await again.end();
});

test("loses nothing in a power cut", async () => {
  const embedded = await startEmbedded(path.join(base, "durable"));
  const sql = connect(embedded.url, { max: 1 });
  const settings = await sql`
    select name, setting from pg_settings
    where name in ('fsync', 'synchronous_commit', 'full_page_writes') order by name`;
  await sql.end();
  await embedded.release();
  expect(settings.map(({ name, setting }) => [name, setting])).toEqual([
    ["fsync", "on"],
    ["full_page_writes", "on"],
    ["synchronous_commit", "on"],
  ]);
});

test("listens on loopback alone, and asks for its password", async () => {
  const { url } = await start();
  const { port, password } = new URL(url);
  expect(password.length).toBeGreaterThan(20);
  const sql = connect(url, { max: 1 });
  expect(await sql`show listen_addresses`).toEqual([{ listen_addresses: "127.0.0.1" }]);
  await sql.end();
  await expect(one(`postgres://tocsin:wrong@127.0.0.1:${port}/postgres`)).rejects.toThrow("password");
});

test("keeps its files from other users", async () => {
  await start();
  expect(fs.statSync(dir).mode & 0o077).toBe(0);
  for (const name of ["password", "holders", "data"]) {
    expect([name, fs.statSync(path.join(dir, name)).mode & 0o077]).toEqual([name, 0]);
  }
});

test("never repeats in its log what a failed statement held", async () => {
  const { url } = await start();
  const sql = connect(url, { max: 1 });
  await sql`create temporary table diary (line text primary key)`;
  await sql`insert into diary values (${"the-secret-line"})`;
  await expect(sql`insert into diary values (${"the-secret-line"})`).rejects.toThrow("duplicate");
  await expect(sql.unsafe("select 'the-secret-line' from nowhere")).rejects.toThrow("nowhere");
  await sql.end();
  expect(fs.readFileSync(path.join(dir, "postgresql.log"), "utf8")).not.toContain("the-secret-line");
});

describe("one PostgreSQL for many processes", () => {
  test("is shared by all who start it at once", async () => {
    const all = await Promise.all([start(), startOther(), start(), startOther(), start()]);
    expect(new Set(all.map(({ url }) => url)).size).toBe(1);
    for (const each of all) if ("child" in each) each.child.kill("SIGKILL");
  });

  test("goes on when its starter is killed, until the last one who holds it is", async () => {
    const starter = await startOther();
    const other = await startOther();
    const pid = findPostmaster(pgdata)?.pid;
    starter.child.kill("SIGKILL");
    await sleep(1500);
    expect(await one(other.url)).toBe(1);
    const third = await startOther();
    other.child.kill("SIGKILL");
    await sleep(1500);
    expect(await one(third.url)).toBe(1);
    expect(findPostmaster(pgdata)?.pid).toBe(pid);
    third.child.kill("SIGKILL");
    expect(await stopped()).toBe(true);
  });

  test("never fails a newcomer who arrives while it stops", async () => {
    for (let round = 0; round < 15; round++) {
      const first = await start();
      // The guard notices within a few milliseconds: arrive before, while and after.
      const leaving = first.release();
      await sleep(round % 8);
      const newcomer = await start();
      await leaving;
      await sleep(round % 3 === 0 ? 100 : 0);
      expect(await one(newcomer.url)).toBe(1);
      await newcomer.release();
    }
  });

  test("is released once, however often that is said", async () => {
    const [first, second] = [await start(), await start()];
    await Promise.all([first.release(), first.release()]);
    await first.release();
    expect(await one(second.url)).toBe(1);
  });
});

describe("after a crash", () => {
  test("of PostgreSQL with its guard, the next start finds and replaces it", async () => {
    const { child } = await startOther();
    const pid = findPostmaster(pgdata)?.pid ?? 0;
    const guard = listProcesses().find((each) => each.pid === pid)?.parent;
    const shells = listProcesses()
      .filter((each) => each.pid === guard || (each.parent === guard && each.pid !== pid))
      .map((each) => each.pid);
    expect(shells).toHaveLength(2);
    for (const shell of shells) process.kill(shell, "SIGKILL");
    child.kill("SIGKILL");
    await once(child, "close");
    expect(runs()).toBe(true);
    const { url } = await start();
    expect(await one(url)).toBe(1);
    expect(findPostmaster(pgdata)?.pid).not.toBe(pid);
  });

  test("of the postmaster, those who use it are told, and the next start works", async () => {
    const embedded = await start();
    process.kill(findPostmaster(pgdata)?.pid ?? 0, "SIGKILL");
    await embedded.exited;
    await embedded.release();
    expect(await one((await start()).url)).toBe(1);
  });

  test("a process number that went to another program is not taken for PostgreSQL", async () => {
    await (await start()).release();
    const stale = [process.pid, pgdata, 1, 5432, "", "127.0.0.1", "", "ready", ""].join("\n");
    fs.writeFileSync(path.join(pgdata, "postmaster.pid"), stale);
    expect(await one((await start()).url)).toBe(1);
    expect(() => process.kill(process.pid, 0)).not.toThrow("ESRCH");
  });

  test("an empty lock file, as a fall of the machine leaves one, does not keep it from starting", async () => {
    await (await start()).release();
    fs.writeFileSync(path.join(pgdata, "postmaster.pid"), "");
    expect(await one((await start()).url)).toBe(1);
  });

  test("a turn that was never given back does not hold up the next start", async () => {
    fs.writeFileSync(path.join(dir, "starting"), "999999 1");
    const before = Date.now();
    expect(await one((await start()).url)).toBe(1);
    fs.writeFileSync(path.join(dir, "starting"), `${process.pid} 1`);
    expect(await one((await start()).url)).toBe(1);
    expect(Date.now() - before).toBeLessThan(20_000);
  });

  test("an unfinished first start leaves nothing that the next would take for data", async () => {
    const unfinished = path.join(base, "unfinished");
    fs.mkdirSync(path.join(unfinished, "data-0123456789ab/base"), { recursive: true });
    const first = await startEmbedded(unfinished, { throwaway: true });
    expect(await one(first.url)).toBe(1);
    await first.release();
    expect(fs.existsSync(path.join(unfinished, "data-0123456789ab"))).toBe(false);
  });
});

describe("refuses with a clear line", () => {
  test("data of another major version", async () => {
    const file = path.join(pgdata, "PG_VERSION");
    const version = fs.readFileSync(file, "utf8");
    fs.writeFileSync(file, "17\n");
    try {
      await expect(startEmbedded(dir)).rejects.toThrow(
        /PostgreSQL 17, and this version brings PostgreSQL 18/,
      );
    } finally {
      fs.writeFileSync(file, version);
    }
  });

  test("data that PostgreSQL cannot read, with PostgreSQL's own reason", async () => {
    const file = path.join(pgdata, "postgresql.conf");
    const settings = fs.readFileSync(file, "utf8");
    fs.writeFileSync(file, "no_such_setting = 1\n");
    try {
      await expect(startEmbedded(dir)).rejects.toThrow(
        /^PostgreSQL did not start \([^\n]+\): see .*postgresql\.log\.$/,
      );
    } finally {
      fs.writeFileSync(file, settings);
    }
  });

  test("a file where the FIFO should be, and writes nothing into it", async () => {
    await (await start()).release();
    const victim = path.join(base, "victim");
    fs.writeFileSync(victim, "");
    fs.rmSync(path.join(dir, "holders"));
    fs.symlinkSync(victim, path.join(dir, "holders"));
    await expect(startEmbedded(dir)).rejects.toThrow(/holders|ELOOP/);
    expect(fs.readFileSync(victim, "utf8")).toBe("");
    fs.rmSync(path.join(dir, "holders"));
  });
});

test("two directories have two databases, each on a port of its own", async () => {
  const first = await start();
  const second = await startEmbedded(path.join(base, "second"), { throwaway: true });
  const ports = [first, second].map(({ url }) => new URL(url).port);
  await second.release();
  expect(new Set(ports).size).toBe(2);
  const closed = net.connect(Number(ports[1]), "127.0.0.1");
  const [error] = (await once(closed, "error")) as [NodeJS.ErrnoException];
  expect(error.code).toBe("ECONNREFUSED");
});
