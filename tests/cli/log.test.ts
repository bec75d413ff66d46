import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { withDatabase } from "../../src/cli/database.ts";
import { entriesOf } from "../support/log.ts";
import { publishPost } from "../support/written.ts";
import { answer, follow, openSite, type Site } from "./site.ts";

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.end());
beforeEach(async () => {
  await site.sql`truncate audit`;
});

const typed = "a kettle on a cold stove\n";
const entries = async () => {
  const rows = await entriesOf({ sql: site.sql, secretKeyFile: path.join(site.dataDir, "secret.key") });
  return rows.map(({ name, role, act, object }) => `${name}${role} ${act} ${object}`.trim());
};

test("what a command does to members stands in the log, as done on the server", async () => {
  const member = (words: string[], stdin = "") => site.json(["member", ...words], stdin);
  await member(["add", "Ana", "--role", "admin", "--password-stdin"], typed);
  await member(["add", "Bo", "--role", "writer", "--password-stdin"], typed);
  await member(["invite", "--role", "editor"]);
  await member(["passphrase", "Bo", "--password-stdin"], "rain on the window\n");
  expect(await entries()).toEqual([
    "server addMember Ana: admin",
    "server addMember Bo: writer",
    "server invite editor",
    "server setPassphrase Bo",
  ]);
});

test("and so does what it does about their standing, once, and an emergency", async () => {
  const member = (words: string[]) => site.json(["member", ...words]);
  await member(["reset-second-factor", "Bo"]);
  await member(["role", "Bo", "editor"]);
  for (const verb of ["suspend", "suspend", "restore", "remove"]) await member([verb, "Bo"]);
  await site.json(["panic"]);
  await site.json(["panic", "--lift"]);
  expect(await entries()).toEqual([
    "server resetSecondFactor Bo",
    "server changeRole Bo: editor",
    "server suspendMember Bo",
    "server restoreMember Bo",
    "server removeMember Bo",
    "server panic",
    "server liftPanic",
  ]);
});

test("and so does what it does with posts, followers and replies", async () => {
  const { id } = await site.json<{ id: string }>(["post", "publish", "-"], "We meet at noon.");
  await site.json(["post", "edit", id, "-"], "We meet at two.");
  const follower = await follow(site.sql, "@ana@quay.example", { waits: true });
  await site.json(["followers", "approve", follower]);
  await site.json(["followers", "remove", follower]);
  const reply = await answer(site.sql, "@ana@quay.example", id, "<p>Yes.</p>");
  await site.json(["replies", "approve", reply]);
  await site.json(["react", "like", reply]);
  await site.json(["react", "unlike", reply]);
  await site.json(["post", "withdraw", id]);
  expect(await entries()).toEqual([
    `server publish ${id}`,
    `server edit ${id}`,
    `server acceptFollower ${follower}`,
    `server rejectFollower ${follower}`,
    `server approved ${reply}`,
    `server like ${reply}`,
    `server unlike ${reply}`,
    `server withdraw ${id}`,
  ]);
});

test("and so does what it does with pages, old addresses and towards others", async () => {
  await site.json(["following", "add", "@ally@pier.example"]);
  await site.json(["following", "remove", "@ally@pier.example"]);
  await site.json(["blocks", "add", "bad.example"]);
  await site.json(["blocks", "limit", "loud.example"]);
  await site.json(["blocks", "remove", "loud.example"]);
  await site.json(["page", "set", "-"], "---\nname: Give\n---\nBy post.");
  await site.json(["page", "remove", "give", "en"]);
  await site.json(["redirects", "import", "-"], "/a,/b\n/c,/d");
  await site.json(["redirects", "remove", "/a"]);
  await site.json(["deliveries", "give-up", "--host", "bad.example"]);
  expect(await entries()).toEqual([
    "server follow @ally@pier.example",
    "server unfollow @ally@pier.example",
    "server block bad.example",
    "server limit loud.example",
    "server unblock loud.example",
    "server savePage give en",
    "server removePage give en",
    "server importRedirects 2",
    "server removeRedirect /a",
    "server giveUp bad.example",
  ]);
});

test("a command whose act fails leaves neither a half of it nor an entry", async () => {
  expect((await site.tocsin(["blocks", "remove", "nobody.example"])).code).toBe(1);
  expect((await site.tocsin(["member", "remove", "Ana"])).code).toBe(1);
  const posts = async () => (await site.sql`select 1 from post`).length;
  const before = await posts();
  await site.sql`alter table audit add constraint shut check (act <> 'publish') not valid`;
  expect((await site.tocsin(["post", "publish", "-"], "We meet at noon.")).code).toBe(1);
  await site.sql`alter table audit drop constraint shut`;
  expect([await posts(), await entries()]).toEqual([before, []]);
});

test("what a command only reads by can change nothing, so that none goes past the log", async () => {
  vi.stubEnv("DATABASE_URL", site.url);
  vi.stubEnv("DATA_DIR", site.dataDir);
  const text = { name: "", source: "A text.", summary: "", language: "en", tags: [], pictures: [] };
  const change = withDatabase(({ sql }) => publishPost(sql, { ...text, type: "Note", pinned: false }));
  await expect(change).rejects.toThrow("read-only transaction");
  vi.unstubAllEnvs();
});
