import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { documentOf, idOf } from "../../src/federation/document.ts";
import { guardDocument } from "../../src/federation/guard.ts";
import { handlers } from "../../src/federation/inbox/handlers.ts";
import { listFlags } from "../../src/store/flags.ts";
import { countFollowers, listFollowers } from "../../src/store/followers.ts";
import { listFollowing } from "../../src/store/following.ts";
import { countReactions } from "../../src/store/reactions.ts";
import { listReplies } from "../../src/store/replies.ts";
import { activityUrl, groupId, postUrl } from "../../src/text/address.ts";
import { activityOf, noteBy, sendTo } from "../support/inbox.ts";
import { type Peer, type Person, startPeer } from "../support/peer.ts";
import { startTocsin, type Tocsin } from "../support/tocsin.ts";
import { publishPost } from "../support/written.ts";

type Properties = Record<string, unknown>;

let tocsin: Tocsin;
let peer: Peer;
let ada: Person;
let postId: string;
let post: string;
let group: string;

beforeAll(async () => {
  [tocsin, peer] = await Promise.all([startTocsin({ worker: false }), startPeer()]);
  group = groupId(tocsin.origin);
});
afterAll(() => Promise.all([tocsin.stop(), peer.close()]));
beforeEach(async () => {
  const { sql } = tocsin;
  await sql`truncate actor, follower, following, reply, reaction, flag, received, delivery, activity, quote_authorization cascade`;
  await sql`update collective set quotes = 'everybody'`;
  const text = { name: "Call-out", source: "Come.", summary: "", language: "en", tags: [], pictures: [] };
  postId = (await publishPost(sql, { ...text, type: "Note", pinned: false })).id;
  post = postUrl(tocsin.origin, postId);
});

/** The same document, in which every property, at any depth, holds a list. */
function listed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => inner(item));
  return [inner(value)];
}
const inner = (value: unknown): unknown =>
  typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, held]) => [name, listed(held)]))
    : value;

/** Sends it as it is, or with lists everywhere, by somebody whose own documents are written likewise. */
async function send(type: string, rest: Properties, lists: boolean): Promise<void> {
  const activity = activityOf(ada, type, rest);
  const sent = await sendTo(`${tocsin.origin}/inbox`, peer, ada, lists ? inner(activity) : activity);
  expect([type, sent.status, sent.text]).toEqual([type, 202, ""]);
}

const follow = () => send("Follow", { object: group }, false);
const note = (rest: Properties = {}) => noteBy(ada, { id: `${ada.id}/notes/1`, inReplyTo: post, ...rest });
const published = "2026-01-01T00:00:00Z";

async function asked(state: string): Promise<string> {
  await follow();
  const [id, { sql }] = ["a".repeat(16), tocsin];
  await sql`insert into activity (id, type, object, recipient) values (${id}, 'Follow', ${ada.id}, ${ada.id})`;
  await sql`
    insert into following (handle, actor_id, activity_id, state)
    values ('@ada@peer.example', ${ada.id}, ${id}, ${state})`;
  return activityUrl(tocsin.origin, id);
}

const replies = async () =>
  (await listReplies(tocsin.sql, { limit: 5 })).map(({ receivedAt: _, ...reply }) => reply);
const reactions = async () => (await countReactions(tocsin.sql, [postId])).get(postId);
const followers = () => countFollowers(tocsin.sql);
const following = async () =>
  (await listFollowing(tocsin.sql, { limit: 5 })).map(({ handle, state }) => [handle, state]);

interface Case {
  before?: () => Promise<unknown>;
  activity: (before: unknown) => Properties;
  effect: () => Promise<unknown>;
}

