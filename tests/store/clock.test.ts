import fs from "node:fs";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { findPlace } from "../../src/store/clock.ts";
import { startEmbedded } from "../../src/store/embedded.ts";
import { connect } from "../../src/store/sql.ts";
import { testDatabase } from "../support/database.ts";
import { removeDirectory, temporaryDirectory } from "../support/process.ts";

const base = temporaryDirectory();
afterAll(() => removeDirectory(base));

test("an embedded database is told from a copy of its files that was put back, and not from itself after a restart", async () => {
  const placeOf = async (name: string) => {
    const embedded = await startEmbedded(path.join(base, name), { throwaway: true });
    const sql = connect(embedded.url, { max: 1 });
    const place = await findPlace(sql, { embedded: true });
    await sql.end();
    await embedded.release();
    return place;
  };
  const first = await placeOf("database");
  expect(await placeOf("database")).toBe(first);
  fs.renameSync(path.join(base, "database"), path.join(base, "moved"));
  expect(await placeOf("moved")).toBe(first);
  const { uid, gid } = fs.statSync(path.join(base, "moved/data"));
  fs.cpSync(path.join(base, "moved/data"), path.join(base, "restored/data"), { recursive: true });
  fs.copyFileSync(path.join(base, "moved/password"), path.join(base, "restored/password"));
  for (const entry of [
    "",
    ...fs.readdirSync(path.join(base, "restored"), { recursive: true, encoding: "utf8" }),
  ]) {
    const file = path.join(base, "restored", entry);
    fs.chownSync(file, uid, gid);
    if (fs.statSync(file).isDirectory()) fs.chmodSync(file, 0o700);
  }
  expect(await placeOf("restored")).not.toBe(first);
});

test("a database of another server is told by its number there", async () => {
  const databases = [await testDatabase(), await testDatabase()];
  const places = await Promise.all(databases.map(({ sql }) => findPlace(sql, { embedded: false })));
  expect(new Set(places).size).toBe(2);
  for (const { drop } of databases) await drop();
});
