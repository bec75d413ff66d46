import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { connect, type Database, isWithoutDatabase, type Sql } from "../../src/store/sql.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";

let database: TestDatabase;
let sql: Database;

beforeAll(async () => {
  database = await testDatabase({ empty: true });
  sql = connect(database.url, { max: 2 });
  await sql`create table note (line text)`;
});
afterAll(async () => {
  await sql.end({ timeout: 5 });
  await database.drop();
});
beforeEach(() => sql`truncate note`);

const lines = async () =>
  (await sql<{ line: string }[]>`select line from note order by line`).map(({ line }) => line);
/** Ends the transaction's connection from outside, and waits until its end has been noticed. */
async function endConnectionOf(tx: Sql): Promise<void> {
  const [row] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`;
  await database.sql`select pg_terminate_backend(${row!.pid})`;
  await new Promise((resolve) => setTimeout(resolve, 100));
}

test("a transaction whose connection ends leaves nothing, and the next one works", async () => {
  const lost = sql.begin(async (tx) => {
    await tx`insert into note values ('lost')`;
    await database.sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and state = 'idle in transaction'`;
    await tx`select pg_sleep(1)`;
  });
  await expect(lost).rejects.toSatisfy(isWithoutDatabase);
  await sql.begin((tx) => tx`insert into note values ('kept')`);
  expect(await lines()).toEqual(["kept"]);
});

test("what goes on after its connection has ended is committed nowhere, neither alone nor with the next", async () => {
  const others: Promise<unknown>[] = [];
  const lost = sql.begin(async (tx) => {
    await tx`insert into note values ('before')`;
    await endConnectionOf(tx);
    others.push(sql.begin((other) => other`insert into note values ('other')`));
    await tx`insert into note values ('after')`.catch(() => {});
    await tx`insert into note values ('later')`.catch(() => {});
  });
  await expect(lost).rejects.toSatisfy(isWithoutDatabase);
  await Promise.all(others);
  expect(await lines()).toEqual(["other"]);
});

test("a failed statement fails its transaction, although its error was caught", async () => {
  const failed = sql.begin(async (tx) => {
    await tx`insert into note values ('before')`;
    await tx`select 1 / 0`.catch(() => {});
  });
  await expect(failed).rejects.toThrow("had failed");
  expect(await lines()).toEqual([]);
});

test("an error of the caller's own undoes the transaction and comes back as it is", async () => {
  const own = new Error("own");
  const failed = sql.begin(async (tx) => {
    await tx`insert into note values ('before')`;
    throw own;
  });
  await expect(failed).rejects.toBe(own);
  expect(await lines()).toEqual([]);
});

test("more transactions than connections wait their turn, also when connections end meanwhile", async () => {
  let underWay = 0;
  let most = 0;
  const begun = Array.from({ length: 30 }, (_, at) =>
    sql
      .begin(async (tx) => {
        most = Math.max(most, ++underWay);
        if (at % 7 === 3) await endConnectionOf(tx);
        await tx`insert into note values (${String(at)})`;
        await tx`select pg_sleep(0.01)`;
      })
      .finally(() => underWay--),
  );
  const ended = await Promise.allSettled(begun);
  expect(ended.filter(({ status }) => status === "rejected")).toHaveLength(4);
  expect(await lines()).toHaveLength(26);
  expect(most).toBe(2);
});
