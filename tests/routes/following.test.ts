import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { moveActor } from "../../src/store/moves.ts";
import { type Browser, membersSide, type MembersSide, stranger } from "./members-side.ts";

let side: MembersSide;
let editor: Browser;

beforeAll(async () => {
  side = await membersSide();
  editor = await side.browse(await side.join("omar", "editor"));
});
afterAll(() => side.stop());
beforeEach(() => side.sql`truncate activity, actor, following, block cascade`);

const follow = async (name: string, host = "quai.example") => {
  const actor = await stranger(side.sql, name, host);
  await side.sql`
    insert into following (handle, actor_id, state) values (${`@${name}@${host}`}, ${actor.id}, 'accepted')`;
  return actor;
};

test("an account that has moved says so, and where to, until it is put away", async () => {
  const marise = await follow("marise");
  const there = await stranger(side.sql, "marise", "pont.example");
  await side.sql.begin((tx) => moveActor(tx, marise.id, there));
  expect(await editor.read("/admin")).toMatch(
    /<a href="\/admin\/following">Accounts you followed that have moved <span class="count">1</,
  );
  const page = await editor.read("/admin/following");
  expect(page).toContain("has moved to a new account");
  expect(page).toMatch(/The new account: <a class="actor"[^>]*pont\.example/);
  await editor.post("/admin/following/stop", { handle: "@marise@quai.example" });
  expect(await editor.read("/admin/following")).not.toContain("has moved to a new account");
  expect(await editor.read("/admin")).not.toContain("that have moved");
});
