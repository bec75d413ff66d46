import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addBlock } from "../../src/store/blocks.ts";
import { listAlliedPosts } from "../../src/store/allied-posts.ts";
import { listFlags } from "../../src/store/flags.ts";
import { countFollowers, findFollower, listFollowers } from "../../src/store/followers.ts";
import { listFollowing, requestFollowing } from "../../src/store/following.ts";
import { withdrawPost } from "../../src/store/posts.ts";
import { countReactions } from "../../src/store/reactions.ts";
import { listReplies, moderateReply } from "../../src/store/replies.ts";
import { groupId, postUrl } from "../../src/text/address.ts";
import { activityOf, noteBy, sendTo } from "../support/inbox.ts";
import { type Peer, type Person, startPeer } from "../support/peer.ts";
import { startTocsin, type Tocsin, until } from "../support/tocsin.ts";
import { publishPost } from "../support/written.ts";

let tocsin: Tocsin;
let peer: Peer;
let ada: Person;
let bob: Person;
let postId: string;
let post: string;

beforeAll(async () => {
  [tocsin, peer] = await Promise.all([startTocsin(), startPeer()]);
  ada = peer.person("ada");
  bob = peer.person("bob");
});
afterAll(() => Promise.all([tocsin.stop(), peer.close()]));
beforeEach(async () => {
  const { sql } = tocsin;
  await sql`truncate actor, follower, following, reply, reaction, allied_post, block, flag, received, delivery, activity cascade`;
  await sql`select pg_notify('block', '')`;
  peer.delivered.length = 0;
  const text = { name: "Call-out", source: "Come.", summary: "", language: "en", tags: [], pictures: [] };
  postId = (await publishPost(sql, { ...text, type: "Note", pinned: false })).id;
  post = postUrl(tocsin.origin, postId);
});

const send = (person: Person, activity: Record<string, unknown>) =>
  sendTo(`${tocsin.origin}/inbox`, peer, person, activity);
const act = (person: Person, type: string, rest: Record<string, unknown>) =>
  send(person, activityOf(person, type, rest));
const follow = (person: Person) => activityOf(person, "Follow", { object: groupId(tocsin.origin) });
const reactions = async () =>
  (await countReactions(tocsin.sql, [postId])).get(postId) ?? { likes: 0, boosts: 0 };
/** The process is told of a decision a moment later. */
const heard = () => new Promise((resolve) => setTimeout(resolve, 100));
const replies = () => listReplies(tocsin.sql, { limit: 50 });

describe("Follow", () => {
  it("is answered with an Accept that embeds it, signed by the group's listed key", async () => {
    const actor = await (
      await fetch(groupId(tocsin.origin), { headers: { accept: "application/activity+json" } })
    ).json();
    peer.verifyWith((actor as { publicKey: { publicKeyPem: string } }).publicKey.publicKeyPem);
    const activity = follow(ada);
    expect((await send(ada, activity)).status).toBe(202);
    const [accept] = await until("the Accept", () => peer.delivered.length > 0 && peer.delivered);
    expect(accept).toMatchObject({
      signed: true,
      path: "/users/ada/inbox",
      activity: {
        type: "Accept",
        actor: groupId(tocsin.origin),
        object: { id: activity["id"], actor: ada.id },
      },
    });
  });

  it("a second Follow from the same actor is recorded once, and answered again", async () => {
    await send(ada, follow(ada));
    await send(ada, follow(ada));
    expect(await countFollowers(tocsin.sql)).toBe(1);
    await until("two Accepts", () => peer.delivered.length === 2);
  });

  it("waits for a member where the account approves its followers by hand", async () => {
    await tocsin.sql`update collective set manually_approves_followers = true`;
    await send(ada, follow(ada));
    await tocsin.sql`update collective set manually_approves_followers = false`;
    expect(await findFollower(tocsin.sql, ada.id)).toMatchObject({ state: "pending" });
    expect(await countFollowers(tocsin.sql)).toBe(0);
    expect(await tocsin.sql`select 1 from delivery where object like ${`${ada.id}%`}`).toHaveLength(0);
  });

  it("of anything but the group is ignored", async () => {
    await act(ada, "Follow", { object: `${tocsin.origin}/actors/instance` });
    expect(await listFollowers(tocsin.sql, { limit: 5 })).toEqual([]);
  });
});

