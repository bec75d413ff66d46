import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { connect, type Database } from "../../src/store/sql.ts";

export interface TestDatabase {
  sql: Database;
  url: string;
  drop: () => Promise<void>;
}

/** The address of another database on the same server. */
export function addressOf(url: string, database: string): string {
  const address = new URL(url);
  address.pathname = `/${database}`;
  return address.href;
}

/** A database of the caller's own: migrated, or empty on request. Call it in beforeAll, and `drop` in afterAll. */
export async function testDatabase({ empty = false }: { empty?: boolean } = {}): Promise<TestDatabase> {
  const adminUrl = inject("adminUrl");
  const name = `tocsin_test_${randomBytes(6).toString("hex")}`;
  await asAdmin(adminUrl, `create database ${name} template ${empty ? "template0" : inject("template")}`);
  const url = addressOf(adminUrl, name);
  const sql = connect(url, { max: 5 });
  return {
    sql,
    url,
    async drop() {
      await sql.end({ timeout: 5 });
      await asAdmin(adminUrl, `drop database ${name} with (force)`);
    },
  };
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const admin = connect(url, { max: 1 });
  try {
    await admin.unsafe(statement);
  } finally {
    await admin.end();
  }
}
