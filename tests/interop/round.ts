import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import sharp from "sharp";

import type { Exchange } from "./front.ts";
import type { Peer } from "./peer.ts";
import type { Tocsin } from "./tocsin.ts";
import { until } from "./wait.ts";

export type World = {
  peer: Peer;
  tocsin: Tocsin;
  /** All that has passed over the wire so far. */
  exchanges: Exchange[];
  /** Where the round may write files. */
  directory: string;
  /** Runs one part of the round and tells how it went. */
  step: (title: string, act: () => Promise<unknown>) => Promise<void>;
};

/** What `post publish` prints, and the id under which others know the post. */
type Post = { id: string; url: string; activity: string; object: string };
type Row = Record<string, unknown>;

const ACTIVITY_JSON = "application/activity+json";
const DESCRIPTION = "A kettle on a cold radiator";
// Longer than a delivery needs to leave, or a peer to take in what it was sent.
const QUIET_MS = 6_000;

/** The round of a post, and of what comes back, between us and any other server. */
export async function goRound(world: World): Promise<void> {
  const group = await lookUp(world.tocsin);
  await follow(world, group);
  const post = await publish(world, "Heating back on", "The boiler runs again. #HarbourStreet");
  const forged = await forge(world, group);
  await react(world, post);
  const reply = await answer(world, post);
  await edit(world, post);
  await ally(world, reply);
  await world.step("a post in our name that we did not sign has never appeared there", async () => {
    assert.equal(await world.peer.page(forged), undefined);
  });
  await withdraw(world, post);
  await unfollow(world, group);
}

async function follow({ step, peer, tocsin }: World, group: string): Promise<void> {
  await step("the peer finds us by our address and follows us", async () => {
    await peer.follow(tocsin.address);
    await until("the peer is listed as a follower", () => isFollower(tocsin, peer));
  });
  await step("our Accept is taken", () => until("the follow is confirmed there", () => peer.follows(group)));
}

async function publish(world: World, name: string, text: string): Promise<Post> {
  const { step, peer, tocsin, directory } = world;
  let post: Post | undefined;
  await step("a post appears there, with its picture and the picture's description", async () => {
    const picture = { create: { width: 320, height: 240, channels: 3, background: "#a33b20" } } as const;
    await sharp(picture).png().toFile(join(directory, "kettle.png"));
    post = await publishFile(world, name, text, "kettle.png");
    const { object } = post;
    const page = await until("the peer shows the post", () => peer.page(object));
    for (const part of [name, text.split(" #")[0]!, DESCRIPTION]) assert.ok(page.includes(part), part);
  });
  await step("the delivery is known to have arrived", async () => {
    await until("the delivery is settled", async () => {
      const deliveries = await tocsin.run<Row[]>("deliveries", post!.id, "--inboxes");
      return deliveries.some(({ host, state }) => host === peer.host && state === "delivered");
    });
  });
  return post!;
}

/** Sends each side something in the other's name, unsigned. Returns the id of the post that must not appear. */
async function forge({ step, peer, tocsin }: World, group: string): Promise<string> {
  const object = `${group}/forged`;
  const to = "https://www.w3.org/ns/activitystreams#Public";
  const note = { id: object, type: "Note", attributedTo: group, content: "Forged", to };
  const create = { "@context": "https://www.w3.org/ns/activitystreams", type: "Create", actor: group, to };
  const send = (inbox: string, activity: object) =>
    fetch(inbox, {
      method: "POST",
      body: JSON.stringify(activity),
      headers: { "content-type": ACTIVITY_JSON },
    });

  await step("an activity in the peer's name that it did not sign is refused", async () => {
    await send(peer.inbox, { ...create, id: `${object}/create`, object: note });
    const undo = { ...create, id: `${peer.actor}/forged`, type: "Undo", actor: peer.actor, object: group };
    assert.equal((await send(await inboxOf(group), undo)).status, 401);
    assert.ok(await isFollower(tocsin, peer));
  });
  return object;
}

async function react({ step, peer }: World, post: Post): Promise<void> {
  const counts = (what: string) =>
    until(`our page says ${what}`, async () => (await pageOf(post)).includes(what));
  await step("a like is counted", async () => {
    await peer.like(post.object);
    await counts("1 like");
  });
  await step("a boost is counted", async () => {
    await peer.boost(post.object);
    await counts("1 boost");
  });
  await step("a like that was taken back is no longer counted", async () => {
    await peer.unlike(post.object);
    await until("our page tells of no like", async () => !(await pageOf(post)).includes("1 like"));
  });
}

/** Returns the id of the reply that the peer's user has written. */
async function answer({ step, peer, tocsin }: World, post: Post): Promise<string> {
  const text = "Ours is still cold.";
  let id = "";
  await step("a reply waits, unseen, for a member", async () => {
    await peer.reply(post.object, text);
    const reply = await until("the reply is listed", () => findReply(tocsin, text));
    assert.equal(reply.state, "pending");
    assert.ok(!(await pageOf(post)).includes(text));
    id = String(reply.id);
  });
  await step("once approved, it is on the page", async () => {
    await tocsin.run("replies", "approve", id);
    assert.ok((await pageOf(post)).includes(text));
  });
  await step("a reply that its author changes leaves the page until it is approved again", async () => {
    const changed = "Ours is warm since tonight.";
    await peer.edit(id, changed);
    await until("the changed reply is listed", () => findReply(tocsin, changed));
    assert.ok(!/still cold|since tonight/.test(await pageOf(post)));
    await tocsin.run("replies", "approve", id);
    assert.ok((await pageOf(post)).includes(changed));
  });
  return id;
}

