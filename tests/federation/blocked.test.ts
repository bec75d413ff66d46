import crypto from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addAlliedPost, listAlliedPosts, react } from "../../src/store/allied-posts.ts";
import { addBlock, addLimit, importBlocks, listBlocks, removeBlock } from "../../src/store/blocks.ts";
import { sendFlag } from "../../src/store/flags.ts";
import { countFollowers } from "../../src/store/followers.ts";
import { requestFollowing } from "../../src/store/following.ts";
import { withdrawPost } from "../../src/store/posts.ts";
import { listReplies, moderateReply } from "../../src/store/replies.ts";
import { groupId, postUrl, readHost } from "../../src/text/address.ts";
import { activityOf, noteBy, sendTo } from "../support/inbox.ts";
import { type Peer, type Person, startPeer } from "../support/peer.ts";
import { startTocsin, type Tocsin } from "../support/tocsin.ts";
import { publishPost } from "../support/written.ts";

let tocsin: Tocsin;
let peer: Peer;
let bad: Peer;
let ada: Person;
let bob: Person;
let troll: Person;
let postId: string;
let post: string;
const text = { name: "", source: "Come.", summary: "", language: "en", tags: [], pictures: [] };

beforeAll(async () => {
  // Without a worker: what waits to be delivered stays to be seen.
  [tocsin, peer, bad] = await Promise.all([startTocsin({ worker: false }), startPeer(), startPeer()]);
  ada = peer.person("ada");
  bob = peer.person("bob");
  troll = bad.person("troll");
});
afterAll(() => Promise.all([tocsin.stop(), peer.close(), bad.close()]));
beforeEach(async () => {
  const { sql } = tocsin;
  await sql`truncate actor, follower, following, reply, reaction, allied_post, block, flag, received, delivery, activity cascade`;
  await sql`select pg_notify('block', '')`;
  await until(0);
  postId = (await publishPost(sql, { ...text, type: "Note", pinned: false })).id;
  post = postUrl(tocsin.origin, postId);
  await send(peer, bob, "Follow", { object: groupId(tocsin.origin) });
});

/** The process has heard of that many decisions: it is told of each, a moment later. */
async function until(count: number): Promise<void> {
  expect(await listBlocks(tocsin.sql, { limit: 10 })).toHaveLength(count);
  await new Promise((resolve) => setTimeout(resolve, 100));
}

const send = async (server: Peer, person: Person, type: string, rest: Record<string, unknown>) =>
  (await sendTo(`${tocsin.origin}/inbox`, server, person, activityOf(person, type, rest))).status;
const note = (person: Person, rest: Record<string, unknown> = {}) =>
  noteBy(person, { inReplyTo: post, ...rest });
const replies = () => listReplies(tocsin.sql, { limit: 10 });
const received = async () => (await tocsin.sql`select 1 from received`).length;
const waiting = () => tocsin.sql<{ type: string; inbox: string }[]>`
  select type, inbox from delivery join activity on activity.id = activity_id where state = 'waiting' order by type`;

