import crypto from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { addBlock } from "../../src/store/blocks.ts";
import { listFollowing, requestFollowing } from "../../src/store/following.ts";
import { groupId, instanceId, postUrl } from "../../src/text/address.ts";
import { type Peer, type Person, startPeer } from "../support/peer.ts";
import { startTocsin, type Tocsin, until } from "../support/tocsin.ts";
import { publishPost } from "../support/written.ts";

let here: Tocsin;
let there: Tocsin;
let peer: Peer;
let ada: Person;
let post: string;
const accept = "application/activity+json";

beforeAll(async () => {
  const env = { AUTHORIZED_FETCH: "true" };
  [here, there, peer] = await Promise.all([
    startTocsin({ env }),
    startTocsin({ handle: "allies", env }),
    startPeer(),
  ]);
  ada = peer.person("ada");
  const openUntil = new Date("2099-12-05T16:00:00Z");
  const place = { placeName: "The gate", placeAddress: "", latitude: null, longitude: null };
  const when = {
    startsAt: openUntil,
    endsAt: null,
    openUntil,
    timeZone: "UTC",
    status: "confirmed",
  } as const;
  const text = { name: "", source: "Text", summary: "", language: "en", tags: [], pictures: [] };
  const callout = { ...place, ...when };
  post = postUrl(
    here.origin,
    (await publishPost(here.sql, { ...text, callout, type: "Note", pinned: false })).id,
  );
});
afterAll(() => Promise.all([here.stop(), there.stop(), peer.close()]));

/** A GET signed by draft-cavage, as Mastodon signs it. */
async function getSigned(address: string, { keyId } = ada, query = true): Promise<Response> {
  const url = new URL(address);
  const date = new Date().toUTCString();
  const base = `(request-target): get ${url.pathname}${query ? url.search : ""}\nhost: ${url.host}\ndate: ${date}`;
  const value = crypto.sign("sha256", Buffer.from(base), peer.privateKey).toString("base64");
  const signature = `keyId="${keyId}",algorithm="rsa-sha256",headers="(request-target) host date",signature="${value}"`;
  return fetch(address, { headers: { accept, date, signature } });
}

it("a document goes only to whoever signs, and no cache keeps it for others", async () => {
  for (const address of [post, `${post}/event`, groupId(here.origin), `${groupId(here.origin)}/followers`]) {
    expect((await fetch(address, { headers: { accept } })).status).toBe(401);
    expect((await getSigned(address)).status).toBe(200);
  }
  expect((await getSigned(post)).headers.get("cache-control")).toBe("private, no-store");
  expect((await getSigned(post, { ...ada, keyId: `${ada.id}#other-key` })).status).toBe(401);
});

it("a query may be signed or left out, as Fedify does, and no other path is", async () => {
  expect((await getSigned(`${post}?page=1`)).status).toBe(200);
  expect((await getSigned(`${post}?page=1`, ada, false)).status).toBe(200);
  const { pathname } = new URL(post);
  const spelt = post.replace(pathname, pathname.replace("p", "%70"));
  expect((await getSigned(spelt)).status).toBe(200);
  const date = new Date().toUTCString();
  const value = crypto.sign(
    "sha256",
    Buffer.from(`(request-target): get ${pathname}\nhost: ${new URL(post).host}\ndate: ${date}`),
    peer.privateKey,
  );
  const signature = `keyId="${ada.keyId}",headers="(request-target) host date",signature="${value.toString("base64")}"`;
  expect((await fetch(post, { headers: { accept, date, signature } })).status).toBe(200);
  expect((await fetch(spelt, { headers: { accept, date, signature } })).status).toBe(401);
});

it.each(["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])("%s gives no document", async (method) => {
  for (const address of [groupId(here.origin), instanceId(here.origin)]) {
    const response = await fetch(address, { method, headers: { accept } });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    expect(await response.text()).not.toContain("publicKey");
  }
  expect((await fetch(post, { method, headers: { accept } })).ok).toBe(false);
});

it("a feed of replies is for everybody, whatever its reader accepts", async () => {
  const response = await fetch(`${post}/replies.json`, { headers: { accept: "application/json" } });
  expect([response.status, response.headers.get("content-type")]).toEqual([
    200,
    "application/feed+json; charset=utf-8",
  ]);
});

it("people read the page as before, and the instance actor and WebFinger stay open", async () => {
  expect((await fetch(post)).status).toBe(200);
  expect((await fetch(instanceId(here.origin), { headers: { accept } })).status).toBe(200);
  const resource = `acct:solidarity@${new URL(here.origin).host}`;
  expect((await fetch(`${here.origin}/.well-known/webfinger?resource=${resource}`)).status).toBe(200);
});

it("two servers that both ask for signatures can follow each other", async () => {
  await requestFollowing(there.sql, `@solidarity@${new URL(here.origin).host}`);
  const followed = await until(
    "the Accept",
    async () => (await listFollowing(there.sql, { state: "accepted", limit: 5 }))[0],
  );
  expect(followed).toMatchObject({ actorId: groupId(here.origin) });
});

it("whoever is blocked gets no document, and is not told why", async () => {
  await addBlock(here.sql, "actor", ada.id);
  const refused = await until("the block to hold", async () => {
    const response = await getSigned(post);
    return response.status === 401 && response;
  });
  expect(await refused.text()).not.toContain("block");
});