/** The other way round: we follow the peer's user. */
async function ally({ step, peer, tocsin }: World, reply: string): Promise<void> {
  await step("we follow the peer, and its Accept is taken", async () => {
    await tocsin.run("following", "add", peer.address);
    await until("the follow is confirmed here", async () => {
      const [following] = await tocsin.run<Row[]>("following", "list");
      return following?.state === "accepted";
    });
  });
  await step("its posts reach us, and our like and our boost reach it", async () => {
    const text = "The stairwell choir meets at eight.";
    await peer.post(text);
    const post = await until("the post is listed", async () => {
      const posts = await tocsin.run<Row[]>("allies", "list");
      return posts.find(({ content }) => String(content).includes(text));
    });
    const id = String(post.id);
    await tocsin.run("react", "like", id);
    await tocsin.run("react", "boost", id);
    await until("both are counted there", async () => {
      const { likes, boosts } = await peer.reactions(id);
      return likes === 1 && boosts === 1;
    });
  });
  // Only now: snac2 tells none but its followers that it has deleted something.
  await step("a reply that its author deletes is gone", async () => {
    await peer.remove(reply);
    await until("the reply is listed no more", async () => {
      const replies = await tocsin.run<Row[]>("replies", "list");
      return replies.every(({ id }) => id !== reply);
    });
  });
}

async function edit(world: World, post: Post): Promise<void> {
  await world.step("an edit appears there", async () => {
    const file = await write(world, "Heating back on", "The boiler runs since noon.");
    await world.tocsin.run("post", "edit", post.id, file);
    const shown = async () => (await world.peer.page(post.object))?.includes("since noon");
    await until("the peer shows the new text", shown);
    assert.ok(!(await world.peer.page(post.object))!.includes("runs again"));
  });
}

async function withdraw({ step, peer, tocsin }: World, post: Post): Promise<void> {
  await step("a withdrawn post answers 410 here and is gone there", async () => {
    await tocsin.run("post", "withdraw", post.id);
    const response = await fetch(post.object, { headers: { accept: ACTIVITY_JSON } });
    assert.equal(response.status, 410);
    assert.equal(((await response.json()) as Row).type, "Tombstone");
    assert.equal((await fetch(post.url, { headers: { accept: "text/html" } })).status, 410);
    await until("the peer no longer shows it", async () => (await peer.page(post.object)) === undefined);
  });
}

async function unfollow(world: World, group: string): Promise<void> {
  const { step, peer, tocsin, exchanges } = world;
  await step("after it has unfollowed us, nothing more is sent there", async () => {
    await peer.unfollow(group);
    await until("the follower is gone", async () => !(await isFollower(tocsin, peer)));
    const sent = exchanges.length;
    const post = await publishFile(world, "Rent assembly", "On Thursday at seven.");
    await sleep(QUIET_MS);
    assert.deepEqual(await tocsin.run("deliveries", post.id, "--inboxes"), []);
    const late = exchanges.slice(sent).filter(({ method, host }) => method === "POST" && host === peer.host);
    assert.deepEqual(
      late.map(({ path, body }) => `${path} ${body}`),
      [],
    );
  });
}

/** The id of our actor, as a stranger finds it from the address. */
async function lookUp({ origin, address }: Tocsin): Promise<string> {
  const query = new URLSearchParams({ resource: `acct:${address.slice(1)}` });
  const response = await fetch(`${origin}/.well-known/webfinger?${query}`);
  const { links } = (await response.json()) as { links: { rel: string; href: string }[] };
  return links.find(({ rel }) => rel === "self")!.href;
}

async function inboxOf(actor: string): Promise<string> {
  const response = await fetch(actor, { headers: { accept: ACTIVITY_JSON } });
  return ((await response.json()) as { inbox: string }).inbox;
}

async function isFollower(tocsin: Tocsin, peer: Peer): Promise<boolean> {
  const followers = await tocsin.run<Row[]>("followers", "list");
  return followers.some((follower) => Object.values(follower).includes(peer.actor));
}

async function findReply(tocsin: Tocsin, text: string): Promise<Row | undefined> {
  const replies = await tocsin.run<Row[]>("replies", "list");
  return replies.find(({ content }) => String(content).includes(text));
}

/** What our page of a post says, without its markup. */
async function pageOf({ url }: Post): Promise<string> {
  const response = await fetch(url, { headers: { accept: "text/html" } });
  return (await response.text()).replaceAll(/<[^>]*>/g, "").replaceAll(/\s+/g, " ");
}

async function publishFile(world: World, name: string, text: string, picture?: string): Promise<Post> {
  const file = await write(world, name, text, picture);
  const post = await world.tocsin.run<Omit<Post, "object">>("post", "publish", file);
  const response = await fetch(post.url, { headers: { accept: ACTIVITY_JSON } });
  return { ...post, object: ((await response.json()) as { id: string }).id };
}

async function write({ directory }: World, name: string, text: string, picture?: string): Promise<string> {
  const file = join(directory, "post.md");
  const pictures = picture
    ? [`pictures: [{ file: ${picture}, description: ${DESCRIPTION}, people: none }]`]
    : [];
  await writeFile(file, ["---", `name: ${name}`, ...pictures, "---", text, ""].join("\n"));
  return file;
}
