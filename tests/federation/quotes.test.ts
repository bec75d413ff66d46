import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addBlock, addLimit } from "../../src/store/blocks.ts";
import { withdrawPost } from "../../src/store/posts.ts";
import { listApprovedReplies } from "../../src/store/approved-replies.ts";
import { listReplies, moderateReplies, moderateReply } from "../../src/store/replies.ts";
import { groupId, postUrl } from "../../src/text/address.ts";
import { activityOf, noteBy, sendTo } from "../support/inbox.ts";
import { type Delivered, type Peer, type Person, startPeer } from "../support/peer.ts";
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
  await sql`truncate actor, reply, block, received, delivery, activity, quote_authorization cascade`;
  await sql`update collective set quotes = 'everybody'`;
  await sql`select pg_notify('block', '')`;
  peer.delivered.length = 0;
  const text = { name: "", source: "Come.", summary: "", language: "en", tags: [], pictures: [] };
  postId = (await publishPost(sql, { ...text, type: "Note", pinned: false })).id;
  post = postUrl(tocsin.origin, postId);
});

const act = (person: Person, type: string, rest: Record<string, unknown>) =>
  sendTo(`${tocsin.origin}/inbox`, peer, person, activityOf(person, type, rest));
const ask = (person: Person, instrument: unknown, object = post) =>
  act(person, "QuoteRequest", { object, instrument });
const replies = () => listReplies(tocsin.sql, { limit: 50 });
const arrived = (type: string): Promise<Delivered["activity"]> =>
  until(`the ${type}`, () => peer.delivered.find(({ activity }) => activity.type === type)?.activity);
const read = async (address: string) => {
  const response = await fetch(address, { headers: { accept: "application/activity+json" } });
  const document = response.ok ? ((await response.json()) as Record<string, unknown>) : undefined;
  return { status: response.status, document };
};
const page = async () => (await fetch(post, { headers: { accept: "text/html" } })).text();

describe("a post that quotes one of ours", () => {
  it.each(["quote", "quoteUrl", "quoteUri", "_misskey_quote"])(
    "by %s waits for the members, and stands below the post once it is approved",
    async (property) => {
      const quote = noteBy(ada, { content: "<p>Read this!</p>", [property]: post });
      await act(ada, "Create", { object: quote });
      const [kept] = await replies();
      expect(kept).toMatchObject({ kind: "quote", postId, actorId: ada.id });
      expect(await page()).not.toContain("Read this!");
      await moderateReply(tocsin.sql, kept!.id, "approved");
      await until("the page", async () => (await page()).includes("Read this!"));
      expect(await page()).toContain("1 quote");
      expect(await listApprovedReplies(tocsin.sql, postId)).toEqual([]);
      expect((await read(`${post}/replies`)).document).toMatchObject({ totalItems: 0 });
    },
  );

  it("and answers us is a reply, and one that quotes what is withdrawn is nothing to us", async () => {
    await act(ada, "Create", { object: noteBy(ada, { inReplyTo: post, quote: post }) });
    await withdrawPost(tocsin.sql, postId);
    await act(bob, "Create", { object: noteBy(bob, { quote: post }) });
    expect((await replies()).map(({ kind, actorId }) => [kind, actorId])).toEqual([["reply", ada.id]]);
  });
});

