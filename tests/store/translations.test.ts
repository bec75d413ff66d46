import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { migrate } from "../../src/store/migrate.ts";
import { listLanguages } from "../../src/store/translations.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { removeDirectory, temporaryDirectory } from "../support/process.ts";

let database: TestDatabase;
let earlier: string;
beforeAll(async () => {
  database = await testDatabase({ empty: true });
  earlier = temporaryDirectory();
});
afterAll(async () => {
  await database.drop();
  removeDirectory(earlier);
});

test("posts from before there were translations stand in the archive of their present language", async () => {
  const { sql } = database;
  const all = path.resolve(import.meta.dirname, "../../sql");
  const before = fs.readdirSync(all).filter((name) => name < "0005");
  for (const name of before) fs.copyFileSync(path.join(all, name), path.join(earlier, name));
  await migrate(sql, earlier);
  await sql.begin(async (tx) => {
    await tx`
      insert into post (id, type, revision, withdrawn_at)
      values ('edited', 'Note', 2, null), ('withdrawn', 'Note', 1, now())`;
    await tx`
      insert into revision (post_id, number, source, language)
      values ('edited', 1, 'A', 'en'), ('edited', 2, 'B', 'fr'), ('withdrawn', 1, 'C', 'ar')`;
  });
  await migrate(sql);
  expect(await sql`select post_id as id, language from post_language`).toEqual([
    { id: "edited", language: "fr" },
  ]);
  expect(await listLanguages(sql)).toEqual(["fr"]);
});
