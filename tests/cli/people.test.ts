import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { addAlliedPost } from "../../src/store/allied-posts.ts";
import { addSharedPost } from "../../src/store/allied-shares.ts";
import { isBlocked } from "../support/blocks.ts";
import { insertPost } from "../support/written.ts";
import { answer, follow, meet, openSite, origin, refusal, type Site } from "./site.ts";

let site: Site;
let postId: string;
beforeEach(async () => {
  site = await openSite();
  const text = { name: "Rent strike", source: "Text", summary: "", language: "en", tags: [], pictures: [] };
  const create = await site.sql.begin((tx) => insertPost(tx, { ...text, type: "Note", pinned: false }));
  postId = create.postId!;
});
afterEach(() => site.end());

const line = async (args: string[]) => refusal(await site.tocsin(args));

describe("tocsin replies", () => {
  test("lists what came in with its author, and changes its state", async () => {
    const id = await answer(site.sql, "@marise@quai.example", postId, "<p>Ours is <em>cold</em> too.</p>");
    expect(await site.json(["replies", "list"])).toMatchObject([
      { id, state: "pending", post: `${origin}/p/${postId}`, author: { handle: "@marise@quai.example" } },
    ]);
    for (const [verb, state] of [
      ["approve", "approved"],
      ["hide", "hidden"],
      ["approve", "approved"],
      ["refuse", "refused"],
    ] as const) {
      expect(await site.json(["replies", verb, id])).toEqual({ id, state });
      expect(await site.json(["replies", "list", "--state", state])).toMatchObject([{ id, state }]);
    }
    expect(await site.json(["replies", "list", "--state", "pending"])).toEqual([]);
  });

  test("shows people the text without its markup, under the title of the post", async () => {
    const id = await answer(site.sql, "@marise@quai.example", postId, "<p>Ours is <em>cold</em> too.</p>");
    const { stdout } = await site.tocsin(["replies", "list"]);
    expect(stdout).toMatch(/@marise@quai\.example +Rent strike +Ours is cold too\. +https:/);
    expect(stdout).toContain(id);
  });

  test("tells a quote from a reply", async () => {
    await answer(site.sql, "@marise@quai.example", postId, "<p>Read this.</p>");
    await site.sql`update reply set kind = 'quote'`;
    const { stdout } = await site.tocsin(["replies", "list"]);
    expect(stdout).toMatch(/@marise@quai\.example +quote +Rent strike/);
    expect(await site.json(["replies", "list"])).toMatchObject([{ kind: "quote" }]);
  });

  test("a reply to a few is not shown to all", async () => {
    const id = await answer(site.sql, "@marise@quai.example", postId, "<p>Psst</p>");
    await site.sql`update reply set visibility = 'direct'`;
    expect(await line(["replies", "approve", id])).toMatchObject({
      code: 1,
      line: "Only a public reply to one of the posts can be shown.",
    });
    expect(await site.json(["replies", "list"])).toMatchObject([{ state: "pending" }]);
  });

  test("refuses an unknown id and an unknown state", async () => {
    expect(await line(["replies", "approve", "https://quai.example/1"])).toMatchObject({ code: 1 });
    expect(await line(["replies", "list", "--state", "lost"])).toMatchObject({ code: 2 });
  });
});

