import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listAlliedPosts, react } from "../../src/store/allied-posts.ts";
import { addBlock, addLimit } from "../../src/store/blocks.ts";
import { countReactions } from "../../src/store/reactions.ts";
import { listReplies, moderateReply } from "../../src/store/replies.ts";
import { removeForgottenActors } from "../../src/store/retention.ts";
import { removeSurplusAlliedPosts } from "../../src/store/surplus.ts";
import { postUrl } from "../../src/text/address.ts";
import { activityOf, noteBy, sendTo } from "../support/inbox.ts";
import { type Peer, type Person, startPeer } from "../support/peer.ts";
import { startTocsin, type Tocsin } from "../support/tocsin.ts";
import { publishPost } from "../support/written.ts";

type Note = Record<string, unknown> & { id: string };

let tocsin: Tocsin;
/** Where allies are, and where others are whose posts they pass on. */
let peer: Peer;
let home: Peer;
let forum: Person;
let ally: Person;
let ada: Person;
let postId: string;
let post: string;

beforeAll(async () => {
  [tocsin, peer, home] = await Promise.all([startTocsin({ worker: false }), startPeer(), startPeer()]);
});
afterAll(() => Promise.all([tocsin.stop(), peer.close(), home.close()]));
beforeEach(async () => {
  const { sql } = tocsin;
  await sql`truncate actor, following, reply, received, delivery, activity, block cascade`;
  await sql`select pg_notify('block', '')`;
  for (const server of [peer, home]) {
    server.documents.clear();
    server.fetched.length = 0;
  }
  forum = peer.person("forum", { type: "Group" });
  ally = peer.person("ally");
  ada = home.person("ada");
  const text = { name: "Call-out", source: "Come.", summary: "", language: "en", tags: [], pictures: [] };
  postId = (await publishPost(sql, { ...text, type: "Note", pinned: false })).id;
  post = postUrl(tocsin.origin, postId);
  // Whoever signs once is known; then members follow.
  for (const person of [forum, ally]) {
    await act(person, "Like", post);
    await follow(person);
  }
  await sql`truncate reaction`;
});

const follow = (person: Person) => tocsin.sql`
  insert into following (handle, actor_id, state) values (${person.id}, ${person.id}, 'accepted')`;

/** Sends an activity about an object, and gives what it was. */
async function act(person: Person, type: string, object: unknown): Promise<Record<string, unknown>> {
  const activity = activityOf(person, type, { object });
  const server = person.id.startsWith(peer.origin) ? peer : home;
  expect((await sendTo(`${tocsin.origin}/inbox`, server, person, activity)).status).toBe(202);
  return activity;
}
const share = (person: Person, object: unknown) => act(person, "Announce", object);
/** What its author did, as a group wraps it. */
const done = (person: Person, type: string, object: unknown) => activityOf(person, type, { object });

/** A note of ada's, which her server has. */
function noteOf(rest: Record<string, unknown> = {}, person = ada): Note {
  const note = noteBy(person, { published: "2026-01-01T00:00:00Z", ...rest }) as Note;
  serve(note);
  return note;
}
const serverOf = (note: Note) => (note.id.startsWith(peer.origin) ? peer : home);
const pathOf = (note: Note) => new URL(note.id).pathname;
const serve = (note: Note) => serverOf(note).documents.set(pathOf(note), note);
const withdraw = (note: Note) => serverOf(note).documents.delete(pathOf(note));
const allied = () => listAlliedPosts(tocsin.sql, { limit: 50 });
const replies = () => listReplies(tocsin.sql, { limit: 50 });
const heard = () => new Promise((resolve) => setTimeout(resolve, 100));
const notesFetched = () => [...peer.fetched, ...home.fetched].filter((path) => path.includes("/notes/"));

