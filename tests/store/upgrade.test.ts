import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { migrate } from "../../src/store/migrate.ts";
import { findPost, listFeaturedPosts } from "../../src/store/post-lists.ts";
import { listApprovedReplies } from "../../src/store/replies.ts";
import { indexOldPosts, searchPosts } from "../../src/store/search.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { removeDirectory, temporaryDirectory } from "../support/process.ts";

const sqlDirectory = path.resolve(import.meta.dirname, "../../sql");

let database: TestDatabase;
let dir: string;
beforeAll(async () => {
  database = await testDatabase({ empty: true });
  dir = temporaryDirectory();
  for (const name of fs.readdirSync(sqlDirectory).filter((name) => name < "0007"))
    fs.copyFileSync(path.join(sqlDirectory, name), path.join(dir, name));
});
afterAll(async () => {
  await database.drop();
  removeDirectory(dir);
});

test("posts from before are found again, open call-outs among them are pinned, and what the edited ones said before stays hidden, and replies keep their authors' names", async () => {
  const { sql } = database;
  await migrate(sql, dir);
  await sql.begin(async (tx) => {
    await tx`
      insert into post (id, type, revision, published, updated)
      values ('edited', 'Note', 2, '2026-01-01', '2026-01-02'), ('untouched', 'Note', 1, '2026-01-01', null)`;
    await tx`
      insert into revision (post_id, number, source, language)
      values ('edited', 1, 'A name.', 'en'), ('edited', 2, 'No boiler.', 'en'), ('untouched', 1, 'A boiler.', 'en')`;
  });
  const openUntil = { edited: "2020-01-01", untouched: "2099-01-01" };
  for (const [id, until] of Object.entries(openUntil)) {
    await sql`
      insert into revision_callout (post_id, number, time_zone, open_until, status)
      select id, revision, 'UTC', ${until}, 'confirmed' from post where id = ${id}`;
  }
  await sql`
    insert into actor (id, host, type, preferred_username, name, url, inbox)
    values ('https://a.example/ada', 'a.example', 'Person', 'ada', 'Ada', 'https://a.example/ada', 'https://a.example/in')`;
  await sql`
    insert into reply (id, actor_id, post_id, content, url, visibility, state, published)
    values ('https://a.example/1', 'https://a.example/ada', 'untouched', 'Yes.', 'https://a.example/1', 'public', 'approved', now())`;
  await migrate(sql);
  expect((await listApprovedReplies(sql, "untouched")).map(({ author }) => author.name)).toEqual(["Ada"]);
  expect((await findPost(sql, "edited"))?.historyHidden).toBe(true);
  expect((await findPost(sql, "untouched"))?.historyHidden).toBe(false);
  expect(await indexOldPosts(sql)).toBe(2);
  const { results } = await searchPosts(sql, "boiler", { language: "en", limit: 9, offset: 0, most: 9 });
  expect(results.map(({ id }) => id).toSorted()).toEqual(["edited", "untouched"]);
  expect((await listFeaturedPosts(sql)).map(({ id }) => id)).toEqual(["untouched"]);
});
