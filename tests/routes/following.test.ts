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

test("whom members blocked says so, and can be followed again once the block is lifted", async () => {
  await follow("marise");
  await editor.post("/admin/blocks", { target: "quai.example" });
  const page = await editor.read("/admin/following");
  expect(page).toContain("you have blocked them; you no longer follow them");
  expect(page).not.toContain("Follow again");
  const typed = await editor.post("/admin/following", { handle: "@marise@quai.example" });
  expect([typed.status, await typed.text()]).toEqual([422, expect.stringContaining("Lift the block first")]);
  const lifted = await editor.post("/admin/blocks/remove", {
    kind: "host",
    value: "quai.example",
    back: "/admin/blocks",
  });
  expect(lifted.headers.get("location")).toBe("/admin/following?done=unblockedFollowed");
  const after = await editor.read(lifted.headers.get("location")!);
  expect(after).toContain("you can follow again here");
  expect(after).toContain("no longer followed, since you had blocked them");
  expect(after).toMatch(/<button formaction="\/admin\/following">\s*Follow again/);
  await editor.post("/admin/following", { handle: "@marise@quai.example" });
  expect(await editor.read("/admin/following")).toContain("being looked up");
});

test("a block that ended no follow leads back to the blocks when it is lifted", async () => {
  await editor.post("/admin/blocks", { target: "quai.example" });
  const lifted = await editor.post("/admin/blocks/remove", { kind: "host", value: "quai.example" });
  expect(lifted.headers.get("location")).toBe("/admin/blocks?done=unblocked");
});
