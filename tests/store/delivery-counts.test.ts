import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { countDeliveries, keepDeliveryCounts } from "../../src/store/delivery-report.ts";
import { clear, edit, follow, publish, withdraw } from "../support/stage.ts";
import { type MembersSide, membersSide } from "../routes/members-side.ts";

let side: MembersSide;
beforeAll(async () => {
  side = await membersSide();
});
afterAll(() => side.stop());
beforeEach(async () => {
  await clear(side.sql);
  await side.sql`truncate delivery_change`;
});

/** Two inboxes on each of three hosts. */
const inboxes = ["a", "b", "c"].flatMap((host) =>
  ["ada", "bob"].map((name) => `https://${host}.example/${name}/inbox`),
);

/** What is told of each post, and the same from its deliveries alone. */
async function look() {
  const { sql } = side;
  const posts = await sql<{ id: string }[]>`select id from post order by id`;
  const ids = posts.map(({ id }) => id);
  const [told, kept] = [await countDeliveries(sql, ids), await sql`select post_id from delivery_count`];
  const marks = kept.map(({ post_id }) => ({ post_id }));
  if (marks.length > 0) await sql`insert into delivery_change ${sql(marks)}`;
  const counted = await countDeliveries(sql, ids);
  if (marks.length > 0)
    await sql`delete from delivery_change where id in (select id from delivery_change order by id desc limit ${marks.length})`;
  return { told, counted };
}

test("what is told of a post's deliveries is how they stand, kept or counted anew, whatever happens to them", async () => {
  const { sql } = side;
  await follow(sql, inboxes);
  const { id } = await publish(sql);
  await publish(sql, "Another.");
  const steps: (() => Promise<unknown>)[] = [
    () => sql`update delivery set state = 'delivered' where inbox like 'https://a.%'`,
    () => sql`update delivery set state = 'failed' where inbox like '%/bob/inbox'`,
    () => sql`update delivery set state = 'held' where host = 'c.example'`,
    () =>
      sql`update delivery set state = 'delivered', followers = 7 where inbox like 'https://b.example/ada%'`,
    () => edit(sql, id, "Changed."),
    () => withdraw(sql, id),
    () => sql`update delivery set state = 'waiting' where state = 'failed'`,
  ];
  for (const step of steps) {
    await step();
    const before = await look();
    expect(before.told).toEqual(before.counted);
    while ((await keepDeliveryCounts(sql)) > 0);
    const after = await look();
    expect(after.told).toEqual(before.counted);
    expect(after.told).toEqual(after.counted);
  }
});

test("while nothing about a post changes, its deliveries are not counted again", async () => {
  const { sql } = side;
  await follow(sql, inboxes);
  const { id } = await publish(sql);
  while ((await keepDeliveryCounts(sql)) > 0);
  await sql`update delivery_count set delivered = 42 where post_id = ${id}`;
  const delivered = async () => (await countDeliveries(sql, [id])).get(id)?.delivered;
  expect(await delivered()).toBe(42);
  await sql`update delivery set leased_until = now(), lease = gen_random_uuid(), attempts = 1`;
  expect(await delivered()).toBe(42);
  await sql`update delivery set state = 'delivered', lease = null where host = 'a.example'`;
  expect(await delivered()).toBe(1);
});

test("two that count at once, while posts go out, leave the right counts", async () => {
  const { sql } = side;
  await follow(sql, inboxes);
  await Promise.all(Array.from({ length: 4 }, (_, at) => publish(sql, `Post ${at}`)));
  await Promise.all([
    ...inboxes.map((inbox) => sql`update delivery set state = 'delivered' where inbox = ${inbox}`),
    ...Array.from({ length: 6 }, () => keepDeliveryCounts(sql, 2)),
  ]);
  const before = await look();
  expect(before.told).toEqual(before.counted);
  while ((await keepDeliveryCounts(sql, 2)) > 0);
  const after = await look();
  expect(after.told).toEqual(before.counted);
  expect(await sql`select 1 from delivery_change`).toEqual([]);
});