describe("A16. what is blocked has no effect wherever it is named, and the sender is not told:", () => {
  const mention = () => [{ type: "Mention", href: groupId(tocsin.origin) }];
  const named: [what: string, activity: () => Record<string, unknown>][] = [
    ["the actor", () => activityOf(troll, "Follow", { object: groupId(tocsin.origin) })],
    [
      "the object's host",
      () => activityOf(ada, "Create", { object: note(ada, { id: `${bad.origin}/notes/1` }) }),
    ],
    [
      "the object's author",
      () => activityOf(ada, "Create", { object: note(ada, { attributedTo: troll.id }) }),
    ],
    [
      "what is answered",
      () =>
        activityOf(ada, "Create", {
          object: note(ada, { inReplyTo: `${bad.origin}/notes/1`, tag: mention() }),
        }),
    ],
    ["the boosted post", () => activityOf(ada, "Announce", { object: `${bad.origin}/notes/1` })],
    [
      "the author of the boosted post",
      () => activityOf(ada, "Announce", { object: { id: post, attributedTo: troll.id } }),
    ],
    [
      "what is taken back",
      () => activityOf(ada, "Undo", { object: { type: "Like", object: `${bad.origin}/1` } }),
    ],
    ...["quote", "quoteUrl", "quoteUri", "_misskey_quote"].map((property): (typeof named)[number] => [
      `what a reply quotes by ${property}`,
      () => activityOf(ada, "Create", { object: note(ada, { [property]: `${bad.origin}/notes/1` }) }),
    ]),
    [
      "a post that would quote us",
      () => activityOf(ada, "QuoteRequest", { object: post, instrument: `${bad.origin}/notes/1` }),
    ],
    [
      "what a post answers that would quote us",
      () => {
        const instrument = note(ada, { quote: post, inReplyTo: `${bad.origin}/notes/1` });
        return activityOf(ada, "QuoteRequest", { object: post, instrument });
      },
    ],
    [
      "what a post quotes beside us",
      () => {
        const instrument = note(ada, { quote: post, quoteUrl: `${bad.origin}/notes/1` });
        return activityOf(ada, "QuoteRequest", { object: post, instrument });
      },
    ],
    ["the target of a Move", () => activityOf(ada, "Move", { object: ada.id, target: troll.id })],
  ];
  const forged = crypto.generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;

  beforeEach(async () => {
    await addBlock(tocsin.sql, "host", bad.host);
    await until(1);
  });

  it.each(named)("%s", async (_, activity) => {
    const sent = activity();
    const sender = sent["actor"] === troll.id ? ([bad, troll] as const) : ([peer, ada] as const);
    const inbox = `${tocsin.origin}/inbox`;
    const before = await received();
    expect((await sendTo(inbox, ...sender, sent)).status).toBe(202);
    expect(await received()).toBe(before);
    expect(await replies()).toEqual([]);
    expect(await countFollowers(tocsin.sql)).toBe(1);
    // It was dropped for the block and nothing else: a wrong signature matters only without it.
    expect((await sendTo(inbox, ...sender, sent, { privateKey: forged })).status).toBe(202);
    await removeBlock(tocsin.sql, "host", bad.host);
    await until(0);
    expect((await sendTo(inbox, ...sender, sent, { privateKey: forged })).status).toBe(401);
  });

  it("what is answered by a note that came as a bare id", async () => {
    const object = note(ada, {
      inReplyTo: `${bad.origin}/notes/1`,
      tag: mention(),
    });
    peer.documents.set(new URL(object["id"] as string).pathname, object);
    expect(await send(peer, ada, "Create", { object: object["id"] })).toBe(202);
    expect(await replies()).toEqual([]);
  });
});

