import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { countFollowers, findFollower } from "../../src/store/followers.ts";
import { listFollowing, requestFollowing } from "../../src/store/following.ts";
import { countReactions } from "../../src/store/reactions.ts";
import { listReplies } from "../../src/store/replies.ts";
import { groupId, postUrl } from "../../src/text/address.ts";
import { activityOf, noteBy, post as postTo, sendTo } from "../support/inbox.ts";
import { type Peer, type Person, signedHeaders, startPeer } from "../support/peer.ts";
import { startTocsin, type Tocsin, until } from "../support/tocsin.ts";
import { publishPost } from "../support/written.ts";

type Properties = Record<string, unknown>;

let tocsin: Tocsin;
let peer: Peer;
let ada: Person;
let bob: Person;
let inbox: string;
let group: string;
let postId: string;
let post: string;

beforeAll(async () => {
  [tocsin, peer] = await Promise.all([startTocsin(), startPeer()]);
  [ada, bob] = [peer.person("ada"), peer.person("bob")];
  inbox = `${tocsin.origin}/inbox`;
  group = groupId(tocsin.origin);
});
afterAll(() => Promise.all([tocsin.stop(), peer.close()]));
beforeEach(async () => {
  await tocsin.sql`truncate actor, follower, following, reply, reaction, received, delivery, activity cascade`;
  peer.delivered.length = 0;
  const text = { name: "Call-out", source: "Come.", summary: "", language: "en", tags: [], pictures: [] };
  postId = (await publishPost(tocsin.sql, { ...text, type: "Note", pinned: false })).id;
  post = postUrl(tocsin.origin, postId);
});

const send = async (activity: Properties, person = ada) =>
  expect((await sendTo(inbox, peer, person, activity)).status).toBe(202);
const act = (type: string, rest: Properties, person = ada) => send(activityOf(person, type, rest), person);
const follow = (id?: string) => ({ ...activityOf(ada, "Follow", { object: group }), ...(id && { id }) });
const followers = () => countFollowers(tocsin.sql);
const reactions = async () => {
  const { likes, boosts } = (await countReactions(tocsin.sql, [postId])).get(postId) ?? {
    likes: 0,
    boosts: 0,
  };
  return [likes, boosts];
};
const accepts = (count: number) =>
  until(`${count} Accepts`, () => {
    const found = peer.delivered.filter(({ activity }) => activity.type === "Accept");
    return found.length === count && found;
  });

/** A request as somebody on its way would keep it: signed so many minutes ago. */
function record(activity: Properties, minutes: number, person = ada): () => Promise<number> {
  const body = JSON.stringify(activity);
  const { keyId } = person;
  const date = new Date(Date.now() - minutes * 60_000);
  const headers = signedHeaders(new URL(inbox), body, { keyId, privateKey: peer.privateKey, date });
  return async () => (await postTo(inbox, body, headers)).status;
}

