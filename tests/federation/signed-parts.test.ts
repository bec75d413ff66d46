import crypto from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { countFollowers } from "../../src/store/followers.ts";
import { groupId } from "../../src/text/address.ts";
import { activityOf, post, sendTo } from "../support/inbox.ts";
import { type Peer, type Person, signedHeaders, startPeer } from "../support/peer.ts";
import { startTocsin, type Tocsin } from "../support/tocsin.ts";

let tocsin: Tocsin;
let peer: Peer;
let ada: Person;
let inbox: string;

beforeAll(async () => {
  [tocsin, peer] = await Promise.all([startTocsin({ worker: false }), startPeer()]);
  ada = peer.person("ada");
  inbox = `${tocsin.origin}/inbox`;
});
afterAll(() => Promise.all([tocsin.stop(), peer.close()]));
beforeEach(async () => {
  await tocsin.sql`delete from follower`;
});

const follow = (person = ada) => activityOf(person, "Follow", { object: groupId(tocsin.origin) });
const send = async (signing: Parameters<typeof sendTo>[4], person = ada) =>
  (await sendTo(inbox, peer, person, follow(person), signing)).status;
const schemes = ["cavage", "rfc9421"] as const;
const all = ["@method", "@target-uri", "content-digest"];

describe("A4. a signature ends when it says,", () => {
  const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000);

  it("and what has ended is refused, within its first hour too", async () => {
    expect(await send({ scheme: "rfc9421", expires: inSeconds(300) })).toBe(202);
    expect(await send({ scheme: "rfc9421", expires: inSeconds(-300) })).toBe(401);
    const date = inSeconds(-3000);
    expect(await send({ scheme: "rfc9421", date, expires: inSeconds(-2700) })).toBe(401);
    expect(await countFollowers(tocsin.sql)).toBe(1);
  });

  it("but a clock that is some seconds slow is forgiven", async () => {
    expect(await send({ scheme: "rfc9421", date: inSeconds(-310), expires: inSeconds(-10) })).toBe(202);
  });

  it("and one that says when it was made twice, or no number, is refused", async () => {
    const body = JSON.stringify(follow());
    const signing = { keyId: ada.keyId, privateKey: peer.privateKey, scheme: "rfc9421" } as const;
    const headers = signedHeaders(new URL(inbox), body, signing);
    for (const wrong of [";created=1;created=", ";created=x", ";expires;created="]) {
      const input = headers["signature-input"]!.replace(";created=", wrong);
      expect((await post(inbox, body, { ...headers, "signature-input": input })).status).toBe(401);
    }
  });
});

describe("A2. the path is what was sent,", () => {
  it.each(schemes)("by %s: one that means the inbox is not the inbox that was signed", async (scheme) => {
    const body = JSON.stringify(follow());
    const signing = { keyId: ada.keyId, privateKey: peer.privateKey, scheme };
    const headers = signedHeaders(new URL(inbox), body, signing);
    for (const target of ["/%69nbox", "/./inbox", "/x/../inbox", "/inbox?", "/inbox#x"])
      expect([target, (await post(inbox, body, headers, target)).status]).toEqual([target, 401]);
    expect(await countFollowers(tocsin.sql)).toBe(0);
    expect((await post(inbox, body, headers)).status).toBe(202);
  });

  it.each(schemes)("by %s: an inbox spelt otherwise is taken as it was signed", async (scheme) => {
    const spelt = ["/%69nbox", "/%69%6Ebox", "/%69%6ebox"];
    for (const target of spelt) expect([target, await send({ scheme, target })]).toEqual([target, 202]);
    expect(await send({ scheme, target: "//inbox" })).toBe(404);
  });
});

describe("A2. by RFC 9421", () => {
  it.each(["@authority", "@scheme", "@path", "@query", "@request-target", "content-type", "date"])(
    "%s may be covered besides",
    async (name) => expect(await send({ scheme: "rfc9421", covered: [...all, name] })).toBe(202),
  );

  it("a component with a parameter, twice, or that is not there is refused", async () => {
    expect(await send({ scheme: "rfc9421", flag: ";req" })).toBe(401);
    expect(await send({ scheme: "rfc9421", covered: [...all, "@method"] })).toBe(401);
    expect(await send({ scheme: "rfc9421", covered: [...all, "x-absent"] })).toBe(401);
    expect(await send({ scheme: "rfc9421", covered: [...all, "@status"] })).toBe(401);
  });

  it("and by the draft, names that no header can have are refused and harm nothing", async () => {
    const covered = ["(request-target)", "host", "date", "digest"];
    for (const name of ["(nothing)", "@method", "\u00e4", "{", "x-absent"])
      expect(await send({ covered: [...covered, name] })).toBe(401);
  });

  it("a second signature is refused, whichever of them holds", async () => {
    const body = JSON.stringify(follow());
    const signing = { keyId: ada.keyId, privateKey: peer.privateKey, scheme: "rfc9421" } as const;
    const headers = signedHeaders(new URL(inbox), body, signing);
    const input = `sig0=("@method");created=1;keyid="${ada.keyId}", ${headers["signature-input"]}`;
    expect((await post(inbox, body, { ...headers, "signature-input": input })).status).toBe(401);
  });
});

describe("a key in the form of PKCS#1", () => {
  const pemOf = (type: "pkcs1" | "spki") =>
    crypto.createPublicKey(peer.privateKey).export({ type, format: "pem" }).toString();
  const unwrapped = (pem: string) => pem.replace(/(?<=[A-Za-z0-9+/])\n(?=[A-Za-z0-9+/=])/g, "");

  it.each([
    ["as some write it", () => pemOf("pkcs1")],
    ["with the line ends of Windows", () => pemOf("pkcs1").replaceAll("\n", "\r\n")],
    ["in one line", () => unwrapped(pemOf("pkcs1"))],
    ["or of SPKI in one line", () => unwrapped(pemOf("spki"))],
  ])("%s is read", async (name, pem) => {
    const person = peer.person(`pem${name.length}`);
    person.document["publicKey"] = { id: person.keyId, owner: person.id, publicKeyPem: pem() };
    for (const scheme of schemes) expect(await send({ scheme }, person)).toBe(202);
  });

  it("is refused where it is a private one, or none", async () => {
    const pkcs8 = peer.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    for (const [at, publicKeyPem] of [
      pkcs8,
      "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
    ].entries()) {
      const person = peer.person(`nokey${at}`);
      person.document["publicKey"] = { id: person.keyId, owner: person.id, publicKeyPem };
      expect(await send({}, person)).toBe(401);
    }
  });
});
