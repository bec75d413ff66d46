import { afterAll, beforeAll, expect, test } from "vitest";
import { connect } from "../../src/store/sql.ts";
import { freePort } from "../support/process.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase({ empty: true });
});
afterAll(() => database.drop());

test("values come as JavaScript has them", async () => {
  const at = new Date("2026-01-02T03:04:05.678Z");
  const [row] = await database.sql`
    select ${at}::timestamptz as at, count(*) as count, ${database.sql.json({ a: [1] })}::jsonb as document,
      ${["a", 'b"c', "d,e"]}::text[] as list, ${2 ** 40}::bigint as large, current_setting('TimeZone') as zone`;
  expect(row).toEqual({
    at,
    count: 1,
    document: { a: [1] },
    list: ["a", 'b"c', "d,e"],
    large: 2 ** 40,
    zone: "UTC",
  });
});

test("a database that is not there gives an error within seconds", async () => {
  const sql = connect(`postgres://nobody@127.0.0.1:${await freePort()}/none`);
  const before = Date.now();
  await expect(sql`select 1`).rejects.toThrow("ECONNREFUSED");
  expect(Date.now() - before).toBeLessThan(6000);
  await sql.end({ timeout: 1 });
});

test("a pool whose connections were killed works again by itself", async () => {
  const sql = connect(database.url, { max: 2 });
  await sql`select 1`;
  await database.sql`
    select pg_terminate_backend(pid)
    from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`;
  await expect.poll(() => sql`select 1 as one`.catch(() => []), { timeout: 10_000 }).toEqual([{ one: 1 }]);
  await sql.end({ timeout: 1 });
});
