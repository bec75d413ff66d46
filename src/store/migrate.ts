import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { logger } from "../log.ts";
import type { Database, Sql } from "./sql.ts";

interface Migration {
  name: string;
  text: string;
  checksum: string;
}

/** Any number will do that no other advisory lock of ours has. */
const lock = 7_061_501;

const log = logger("migrate");

/**
 * Applies the files of `dir` that the database has not seen, in the order of their names, each in a transaction.
 * Processes that start at once take turns. Returns the names of the files applied.
 * @throws when an applied file has changed, or the database has one that this version does not know.
 */
export async function migrate(
  sql: Database,
  dir = path.resolve(import.meta.dirname, "../../sql"),
): Promise<string[]> {
  const migrations = readMigrations(dir);
  const pending = await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${lock})`;
    return findPending(tx, migrations);
  });
  const applied: string[] = [];
  for (const migration of pending) {
    if (await apply(sql, migration)) applied.push(migration.name);
  }
  return applied;
}

function readMigrations(dir: string): Migration[] {
  const names = fs
    .readdirSync(dir)
    .filter((name) => name.endsWith(".sql"))
    .sort();
  for (const [index, name] of names.entries()) {
    if (!/^\d{4}-[a-z0-9-]+\.sql$/.test(name))
      throw new Error(`${name} is no name for a migration: use 0001-name.sql.`);
    if (names[index - 1]?.slice(0, 4) === name.slice(0, 4))
      throw new Error(`Two migrations are numbered ${name.slice(0, 4)}.`);
  }
  return names.map((name) => {
    const text = fs.readFileSync(path.join(dir, name), "utf8");
    return { name, text, checksum: createHash("sha256").update(text).digest("hex") };
  });
}

async function findPending(sql: Sql, migrations: Migration[]): Promise<Migration[]> {
  await sql`
    create table if not exists migration (
      name text primary key,
      checksum text not null,
      applied_at timestamptz not null default now()
    )`;
  const applied = await sql<{ name: string; checksum: string }[]>`
    select name, checksum
    from migration
    order by name collate "C"
    limit 10000`;
  for (const { name, checksum } of applied) {
    const known = migrations.find((migration) => migration.name === name);
    if (!known)
      throw new Error(
        `The database has migration ${name}, which this version does not know: install a newer version.`,
      );
    if (known.checksum !== checksum)
      throw new Error(
        `Migration ${name} has changed since it was applied: restore the file, and write a new one.`,
      );
  }
  const pending = migrations.slice(applied.length);
  const last = applied.at(-1)?.name;
  const missed = migrations.find(
    ({ name }) => last !== undefined && name < last && !applied.some((row) => row.name === name),
  );
  if (missed)
    throw new Error(
      `Migration ${missed.name} comes before ${last}, which is applied already: give it a later number.`,
    );
  return pending;
}

/** False when another process was quicker. */
async function apply(sql: Database, { name, text, checksum }: Migration): Promise<boolean> {
  return sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${lock})`;
    const [done] = await tx`select 1 from migration where name = ${name}`;
    if (done) return false;
    // A migration may rewrite a large table.
    await tx`set local statement_timeout = 0`;
    try {
      await tx.unsafe(text);
    } catch (error) {
      throw new Error(`Migration ${name} failed: ${(error as Error).message}`, { cause: error });
    }
    await tx`insert into migration (name, checksum) values (${name}, ${checksum})`;
    log.info("Applied {name}.", { name });
    return true;
  });
}