describe("A16. a blocked host comes back with no dot behind its name:", () => {
  it.each(["localhost.", "LOCALHOST%2E"])("%s", async (name) => {
    await addBlock(tocsin.sql, "host", "localhost");
    await until(1);
    const id = `http://${name}:${new URL(bad.origin).port}/users/dotted`;
    const document = { ...troll.document, id, inbox: `${id}/inbox`, endpoints: {} };
    const publicKey = { ...(troll.document["publicKey"] as object), id: `${id}#main-key`, owner: id };
    bad.documents.set("/users/dotted", { ...document, publicKey });
    const dotted = { ...troll, id, keyId: `${id}#main-key` };
    bad.fetched.length = 0;
    expect(await send(bad, dotted, "Follow", { object: groupId(tocsin.origin) })).toBe(400);
    expect(await send(bad, dotted, "Create", { object: note(dotted) })).toBe(400);
    expect(bad.fetched).toEqual([]);
    expect(await countFollowers(tocsin.sql)).toBe(1);
    // What names such a host without being of it is as if it named nobody.
    const answering = note(bob, { id: `${peer.origin}/dotted`, inReplyTo: `${id}/notes/1` });
    expect(await send(peer, bob, "Create", { object: answering })).toBe(202);
    expect(await replies()).toEqual([]);
  });

  it("nor does a member type one that means another", () => {
    expect(readHost("bad.test.")).toBe("bad.test");
    expect(readHost("bad.test.:8443")).toBe("bad.test:8443");
    expect([readHost("localhost."), readHost("bad.test.."), readHost(".")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe("A16. a Move leads to nobody who is blocked,", () => {
  const following = async () =>
    (await tocsin.sql<{ handle: string }[]>`select handle from following order by created_at`).map(
      ({ handle }) => handle,
    );
  const follow = async (state: string) => {
    await requestFollowing(tocsin.sql, bob.id);
    await tocsin.sql`update following set actor_id = ${bob.id}, state = ${state}`;
  };
  beforeEach(async () => {
    bad.person("elsewhere", { alsoKnownAs: [bob.id] });
    bad.fetched.length = 0;
    peer.redirects.set("/moved", `${bad.origin}/users/elsewhere`);
  });

  it("nor does a redirect: nothing is asked of them", async () => {
    await follow("accepted");
    await addBlock(tocsin.sql, "host", bad.host);
    await until(1);
    expect(await send(peer, bob, "Move", { object: bob.id, target: `${peer.origin}/moved` })).toBe(202);
    expect([await following(), bad.fetched]).toEqual([[bob.id], []]);
    await removeBlock(tocsin.sql, "host", bad.host);
    await until(0);
    expect(await send(peer, bob, "Move", { object: bob.id, target: `${peer.origin}/moved` })).toBe(202);
    expect(await following()).toEqual([bob.id, `${bad.origin}/users/elsewhere`]);
  });

  it("and one by somebody who has not accepted our Follow moves nothing", async () => {
    await follow("requested");
    const moved = peer.person("moved", { alsoKnownAs: [bob.id] });
    expect(await send(peer, bob, "Move", { object: bob.id, target: moved.id })).toBe(202);
    expect(await following()).toEqual([bob.id]);
  });
});

describe("A16. nothing is sent to the blocked but that a follow has ended:", () => {
  const befriend = () => send(bad, troll, "Follow", { object: groupId(tocsin.origin) });

  it.each(["actor", "host"] as const)("a block of the %s cancels what still waits for it", async (kind) => {
    await befriend();
    await publishPost(tocsin.sql, { ...text, type: "Note", pinned: false });
    expect((await waiting()).map(({ inbox }) => inbox)).toContain(`${bad.origin}/inbox`);
    await addBlock(tocsin.sql, kind, kind === "host" ? bad.host : troll.id);
    const left = await waiting();
    expect(left.filter(({ inbox }) => inbox.startsWith(bad.origin))).toEqual([
      { type: "Reject", inbox: troll.inbox },
    ]);
    expect(left.map(({ inbox }) => inbox)).toContain(`${peer.origin}/inbox`);
  });

  it("neither a like, nor a boost, nor the deletion of what it once got", async () => {
    const { sql } = tocsin;
    await befriend();
    const { id } = await publishPost(sql, { ...text, type: "Note", pinned: false });
    await sql`update delivery set state = 'delivered'`;
    const allied = { id: `${bad.origin}/notes/1`, actorId: troll.id, name: "", summary: "", content: "Hm" };
    await addAlliedPost(sql, { ...allied, language: null, url: allied.id, published: new Date() });
    await addBlock(sql, "actor", troll.id);
    await expect(react(sql, "Announce", allied.id)).rejects.toThrow("has reached this server");
    expect(await listAlliedPosts(sql, { limit: 5 })).toEqual([]);
    await addBlock(sql, "host", bad.host);
    await withdrawPost(sql, id);
    expect(await waiting()).toEqual([
      { type: "Delete", inbox: `${peer.origin}/inbox` },
      { type: "Reject", inbox: troll.inbox },
    ]);
  });

  it("but a report of a blocked account goes to those who keep its server, unless that is blocked", async () => {
    const { sql } = tocsin;
    await befriend();
    await sendFlag(sql, { actorId: troll.id, objects: [], content: "" });
    await addBlock(sql, "actor", troll.id);
    await sendFlag(sql, { actorId: troll.id, objects: [], content: "" });
    expect((await waiting()).filter(({ type }) => type === "Flag")).toHaveLength(2);
    await addBlock(sql, "host", bad.host);
    expect((await waiting()).filter(({ type }) => type === "Flag")).toEqual([]);
    await expect(sendFlag(sql, { actorId: troll.id, objects: [], content: "" })).rejects.toThrow(
      "reportBlocked",
    );
  });
});

describe("limits", () => {
  it("hold what comes from now on, and leave what is shown", async () => {
    const { sql } = tocsin;
    const first = note(bob);
    await send(peer, bob, "Create", { object: first });
    await moderateReply(sql, first["id"] as string, "approved");
    await addLimit(sql, "actor", bob.id);
    await until(1);
    await send(peer, bob, "Create", { object: note(bob) });
    expect((await replies()).map(({ state, heldBecause }) => [state, heldBecause])).toEqual([
      ["held", "limited"],
      ["approved", null],
    ]);
    expect(await (await fetch(post)).text()).toContain("Solidarity!");
    await send(peer, bob, "Update", { object: { ...first, content: "<p>Now this</p>" } });
    expect((await replies()).map(({ state }) => state)).toEqual(["held", "held"]);
  });

  it("let a Follow wait, and do not hold who answers a limited account", async () => {
    await addLimit(tocsin.sql, "host", bad.host);
    await until(1);
    await send(bad, troll, "Follow", { object: groupId(tocsin.origin) });
    expect(await countFollowers(tocsin.sql, "pending")).toBe(1);
    await send(bad, troll, "Create", { object: note(troll, { id: `${bad.origin}/notes/1` }) });
    await send(peer, bob, "Create", { object: note(bob, { inReplyTo: `${bad.origin}/notes/1` }) });
    expect((await replies()).map(({ author, state }) => [author.id, state])).toEqual([
      [bob.id, "pending"],
      [troll.id, "held"],
    ]);
  });
});

describe("A23. what nobody asked for is held with its reason:", () => {
  it("the first word of a server that nobody has to do with", async () => {
    await send(bad, troll, "Create", { object: note(troll) });
    expect(await replies()).toMatchObject([{ state: "held", heldBecause: "first-contact" }]);
  });

  it("a crowd of mentions", async () => {
    const tag = Array.from({ length: 11 }, (_, at) => ({ type: "Mention", href: `https://m.example/${at}` }));
    await send(peer, bob, "Create", { object: note(bob, { tag }) });
    expect(await replies()).toMatchObject([{ state: "held", heldBecause: "mentions" }]);
  });
});

it("an approved reply whose content warning changes waits again", async () => {
  const object = note(bob);
  await send(peer, bob, "Create", { object });
  await moderateReply(tocsin.sql, object["id"] as string, "approved");
  await send(peer, bob, "Update", { object: { ...object, summary: "An insult" } });
  expect(await replies()).toMatchObject([{ state: "pending", summary: "An insult" }]);
});

it("a Move to an account that is asked already changes nothing more", async () => {
  await requestFollowing(tocsin.sql, bob.id);
  await tocsin.sql`update following set actor_id = ${bob.id}, state = 'accepted'`;
  const moved = peer.person("moved", { alsoKnownAs: [bob.id] });
  for (let times = 0; times < 2; times++) {
    expect(await send(peer, bob, "Move", { object: bob.id, target: moved.id })).toBe(202);
  }
});

describe("a block list", () => {
  const standing = async () =>
    Object.fromEntries(
      (await listBlocks(tocsin.sql, { limit: 10 })).map(({ value, severity }) => [value, severity]),
    );

  it("makes decisions stricter and never milder, and the same twice changes nothing", async () => {
    await addBlock(tocsin.sql, "host", "strict.example");
    await addLimit(tocsin.sql, "host", "mild.example");
    const entries = [
      { host: "strict.example", severity: "limit" as const },
      { host: "mild.example", severity: "block" as const },
      { host: "new.example", severity: "limit" as const },
      { host: "new.example", severity: "limit" as const },
    ];
    expect(await importBlocks(tocsin.sql, entries)).toBe(2);
    expect(await importBlocks(tocsin.sql, entries)).toBe(0);
    expect(await standing()).toEqual({
      "strict.example": "block",
      "mild.example": "block",
      "new.example": "limit",
    });
  });

  it("that names this server brings nothing", async () => {
    const { hostname, host } = new URL(tocsin.origin);
    for (const own of [host, hostname]) {
      for (const severity of ["limit", "block"] as const) {
        const entries = [
          { host: "new.example", severity: "block" as const },
          { host: own, severity },
        ];
        await expect(importBlocks(tocsin.sql, entries)).rejects.toThrow("blockOurselves");
      }
    }
    await expect(addBlock(tocsin.sql, "actor", groupId(tocsin.origin))).rejects.toThrow("blockOurselves");
    expect(await standing()).toEqual({});
  });

  it("of ten thousand hosts is taken in within seconds, and cuts every tie", async () => {
    await send(bad, troll, "Follow", { object: groupId(tocsin.origin) });
    const entries = Array.from({ length: 9999 }, (_, at) => ({
      host: `h${at}.example`,
      severity: "block" as const,
    }));
    const start = Date.now();
    await importBlocks(tocsin.sql, [...entries, { host: bad.host, severity: "block" }]);
    expect(Date.now() - start).toBeLessThan(10_000);
    expect(await countFollowers(tocsin.sql)).toBe(1);
  });
});