describe("what an account shares that the collective follows", () => {
  it("as people boost it is shown with both names", async () => {
    const note = noteOf({ content: "<p>Soup.</p>", summary: "Food" });
    await share(ally, note.id);
    expect(await allied()).toMatchObject([
      {
        id: note.id,
        actorId: ada.id,
        content: "<p>Soup.</p>",
        summary: "Food",
        author: { id: ada.id, name: "The ada" },
        sharedBy: [{ id: ally.id, name: "The ally" }],
      },
    ]);
  });

  it.each([
    ["NodeBB and Lemmy pass on a Create", (note: Note) => done(ada, "Create", note)],
    ["NodeBB passes on an object", (note: Note) => note],
    ["a Create with a list of one", (note: Note) => [{ ...done(ada, "Create", [note]) }]],
    ["a Create with an id alone", (note: Note) => done(ada, "Create", note.id)],
    ["an Update of what never came", (note: Note) => done(ada, "Update", note)],
  ])("as %s is read from its author's own server, and not as it was sent", async (_, wrap) => {
    const note = noteOf({ content: "<p>Soup.</p>" });
    await share(forum, wrap({ ...note, content: "<p>Forged</p>" }));
    expect(await allied()).toMatchObject([{ content: "<p>Soup.</p>", sharedBy: [{ id: forum.id }] }]);
  });

  it("as WordPress passes on its own articles is read as it came: one server vouches for both", async () => {
    const author = peer.person("writer");
    const article = noteOf({ type: "Article", name: "A night", summary: "<p>In short</p>" }, author);
    withdraw(article);
    await share(forum, done(author, "Create", article));
    expect(await allied()).toMatchObject([
      { name: "A night", summary: "", abstract: "<p>In short</p>", author: { id: author.id } },
    ]);
    expect(notesFetched()).toEqual([]);
  });

  it("by the id of a Create leads to what that created", async () => {
    const note = noteOf();
    const create = { ...done(ada, "Create", note), id: `${ada.id}/notes/create` };
    serve(create);
    await share(ally, create.id);
    expect(await allied()).toMatchObject([{ id: note.id }]);
  });

  it("stands where it was shared, and once, however many share it", async () => {
    const old = noteOf();
    const fresh = noteOf({ published: new Date(Date.now() - 60_000).toISOString() }, ally);
    await act(ally, "Create", fresh);
    await share(ally, old.id);
    await share(forum, old.id);
    await share(forum, old.id);
    expect((await allied()).map(({ id, sharedBy }) => [id, sharedBy.map((sharer) => sharer.id)])).toEqual([
      [old.id, [ally.id, forum.id]],
      [fresh.id, []],
    ]);
  });

  it("of its own is not shared by itself", async () => {
    const note = noteOf({}, ally);
    await share(ally, note.id);
    expect(await allied()).toMatchObject([{ id: note.id, sharedBy: [] }]);
  });

  it("can be liked, boosted and answered as any post of an ally's", async () => {
    const note = noteOf();
    await share(ally, note.id);
    await react(tocsin.sql, "Announce", note.id);
    expect(await allied()).toMatchObject([{ boosted: true }]);
    expect(await tocsin.sql`select inbox from delivery`).toEqual([{ inbox: ada.inbox }]);
  });

  it("of ours is a boost of it, also where it is wrapped", async () => {
    await share(ally, post);
    await share(forum, {
      id: `${tocsin.origin}/activities/${"a".repeat(16)}`,
      type: "Create",
      object: { id: post },
    });
    expect((await countReactions(tocsin.sql, [postId])).get(postId)).toEqual({ likes: 0, boosts: 2 });
    expect(await allied()).toEqual([]);
  });
});

