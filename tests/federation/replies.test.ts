import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { putActor } from "../../src/store/actors.ts";
import { addBlock } from "../../src/store/blocks.ts";
import { type PostType } from "../../src/store/posts.ts";
import { addReply, moderateReply } from "../../src/store/replies.ts";
import { eventUrl, postUrl } from "../../src/text/address.ts";
import { startTocsin, type Tocsin } from "../support/tocsin.ts";
import { editPost, publishPost } from "../support/written.ts";

let tocsin: Tocsin;
const bea = "https://allies.example/users/bea";
beforeAll(async () => {
  tocsin = await startTocsin({ worker: false });
});
afterAll(() => tocsin.stop());
beforeEach(async () => {
  await tocsin.sql`truncate actor, post, activity, block cascade`;
  const described = { type: "Person", preferredUsername: "bea", name: "Bea", url: bea, icon: null };
  await putActor(
    tocsin.sql,
    { ...described, id: bea, inbox: `${bea}/inbox`, sharedInbox: null, alsoKnownAs: [] },
    [],
  );
});

// oxlint-disable-next-line typescript/no-explicit-any -- documents are read as a peer would, without our types.
type Json = any;
async function get(address: string): Promise<Json> {
  const response = await fetch(address, { headers: { accept: "application/activity+json" } });
  return response.status === 200 ? response.json() : response.status;
}

const openUntil = new Date("2099-12-05T13:00:00Z");
const place = { placeName: "The gate", placeAddress: "", latitude: null, longitude: null };
const callout = {
  ...place,
  startsAt: openUntil,
  endsAt: null,
  openUntil,
  timeZone: "UTC",
  status: "confirmed",
} as const;
const text = {
  name: "Breakfast",
  source: "Come.",
  summary: "",
  language: "en",
  tags: [],
  pictures: [],
  callout,
};
const publish = async (type: PostType = "Note") =>
  (await publishPost(tocsin.sql, { ...text, type, pinned: false })).id;

let minutes = 0;
async function reply(postId: string, name: string, state?: "approved"): Promise<string> {
  const id = `${bea}/${name}`;
  const words = {
    summary: "",
    content: "<p>Yes</p>",
    language: "en",
    url: id,
    visibility: "public" as const,
  };
  const published = new Date(Date.UTC(2026, 0, 1, 0, minutes++));
  await addReply(tocsin.sql, {
    id,
    actorId: bea,
    postId,
    inReplyTo: postUrl(tocsin.origin, postId),
    ...words,
    published,
  });
  if (state) await moderateReply(tocsin.sql, id, state);
  return id;
}

const whole = (postId: string, items: string[]) => {
  const id = `${postUrl(tocsin.origin, postId)}/replies`;
  return {
    id,
    type: "Collection",
    totalItems: items.length,
    first: { type: "CollectionPage", partOf: id, items },
  };
};
const featured = async () => (await get(`${tocsin.origin}/actors/group/featured`)).orderedItems[0];
const activities = async (postId: string, event = false) => {
  const rows = await tocsin.sql<{ id: string }[]>`
    select id from activity where post_id = ${postId} and event = ${event} and type in ('Create', 'Update') order by created_at`;
  return Promise.all(rows.map(({ id }) => get(`${tocsin.origin}/activities/${id}`)));
};

describe("the replies of a post", () => {
  test.for(["Note", "Article"] as const)(
    "stand in it as a collection with its first page, in a %s: those that members approved, and no others",
    async (type) => {
      const id = await publish(type);
      expect((await get(postUrl(tocsin.origin, id))).replies).toEqual(whole(id, []));
      const first = await reply(id, "first", "approved");
      await reply(id, "waiting");
      const second = await reply(id, "second", "approved");
      const { replies, preview } = await get(postUrl(tocsin.origin, id));
      expect(replies).toEqual(whole(id, [first, second]));
      expect(preview ?? {}).not.toHaveProperty("replies");
      expect(await get(replies.id)).toMatchObject(whole(id, [first, second]));
    },
  );

  test("stand wherever the post does: in its Event, its Create and Updates, among the pins and in the outbox", async () => {
    const id = await publish();
    const here = [await reply(id, "here", "approved")];
    await editPost(tocsin.sql, id, { ...text, source: "Come all.", pinned: false });
    expect((await get(eventUrl(tocsin.origin, id))).replies).toEqual(whole(id, here));
    for (const activity of [...(await activities(id)), ...(await activities(id, true))])
      expect(activity.object.replies).toEqual(whole(id, here));
    expect((await featured()).replies).toEqual(whole(id, here));
    const outbox = await get(`${tocsin.origin}/actors/group/outbox/first`);
    expect(outbox.orderedItems[0].object.replies).toEqual(whole(id, here));
  });

  test("are as they are at each moment, although the documents are kept: hidden is gone", async () => {
    const id = await publish();
    const gone = await reply(id, "gone", "approved");
    const all = async () => [
      (await get(postUrl(tocsin.origin, id))).replies,
      (await get(eventUrl(tocsin.origin, id))).replies,
      (await activities(id))[0].object.replies,
      (await activities(id, true))[0].object.replies,
      (await featured()).replies,
      (await get(`${tocsin.origin}/actors/group/outbox/first`)).orderedItems[0].object.replies,
    ];
    expect(new Set((await all()).map(({ totalItems }) => totalItems))).toEqual(new Set([1]));
    await moderateReply(tocsin.sql, gone, "hidden");
    expect(new Set((await all()).map(({ totalItems }) => totalItems))).toEqual(new Set([0]));
    await moderateReply(tocsin.sql, gone, "approved");
    await addBlock(tocsin.sql, "host", "allies.example");
    expect(JSON.stringify(await all())).not.toContain("allies.example");
  });

  test("go on at the address that their page names", async () => {
    const id = await publish();
    const ids: string[] = [];
    for (let at = 0; at < 85; at++) ids.push(await reply(id, `${at}`, "approved"));
    const { replies } = await get(postUrl(tocsin.origin, id));
    expect(replies.totalItems).toBe(85);
    const found = [...replies.first.items];
    for (let page = replies.first; page.next; found.push(...page.items)) {
      const { next } = page;
      page = await get(next);
      expect(page).toMatchObject({ id: next, type: "CollectionPage", partOf: replies.id });
    }
    expect(found).toEqual(ids);
    for (const nothing of ["85", "0", "-1", "first", "40/40"])
      expect(await get(`${replies.id}/${nothing}`)).toBe(404);
  });
});
