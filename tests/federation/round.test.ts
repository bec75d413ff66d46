import { afterAll, beforeAll, expect, it } from "vitest";
import { listAlliedPosts, react, undoReaction } from "../../src/store/allied-posts.ts";
import { listDeliveries } from "../../src/store/delivery-report.ts";
import { countFollowers, listFollowers } from "../../src/store/followers.ts";
import { listFollowing, requestFollowing, stopFollowing } from "../../src/store/following.ts";
import { withdrawPost } from "../../src/store/posts.ts";
import { countReactions } from "../../src/store/reactions.ts";
import { listReplies, moderateReply } from "../../src/store/replies.ts";
import { groupId, postUrl } from "../../src/text/address.ts";
import { startTocsin, type Tocsin, until } from "../support/tocsin.ts";
import { editPost, publishPost } from "../support/written.ts";

let here: Tocsin;
let there: Tocsin;
const text = { name: "", source: "", summary: "", language: "en", tags: [] as string[], pictures: [] };

beforeAll(async () => {
  [here, there] = await Promise.all([
    startTocsin({ handle: "solidarity" }),
    startTocsin({ handle: "allies", type: "Group" }),
  ]);
});
afterAll(async () => {
  await Promise.all([here.stop(), there.stop()]);
});

const page = async (id: string) => (await fetch(postUrl(here.origin, id))).text();

it("a post goes out to another server, and the answer comes back", async () => {
  const handle = `@solidarity@${new URL(here.origin).host}`;

  await requestFollowing(there.sql, handle);
  await until(
    "our Accept",
    async () => (await listFollowing(there.sql, { state: "accepted", limit: 5 })).length === 1,
  );
  expect(await listFollowers(here.sql, { limit: 5 })).toMatchObject([
    { actorId: groupId(there.origin), state: "accepted" },
  ]);

  const { id } = await publishPost(here.sql, {
    ...text,
    type: "Note",
    name: "To the harbour",
    source: "Come on **Saturday** with #Blankets.",
    tags: ["Blankets"],
    pinned: false,
  });
  const received = await until(
    "the post at the other server",
    async () => (await listAlliedPosts(there.sql, { limit: 5 }))[0],
  );
  expect(received).toMatchObject({
    id: postUrl(here.origin, id),
    language: "en",
    author: { id: groupId(here.origin) },
  });
  expect(received.content).toContain("<strong>Saturday</strong>");
  const [delivery] = await until("word of its delivery", async () => {
    const rows = await listDeliveries(here.sql, id);
    return rows[0]?.state !== "waiting" && rows;
  });
  expect(delivery).toMatchObject({ type: "Create", state: "delivered", status: 202, followers: 1 });

  await react(there.sql, "Like", received.id);
  await react(there.sql, "Announce", received.id);
  await until("the like and the boost", async () => {
    const count = (await countReactions(here.sql, [id])).get(id);
    return count?.likes === 1 && count.boosts === 1;
  });

  await publishPost(there.sql, {
    ...text,
    type: "Note",
    source: "We bring forty of them.",
    pinned: false,
    inReplyTo: { id: received.id, actorId: received.actorId },
  });
  const reply = await until(
    "the reply",
    async () => (await listReplies(here.sql, { state: "pending", limit: 5 }))[0],
  );
  expect(reply).toMatchObject({ postId: id, visibility: "public", author: { id: groupId(there.origin) } });
  expect(await page(id)).not.toContain("forty of them");
  await moderateReply(here.sql, reply.id, "approved");
  expect(await page(id)).toContain("forty of them");

  await editPost(here.sql, id, {
    ...text,
    name: "To the harbour",
    source: "Come on **Sunday** instead.",
    pinned: false,
  });
  await until("the edit", async () =>
    (await listAlliedPosts(there.sql, { limit: 5 }))[0]?.content.includes("Sunday"),
  );

  await undoReaction(there.sql, "Like", received.id);
  await until("the like taken back", async () => (await countReactions(here.sql, [id])).get(id)?.likes === 0);

  await withdrawPost(here.sql, id);
  await until("the deletion", async () => (await listAlliedPosts(there.sql, { limit: 5 })).length === 0);
  const gone = await fetch(postUrl(here.origin, id), { headers: { accept: "application/activity+json" } });
  expect(gone.status).toBe(410);
  expect(await gone.json()).toMatchObject({ type: "Tombstone", formerType: "Note" });
  expect((await fetch(postUrl(here.origin, id))).status).toBe(410);

  await stopFollowing(there.sql, handle);
  await until("the end of the follow", async () => (await countFollowers(here.sql)) === 0);
  const last = await publishPost(here.sql, {
    ...text,
    type: "Note",
    source: "Nobody hears this.",
    pinned: false,
  });
  expect(await listDeliveries(here.sql, last.id)).toEqual([]);
});
