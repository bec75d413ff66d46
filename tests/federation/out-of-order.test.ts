import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readNote } from "../../src/federation/inbox/note.ts";
import { placePost } from "../../src/federation/inbox/placing.ts";
import { createClient } from "../../src/federation/client.ts";
import { createPolicy } from "../../src/federation/policy.ts";
import { readSecretKey } from "../../src/store/secret.ts";
import { findActor } from "../../src/store/actors.ts";
import { listAlliedPosts } from "../../src/store/allied-posts.ts";
import { addBlock, addLimit } from "../../src/store/blocks.ts";
import { keepEarlyReply, keepReply, removeOldEarlyReplies } from "../../src/store/early-replies.ts";
import { removeOldGone } from "../../src/store/gone.ts";
import { listReplies, moderateReply } from "../../src/store/replies.ts";
import { removeSurplusEarlyReplies, removeSurplusGone } from "../../src/store/surplus.ts";
import { groupId, postUrl } from "../../src/text/address.ts";
import { activityOf, noteBy, sendTo } from "../support/inbox.ts";
import { type Peer, type Person, startPeer } from "../support/peer.ts";
import { startTocsin, type Tocsin } from "../support/tocsin.ts";
import { publishPost } from "../support/written.ts";

type Note = Record<string, unknown> & { id: string };

let tocsin: Tocsin;
let peer: Peer;
let ada: Person;
let bob: Person;
let postId: string;
let post: string;

beforeAll(async () => {
  [tocsin, peer] = await Promise.all([startTocsin({ worker: false }), startPeer()]);
  ada = peer.person("ada");
  bob = peer.person("bob");
});
afterAll(() => Promise.all([tocsin.stop(), peer.close()]));
beforeEach(async () => {
  const { sql } = tocsin;
  await sql`truncate actor, following, reply, received, delivery, activity, block cascade`;
  await sql`select pg_notify('block', '')`;
  for (const path of peer.documents.keys()) if (path.includes("/notes/")) peer.documents.delete(path);
  peer.fetched.length = 0;
  const text = { name: "Call-out", source: "Come.", summary: "", language: "en", tags: [], pictures: [] };
  postId = (await publishPost(sql, { ...text, type: "Note", pinned: false })).id;
  post = postUrl(tocsin.origin, postId);
  await act(bob, "Follow", groupId(tocsin.origin));
});

/** Sends an activity about an object, and gives what it was. */
async function act(person: Person, type: string, object: unknown): Promise<Record<string, unknown>> {
  const activity = activityOf(person, type, { object });
  expect((await sendTo(`${tocsin.origin}/inbox`, peer, person, activity)).status).toBe(202);
  return activity;
}
const noteOf = (person: Person, rest: Record<string, unknown> = {}) =>
  noteBy(person, { published: "2026-01-01T00:00:00Z", ...rest }) as Note;
const replyOf = (person: Person, rest: Record<string, unknown> = {}) =>
  noteOf(person, { inReplyTo: post, ...rest });
/** Its author's server has it. */
const serve = (note: Note) => peer.documents.set(new URL(note.id).pathname, note);
const replies = () => listReplies(tocsin.sql, { limit: 50 });
const early = () => tocsin.sql<{ id: string }[]>`select id from early_reply order by id`;
const follow = (person: Person) => tocsin.sql`
  insert into following (handle, actor_id, state) values (${person.id}, ${person.id}, 'accepted')`;
/** The process is told of a decision a moment later. */
const heard = () => new Promise((resolve) => setTimeout(resolve, 100));