describe("tocsin followers", () => {
  test("lets in and turns away those who wait, by handle or address, and answers their Follow", async () => {
    const marise = await follow(site.sql, "@marise@quai.example", { waits: true });
    const basile = await follow(site.sql, "@basile@digue.example", { waits: true });
    expect(await site.json(["followers", "list", "--state", "pending"])).toHaveLength(2);
    expect(await site.json(["followers", "approve", "@Marise@quai.example"])).toEqual({
      id: marise,
      state: "accepted",
    });
    await site.json(["followers", "reject", basile]);
    expect(await site.json(["followers", "list"])).toMatchObject([
      { id: marise, handle: "@marise@quai.example", state: "accepted" },
    ]);
    expect(
      await site.sql`select type, recipient, embedded from activity where type in ('Accept', 'Reject') order by type`,
    ).toMatchObject([
      {
        type: "Accept",
        recipient: marise,
        embedded: { id: `${marise}/follows/1`, actor: marise, object: `${origin}/actors/group` },
      },
      { type: "Reject", recipient: basile },
    ]);
  });

  test("a follower is not let in twice", async () => {
    await follow(site.sql, "@marise@quai.example");
    expect((await line(["followers", "approve", "@marise@quai.example"])).code).toBe(1);
    expect(await site.sql`select 1 from activity where type = 'Accept'`).toEqual([]);
  });

  test("a removed follower is told, and gets nothing that still waited", async () => {
    const marise = await follow(site.sql, "@marise@quai.example");
    const { id } = await site.json<{ id: string }>(["post", "publish", "-"], "Text");
    await site.json(["followers", "remove", marise]);
    expect(await site.json(["followers", "list"])).toEqual([]);
    expect(await site.json(["deliveries", id, "--inboxes"])).toMatchObject([{ state: "cancelled" }]);
    expect(
      await site.sql`select activity.type, state from delivery join activity on activity.id = activity_id where state = 'waiting'`,
    ).toEqual([{ type: "Reject", state: "waiting" }]);
  });

  test("says which accounts it does not know", async () => {
    expect(await line(["followers", "remove", "@nobody@quai.example"])).toMatchObject({
      code: 1,
      line: expect.stringContaining("has not met @nobody@quai.example"),
    });
    await meet(site.sql, "@marise@quai.example");
    expect(await line(["followers", "remove", "@marise@quai.example"])).toMatchObject({
      code: 1,
      line: "@marise@quai.example does not follow.",
    });
    expect((await line(["followers", "remove", "marise"])).code).toBe(1);
  });
});

describe("tocsin following", () => {
  test("one account, written with and without its sign, is followed once", async () => {
    expect(await site.json(["following", "add", "@union@Friends.example"])).toMatchObject({
      handle: "@union@friends.example",
    });
    expect((await line(["following", "add", "union@friends.example"])).code).toBe(1);
    expect(await site.json(["following", "list"])).toMatchObject([
      { handle: "@union@friends.example", state: "looking-up" },
    ]);
    await site.json(["following", "remove", "union@friends.example"]);
    expect(await site.json(["following", "list"])).toEqual([]);
    expect((await line(["following", "remove", "union@friends.example"])).code).toBe(1);
  });

  test("does not follow itself, nor what is no account", async () => {
    expect((await line(["following", "add", "@Solidarity@tocsin.example"])).code).toBe(1);
    expect((await line(["following", "add", "friends"])).code).toBe(2);
    expect(await site.json(["following", "list"])).toEqual([]);
  });
});

describe("tocsin blocks", () => {
  test("blocks a host with its subdomains: its followers go and its replies are refused", async () => {
    await follow(site.sql, "@troll@mobs.bad.example");
    await answer(site.sql, "@troll@mobs.bad.example", postId, "<p>Boo</p>");
    await follow(site.sql, "@marise@quai.example");
    expect(await site.json(["blocks", "add", "Bad.example"])).toEqual({ kind: "host", value: "bad.example" });
    expect(await site.json(["followers", "list"])).toMatchObject([{ handle: "@marise@quai.example" }]);
    expect(await site.json(["replies", "list"])).toMatchObject([{ state: "refused" }]);
    expect(await isBlocked(site.sql, ["https://mobs.bad.example/users/other"])).toBe(true);
    expect(await site.json(["blocks", "list"])).toMatchObject([{ kind: "host", value: "bad.example" }]);

    await site.json(["blocks", "remove", "bad.example"]);
    expect(await isBlocked(site.sql, ["https://mobs.bad.example/users/other"])).toBe(false);
  });

  test("blocks one account, by its address or by the handle of one that it has met", async () => {
    const troll = await follow(site.sql, "@troll@quai.example");
    expect(await site.json(["blocks", "add", "@troll@quai.example"])).toEqual({
      kind: "actor",
      value: troll,
    });
    const stranger = "https://quai.example/users/stranger";
    expect(await site.json(["blocks", "add", stranger])).toEqual({ kind: "actor", value: stranger });
    expect(await isBlocked(site.sql, ["https://quai.example/users/marise"])).toBe(false);
    expect((await line(["blocks", "add", "@unknown@quai.example"])).code).toBe(1);
  });

  test("takes the address of a whole site for its host", async () => {
    expect(await site.json(["blocks", "add", "https://bad.example/"])).toEqual({
      kind: "host",
      value: "bad.example",
    });
  });

  test("refuses what is no whole host, and this server itself", async () => {
    for (const target of ["com", "two words"]) {
      expect({ target, ...(await line(["blocks", "add", target])) }).toMatchObject({ target, code: 2 });
    }
    expect(await line(["blocks", "add", "bad.example/users"])).toMatchObject({
      code: 1,
      line: expect.stringContaining("has not met bad.example/users"),
    });
    for (const target of ["tocsin.example", `${origin}/actors/group`]) {
      expect(await line(["blocks", "add", target])).toMatchObject({
        code: 1,
        line: "This is your own server.",
      });
    }
    expect(await site.json(["blocks", "list"])).toEqual([]);
  });

  test("says when there is no such block", async () => {
    expect(await line(["blocks", "remove", "bad.example"])).toMatchObject({
      code: 1,
      line: "bad.example is not blocked.",
    });
  });
});

