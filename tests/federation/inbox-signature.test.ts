import crypto from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { countFollowers } from "../../src/store/followers.ts";
import { groupId } from "../../src/text/address.ts";
import { activityOf, post, sendTo } from "../support/inbox.ts";
import { type Peer, type Person, signedHeaders, startPeer } from "../support/peer.ts";
import { startTocsin, type Tocsin } from "../support/tocsin.ts";

let tocsin: Tocsin;
let peer: Peer;
let other: Peer;
let ada: Person;
let inbox: string;

beforeAll(async () => {
  [tocsin, peer, other] = await Promise.all([startTocsin({ worker: false }), startPeer(), startPeer()]);
  ada = peer.person("ada");
  inbox = `${tocsin.origin}/inbox`;
});
afterAll(() => Promise.all([tocsin.stop(), peer.close(), other.close()]));
beforeEach(async () => {
  await tocsin.sql`delete from follower`;
});

const follow = (person = ada) => activityOf(person, "Follow", { object: groupId(tocsin.origin) });
const followers = () => countFollowers(tocsin.sql);

describe("A1. a key does not name its own owner", () => {
  it("a key document on another host that claims our follower as its owner is refused", async () => {
    const forged = crypto.generateKeyPairSync("rsa", { modulusLength: 2048 });
    other.documents.set("/key", {
      id: `${other.origin}/key`,
      type: "Key",
      owner: ada.id,
      publicKeyPem: forged.publicKey.export({ type: "spki", format: "pem" }).toString(),
    });
    const sent = await sendTo(inbox, peer, ada, follow(), {
      keyId: `${other.origin}/key`,
      privateKey: forged.privateKey,
    });
    expect(sent.status).toBe(401);
    expect(await followers()).toBe(0);
  });

  it("A1. a key on another host than the actor's is not even asked for", async () => {
    const before = other.fetched.length;
    const sent = await sendTo(inbox, peer, ada, follow(), {
      keyId: `${other.origin}/users/mallory#main-key`,
    });
    expect(sent.status).toBe(401);
    expect(other.fetched.length).toBe(before);
  });

  it("a key that its claimed owner on the same host does not list is refused", async () => {
    const forged = crypto.generateKeyPairSync("rsa", { modulusLength: 2048 });
    peer.documents.set("/uploads/key", {
      id: `${peer.origin}/uploads/key`,
      type: "Key",
      owner: ada.id,
      publicKeyPem: forged.publicKey.export({ type: "spki", format: "pem" }).toString(),
    });
    const sent = await sendTo(inbox, peer, ada, follow(), {
      keyId: `${peer.origin}/uploads/key`,
      privateKey: forged.privateKey,
    });
    expect(sent.status).toBe(401);
  });

  it("an actor's valid signature under another actor's activity is refused", async () => {
    const eve = peer.person("eve");
    expect((await sendTo(inbox, peer, eve, follow(ada))).status).toBe(401);
    expect(await followers()).toBe(0);
  });

  it("a key that its owner lists is accepted, also where the key is a document of its own", async () => {
    const bea = peer.person("bea");
    const publicKey = (bea.document["publicKey"] as Record<string, unknown>)["publicKeyPem"];
    const keyId = `${bea.id}/main-key`;
    bea.document["publicKey"] = { id: keyId, owner: bea.id, publicKeyPem: publicKey };
    peer.documents.set("/users/bea/main-key", {
      id: keyId,
      type: "Key",
      owner: bea.id,
      publicKeyPem: publicKey,
    });
    expect((await sendTo(inbox, peer, bea, follow(bea), { keyId })).status).toBe(202);
    expect(await followers()).toBe(1);
  });
});

describe("A2. a signature covers what matters", () => {
  const all = ["(request-target)", "host", "date", "digest"];
  it.each(all)("draft-cavage without %s is refused", async (missing) => {
    const covered = all.filter((name) => name !== missing);
    expect((await sendTo(inbox, peer, ada, follow(), { covered })).status).toBe(401);
    expect(await followers()).toBe(0);
  });

  it.each(["@method", "@target-uri", "content-digest"])("RFC 9421 without %s is refused", async (missing) => {
    const covered = ["@method", "@target-uri", "content-digest"].filter((name) => name !== missing);
    expect((await sendTo(inbox, peer, ada, follow(), { scheme: "rfc9421", covered })).status).toBe(401);
  });

  it("RFC 9421 that does not say when it was made is refused: it would be good for ever", async () => {
    const sent = await sendTo(inbox, peer, ada, follow(), { scheme: "rfc9421", timed: false });
    expect(sent).toEqual({ status: 401, text: expect.stringContaining("does not cover created") });
    expect(await followers()).toBe(0);
  });

  it("both schemes are accepted when they cover it", async () => {
    expect((await sendTo(inbox, peer, ada, follow())).status).toBe(202);
    expect((await sendTo(inbox, peer, ada, follow(), { scheme: "rfc9421" })).status).toBe(202);
  });

  it("a query on the inbox is refused", async () => {
    expect((await sendTo(`${inbox}?a=b`, peer, ada, follow())).status).toBe(401);
  });

  it("a request signed for another host is refused here", async () => {
    expect((await sendTo(inbox, peer, ada, follow(), { host: "elsewhere.example" })).status).toBe(401);
  });

  it("an unsigned request is refused", async () => {
    const sent = await post(inbox, JSON.stringify(follow()), { "content-type": "application/activity+json" });
    expect(sent.status).toBe(401);
  });
});