describe("nothing is shown, and where it can be known before nothing fetched,", () => {
  const outcome = async () => ({
    listed: (await allied()).length,
    fetched: notesFetched().length,
    awaited: (await tocsin.sql`select 1 from awaited_post`).length,
  });
  const nothing = { listed: 0, fetched: 0, awaited: 0 };

  it("of what somebody shares whom the collective does not follow", async () => {
    await tocsin.sql`update following set state = 'requested' where handle = ${ally.id}`;
    await share(ally, noteOf().id);
    await share(ada, noteOf().id);
    expect(await outcome()).toEqual(nothing);
  });

  it.each(["Like", "Dislike", "Block", "Flag", "Add", "Remove", "Lock"])(
    "of a %s that a group passes on",
    async (type) => {
      await share(forum, done(ada, type, noteOf()));
      await share(forum, done(ada, "Undo", done(ada, type, noteOf())));
      expect(await outcome()).toEqual(nothing);
    },
  );

  it("of what is at a blocked host, or names one in a wrapping", async () => {
    await addBlock(tocsin.sql, "host", home.host);
    await heard();
    await share(ally, noteOf().id);
    await share(forum, done(ada, "Undo", done(ada, "Delete", noteOf().id)));
    expect(await outcome()).toEqual(nothing);
  });

  it.each([
    ["by a blocked author", (note: Note) => note],
    [
      "that answers a blocked author",
      (note: Note) => ({ ...note, attributedTo: `${home.origin}/users/other`, inReplyTo: ada.id }),
    ],
    [
      "that quotes a blocked author",
      (note: Note) => ({ ...note, attributedTo: `${home.origin}/users/other`, quoteUrl: ada.id }),
    ],
  ])("of what turns out to be a post %s", async (_, change) => {
    home.person("other");
    await addBlock(tocsin.sql, "actor", ada.id);
    await heard();
    const note = noteOf();
    serve(change(note));
    await share(ally, note.id);
    expect(await allied()).toEqual([]);
  });

  it.each([
    ["of another server", (note: Note) => ({ ...note, attributedTo: ally.id })],
    ["that is no account", (note: Note) => ({ ...note, attributedTo: note.id })],
    ["that it does not name", (note: Note) => ({ ...note, attributedTo: undefined })],
  ])("of a post by an author %s", async (_, change) => {
    const note = noteOf();
    serve(change(note) as Note);
    await share(ally, note.id);
    expect(await allied()).toEqual([]);
  });

  it("of what was not written for everybody", async () => {
    await share(ally, noteOf({ to: [`${ada.id}/followers`] }).id);
    expect(await allied()).toEqual([]);
  });
});

