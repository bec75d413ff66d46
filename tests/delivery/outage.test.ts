import fs from "node:fs";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mediaFiles } from "../support/media.ts";
import { startPostgres, type Postgres } from "../support/postgres.ts";
import { follow } from "../support/stage.ts";
import { until } from "../support/tocsin.ts";
import { type Browser, hiddenFields, membersSide, type MembersSide } from "../routes/members-side.ts";

// The single cases are tests of the form, in tests/routes/admin-compose.test.ts. Here the faults are real.
let postgres: Postgres;
let side: MembersSide;
let editor: Browser;

beforeAll(async () => {
  postgres = await startPostgres();
  side = await membersSide({ database: postgres.database });
  editor = await side.browse(await side.join("omar", "editor"));
});
afterAll(() => side.stop());

const written = {
  type: "Note",
  name: "A title",
  source: "Come on *Saturday*.",
  summary: "",
  language: "en",
  tags: "rent",
};
const count = async () => {
  const [row] = await side.sql<{ posts: number; activities: number; deliveries: number; pictures: number }[]>`
    select (select count(*)::integer from post) as posts, (select count(*)::integer from activity) as activities,
      (select count(*)::integer from delivery) as deliveries, (select count(*)::integer from picture) as pictures`;
  return row!;
};

test(
  "B11. while PostgreSQL is down a post is refused with 503 and its text kept; sent again later, it goes out once",
  { timeout: 60_000 },
  async () => {
    await follow(side.sql, ["https://a.example/inbox", "https://b.example/inbox"]);
    postgres.stop();
    const refused = await editor.post("/admin/posts", { ...written, again: "/admin/posts/new" });
    expect(refused.status).toBe(503);
    const kept = hiddenFields(await refused.text(), "/admin/posts/new");
    expect(kept).toMatchObject({ source: written.source, name: written.name, csrf: editor.csrfToken });
    expect((await side.app.request("/")).status).toBe(503);
    expect((await side.app.request("/readyz")).status).toBe(503);
    postgres.start();
    await until("the database", async () => (await side.app.request("/")).status === 200);
    expect(await count()).toEqual({ posts: 0, activities: 0, deliveries: 0, pictures: 0 });
    const { csrf: _, ...fields } = kept;
    expect((await editor.post("/admin/posts", { ...fields, source: kept["source"]! })).status).toBe(303);
    expect(await count()).toEqual({ posts: 1, activities: 1, deliveries: 2, pictures: 0 });
  },
);

test("B11. when PostgreSQL finds the disk full in the middle, nothing of the post is there, and the text is kept", async () => {
  const before = await count();
  // What PostgreSQL says when it cannot extend a file, at the last of the rows.
  await side.sql.unsafe(`
    create function full_disk() returns trigger language plpgsql as
      $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$;
    create trigger full_disk after insert on delivery for each statement execute function full_disk()`);
  const refused = await editor.post("/admin/posts", { ...written, again: "/admin/posts/new" });
  await side.sql`drop trigger full_disk on delivery`;
  expect(refused.status).toBe(503);
  expect(hiddenFields(await refused.text(), "/admin/posts/new")).toMatchObject({ source: written.source });
  expect(await count()).toEqual(before);
});

test("B11. when pictures cannot be written, nothing of them is kept, and the text is", async () => {
  const before = await count();
  const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: "red" } })
    .png()
    .toBuffer();
  const file = new File([new Uint8Array(picture)], "march.png");
  const { mediaDir } = side.config;
  try {
    fs.rmSync(mediaDir, { recursive: true });
    // A file in its place: nobody can write there, not even root.
    fs.writeFileSync(mediaDir, "");
    const refused = await editor.post("/admin/posts", { ...written, file, again: "/admin/posts/new" });
    expect(refused.status).toBe(503);
    const form = await refused.text();
    expect(form).toContain("the server’s disk is full, or cannot be written to");
    expect(form).toMatch(/<textarea[^>]*>\s*Come on \*Saturday\*\.</);
    expect(await count()).toEqual(before);
  } finally {
    fs.rmSync(mediaDir);
    fs.mkdirSync(mediaDir);
  }
  const accepted = await editor.post("/admin/posts/new", { ...written, file });
  expect(accepted.status).toBe(200);
  expect(await count()).toEqual({ ...before, pictures: 1 });
  expect(mediaFiles(mediaDir).filter((name) => name.endsWith(".part"))).toEqual([]);
});