const cases: Record<string, Case> = {
  Follow: {
    activity: () => ({ object: group }),
    effect: async () =>
      (await listFollowers(tocsin.sql, { limit: 5 })).map(
        ({ createdAt: _, followId: __, ...follower }) => follower,
      ),
  },
  Undo: {
    before: async () => {
      await follow();
      await send("Like", { object: post }, false);
      await send("Announce", { object: post }, false);
    },
    activity: () => ({ object: { type: "Like", actor: ada.id, object: post } }),
    effect: reactions,
  },
  EmojiReact: { activity: () => ({ object: post, content: "+" }), effect: reactions },
  Like: { activity: () => ({ object: post }), effect: reactions },
  Announce: { activity: () => ({ object: post }), effect: reactions },
  Create: {
    activity: () => ({
      object: note({
        published,
        contentMap: { fr: "<p>Solidarity!</p>" },
        url: [{ type: "Link", mediaType: "text/html", href: `${peer.origin}/@ada/1` }],
        tag: { type: "Mention", href: group, name: "@solidarity" },
      }),
    }),
    effect: replies,
  },
  Update: {
    before: () => send("Create", { object: note({ published }) }, false),
    activity: () => ({ object: note({ published, updated: "2026-02-01T00:00:00Z", content: "<p>New</p>" }) }),
    effect: replies,
  },
  Delete: {
    before: () => send("Create", { object: note() }, false),
    activity: () => ({ object: { type: "Tombstone", id: `${ada.id}/notes/1` } }),
    effect: replies,
  },
  Block: { before: follow, activity: () => ({ object: group }), effect: followers },
  Flag: {
    activity: () => ({ object: post, content: "Wrong" }),
    effect: async () =>
      (await listFlags(tocsin.sql, { open: true, limit: 5 })).map(({ content, objects }) => [
        content,
        objects,
      ]),
  },
  Move: {
    before: () => asked("accepted"),
    activity: () => ({ object: ada.id, target: `${peer.origin}/users/elsewhere` }),
    effect: following,
  },
  QuoteRequest: {
    activity: () => ({
      object: post,
      instrument: noteBy(ada, { id: `${ada.id}/notes/2`, quote: post, published }),
    }),
    effect: async () => [await tocsin.sql`select quote from quote_authorization`, await replies()],
  },
  Accept: { before: () => asked("requested"), activity: (id) => ({ object: id }), effect: following },
  Reject: { before: () => asked("accepted"), activity: (id) => ({ object: id }), effect: following },
};

it("each activity that has an effect is among these", () => {
  expect(Object.keys(cases).toSorted()).toEqual([...handlers.keys()].toSorted());
});

it.each(Object.keys(cases))("%s: a list of one is the value, in every property", async (type) => {
  const { before, activity, effect } = cases[type]!;
  const run = async (lists: boolean) => {
    await tocsin.sql`truncate actor, follower, following, reply, reaction, flag, received, delivery, activity, quote_authorization cascade`;
    ada = peer.person("ada", { icon: { type: "Image", url: `${peer.origin}/ada.png` } });
    const elsewhere = peer.person("elsewhere", { alsoKnownAs: [ada.id] });
    for (const { id, document } of lists ? [ada, elsewhere] : [])
      peer.documents.set(new URL(id).pathname, inner(document) as Properties);
    const known = await before?.();
    const at = await effect();
    await send(type, activity(known), lists);
    return { at, after: await effect() };
  };
  const plain = await run(false);
  expect(plain.after).not.toEqual(plain.at);
  expect((await run(true)).after).toEqual(plain.after);
});

it("Create: and so it is where the object is fetched", async () => {
  ada = peer.person("ada");
  const fetched = note();
  peer.documents.set(new URL(fetched["id"] as string).pathname, inner(fetched) as Properties);
  await send("Create", { object: [fetched["id"]] }, false);
  expect(await replies()).toMatchObject([{ id: fetched["id"], postId }]);
});

it("nor does a list around a list hide somebody who is blocked", () => {
  const object = [
    [{ type: ["Note"], id: [`${peer.origin}/notes/3`], attributedTo: ["https://bad.example/users/b"] }],
  ];
  const guarded = guardDocument(Buffer.from(JSON.stringify(activityOf(ada, "Update", { object }))));
  expect(guarded.ok && guarded.activity.mentionedIds).toContain("https://bad.example/users/b");
});

it("a list of several is none of them, where there can be one only", () => {
  const [one, other] = ["https://a.example/1", "https://a.example/2"];
  expect([idOf([one, other]), idOf([{ id: one }]), idOf([[one]])]).toEqual([undefined, one, one]);
  expect([documentOf([{ id: one }, { id: other }]), documentOf([])]).toEqual([undefined, undefined]);
});
