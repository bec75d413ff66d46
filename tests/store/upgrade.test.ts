import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { putActor } from "../../src/store/actors.ts";
import { findEvent } from "../../src/store/events.ts";
import { addFollower } from "../../src/store/followers.ts";
import { migrate } from "../../src/store/migrate.ts";
import { findPost, listFeaturedPosts } from "../../src/store/post-lists.ts";
import { listApprovedReplies } from "../../src/store/approved-replies.ts";
import { indexOldPosts, searchPosts } from "../../src/store/search.ts";
import { recordSoftware } from "../../src/store/software.ts";
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
    await tx`update revision set name = ${"Boiler \u202Eexe.txt"} where post_id = 'untouched'`;
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
  await sql.begin(async (tx) => {
    await tx`
      insert into post (id, type, revision, published)
      values ('starting', 'Note', 1, '2026-01-01'), ('moved', 'Note', 2, '2026-01-01'), ('over', 'Note', 1, '2026-01-01')`;
    await tx`
      insert into revision (post_id, number, source, language)
      values ('starting', 1, 'Come.', 'en'), ('moved', 1, 'Come.', 'en'), ('moved', 2, 'Not then.', 'en'),
        ('over', 1, 'Come.', 'en')`;
    await tx`
      insert into revision_callout (post_id, number, starts_at, time_zone, open_until, status)
      values ('starting', 1, '2098-01-01', 'UTC', '2099-01-01', 'confirmed'),
        ('moved', 1, '2098-01-01', 'UTC', '2099-01-01', 'confirmed'),
        ('moved', 2, null, 'UTC', '2099-01-01', 'postponed'),
        ('over', 1, '2019-12-31', 'UTC', '2020-01-01', 'confirmed')`;
  });
  await migrate(sql);
  expect((await listApprovedReplies(sql, "untouched")).map(({ author }) => author.name)).toEqual(["Ada"]);
  expect((await findPost(sql, "edited"))?.historyHidden).toBe(true);
  expect((await findPost(sql, "untouched"))?.historyHidden).toBe(false);
  // What was typed before titles were cleared of such characters.
  expect((await findPost(sql, "untouched"))?.name).toBe("Boiler exe.txt");
  expect(await indexOldPosts(sql)).toBe(5);
  const { results } = await searchPosts(sql, "boiler", { language: "en", limit: 9, offset: 0, most: 9 });
  expect(results.map(({ id }) => id).toSorted()).toEqual(["edited", "untouched"]);
  const featured = (await listFeaturedPosts(sql)).map(({ id }) => id);
  expect(featured.toSorted()).toEqual(["moved", "starting", "untouched"]);
});

test("a server that turns out to keep a calendar is sent the open call-outs from before there were events, as they are now", async () => {
  const { sql } = database;
  const id = "https://calendar.example/users/reader";
  const described = {
    id,
    inbox: `${id}/inbox`,
    type: "Person",
    preferredUsername: "reader",
    name: "",
    url: id,
  };
  const actor = await putActor(sql, { ...described, icon: null, sharedInbox: null, alsoKnownAs: [] }, []);
  await addFollower(sql, actor, `${id}/follow`, false);
  await recordSoftware(sql, "calendar.example", "mobilizon");
  const sent = await sql`
    select post_id as post, type, revision, activity.id ~ '^[a-z2-7]{16}$' as named
    from delivery join activity on activity.id = activity_id
    where event
    order by post_id`;
  expect(sent).toEqual([
    { post: "moved", type: "Create", revision: 2, named: true },
    { post: "starting", type: "Create", revision: 1, named: true },
  ]);
  expect(await findEvent(sql, "moved", 2)).toMatchObject({ start: new Date("2098-01-01T00:00:00Z") });
  const ids = await sql`select count(distinct id)::int as ids from activity where event`;
  expect(ids).toEqual([{ ids: 2 }]);
});