describe("A5. duplicates have one effect", () => {
  it("ten copies of a Like at once are one like", async () => {
    const like = activityOf(ada, "Like", { object: post });
    const sent = await Promise.all(Array.from({ length: 10 }, () => send(ada, like)));
    expect(new Set(sent.map((one) => one.status))).toEqual(new Set([202]));
    expect(await reactions()).toEqual({ likes: 1, boosts: 0 });
  });

  it("ten copies of a Create at once are one reply, and a later one is none", async () => {
    const create = activityOf(ada, "Create", { object: noteBy(ada, { inReplyTo: post }) });
    await Promise.all(Array.from({ length: 10 }, () => send(ada, create)));
    expect(await tocsin.sql`select 1 from received`).toHaveLength(1);
    await act(ada, "Delete", { object: (create["object"] as { id: string }).id });
    await send(ada, create);
    expect(await replies()).toEqual([]);
  });
});

describe("A6. ids belong to their origin", () => {
  it("an activity whose id is of another origin than its actor is refused", async () => {
    const sent = await send(ada, { ...follow(ada), id: "https://elsewhere.example/activities/1" });
    expect(sent.status).toBe(400);
  });

  it("a reply whose id is of another origin than its author is not kept", async () => {
    await act(ada, "Create", {
      object: noteBy(ada, { id: "https://elsewhere.example/notes/1", inReplyTo: post }),
    });
    expect(await replies()).toEqual([]);
  });

  it("another actor of the same host cannot use up an id in advance", async () => {
    const like = activityOf(ada, "Like", { object: post });
    await send(bob, { ...like, actor: bob.id });
    await send(ada, like);
    expect(await reactions()).toEqual({ likes: 2, boosts: 0 });
  });
});

describe("replies and mentions", () => {
  // Whose host nobody follows from is held instead: see inbox-held.test.ts.
  beforeEach(() => send(bob, follow(bob)));

  const reply = (person: Person, rest: Record<string, unknown> = {}) =>
    activityOf(person, "Create", { object: noteBy(person, { inReplyTo: post, ...rest }) });

  it("a reply waits for approval, cleaned, and is not shown", async () => {
    await send(
      ada,
      reply(ada, { content: `<p onclick="x()">Hi<script>alert(1)</script></p>`, contentMap: { fr: "x" } }),
    );
    const [kept] = await replies();
    expect(kept).toMatchObject({
      postId,
      state: "pending",
      content: "<p>Hi</p>",
      language: "fr",
      visibility: "public",
    });
    expect(await (await fetch(post)).text()).not.toContain("<p>Hi</p>");
  });

  it("a reply to an approved reply belongs to the same post", async () => {
    await send(ada, reply(ada));
    const [first] = await replies();
    await send(bob, reply(bob, { inReplyTo: first!.id }));
    expect((await replies()).map((one) => one.postId)).toEqual([postId, postId]);
  });

  it("a direct message is kept for the members and can never be approved", async () => {
    await send(ada, reply(ada, { to: [groupId(tocsin.origin)], cc: [] }));
    const [kept] = await replies();
    expect(kept).toMatchObject({ visibility: "direct" });
    await expect(moderateReply(tocsin.sql, kept!.id, "approved")).rejects.toThrow("public");
  });

  it("a mention that answers no post is kept as a mention", async () => {
    const tag = [{ type: "Mention", href: groupId(tocsin.origin), name: "@solidarity" }];
    await act(ada, "Create", { object: noteBy(ada, { tag }) });
    expect(await replies()).toMatchObject([{ postId: null, state: "pending" }]);
  });

  it("a post that has nothing to do with us is not kept", async () => {
    await act(ada, "Create", { object: noteBy(ada, {}) });
    expect(await replies()).toEqual([]);
    expect(await listAlliedPosts(tocsin.sql, { limit: 5 })).toEqual([]);
  });

  it("a reply to a withdrawn post is answered as one to a post that never was", async () => {
    await withdrawPost(tocsin.sql, postId);
    const toWithdrawn = await send(ada, reply(ada));
    const toNothing = await send(ada, reply(ada, { inReplyTo: postUrl(tocsin.origin, "a".repeat(16)) }));
    expect(toWithdrawn).toEqual(toNothing);
    expect(await replies()).toEqual([]);
  });

  it("a note that another wrote is not kept as the sender's", async () => {
    await act(ada, "Create", { object: { ...noteBy(bob, { inReplyTo: post }) } });
    expect(await replies()).toEqual([]);
  });

  it("a note that comes as a bare id is fetched from its author's server", async () => {
    const note = noteBy(ada, { inReplyTo: post });
    peer.documents.set(new URL(note["id"] as string).pathname, note);
    expect((await act(ada, "Create", { object: note["id"] })).status).toBe(202);
    expect(await replies()).toMatchObject([{ id: note["id"] }]);
  });

  it("a bare id of another server than the sender's is not even asked for", async () => {
    const other = await startPeer();
    const eve = other.person("eve");
    const note = noteBy(eve, { inReplyTo: post });
    other.documents.set(new URL(note["id"] as string).pathname, note);
    for (const type of ["Create", "Update"]) {
      expect((await act(ada, type, { object: note["id"] })).status).toBe(202);
    }
    expect([other.fetched, await replies()]).toEqual([[], []]);
    await other.close();
  });
});

