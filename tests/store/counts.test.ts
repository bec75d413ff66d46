import { afterAll, beforeAll, expect, test } from "vitest";
import { withdrawPost } from "../../src/store/posts.ts";
import type { Database } from "../../src/store/sql.ts";
import { findTag, listTags } from "../../src/store/tags.ts";
import { listYears } from "../../src/store/years.ts";
import { chances } from "../support/chance.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { editPost, insertPost } from "../support/written.ts";

let database: TestDatabase;
let sql: Database;
beforeAll(async () => {
  database = await testDatabase();
  ({ sql } = database);
});
afterAll(() => database.drop());

const text = { name: "", source: "Come.", summary: "", language: "en", pictures: [], pinned: false };
const random = chances(7);
const some = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
const tagsOf = () => ["Harbour", "Rent", "Court", "Night"].filter(() => random() < 0.5);

/** What counting every post says. */
const counted = async () => ({
  tags: await sql`
    select slug, count(*)::integer as posts from post_tag group by slug order by posts desc, slug`,
  months: await sql`
    select to_char(published at time zone 'UTC', 'YYYY-MM') as month, count(*)::integer as posts
    from post where withdrawn_at is null group by 1 order by 1`,
});

const told = async () => ({
  tags: (await listTags(sql, 100)).map(({ slug, posts }) => ({ slug, posts })),
  months: (await listYears(sql, { language: "en", timeZone: "UTC" }))
    .toReversed()
    .flatMap(({ year, months }) =>
      months.map(({ month, posts }) => ({ month: `${year}-${String(month).padStart(2, "0")}`, posts })),
    ),
});

test("tags and months are counted rightly through whatever happens to posts, also at once", async () => {
  const ids: string[] = [];
  const act = async () => {
    const chance = random();
    if (chance < 0.6 || ids.length === 0) {
      const published = new Date(Date.UTC(2024, Math.floor(random() * 30), 1, 0, 0, -1));
      const { postId } = await sql.begin((tx) =>
        insertPost(tx, { ...text, type: "Note", tags: tagsOf() }, published),
      );
      ids.push(postId!);
    } else if (chance < 0.85) await editPost(sql, some(ids), { ...text, tags: tagsOf() });
    else await withdrawPost(sql, ids.splice(Math.floor(random() * ids.length), 1)[0]!);
  };
  for (let round = 0; round < 15; round++) {
    await Promise.all(
      Array.from({ length: 6 }, () =>
        act().catch((error: Error) => {
          // Two at once may meet in one post: the later finds it withdrawn.
          if (error.message !== "This post has been withdrawn.") throw error;
        }),
      ),
    );
    expect(await told()).toEqual(await counted());
  }
  expect(ids.length).toBeGreaterThan(10);
});

test("months are counted rightly while posts are published and the collective moves to another time zone", async () => {
  await sql`insert into collective (handle, type, name, description, language, origin)
    values ('harbour', 'Organization', 'Harbour', '', 'en', 'https://tocsin.example')`;
  const zones = ["Pacific/Auckland", "UTC", "America/Montreal"];
  for (const timeZone of [...zones, ...zones]) {
    const posts = Array.from({ length: 6 }, (_, at) => {
      const published = new Date(Date.UTC(2024, at, 1, 0, 0, -1));
      return sql.begin((tx) => insertPost(tx, { ...text, type: "Note", tags: [] }, published));
    });
    await Promise.all([...posts, sql`update collective set time_zone = ${timeZone}`]);
    const rows = await sql`
      select to_char(published at time zone ${timeZone}, 'YYYY-MM') as month, count(*)::integer as posts
      from post where withdrawn_at is null group by 1 order by 1`;
    const counts = await sql`
      select to_char(month, 'YYYY-MM') as month, posts from month_count where posts > 0 order by 1`;
    expect([...counts]).toEqual([...rows]);
  }
  await sql`delete from collective`;
  await sql`update post set withdrawn_at = now() where withdrawn_at is null`;
});

test("what is undone is not counted", async () => {
  const before = await told();
  await sql
    .begin(async (tx) => {
      await insertPost(tx, { ...text, type: "Note", tags: ["Undone"] });
      throw new Error("undone");
    })
    .catch(() => {});
  expect(await told()).toEqual(before);
  expect(await findTag(sql, "undone")).toBeUndefined();
});