describe("A3. the body is the signed body", () => {
  it("a changed body is refused", async () => {
    const activity = follow();
    const headers = signedHeaders(new URL(inbox), JSON.stringify(activity), {
      keyId: ada.keyId,
      privateKey: peer.privateKey,
    });
    const sent = await post(inbox, JSON.stringify({ ...activity, type: "Block" }), headers);
    expect(sent.status).toBe(401);
  });

  it("a wrong digest is refused", async () => {
    expect(
      (await sendTo(inbox, peer, ada, follow(), { digest: Buffer.alloc(32).toString("base64") })).status,
    ).toBe(401);
  });

  it("a missing digest is refused", async () => {
    const body = JSON.stringify(follow());
    const { digest: _, ...headers } = signedHeaders(new URL(inbox), body, {
      keyId: ada.keyId,
      privateKey: peer.privateKey,
    });
    expect((await post(inbox, body, headers)).status).toBe(401);
  });
});

describe("A4. time window of one hour", () => {
  it.each([-50, 50])("%i minutes off passes", async (minutes) => {
    expect(
      (await sendTo(inbox, peer, ada, follow(), { date: new Date(Date.now() + minutes * 60_000) })).status,
    ).toBe(202);
  });
  it.each([-70, 70])("%i minutes off fails", async (minutes) => {
    expect(
      (await sendTo(inbox, peer, ada, follow(), { date: new Date(Date.now() + minutes * 60_000) })).status,
    ).toBe(401);
  });
  it.each([-70, 70])("%i minutes off fails by RFC 9421 too", async (minutes) => {
    const date = new Date(Date.now() + minutes * 60_000);
    expect((await sendTo(inbox, peer, ada, follow(), { date, scheme: "rfc9421" })).status).toBe(401);
  });
  it("a date that is none fails", async () => {
    const body = JSON.stringify(follow());
    const headers = signedHeaders(new URL(inbox), body, { keyId: ada.keyId, privateKey: peer.privateKey });
    expect((await post(inbox, body, { ...headers, date: "yesterday" })).status).toBe(401);
  });
});

it("a key that its owner renewed is fetched anew, but not on every signature that does not fit", async () => {
  const cat = peer.person("cat");
  expect((await sendTo(inbox, peer, cat, follow(cat))).status).toBe(202);
  const renewed = crypto.generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pem = renewed.publicKey.export({ type: "spki", format: "pem" }).toString();
  cat.document["publicKey"] = { id: cat.keyId, owner: cat.id, publicKeyPem: pem };
  const sign = { privateKey: renewed.privateKey };
  const fetches = () => peer.fetched.filter((path) => path.includes("cat")).length;
  const before = fetches();
  expect((await sendTo(inbox, peer, cat, follow(cat), sign)).status).toBe(401);
  expect(fetches()).toBe(before);
  await tocsin.sql`update actor_key set fetched_at = now() - interval '1 hour' where id = ${cat.keyId}`;
  expect((await sendTo(inbox, peer, cat, follow(cat), sign)).status).toBe(202);
  expect(fetches()).toBe(before + 1);
});

it("A15. a signature by a key that cannot be had costs one fetch, and then none", async () => {
  const ghost = { ...ada, id: `${peer.origin}/users/ghost`, keyId: `${peer.origin}/users/ghost#main-key` };
  const before = peer.fetched.length;
  for (let time = 0; time < 5; time++) {
    expect((await sendTo(inbox, peer, ghost, follow(ghost))).status).toBe(401);
  }
  expect(peer.fetched.slice(before).filter((path) => path.includes("ghost"))).toHaveLength(1);
});

it("A14. the Delete of an actor that was never met costs nothing", async () => {
  const ghost = { ...ada, id: `${other.origin}/users/ghost`, keyId: `${other.origin}/users/ghost#main-key` };
  const before = other.fetched.length;
  const statuses = await Promise.all(
    Array.from({ length: 50 }, () =>
      sendTo(inbox, other, ghost, activityOf(ghost, "Delete", { object: ghost.id })),
    ),
  );
  expect(new Set(statuses.map((sent) => sent.status))).toEqual(new Set([202]));
  expect(other.fetched.length).toBe(before);
});