describe("A11. only the owner updates or deletes", () => {
  const kept = async () => {
    const note = noteBy(ada, { inReplyTo: post, published: "2026-01-01T00:00:00Z" });
    await act(ada, "Create", { object: note });
    await moderateReply(tocsin.sql, note["id"] as string, "approved");
    return note;
  };

  it("another actor's Update and Delete change nothing", async () => {
    const note = await kept();
    await act(bob, "Update", {
      object: { ...note, content: "<p>Forged</p>", updated: "2026-02-01T00:00:00Z" },
    });
    await act(bob, "Update", {
      object: { ...note, attributedTo: bob.id, content: "<p>Forged</p>", updated: "2026-02-01T00:00:00Z" },
    });
    await act(bob, "Delete", { object: note["id"] });
    expect(await replies()).toMatchObject([{ content: "<p>Solidarity!</p>", state: "approved" }]);
  });

  it("the author's newer version takes its place and waits again; an older one does not", async () => {
    const note = await kept();
    await act(ada, "Update", { object: { ...note, content: "<p>Old</p>", updated: "2025-12-01T00:00:00Z" } });
    expect(await replies()).toMatchObject([{ content: "<p>Solidarity!</p>", state: "approved" }]);
    await act(ada, "Update", { object: { ...note, content: "<p>New</p>", updated: "2026-02-01T00:00:00Z" } });
    expect(await replies()).toMatchObject([{ content: "<p>New</p>", state: "pending" }]);
  });

  it("the author's Delete takes it away, and the author's own takes everything of the author's", async () => {
    const note = await kept();
    await act(ada, "Delete", { object: { id: note["id"], type: "Tombstone" } });
    expect(await replies()).toEqual([]);
    await send(ada, follow(ada));
    await kept();
    await act(ada, "Like", { object: post });
    await act(ada, "Delete", { object: ada.id });
    expect(await replies()).toEqual([]);
    expect(await countFollowers(tocsin.sql)).toBe(0);
    expect(await reactions()).toEqual({ likes: 0, boosts: 0 });
  });
});

describe("A12. Undo, Accept and Reject match a stored Follow", () => {
  it("another actor's Undo of a Follow changes nothing, its sender's removes it", async () => {
    const activity = follow(ada);
    await send(ada, activity);
    await act(bob, "Undo", { object: activity });
    expect(await countFollowers(tocsin.sql)).toBe(1);
    await act(ada, "Undo", { object: activity });
    expect(await countFollowers(tocsin.sql)).toBe(0);
  });

  it("only the followed actor's Accept, and only of our Follow, counts", async () => {
    await requestFollowing(tocsin.sql, `@bob@${peer.host}`);
    const asked = await until("our Follow", () =>
      peer.delivered.find(({ activity }) => activity.type === "Follow"),
    );
    await act(ada, "Accept", { object: asked.activity });
    await act(bob, "Accept", { object: `${tocsin.origin}/activities/${"a".repeat(16)}` });
    expect(await listFollowing(tocsin.sql, { limit: 5 })).toMatchObject([{ state: "requested" }]);
    await act(bob, "Accept", { object: asked.activity });
    expect(await listFollowing(tocsin.sql, { limit: 5 })).toMatchObject([
      { state: "accepted", actorId: bob.id },
    ]);
    await act(bob, "Create", {
      object: noteBy(bob, { content: "<p>March!</p>", contentMap: { en: "<p>March!</p>" } }),
    });
    expect(await listAlliedPosts(tocsin.sql, { limit: 5 })).toMatchObject([
      { actorId: bob.id, language: "en" },
    ]);
    await act(bob, "Reject", { object: asked.activity["id"] });
    expect(await listFollowing(tocsin.sql, { limit: 5 })).toMatchObject([{ state: "rejected" }]);
  });
});

