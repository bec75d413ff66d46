import fs from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { listAllies } from "../../src/store/allies.ts";
import { findCollective } from "../../src/store/collective.ts";
import { findMemberByPassphrase } from "../../src/store/members.ts";
import { listPages } from "../../src/store/pages.ts";
import { listPosts } from "../../src/store/post-lists.ts";
import { countReactions } from "../../src/store/reactions.ts";
import { countReplies } from "../../src/store/replies.ts";
import { openSite, refusal, type Site } from "./site.ts";

let site: Site;
beforeEach(async () => {
  site = await openSite({ setUp: false });
});
afterEach(() => site.end());

test("the demo sets up a new site and fills it: posts, pictures, replies and reactions", async () => {
  const printed = await site.json<{ member: string; passphrase: string; posts: number }>(["demo"]);
  const collective = await findCollective(site.sql);
  expect(collective?.icon).toBeTypeOf("string");
  expect(collective?.header).toBeTypeOf("string");
  expect(await findMemberByPassphrase(site.sql, printed.member, printed.passphrase)).toMatchObject({
    role: "admin",
  });

  const posts = await listPosts(site.sql, { limit: 100 });
  expect(posts).toHaveLength(printed.posts);
  expect(posts.length).toBeGreaterThanOrEqual(12);
  expect(new Set(posts.map(({ language }) => language))).toEqual(new Set(["en", "fr"]));
  expect(posts.some(({ pinned }) => pinned)).toBe(true);
  expect(posts.filter(({ translations }) => translations.length > 0).length).toBeGreaterThanOrEqual(6);
  const callouts = posts.flatMap(({ callout }) => callout ?? []);
  const open = callouts.filter(({ openUntil }) => openUntil > new Date());
  expect(open.map(({ status }) => status).toSorted()).toEqual(["cancelled", "confirmed", "confirmed"]);
  expect(callouts.length).toBeGreaterThan(open.length);
  const events = await site.sql`select created_at from activity where event and type = 'Create'`;
  expect(events).toHaveLength(callouts.filter(({ startsAt }) => startsAt).length);
  expect(open.every(({ startsAt }) => startsAt)).toBe(true);
  const edited = posts.filter(({ updated }) => updated);
  expect(edited.map(({ name }) => name)).toEqual(["How to give, and what not to bring"]);
  expect(edited[0]!.updated! > edited[0]!.published).toBe(true);
  const pictures = posts.flatMap((post) => post.pictures);
  for (const { full, small, description } of pictures) {
    expect(description.length).toBeGreaterThan(20);
    for (const { name } of [full, small])
      expect(fs.existsSync(path.join(site.dataDir, "media", name))).toBe(true);
  }
  const pages = await listPages(site.sql);
  expect(pages.map(({ slug, language }) => `${slug} ${language}`)).toEqual([
    "questions en",
    "questions fr",
    "contact en",
    "contact fr",
  ]);
  expect((await listAllies(site.sql)).length).toBeGreaterThan(0);
  const { approved, pending } = await countReplies(site.sql);
  expect(approved).toBeGreaterThan(0);
  expect(pending).toBeGreaterThan(0);
  expect(
    (
      await countReactions(
        site.sql,
        posts.map(({ id }) => id),
      )
    ).size,
  ).toBeGreaterThan(0);
});

test("the posts of the demo have their dates, all in the past, and nothing of them is sent", async () => {
  await site.json(["demo"]);
  const posts = await listPosts(site.sql, { limit: 100 });
  const published = posts.map((post) => post.published.getTime());
  expect(Math.max(...published)).toBeLessThan(Date.now());
  expect(new Set(published).size).toBe(posts.length);
  expect(await site.sql`select 1 from delivery`).toEqual([]);
  const hosts = await site.sql<{ host: string }[]>`select distinct host from actor`;
  expect(hosts.filter(({ host }) => !host.endsWith(".example"))).toEqual([]);
});

test("a site that is set up keeps its name and its members", async () => {
  await site.json(["setup", "--handle", "ours", "--name", "Our own", "--language", "de"]);
  const { stdout } = await site.tocsin(["demo"]);
  expect(stdout).not.toContain("passphrase");
  expect(await findCollective(site.sql)).toMatchObject({ handle: "ours", name: "Our own", language: "de" });
  expect(await site.sql`select 1 from member`).toEqual([]);
  expect((await listPosts(site.sql, { limit: 100 })).length).toBeGreaterThan(0);
});

test("a site with posts is left as it is", async () => {
  await site.json(["demo"]);
  const before = await site.sql`select id from post order by id`;
  const files = fs.readdirSync(path.join(site.dataDir, "media"));
  expect(refusal(await site.tocsin(["demo"]))).toEqual({
    code: 1,
    stdout: "",
    line: "This site has posts already: the demo is for an empty one.",
  });
  expect(await site.sql`select id from post order by id`).toEqual(before);
  expect(fs.readdirSync(path.join(site.dataDir, "media"))).toEqual(files);
});

test("a demo that fails half-way leaves nothing behind", async () => {
  await site.sql`alter table reaction add constraint never check (false)`;
  expect((await site.tocsin(["demo"])).code).toBe(1);
  expect(await findCollective(site.sql)).toBeUndefined();
  expect(await site.sql`select 1 from post`).toEqual([]);
  expect(fs.readdirSync(path.join(site.dataDir, "media"))).toEqual([]);
});
