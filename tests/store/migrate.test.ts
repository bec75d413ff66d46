import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { migrate } from "../../src/store/migrate.ts";
import { connect } from "../../src/store/sql.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";

let database: TestDatabase;
let dir: string;

beforeEach(async () => {
  database = await testDatabase({ empty: true });
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "tocsin-test-"));
  write("0001-first.sql", "create table first (id int); insert into first values (1);");
  write("0002-second.sql", "alter table first add column name text;");
});
afterEach(async () => {
  await database.drop();
  fs.rmSync(dir, { recursive: true });
});

const write = (name: string, text: string) => fs.writeFileSync(path.join(dir, name), text);
const names = async () =>
  (await database.sql`select name from migration order by name`).map((row) => row.name as string);

test("applies the files in the order of their names, once", async () => {
  expect(await migrate(database.sql, dir)).toEqual(["0001-first.sql", "0002-second.sql"]);
  expect(await migrate(database.sql, dir)).toEqual([]);
  expect(await names()).toEqual(["0001-first.sql", "0002-second.sql"]);
  expect(await database.sql`select id, name from first`).toEqual([{ id: 1, name: null }]);
});

test("applies what is new to a database with older ones", async () => {
  await migrate(database.sql, dir);
  write("0003-third.sql", "create table third (id int);");
  expect(await migrate(database.sql, dir)).toEqual(["0003-third.sql"]);
});

test("refuses when an applied file has changed, and applies nothing", async () => {
  await migrate(database.sql, dir);
  write("0001-first.sql", "create table first (id bigint);");
  write("0003-third.sql", "create table third (id int);");
  await expect(migrate(database.sql, dir)).rejects.toThrow(/0001-first\.sql has changed/);
  expect(await names()).toHaveLength(2);
});

test("refuses a database that is newer than the code", async () => {
  write("0003-third.sql", "create table third (id int);");
  await migrate(database.sql, dir);
  fs.rmSync(path.join(dir, "0003-third.sql"));
  await expect(migrate(database.sql, dir)).rejects.toThrow(/0003-third\.sql.*newer version/);
});

test("refuses a new file that comes before an applied one", async () => {
  fs.rmSync(path.join(dir, "0001-first.sql"));
  write("0002-second.sql", "select 1;");
  await migrate(database.sql, dir);
  write("0001-first.sql", "select 1;");
  await expect(migrate(database.sql, dir)).rejects.toThrow(/0001-first\.sql comes before 0002-second\.sql/);
});

test.each([["0002-other.sql"], ["two.sql"], ["3-third.sql"]])(
  "refuses the name %s beside 0002-second.sql",
  async (name) => {
    write(name, "select 1;");
    await expect(migrate(database.sql, dir)).rejects.toThrow(/numbered|no name for a migration/);
    expect(await database.sql`select to_regclass('first') as found`).toEqual([{ found: null }]);
  },
);

test("a file that fails leaves nothing of itself, keeps those before it, and is named", async () => {
  write("0003-third.sql", "create table third (id int); insert into third values ('x');");
  await expect(migrate(database.sql, dir)).rejects.toThrow(/^Migration 0003-third\.sql failed: .*integer/);
  expect(await names()).toEqual(["0001-first.sql", "0002-second.sql"]);
  expect(await database.sql`select to_regclass('third') as found`).toEqual([{ found: null }]);
  write("0003-third.sql", "create table third (id int);");
  expect(await migrate(database.sql, dir)).toEqual(["0003-third.sql"]);
});

test("many processes that start at once apply each file once", async () => {
  write("0003-slow.sql", "select pg_sleep(0.3); insert into first values (2);");
  const pools = Array.from({ length: 6 }, () => connect(database.url, { max: 1 }));
  const applied = await Promise.all(pools.map((sql) => migrate(sql, dir)));
  await Promise.all(pools.map((sql) => sql.end()));
  expect(applied.flat().sort()).toEqual(["0001-first.sql", "0002-second.sql", "0003-slow.sql"]);
  expect(await database.sql`select id from first order by id`).toEqual([{ id: 1 }, { id: 2 }]);
});

test("may take longer than a statement of ours may", async () => {
  write("0003-slow.sql", "select pg_sleep(0.5);");
  const url = new URL(database.url);
  const sql = connect(url.href, { max: 1 });
  await sql`set statement_timeout = 200`;
  expect(await migrate(sql, dir)).toContain("0003-slow.sql");
  await sql.end();
});

test("the project's own migrations apply to an empty database", async () => {
  const applied = await migrate(database.sql);
  expect(applied[0]).toMatch(/^0001-/);
  expect(await migrate(database.sql)).toEqual([]);
});