describe("A5. an id that is used again counts again:", () => {
  it("a Follow after its Undo, as Gancio and the Event Bridge send them", async () => {
    const [following, undoing] = [`${ada.id}#follow`, `${ada.id}#unfollow`];
    for (let times = 1; times <= 3; times++) {
      await send(follow(following));
      expect(await followers()).toBe(1);
      const answers = await accepts(times);
      expect(answers.at(-1)!.activity["object"]).toMatchObject({ id: following, actor: ada.id });
      await send({ ...activityOf(ada, "Undo", { object: follow(following) }), id: undoing });
      expect(await followers()).toBe(0);
    }
  });

  it("and as Misskey does, whose Undo has the Follow's own id in its", async () => {
    const id = `${peer.origin}/follows/9abc/9def`;
    for (let times = 0; times < 2; times++) {
      await send(follow(id));
      expect(await followers()).toBe(1);
      await send({ ...activityOf(ada, "Undo", { object: follow(id) }), id: `${id}/undo` });
      expect(await followers()).toBe(0);
    }
  });

  it("a Follow with the same id is answered again", async () => {
    const following = follow(`${ada.id}#follow`);
    await send(following);
    await accepts(1);
    await send(following);
    await accepts(2);
    expect(await followers()).toBe(1);
  });

  it.each(["Like", "Announce", "EmojiReact"])("a %s of one id, as snac2 sends it", async (type) => {
    const reaction = { ...activityOf(ada, type, { object: post }), id: `${ada.id}/d/1/${type}` };
    const undo = { ...activityOf(ada, "Undo", { object: reaction }), id: `${ada.id}/d/1/${type}/Undo` };
    const one = type === "Announce" ? [0, 1] : [1, 0];
    for (let times = 0; times < 2; times++) {
      await send(reaction);
      expect(await reactions()).toEqual(one);
      await send(undo);
      expect(await reactions()).toEqual([0, 0]);
    }
  });

  it("an Accept and a Reject of one id each", async () => {
    const handle = `@bob@${peer.host}`;
    const answer = (type: string, object: unknown) =>
      send({ ...activityOf(bob, type, { object }), id: `${bob.id}#${type}` }, bob);
    for (let times = 1; times <= 2; times++) {
      await requestFollowing(tocsin.sql, handle);
      const asked = await until("our Follow", () =>
        peer.delivered.filter(({ activity }) => activity.type === "Follow").at(times - 1),
      );
      await answer("Accept", asked.activity);
      expect(await listFollowing(tocsin.sql, { limit: 5 })).toMatchObject([{ state: "accepted" }]);
      await answer("Reject", asked.activity);
      expect(await listFollowing(tocsin.sql, { limit: 5 })).toMatchObject([{ state: "rejected" }]);
    }
  });

  it("an Update, if it is newer", async () => {
    await act("Follow", { object: group });
    const note = noteBy(ada, { inReplyTo: post, published: "2026-01-01T00:00:00Z" });
    await act("Create", { object: note });
    for (const [updated, content] of [
      ["2026-02-01T00:00:00Z", "<p>Second</p>"],
      ["2026-03-01T00:00:00Z", "<p>Third</p>"],
    ]) {
      const object = { ...note, updated, content };
      await send({ ...activityOf(ada, "Update", { object }), id: `${note["id"] as string}#update` });
      expect(await listReplies(tocsin.sql, { limit: 5 })).toMatchObject([{ content }]);
    }
  });
});

describe("A5. a copy", () => {
  it("of a Follow that was recorded does not bring back who has left, in its hour neither", async () => {
    const [following, again] = [follow(`${ada.id}#follow`), record(follow(`${ada.id}#follow`), 10)];
    await send(following);
    expect(await again()).toBe(202);
    await act("Undo", { object: following });
    expect(await again()).toBe(202);
    expect(await followers()).toBe(0);
    expect(await record(following, 70)()).toBe(401);
  });

  it("nor is it another in other spellings of its signature", async () => {
    const following = follow();
    const body = JSON.stringify(following);
    const date = new Date(Date.now() - 600_000);
    const headers = signedHeaders(new URL(inbox), body, {
      keyId: ada.keyId,
      privateKey: peer.privateKey,
      date,
    });
    expect((await postTo(inbox, body, headers)).status).toBe(202);
    await act("Undo", { object: following });
    const value = headers["signature"]!;
    for (const signature of [`${value},nonce="1"`, value.replace(/="?"$/, '"'), ` ${value} `])
      expect((await postTo(inbox, body, { ...headers, signature })).status).toBe(202);
    expect(await followers()).toBe(0);
  });

  it("of a Like, an Undo or a Block that was recorded changes nothing either", async () => {
    const like = activityOf(ada, "Like", { object: post });
    const likeAgain = record(like, 10);
    const undoAgain = record(activityOf(ada, "Undo", { object: like }), 10);
    const blockAgain = record(activityOf(ada, "Block", { object: group }), 10);
    for (const first of [likeAgain, undoAgain, blockAgain, likeAgain]) expect(await first()).toBe(202);
    expect(await reactions()).toEqual([0, 0]);
    await act("Follow", { object: group });
    await send(like);
    for (const again of [undoAgain, blockAgain]) expect(await again()).toBe(202);
    expect([await followers(), await reactions()]).toEqual([1, [1, 0]]);
  });

  it("or ten of them, each signed anew, have one effect", async () => {
    // No answer arrives meanwhile: what waits already is not said again.
    peer.answers.status = 503;
    const following = follow();
    const sendings = Array.from({ length: 10 }, (_, at) => record(following, at));
    expect(new Set(await Promise.all(sendings.map((sending) => sending())))).toEqual(new Set([202]));
    expect(await followers()).toBe(1);
    expect(await tocsin.sql`select 1 from activity where type = 'Accept'`).toHaveLength(1);
    peer.answers.status = 202;
  });
});

