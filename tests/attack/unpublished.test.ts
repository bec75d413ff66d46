import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { withdrawPost } from "../../src/store/posts.ts";
import { postUrl } from "../../src/text/address.ts";
import { activityOf, noteBy, sendTo } from "../support/inbox.ts";
import { signIn, writtenPost } from "../support/member.ts";
import { type Peer, type Person, startPeer } from "../support/peer.ts";
import { startTocsin, type Tocsin } from "../support/tocsin.ts";
import { publishPost } from "../support/written.ts";

let tocsin: Tocsin;
let peer: Peer;
let ada: Person;
let withdrawn: string;
let never: string;

beforeAll(async () => {
  [tocsin, peer] = await Promise.all([startTocsin({ worker: false }), startPeer()]);
  ada = peer.person("ada");
  const text = { name: "", source: "Come.", summary: "", language: "en", tags: [], pictures: [] };
  const { id } = await publishPost(tocsin.sql, { ...text, type: "Note", pinned: false });
  await withdrawPost(tocsin.sql, id);
  withdrawn = postUrl(tocsin.origin, id);
  never = postUrl(tocsin.origin, "a".repeat(16));
});
afterAll(() => Promise.all([tocsin.stop(), peer.close()]));
beforeEach(() => tocsin.sql`truncate reply, reaction, received cascade`);

const effects = async () => {
  const [row] = await tocsin.sql<{ replies: number; reactions: number }[]>`
    select (select count(*) from reply) as replies, (select count(*) from reaction) as reactions`;
  return row;
};

describe("A13. what is not published does not exist", () => {
  const about: [string, (id: string) => Record<string, unknown>][] = [
    ["a Like", (id) => activityOf(ada, "Like", { object: id })],
    ["a boost", (id) => activityOf(ada, "Announce", { object: id })],
    ["a Like of the embedded post", (id) => activityOf(ada, "Like", { object: { id, type: "Note" } })],
    [
      "an Undo of a Like",
      (id) => activityOf(ada, "Undo", { object: activityOf(ada, "Like", { object: id }) }),
    ],
    ["a reply", (id) => activityOf(ada, "Create", { object: noteBy(ada, { inReplyTo: id }) })],
  ];

  it.each(about)(
    "A13. %s is answered for a withdrawn post as for one that never was, without effect",
    async (_, make) => {
      const send = (id: string) => sendTo(`${tocsin.origin}/inbox`, peer, ada, make(id));
      expect(await send(withdrawn)).toEqual(await send(never));
      expect(await effects()).toEqual({ replies: 0, reactions: 0 });
    },
  );

  it.each(["application/activity+json", "text/html"])(
    "A13. a GET as %s tells nothing of what never was",
    async (accept) => {
      const shape = async (address: string) => {
        const response = await fetch(address, { headers: { accept } });
        const headers = [...response.headers].filter(([name]) => name !== "date");
        return { status: response.status, headers, body: await response.text() };
      };
      const one = await shape(never);
      expect(one.status).toBe(404);
      expect(await shape(postUrl(tocsin.origin, "b2c3".repeat(4)))).toEqual(one);
      expect((await shape(`${never}/replies`)).status).toBe(404);
    },
  );

  it("A13. a withdrawn post is gone, and says so", async () => {
    const response = await fetch(withdrawn, { headers: { accept: "application/activity+json" } });
    expect(response.status).toBe(410);
    expect(await response.json()).toMatchObject({ type: "Tombstone", id: withdrawn });
    expect(
      (await fetch(`${withdrawn}/replies`, { headers: { accept: "application/activity+json" } })).status,
    ).toBe(410);
  });

  it("A13. a member's preview has no address, and leaves nothing that could be asked for", async () => {
    const member = await signIn(tocsin.origin, tocsin.sql);
    const before = await tocsin.sql`select id from post`;
    const shown = await member.post("/admin/posts/new", {
      ...writtenPost,
      source: "Not yet.",
      intent: "preview",
    });
    expect(await shown.text()).toContain("Not yet.");
    expect(await tocsin.sql`select id from post`).toEqual(before);
    const outbox = await fetch(`${tocsin.origin}/actors/group/outbox/first`, {
      headers: { accept: "application/activity+json" },
    });
    expect(await outbox.text()).not.toContain("Not yet.");
  });
});
