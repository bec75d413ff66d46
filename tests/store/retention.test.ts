import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { listDepartures } from "../../src/store/followers.ts";
import { addMember } from "../../src/store/members.ts";
import { addPicture, discardFiles, removeUnusedPictures } from "../../src/store/pictures.ts";
import { removeForgottenActors, removeOldHeldReplies } from "../../src/store/retention.ts";
import { findSession, openSession, removeOldSessions } from "../../src/store/sessions.ts";
import { publish } from "../support/stage.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());
beforeEach(() => database.sql`truncate actor, post, picture, removed_file, member cascade`);

test("of replies 91 days old those that are held go, and those that were decided about or wait stay", async () => {
  const { sql } = database;
  const { id: postId } = await publish(sql);
  const at = "https://quay.example/ana";
  await sql`
    insert into actor (id, host, type, preferred_username, url, inbox)
    values (${at}, 'quay.example', 'Person', 'ana', ${at}, ${`${at}/inbox`})`;
  for (const [state, days] of [
    ...["held", "pending", "approved", "hidden", "refused"].map((each) => [each, 91] as const),
    ["held", 89] as const,
  ]) {
    await sql`
      insert into reply (id, actor_id, post_id, content, url, visibility, state, held_because, author_name, published, received_at)
      values (${`${at}/${state}/${days}`}, ${at}, ${postId}, 'Yes.', ${at}, 'public', ${state},
        ${state === "held" ? "first-contact" : null}, 'Ana', now(), now() - ${days} * interval '1 day')`;
  }
  expect([await removeOldHeldReplies(sql), await removeOldHeldReplies(sql)]).toEqual([1, 0]);
  const left = await sql<{ id: string }[]>`select id from reply order by id`;
  expect(left.map(({ id }) => id.replace(`${at}/`, ""))).toEqual([
    "approved/91",
    "held/89",
    "hidden/91",
    "pending/91",
    "refused/91",
  ]);
});

describe("an account that was last fetched a month ago", () => {
  const at = "https://quay.example/ana";
  /** What one tie alone is made of. */
  const ties: Record<string, (postId: string) => Promise<unknown>> = {
    "follows us": () =>
      database.sql`insert into follower (actor_id, follow_id, state) values (${at}, ${at}, 'accepted')`,
    "is followed": () =>
      database.sql`insert into following (handle, actor_id, state) values ('@ana', ${at}, 'accepted')`,
    "has answered": (postId) => database.sql`
      insert into reply (id, actor_id, post_id, content, url, visibility, state, published)
      values (${at}, ${at}, ${postId}, 'Yes.', ${at}, 'public', 'refused', now())`,
    "has published": () => database.sql`
      insert into allied_post (id, actor_id, content, url, published, listed_at) values (${at}, ${at}, 'We too.', ${at}, now(), now())`,
    "has shared": async () => {
      await database.sql`
        insert into actor (id, host, type, preferred_username, url, inbox)
        values ('https://quay.example/bea', 'quay.example', 'Person', 'bea', 'x', 'x') on conflict do nothing`;
      await database.sql`
        insert into allied_post (id, actor_id, content, url, published, listed_at) values ('b', 'https://quay.example/bea', 'We too.', 'b', now(), now())`;
      await database.sql`insert into allied_share (post_id, actor_id, activity_id) values ('b', ${at}, 'share')`;
    },
    "has reported": () =>
      database.sql`insert into flag (id, activity_id, actor_id, content) values ('f', 'f', ${at}, '')`,
    "is named in a post": (postId) => database.sql`
      insert into revision_mention (post_id, number, handle, actor_id, url) values (${postId}, 1, '@ana', ${at}, ${at})`,
    "was told something": () =>
      database.sql`insert into activity (id, type, recipient) values ('l', 'Like', ${at})`,
    "has liked": (postId) => database.sql`
      insert into reaction (post_id, actor_id, type, activity_id) values (${postId}, ${at}, 'Like', 'like')`,
  };

  beforeEach(async () => {
    await database.sql`truncate following, activity cascade`;
    await database.sql`
      insert into actor (id, host, type, preferred_username, url, inbox, fetched_at)
      values (${at}, 'quay.example', 'Person', 'ana', ${at}, ${`${at}/inbox`}, now() - interval '31 days')`;
  });
  const remains = async () => {
    await removeForgottenActors(database.sql);
    return (await database.sql`select from actor where id = ${at}`).length === 1;
  };

  test.each(Object.entries(ties))("stays where it %s", async (_what, tie) => {
    const { id } = await publish(database.sql);
    await tie(id);
    expect(await remains()).toBe(true);
  });

  test("goes where nothing ties it to us, or nothing but our answer to its Follow, and not a day before", async () => {
    await database.sql`update actor set fetched_at = now() - interval '29 days'`;
    expect(await remains()).toBe(true);
    await database.sql`update actor set fetched_at = now() - interval '31 days'`;
    await database.sql`insert into activity (id, type, recipient) values ('a', 'Accept', ${at})`;
    expect(await remains()).toBe(false);
  });
});