describe("Undo {Follow}: actor and object decide,", () => {
  it.each([
    ["with the id of an earlier Follow", (earlier: Properties) => earlier],
    ["with an id that was never seen", (now: Properties) => ({ ...now, id: `${ada.id}/never` })],
    ["without an id", (now: Properties) => ({ ...now, id: undefined })],
    ["without an actor", (now: Properties) => ({ ...now, actor: undefined })],
    ["without an object", (now: Properties) => ({ ...now, object: undefined })],
    ["with the group whole", (now: Properties) => ({ ...now, object: { id: group, type: "Organization" } })],
    ["by the id of an earlier Follow alone", (earlier: Properties) => earlier["id"]],
    ["by an id alone that nobody knows", () => `${peer.origin}/unknown/1`],
  ])("%s", async (_, object) => {
    const earlier = follow();
    await send(earlier);
    await send(follow());
    await act("Undo", { object: object(earlier) });
    expect(await followers()).toBe(0);
  });

  it("and what another did, or to another, is not theirs to take back", async () => {
    const following = follow();
    await send(following);
    await act("Undo", { object: following }, bob);
    await act("Undo", { object: following["id"] }, bob);
    await act("Undo", { object: { ...following, object: `${tocsin.origin}/actors/instance` } });
    await act("Undo", { object: { ...following, object: `${peer.origin}/users/bob` } });
    await act("Undo", { object: "https://elsewhere.example/follows/1" });
    expect(await findFollower(tocsin.sql, ada.id)).toMatchObject({ followId: following["id"] });
  });

  it("nor does an id alone end a follow where it may be something else", async () => {
    await send(follow());
    await act("Like", { object: post });
    await act("Undo", { object: `${peer.origin}/unknown/2` });
    const block = { id: `${ada.id}/blocks/1`, type: "Block", actor: ada.id, object: bob.id };
    peer.documents.set("/users/ada/blocks/1", block);
    await act("Undo", { object: block.id });
    expect([await followers(), await reactions()]).toEqual([1, [1, 0]]);
    peer.documents.set("/users/ada/follows/1", { ...follow(`${ada.id}/follows/1`) });
    await act("Undo", { object: `${ada.id}/follows/1` });
    expect([await followers(), await reactions()]).toEqual([0, [1, 0]]);
  });
});

describe("a reaction", () => {
  it("by an emoji is a like, one for each account, and goes by itself", async () => {
    const emoji = activityOf(ada, "EmojiReact", { object: post, content: "🔥" });
    await send(emoji);
    await act("EmojiReact", { object: post, content: "❤" }, bob);
    expect(await reactions()).toEqual([2, 0]);
    await act("Like", { object: post });
    expect(await reactions()).toEqual([2, 0]);
    await act("Undo", { object: { ...emoji, id: `${ada.id}/changed` } });
    expect(await reactions()).toEqual([2, 0]);
    await act("Undo", { object: { type: "Like", actor: ada.id, object: post } });
    expect(await reactions()).toEqual([1, 0]);
  });

  it("by a Dislike is none", async () => {
    await act("Dislike", { object: post });
    expect(await reactions()).toEqual([0, 0]);
  });
});

it("an Undo of an Accept, as Misskey sends it, ends our follow there", async () => {
  await requestFollowing(tocsin.sql, `@bob@${peer.host}`);
  const { activity } = await until("our Follow", () =>
    peer.delivered.find(({ activity }) => activity.type === "Follow"),
  );
  const accept = activityOf(bob, "Accept", { object: activity });
  await send(accept, bob);
  await act("Undo", { object: { ...accept, actor: undefined } });
  expect(await listFollowing(tocsin.sql, { limit: 5 })).toMatchObject([{ state: "accepted" }]);
  await act("Undo", { object: accept }, bob);
  expect(await listFollowing(tocsin.sql, { limit: 5 })).toMatchObject([{ state: "rejected" }]);
});