describe("an answer that comes before what it answers", () => {
  it("finds its place when that comes, with those below it", async () => {
    const first = replyOf(ada);
    const second = noteOf(bob, { inReplyTo: first.id });
    const third = noteOf(ada, { inReplyTo: second.id, summary: "Long", updated: "2026-01-02T00:00:00Z" });
    await act(ada, "Create", third);
    await act(bob, "Create", second);
    expect(await replies()).toEqual([]);
    await act(ada, "Create", first);
    const kept = await replies();
    expect(kept.map(({ id }) => id).toSorted()).toEqual([first.id, second.id, third.id].toSorted());
    expect(new Set(kept.map((reply) => reply.postId))).toEqual(new Set([postId]));
    expect(kept.find(({ id }) => id === third.id)).toMatchObject({
      state: "pending",
      summary: "Long",
      published: new Date("2026-01-01T00:00:00Z"),
      updated: new Date("2026-01-02T00:00:00Z"),
    });
    expect(await early()).toEqual([]);
  });

  it("waits for what it answers while that is being kept", async () => {
    const { sql } = tocsin;
    const said = { actorId: bob.id, postId: null, summary: "", content: "", language: null };
    const about = { ...said, url: bob.id, visibility: "public", published: new Date() } as const;
    const first = { ...about, id: `${bob.id}/1`, postId, inReplyTo: post };
    const second = { ...about, id: `${bob.id}/2`, inReplyTo: first.id };
    let child: Promise<unknown> = Promise.resolve();
    await sql.begin(async (tx) => {
      await keepReply(tx, first);
      child = sql.begin((other) => keepEarlyReply(other, second));
      await heard();
    });
    await child;
    expect((await replies()).map((reply) => reply.postId)).toEqual([postId, postId]);
    expect(await early()).toEqual([]);
  });

  it("is a mention until then where it names us, and a reply afterwards", async () => {
    const first = replyOf(ada);
    const tag = [{ type: "Mention", href: groupId(tocsin.origin) }];
    await act(bob, "Create", noteOf(bob, { inReplyTo: first.id, tag }));
    expect(await replies()).toMatchObject([{ postId: null }]);
    await act(ada, "Create", first);
    expect((await replies()).map((reply) => reply.postId)).toEqual([postId, postId]);
  });

  it("can be changed and deleted by its author while it waits, and by nobody else", async () => {
    const first = replyOf(ada);
    const [changed, deleted] = [noteOf(bob, { inReplyTo: first.id }), noteOf(bob, { inReplyTo: first.id })];
    await act(bob, "Create", changed);
    await act(bob, "Create", deleted);
    await act(bob, "Update", { ...changed, content: "<p>Now</p>", updated: "2026-01-03T00:00:00Z" });
    await act(bob, "Update", { ...changed, content: "<p>Before</p>", updated: "2026-01-02T00:00:00Z" });
    await act(ada, "Delete", changed.id);
    await act(bob, "Delete", deleted.id);
    await act(ada, "Create", first);
    expect((await replies()).map(({ id, content }) => [id, content])).toEqual(
      expect.arrayContaining([[changed.id, "<p>Now</p>"]]),
    );
    expect(await replies()).toHaveLength(2);
  });

  it("of whom members blocked meanwhile is not shown to them", async () => {
    const first = replyOf(ada);
    await act(bob, "Create", noteOf(bob, { inReplyTo: first.id }));
    await addBlock(tocsin.sql, "actor", bob.id);
    await act(ada, "Create", first);
    expect(await replies()).toMatchObject([{ id: first.id }]);
  });

  it("is not waited for where it was not written for everybody, or answers one of ours that is not there", async () => {
    await act(ada, "Create", noteOf(ada, { inReplyTo: noteOf(bob).id, to: [`${ada.id}/followers`] }));
    await act(ada, "Create", noteOf(ada, { inReplyTo: postUrl(tocsin.origin, "a".repeat(16)) }));
    expect(await early()).toEqual([]);
  });

  it("is forgotten after three days, and beyond a thousand", async () => {
    await act(ada, "Create", noteOf(ada, { inReplyTo: noteOf(bob).id }));
    expect(await removeOldEarlyReplies(tocsin.sql)).toBe(0);
    await tocsin.sql`update early_reply set received_at = now() - interval '73 hours'`;
    expect(await removeOldEarlyReplies(tocsin.sql)).toBe(1);
    await tocsin.sql`
      insert into early_reply (id, actor_id, in_reply_to, reply, updated)
      select 'https://a.example/' || n, ${ada.id}, 'https://a.example/', '{}', now() from generate_series(1, 1003) n`;
    expect(await removeSurplusEarlyReplies(tocsin.sql)).toBe(3);
  });
});

describe("an Update before its Create", () => {
  it("is taken as it is, and what comes late does not take its place", async () => {
    const note = replyOf(ada);
    await act(ada, "Update", { ...note, content: "<p>Third</p>", updated: "2026-01-03T00:00:00Z" });
    expect(await replies()).toMatchObject([{ state: "pending", content: "<p>Third</p>" }]);
    await act(ada, "Create", note);
    await act(ada, "Update", { ...note, content: "<p>Second</p>", updated: "2026-01-02T00:00:00Z" });
    expect(await replies()).toMatchObject([
      { content: "<p>Third</p>", updated: new Date("2026-01-03T00:00:00Z") },
    ]);
  });

  it("of an ally's post is listed, and of a stranger's that has nothing to do with us not", async () => {
    await follow(bob);
    const updated = "2026-01-03T00:00:00Z";
    const note = noteOf(bob);
    await act(bob, "Update", { ...note, content: "<p>Third</p>", updated });
    await act(bob, "Update", { ...note, content: "<p>Second</p>", updated: "2026-01-02T00:00:00Z" });
    await act(ada, "Update", noteOf(ada, { updated }));
    expect(await listAlliedPosts(tocsin.sql, { limit: 5 })).toMatchObject([
      { actorId: bob.id, content: "<p>Third</p>" },
    ]);
    expect(await replies()).toEqual([]);
  });

  it("is held where its Create would have been", async () => {
    await addLimit(tocsin.sql, "actor", ada.id);
    await heard();
    await act(ada, "Update", replyOf(ada, { updated: "2026-01-03T00:00:00Z" }));
    expect(await replies()).toMatchObject([{ state: "held", heldBecause: "limited" }]);
  });

  it("that comes as an id alone is fetched, from its author's own server", async () => {
    const note = replyOf(ada);
    await act(ada, "Create", note);
    serve({ ...note, content: "<p>Now</p>", updated: "2026-01-03T00:00:00Z" });
    await act(ada, "Update", [note.id]);
    expect(await replies()).toMatchObject([{ content: "<p>Now</p>" }]);
    await act(ada, "Update", "https://elsewhere.example/notes/1");
    expect(peer.fetched.filter((path) => path.includes("/notes/"))).toHaveLength(1);
  });
});