describe("what else comes in", () => {
  it("a note that is dated ahead of us, or not at all, is dated as it comes", async () => {
    for (const published of ["2100-01-01T00:00:00Z", undefined]) {
      await act(ada, "Create", { object: noteBy(ada, { inReplyTo: post, published }) });
    }
    const ages = (await replies()).map(({ published }) => Math.abs(Date.now() - published.getTime()));
    expect(ages.map((age) => age < 3_600_000)).toEqual([true, true]);
  });

  it("likes and boosts are counted, and taken back by id or by their post", async () => {
    const boost = activityOf(ada, "Announce", { object: post });
    await send(ada, boost);
    await act(bob, "Like", { object: post });
    expect(await reactions()).toEqual({ likes: 1, boosts: 1 });
    await act(ada, "Undo", { object: boost["id"] });
    await act(bob, "Undo", {
      object: { type: "Like", id: `${bob.id}/changed`, actor: bob.id, object: post },
    });
    expect(await reactions()).toEqual({ likes: 0, boosts: 0 });
  });

  it("a Block ends the sender's follow and ours of the sender, and nobody else's", async () => {
    for (const each of [ada, bob]) {
      await send(each, follow(each));
      await tocsin.sql`insert into following (handle, actor_id, state) values (${each.id}, ${each.id}, 'accepted')`;
    }
    await act(ada, "Block", { object: groupId(tocsin.origin) });
    expect((await listFollowers(tocsin.sql, { limit: 5 })).map(({ actorId }) => actorId)).toEqual([bob.id]);
    const states = await tocsin.sql`select actor_id as id, state from following order by state`;
    expect(states).toEqual([
      { id: bob.id, state: "accepted" },
      { id: ada.id, state: "rejected" },
    ]);
  });

  it("a Flag is kept for the members with what it names of ours", async () => {
    const object = [groupId(tocsin.origin), `${peer.origin}/notes/1`, post];
    await act(ada, "Flag", { object, content: "This is <b>wrong</b>" });
    expect(await listFlags(tocsin.sql, { open: true, limit: 5 })).toMatchObject([
      { actorId: ada.id, content: "This is wrong", objects: [groupId(tocsin.origin), post] },
    ]);
  });

  it("a Move counts where the new account names the old one, and whom we follow we follow there", async () => {
    await requestFollowing(tocsin.sql, `@bob@${peer.host}`);
    const asked = await until("our Follow", () =>
      peer.delivered.find(({ activity }) => activity.type === "Follow"),
    );
    await act(bob, "Accept", { object: asked.activity.id });
    peer.person("impostor");
    await act(bob, "Move", { object: bob.id, target: `${peer.origin}/users/impostor` });
    expect(await listFollowing(tocsin.sql, { limit: 5 })).toHaveLength(1);
    const robert = peer.person("robert", { alsoKnownAs: [bob.id] });
    await act(bob, "Move", { object: bob.id, target: robert.id });
    expect((await listFollowing(tocsin.sql, { limit: 5 })).map((one) => one.handle)).toContain(robert.id);
  });

  it("an Update of the actor is read from its own server", async () => {
    await send(ada, follow(ada));
    ada.document["name"] = "Ada, renamed";
    await act(ada, "Update", { object: { ...ada.document, name: "Forged in the message" } });
    expect(await findFollower(tocsin.sql, ada.id)).toMatchObject({ name: "Ada, renamed" });
  });

  it("a blocked actor and a blocked host are dropped in silence", async () => {
    await send(ada, follow(ada));
    await addBlock(tocsin.sql, "actor", ada.id);
    await heard();
    expect(await countFollowers(tocsin.sql)).toBe(0);
    expect((await send(ada, follow(ada))).status).toBe(202);
    expect(await countFollowers(tocsin.sql)).toBe(0);
    await addBlock(tocsin.sql, "host", peer.host);
    await heard();
    expect((await act(bob, "Like", { object: post })).status).toBe(202);
    expect(await reactions()).toEqual({ likes: 0, boosts: 0 });
  });
});