describe("a post that was shared", () => {
  it("changes and goes as its author says", async () => {
    const note = noteOf();
    await share(ally, note.id);
    await act(ada, "Update", { ...note, content: "<p>Now</p>", updated: "2026-01-02T00:00:00Z" });
    expect(await allied()).toMatchObject([{ content: "<p>Now</p>" }]);
    await act(ada, "Delete", note.id);
    expect(await allied()).toEqual([]);
  });

  it("changes and goes as a group passes it on, if its own server says so", async () => {
    const note = noteOf();
    await share(forum, done(ada, "Create", note));
    serve({ ...note, content: "<p>Now</p>", updated: "2026-01-02T00:00:00Z" });
    await share(
      forum,
      done(ada, "Update", { ...note, content: "<p>Forged</p>", updated: "2026-01-03T00:00:00Z" }),
    );
    await share(forum, done(ada, "Delete", note.id));
    expect(await allied()).toMatchObject([{ content: "<p>Now</p>" }]);
    withdraw(note);
    await share(forum, done(ada, "Delete", { id: note.id, type: "Tombstone" }));
    expect(await allied()).toEqual([]);
  });

  it("comes back when the group passes on that its deletion was undone, and by no old copy", async () => {
    const note = noteOf();
    await share(forum, done(ada, "Create", note));
    serve({ id: note.id, type: "Tombstone" });
    const deletion = done(ada, "Delete", note.id);
    await share(forum, deletion);
    await share(ally, note.id);
    expect(await allied()).toEqual([]);
    serve(note);
    await share(forum, done(ada, "Undo", deletion));
    expect(await allied()).toMatchObject([{ id: note.id, sharedBy: [{ id: forum.id }] }]);
  });

  it("is not brought back by a copy from before its author deleted it", async () => {
    const note = noteOf();
    await share(ally, note.id);
    await act(ada, "Delete", note.id);
    withdraw(note);
    await share(forum, note.id);
    expect(await allied()).toEqual([]);
  });

  it("is not removed because its server answers that there is no such post, where nobody says that it is gone", async () => {
    await act(ada, "Like", post);
    await follow(ada);
    const note = noteOf();
    await act(ada, "Create", note);
    withdraw(note);
    await share(ally, note.id);
    expect(notesFetched()).toHaveLength(1);
    expect(await allied()).toHaveLength(1);
  });

  it.each([
    ["by its id", (announce: Record<string, unknown>) => announce["id"]],
    ["embedded", (announce: Record<string, unknown>) => announce],
    [
      "embedded under another id",
      (announce: Record<string, unknown>) => ({ ...announce, id: `${ally.id}/another` }),
    ],
  ])("goes when nobody shares it any more, taken back %s", async (_, undone) => {
    const note = noteOf();
    const first = await share(ally, note.id);
    const second = await share(forum, done(ada, "Create", note));
    await act(ally, "Undo", undone(first));
    expect(await allied()).toMatchObject([{ sharedBy: [{ id: forum.id }] }]);
    await act(ally, "Undo", { ...second, actor: ally.id, id: `${ally.id}/1` });
    expect(await allied()).toHaveLength(1);
    await act(forum, "Undo", second);
    expect(await allied()).toEqual([]);
  });

  it("stays where its author is followed, also if it came from them later or not at all", async () => {
    const [before, after] = [noteOf(), noteOf()];
    const shares = [await share(ally, before.id), await share(ally, after.id)];
    await follow(ada);
    await act(ada, "Create", before);
    await act(ally, "Undo", shares[1]);
    await tocsin.sql`delete from following where handle = ${ada.id}`;
    await act(ally, "Undo", shares[0]);
    expect((await allied()).map(({ id }) => id).toSorted()).toEqual([before.id, after.id].toSorted());
  });

  it("stays where the collective has liked or boosted it", async () => {
    const note = noteOf();
    const announce = await share(ally, note.id);
    await react(tocsin.sql, "Like", note.id);
    await act(ally, "Undo", announce);
    expect(await allied()).toMatchObject([{ liked: true, sharedBy: [] }]);
  });

  it("is not listed where whoever shared it is blocked, and says where its author is limited", async () => {
    await share(ally, noteOf().id);
    await addLimit(tocsin.sql, "actor", ada.id);
    expect(await allied()).toMatchObject([{ limited: true }]);
    await addBlock(tocsin.sql, "actor", ally.id);
    expect(await allied()).toEqual([]);
  });

  it("keeps whoever shared it from being forgotten, as it does its author", async () => {
    await share(ally, noteOf().id);
    await tocsin.sql`delete from following`;
    await tocsin.sql`update actor set fetched_at = now() - interval '31 days'`;
    expect(await removeForgottenActors(tocsin.sql)).toBe(1);
    expect(await allied()).toMatchObject([{ actorId: ada.id, sharedBy: [{ id: ally.id }] }]);
  });

  it("gives way beyond five thousand, the oldest of whoever passed on the most", async () => {
    await share(ally, noteOf().id);
    await share(forum, noteOf().id);
    await tocsin.sql`
      insert into allied_post (id, actor_id, content, url, published, listed_at, by_author)
      select 'https://a.example/' || n, ${ada.id}, '', '', now(), now() - n * interval '1 second', false
      from generate_series(1, 5003) n`;
    await tocsin.sql`
      insert into allied_share (post_id, actor_id, activity_id)
      select id, ${forum.id}, id from allied_post where id like 'https://a.example/%'`;
    expect(await removeSurplusAlliedPosts(tocsin.sql)).toBe(5);
    expect(await tocsin.sql`select 1 from allied_share where actor_id = ${ally.id}`).toHaveLength(1);
    expect(await tocsin.sql`select 1 from allied_post where id = 'https://a.example/5003'`).toEqual([]);
  });
});

describe("a reply to us that a group passes on", () => {
  it("is its author's, and held where nobody here has anything to do with them", async () => {
    const far = await startPeer();
    const eve = far.person("eve");
    const note = noteBy(eve, { inReplyTo: post }) as Note;
    far.documents.set(pathOf(note), note);
    await share(forum, done(eve, "Create", note));
    await far.close();
    expect(await replies()).toMatchObject([
      { postId, actorId: eve.id, state: "held", heldBecause: "first-contact" },
    ]);
    expect(await allied()).toEqual([]);
  });

  it("waits where its author's server is known, and changes as that says", async () => {
    const note = noteOf({ inReplyTo: post }, peer.person("bob"));
    await share(forum, note.id);
    expect(await replies()).toMatchObject([{ state: "pending" }]);
    await moderateReply(tocsin.sql, note.id, "approved");
    serve({ ...note, content: "<p>Now</p>", updated: "2026-01-02T00:00:00Z" });
    await share(forum, done(ada, "Update", note.id));
    expect(await replies()).toMatchObject([{ state: "pending", content: "<p>Now</p>" }]);
  });

  it("is held where its author is limited", async () => {
    await addLimit(tocsin.sql, "actor", ada.id);
    await heard();
    await share(forum, noteOf({ inReplyTo: post }).id);
    expect(await replies()).toMatchObject([{ heldBecause: "limited" }]);
  });
});