describe("a Delete", () => {
  it("that comes before the Create or an Update keeps it from coming", async () => {
    const note = replyOf(ada);
    await act(ada, "Delete", { id: note.id, type: "Tombstone" });
    await act(ada, "Create", note);
    await act(ada, "Update", { ...note, updated: "2026-01-03T00:00:00Z" });
    expect(await replies()).toEqual([]);
  });

  it("that is carried out while its Create is read keeps that from coming, too", async () => {
    const { sql, origin, config } = tocsin;
    const sender = (await findActor(sql, bob.id))!;
    const policy = createPolicy(sql);
    const client = createClient({ sql, config, secret: readSecretKey(config.secretKeyFile), policy });
    const document = replyOf(bob);
    const room = { sql, client, origin, policy, sender, limited: false };
    const note = (await readNote(document, room))!;
    const place = await placePost(room, { document, activity: {}, note, gone: undefined });
    await client.close();
    await act(bob, "Delete", note.id);
    await sql.begin((tx) => place!(tx));
    expect(await replies()).toEqual([]);
  });

  it("by another account of the same server keeps nothing from coming", async () => {
    const note = replyOf(ada);
    await act(bob, "Delete", note.id);
    await act(ada, "Create", note);
    expect(await replies()).toMatchObject([{ id: note.id }]);
  });

  it("is forgotten after 30 days, and the oldest beyond a bound", async () => {
    for (let at = 0; at < 3; at++) await act(ada, "Delete", replyOf(ada).id);
    expect(await removeSurplusGone(tocsin.sql, { most: 2 })).toBe(1);
    expect(await removeOldGone(tocsin.sql)).toBe(0);
    await tocsin.sql`update gone_post set deleted_at = now() - interval '31 days'`;
    expect(await removeOldGone(tocsin.sql)).toBe(2);
  });
});

describe("an Undo of a Delete", () => {
  /** A reply that members approved and its author deleted; and the Delete. */
  async function deleted(
    rest: Record<string, unknown> = {},
  ): Promise<{ note: Note; deletion: Record<string, unknown> }> {
    const note = replyOf(ada, rest);
    await act(ada, "Create", note);
    await moderateReply(tocsin.sql, note.id, "approved");
    const deletion = await act(ada, "Delete", note.id);
    expect(await replies()).toEqual([]);
    return { note, deletion };
  }

  it.each([
    ["embeds it", (deletion: Record<string, unknown>) => deletion],
    [
      "embeds it under another id",
      (deletion: Record<string, unknown>) => ({ ...deletion, id: `${ada.id}/another` }),
    ],
    ["names its id alone", (deletion: Record<string, unknown>) => deletion["id"]],
    [
      "is a list of one",
      (deletion: Record<string, unknown>) => [{ ...deletion, object: [deletion["object"]] }],
    ],
  ])(
    "that %s brings back what members had approved, as its server has it now, to be read anew",
    async (_, undone) => {
      // A crowd of mentions would be held, had members not shown it before.
      const tag = Array.from({ length: 11 }, (_item, at) => ({
        type: "Mention",
        href: `${peer.origin}/users/${at}`,
      }));
      const { note, deletion } = await deleted({ tag });
      serve({ ...note, content: "<p>Again</p>" });
      await act(ada, "Undo", undone(deletion));
      expect(await replies()).toMatchObject([
        { id: note.id, state: "pending", content: "<p>Again</p>", restored: true },
      ]);
    },
  );

  it("by another account, or of what its server does not have, brings nothing back", async () => {
    const { note, deletion } = await deleted();
    await act(ada, "Undo", deletion);
    serve(note);
    await act(bob, "Undo", { ...deletion, id: `${bob.id}/1`, actor: bob.id });
    expect(await replies()).toEqual([]);
  });

  it("of what was never deleted here fetches nothing", async () => {
    const note = replyOf(ada);
    serve(note);
    await act(ada, "Undo", activityOf(ada, "Delete", { object: note.id }));
    expect(await replies()).toEqual([]);
    expect(peer.fetched.filter((path) => path.includes("/notes/"))).toEqual([]);
  });

  it("is not needed where its author's server publishes the post again under its id", async () => {
    const { note } = await deleted();
    serve(note);
    await act(ada, "Create", note);
    expect(await replies()).toMatchObject([{ id: note.id, state: "pending" }]);
    // From now on it is a post like any other.
    await act(ada, "Update", { ...note, content: "<p>Changed</p>", updated: "2026-01-03T00:00:00Z" });
    expect(await replies()).toMatchObject([{ content: "<p>Changed</p>" }]);
  });
});