describe("tocsin react and allies", () => {
  const id = "https://friends.example/p/9";

  beforeEach(async () => {
    const { id: actorId } = await meet(site.sql, "@union@friends.example");
    const rest = { name: "", summary: "", content: "<p>Come tonight</p>", language: "en", url: id };
    await addAlliedPost(site.sql, { id, actorId, ...rest, published: new Date() });
  });

  test("likes and boosts a post of an ally, and takes both back", async () => {
    await follow(site.sql, "@marise@quai.example");
    await site.json(["react", "like", id]);
    const { activity } = await site.json<{ activity: string }>(["react", "boost", id]);
    expect(activity).toMatch(/^https:\/\/tocsin\.example\/activities\//);
    expect(await site.json(["allies", "list"])).toMatchObject([{ id, liked: true, boosted: true }]);
    const sent = await site.sql`
      select type, host from delivery join activity on activity.id = activity_id order by type, host`;
    expect(sent).toEqual([
      { type: "Announce", host: "friends.example" },
      { type: "Announce", host: "quai.example" },
      { type: "Like", host: "friends.example" },
    ]);
    await site.json(["react", "unlike", id]);
    await site.json(["react", "unboost", id]);
    expect(await site.json(["allies", "list"])).toMatchObject([{ liked: false, boosted: false }]);
  });

  test("a list says who shared a post of somebody else's, and what came with it", async () => {
    const { id: actorId } = await meet(site.sql, "@marise@quai.example");
    const sharer = await meet(site.sql, "@union@friends.example");
    const shared = "https://quai.example/p/1";
    const picture = { kind: "picture", description: "A door" } as const;
    const enclosed = { media: [picture], more: 0, sensitive: false, poll: null, event: null };
    const rest = { name: "", summary: "", content: "", language: "en", url: shared, enclosed };
    const share = { actorId: sharer.id, activityId: `${sharer.id}/1` };
    await addSharedPost(site.sql, { id: shared, actorId, ...rest, published: new Date() }, share);
    const { stdout } = await site.tocsin(["allies", "list"]);
    expect(stdout).toMatch(/@marise@quai\.example/);
    expect(stdout).toMatch(/SHARED BY.*@marise@quai\.example +@union@friends\.example/s);
    expect(stdout).toContain("1 picture: A door");
  });

  test("a second like is refused, and so is one of a post that never came", async () => {
    await site.json(["react", "like", id]);
    expect(await line(["react", "like", id])).toMatchObject({ code: 1, line: "This is done already." });
    expect((await line(["react", "boost", "https://friends.example/p/10"])).code).toBe(1);
    expect((await line(["react", "unboost", id])).code).toBe(1);
  });

  test("lists the posts of allies for people", async () => {
    await site.json(["react", "like", id]);
    expect((await site.tocsin(["allies", "list"])).stdout).toMatch(
      /@union@friends\.example +Come tonight +liked +https:\/\/friends\.example\/p\/9\n/,
    );
  });
});
