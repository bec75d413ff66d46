import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { follow, publish, settle } from "./followed-site.ts";
import { type Browser, membersSide, type MembersSide } from "./members-side.ts";

let side: MembersSide;
let writer: Browser;

beforeAll(async () => {
  side = await membersSide();
  writer = await side.browse(await side.join("walter", "writer"));
});
afterAll(() => side.stop());
beforeEach(() => side.sql`truncate actor, follower, delivery, host, post, activity cascade`);

const facts = async (path: string) =>
  /<p class="row-facts">([^]*?)<\/p>/.exec((await writer.read(path)).split('class="row-title"')[1]!)?.[1];

test.each(["/admin", "/admin/posts"])("%s counts servers, however many inboxes they have", async (path) => {
  for (const name of ["ada", "bob", "cat"]) {
    await follow(side.sql, name, "one.example");
    await follow(side.sql, name, "two.example");
    await follow(side.sql, name, "three.example");
  }
  await follow(side.sql, "dan", "four.example");
  await publish(side.sql);
  expect(await facts(path)).toContain("4 servers still to come");
  await settle(side.sql, "one.example", "delivered");
  await settle(side.sql, "two.example", "delivered");
  await side.sql`update delivery set state = 'failed' where inbox = 'https://two.example/users/bob/inbox'`;
  await settle(side.sql, "four.example", "failed");
  await side.sql`update delivery set state = 'delivered' where inbox = 'https://three.example/users/ada/inbox'`;
  expect(await facts(path)).toContain(
    "reached 2 servers, 1 server still to come, 1 server could not be reached",
  );
});

test("a server that does not let us in says so, and nothing of a signature", async () => {
  await follow(side.sql, "ada", "one.example");
  const { id } = await publish(side.sql);
  await settle(side.sql, "one.example", "waiting", { status: 403, error: "HTTP 403" });
  const page = await writer.read(`/admin/posts/${id}`);
  expect(page).toContain("it does not accept us; your collective may be blocked there (403)");
  expect(page).not.toContain("signature");
});

test("a list of servers that names one twice counts it once", async () => {
  const editor = await side.browse(await side.join("omar", "editor"));
  const list = "one.example\ntwo.example\none.example\n";
  const response = await editor.post("/admin/blocks/import", { list });
  expect(await response.text()).toContain("Servers in the list: 2. New or stricter now: 2.");
});
