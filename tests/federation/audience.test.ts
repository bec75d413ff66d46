import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { listAlliedPosts } from "../../src/store/allied-posts.ts";
import { listReplies } from "../../src/store/replies.ts";
import { groupId, postUrl } from "../../src/text/address.ts";
import { activityOf, noteBy, sendTo } from "../support/inbox.ts";
import { type Peer, type Person, startPeer } from "../support/peer.ts";
import { startTocsin, type Tocsin } from "../support/tocsin.ts";
import { publishPost } from "../support/written.ts";

type Properties = Record<string, unknown>;

const everybody = "https://www.w3.org/ns/activitystreams#Public";
let tocsin: Tocsin;
let peer: Peer;
let ada: Person;
let group: string;
let post: string;
let collection: string;

beforeAll(async () => {
  [tocsin, peer] = await Promise.all([startTocsin({ worker: false }), startPeer()]);
  collection = `${peer.origin}/followers/ada`;
  ada = peer.person("ada", { followers: collection });
  group = groupId(tocsin.origin);
  const text = { name: "", source: "Come.", summary: "", language: "en", tags: [], pictures: [] };
  post = postUrl(tocsin.origin, (await publishPost(tocsin.sql, { ...text, type: "Note", pinned: false })).id);
});
afterAll(() => Promise.all([tocsin.stop(), peer.close()]));
beforeEach(async () => {
  await tocsin.sql`truncate actor, following, reply, allied_post, received cascade`;
});

/** Sends a note of the person; neither it nor the activity is addressed but by what is given. */
async function create(onObject: Properties, onActivity: Properties = {}, person = ada): Promise<void> {
  const { to: _, cc: __, ...object } = noteBy(person, {});
  const activity = activityOf(person, "Create", { object: { ...object, ...onObject }, ...onActivity });
  expect((await sendTo(`${tocsin.origin}/inbox`, peer, person, activity)).status).toBe(202);
}
/** The group follows the person, of whom something has come before. */
async function follow(): Promise<void> {
  await create({});
  await tocsin.sql`insert into following (handle, actor_id, state) values ('@ada@peer.example', ${ada.id}, 'accepted')`;
}
const visibilities = async () =>
  (await listReplies(tocsin.sql, { limit: 20 })).map(({ visibility }) => visibility);

it.each([
  ["public", { to: everybody }],
  ["public", { to: ["as:Public", "https://elsewhere.example/users/x"] }],
  ["public", { bto: everybody }],
  ["unlisted", { cc: [everybody] }],
  ["unlisted", { audience: everybody }],
  ["followers", { to: () => collection }],
  ["followers", { cc: () => [collection] }],
  ["followers", { audience: () => ({ id: collection, type: "Collection" }) }],
  ["direct", { to: () => group }],
  ["direct", { bto: () => [group] }],
  ["direct", { audience: () => group }],
] as [string, Properties][])("a reply is %s wherever it says so: %o", async (visibility, given) => {
  const [[property, value]] = Object.entries(given) as [[string, unknown]];
  const addressed = { [property]: typeof value === "function" ? (value as () => unknown)() : value };
  await create({ inReplyTo: post, ...addressed });
  await create({ inReplyTo: post }, addressed);
  await create({ inReplyTo: post, to: [], cc: [] }, addressed);
  expect(await visibilities()).toEqual([visibility, visibility, visibility]);
});

it("where both say so, the object's word counts", async () => {
  await create({ inReplyTo: post, to: [group] }, { to: [everybody] });
  await create({ inReplyTo: post, to: [collection] }, { to: [everybody] });
  expect((await visibilities()).toSorted()).toEqual(["direct", "followers"]);
});

it("a message that the activity alone addresses to the group is kept", async () => {
  for (const property of ["to", "cc", "bto", "bcc", "audience"]) await create({}, { [property]: group });
  await create({}, { to: [collection] });
  expect(await visibilities()).toEqual(Array.from({ length: 5 }, () => "direct"));
});

it("somebody's followers are those that they call so, whatever the address looks like", async () => {
  await create({ inReplyTo: post, to: `${ada.id}/followers` });
  await create({ inReplyTo: post, to: `${peer.origin}/users/bob/followers` });
  const bob = peer.person("bob");
  await create({ inReplyTo: post, to: `${bob.id}/followers` }, {}, bob);
  expect(await visibilities()).toEqual(["direct", "direct", "direct"]);
});

it("an account that was known before its collection was kept is asked for it once", async () => {
  await create({ inReplyTo: post, to: collection });
  await tocsin.sql`update actor set followers = null`;
  peer.fetched.length = 0;
  await create({ inReplyTo: post, to: everybody });
  expect(peer.fetched).toEqual([]);
  await create({ inReplyTo: post, to: collection });
  await create({ inReplyTo: post, to: collection });
  expect((await visibilities()).toSorted()).toEqual(["followers", "followers", "followers", "public"]);
  expect(peer.fetched).toEqual(["/users/ada"]);
});

it("a followed account's post is public where its activity says so, and kept", async () => {
  await follow();
  await create({}, { cc: everybody });
  await create({}, { to: collection });
  expect(await listAlliedPosts(tocsin.sql, { limit: 5 })).toHaveLength(1);
});

// Gancio names each of its followers in the `cc` of whatever it sends.
it.each(["cc", "bcc", "audience"])(
  "what an ally publishes is no mention of us because we are in its %s",
  async (property) => {
    await follow();
    await create({ to: [everybody], cc: [collection] }, { to: [everybody], [property]: [group, collection] });
    await create({ cc: [everybody] }, { [property]: [group] });
    expect(await listReplies(tocsin.sql, { limit: 5 })).toEqual([]);
    expect(await listAlliedPosts(tocsin.sql, { limit: 5 })).toHaveLength(2);
  },
);

it("what an ally says to us is no post to be boosted: in a mention, with us as its first address, or to its followers", async () => {
  await follow();
  const tag = { type: "Mention", href: group };
  await create({ to: [everybody], cc: [group], tag });
  await create({ to: [everybody, group] });
  await create({ to: [collection], cc: [group] });
  expect((await visibilities()).toSorted()).toEqual(["followers", "public", "public"]);
  expect(await listAlliedPosts(tocsin.sql, { limit: 5 })).toEqual([]);
});