describe("pictures that stand nowhere", () => {
  const file = { variant: "full", mediaType: "image/jpeg", width: 1, height: 1, size: 1 } as const;
  const add = async (name: string, age: string) => {
    const picture = { width: 1, height: 1, blurhash: "x", files: [{ ...file, name }] };
    const id = await addPicture(database.sql, picture);
    await database.sql`update picture set created_at = now() - ${age}::interval where id = ${id}`;
    return id;
  };
  const removed = async () =>
    (await database.sql<{ name: string }[]>`select name from removed_file order by name`).map(
      ({ name }) => name,
    );

  test("are kept for a day, in which their post is still being written", async () => {
    const fresh = await add("fresh.jpg", "23 hours");
    await add("old.jpg", "25 hours");
    await removeUnusedPictures(database.sql);
    expect(await database.sql`select id from picture`).toEqual([{ id: fresh }]);
    expect(await removed()).toEqual(["old.jpg"]);
  });

  test("have their files named until they are off the disk", async () => {
    for (const name of ["one.jpg", "two.jpg"]) await add(name, "25 hours");
    await removeUnusedPictures(database.sql);
    const failing = discardFiles(database.sql, () => Promise.reject(new Error("EIO")));
    await expect(failing).rejects.toThrow("EIO");
    expect(await removed()).toEqual(["one.jpg", "two.jpg"]);
    const asked: string[] = [];
    await discardFiles(database.sql, async (names) => void asked.push(...names));
    expect([asked.toSorted(), await removed()]).toEqual([["one.jpg", "two.jpg"], []]);
  });
});

describe("a session", () => {
  const open = async (name: string) => {
    const member = { name, role: "writer", passphrase: "a kettle on a cold stove" } as const;
    const { id } = await addMember(database.sql, member);
    return { id, token: await openSession(database.sql, id) };
  };

  test("that ended by its age, or unused, leaves no row behind", async () => {
    const { sql } = database;
    const [idle, old, present] = [await open("idle"), await open("old"), await open("present")];
    await sql`update session set used_at = now() - interval '13 hours' where member_id = ${idle.id}`;
    await sql`update session set created_at = now() - interval '15 days' where member_id = ${old.id}`;
    await removeOldSessions(sql);
    expect(await sql`select member_id as id from session`).toEqual([{ id: present.id }]);
  });

  test("that is opened in the moment of its member's suspension opens nothing", async () => {
    const { id, token } = await open("ada");
    expect(await findSession(database.sql, token)).toBeDefined();
    await database.sql`update member set suspended_at = now() where id = ${id}`;
    expect(await findSession(database.sql, token)).toBeUndefined();
  });
});

test("those who left stand with the last first", async () => {
  const { sql } = database;
  for (const [name, days] of [
    ["first", 3],
    ["last", 1],
    ["second", 2],
  ] as const) {
    await sql`
      insert into departure (handle, actor_id, reason, created_at)
      values (${name}, ${`https://quay.example/${name}`}, 'HTTP 410', now() - ${days} * interval '1 day')`;
  }
  const handles = async (limit: number) => (await listDepartures(sql, limit)).map(({ handle }) => handle);
  expect([await handles(3), await handles(2)]).toEqual([
    ["last", "second", "first"],
    ["last", "second"],
  ]);
});