describe("who may quote", () => {
  it("is said in each post, or that nobody may, by saying nothing", async () => {
    expect((await read(post)).document).toMatchObject({
      interactionPolicy: {
        canQuote: { automaticApproval: ["https://www.w3.org/ns/activitystreams#Public"] },
      },
    });
    await tocsin.sql`update collective set quotes = 'nobody'`;
    await until("the change", async () => !("interactionPolicy" in (await read(post)).document!));
  });

  it("gets an Accept with an authorization that everybody can fetch", async () => {
    const quote = noteBy(ada, { quote: post });
    await ask(ada, quote);
    const accept = await arrived("Accept");
    expect(accept).toMatchObject({
      actor: groupId(tocsin.origin),
      to: [ada.id],
      object: { type: "QuoteRequest", actor: ada.id, object: post, instrument: quote["id"] },
    });
    const { document } = await read(accept["result"] as string);
    expect(document).toMatchObject({
      id: accept["result"],
      type: "QuoteAuthorization",
      attributedTo: groupId(tocsin.origin),
      interactingObject: quote["id"],
      interactionTarget: post,
    });
    expect(await replies()).toMatchObject([{ kind: "quote", id: quote["id"], updated: null }]);
  });

  it("gets the same authorization for the same quote again, and nobody gets somebody else's", async () => {
    const quote = noteBy(ada, { quote: post });
    await ask(ada, quote["id"]);
    await ask(ada, quote["id"]);
    const answers = await until("two answers", () => peer.delivered.length === 2 && peer.delivered);
    expect(new Set(answers.map(({ activity }) => activity["result"])).size).toBe(1);
    await ask(bob, quote["id"]);
    await arrived("Reject");
    expect(await tocsin.sql`select actor_id from quote_authorization`).toEqual([{ actor_id: ada.id }]);
  });

  it("gets a Reject where nobody may, and where its author is limited", async () => {
    await addLimit(tocsin.sql, "actor", bob.id);
    await ask(bob, noteBy(bob, { quote: post }));
    expect(await arrived("Reject")).toMatchObject({ to: [bob.id], object: { type: "QuoteRequest" } });
    peer.delivered.length = 0;
    await tocsin.sql`update collective set quotes = 'nobody'`;
    await ask(ada, noteBy(ada, { quote: post }));
    expect(await arrived("Reject")).toMatchObject({ to: [ada.id] });
    expect(await tocsin.sql`select 1 from quote_authorization`).toHaveLength(0);
  });

  it("gets no answer for a post that is not ours, is withdrawn, or never was, or for another's quote", async () => {
    await ask(ada, noteBy(bob, { quote: post }));
    await ask(ada, "https://elsewhere.example/notes/1");
    await ask(ada, noteBy(ada, {}), postUrl(tocsin.origin, "a".repeat(16)));
    await ask(ada, noteBy(ada, {}), "https://elsewhere.example/p/1");
    await withdrawPost(tocsin.sql, postId);
    await ask(ada, noteBy(ada, { quote: post }));
    expect(await tocsin.sql`select 1 from activity where type in ('Accept', 'Reject')`).toHaveLength(0);
    expect(await replies()).toEqual([]);
  });
});

describe("an authorization", () => {
  async function authorized(person: Person): Promise<{ quote: string; address: string }> {
    const quote = noteBy(person, { quote: post });
    await ask(person, quote);
    return { quote: quote["id"] as string, address: (await arrived("Accept"))["result"] as string };
  }

  it("is taken back with a Delete when members refuse the quote, and not given again", async () => {
    const { quote, address } = await authorized(ada);
    expect((await read(address)).status).toBe(200);
    await tocsin.sql.begin((tx) => moderateReplies(tx, [quote], "refused"));
    expect(await arrived("Delete")).toMatchObject({ to: [ada.id], object: address });
    expect((await read(address)).status).toBe(404);
    const [removal] = await tocsin.sql`select id from activity where type = 'Delete'`;
    expect((await read(`${tocsin.origin}/activities/${removal!.id}`)).status).toBe(404);
    await ask(ada, quote);
    await arrived("Reject");
  });

  it("ends in silence when its author is blocked, and with the post", async () => {
    const { address } = await authorized(ada);
    await addBlock(tocsin.sql, "actor", ada.id);
    expect((await read(address)).status).toBe(404);
    expect(await tocsin.sql`select 1 from activity where type = 'Delete'`).toHaveLength(0);
    peer.delivered.length = 0;
    const other = await authorized(bob);
    await withdrawPost(tocsin.sql, postId);
    await until("the end", async () => (await read(other.address)).status === 404);
  });

  it("ends when its author deletes the quote", async () => {
    const { quote } = await authorized(ada);
    await act(ada, "Delete", { object: quote });
    expect(await tocsin.sql`select 1 from quote_authorization`).toHaveLength(0);
    expect(await replies()).toEqual([]);
  });
});
