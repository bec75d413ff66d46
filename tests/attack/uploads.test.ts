import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { groupId } from "../../src/text/address.ts";
import { activityOf, sendTo } from "../support/inbox.ts";
import { mediaFiles } from "../support/media.ts";
import { type Browsing, signIn, writtenPost } from "../support/member.ts";
import { type Peer, startPeer } from "../support/peer.ts";
import { startTocsin, type Tocsin } from "../support/tocsin.ts";

let tocsin: Tocsin;
let peer: Peer;
let member: Browsing;
const forged = crypto.generateKeyPairSync("rsa", { modulusLength: 2048 });
const publicKeyPem = forged.publicKey.export({ type: "spki", format: "pem" }).toString();

beforeAll(async () => {
  [tocsin, peer] = await Promise.all([startTocsin({ worker: false }), startPeer()]);
  member = await signIn(tocsin.origin, tocsin.sql);
});
afterAll(() => Promise.all([tocsin.stop(), peer.close()]));

/** An actor that would be ours, if anybody read it as one. */
const actorDocument = () =>
  JSON.stringify({
    "@context": "https://www.w3.org/ns/activitystreams",
    id: `${tocsin.origin}/media/actor`,
    type: "Person",
    preferredUsername: "mole",
    inbox: `${tocsin.origin}/media/inbox`,
    publicKey: {
      id: `${tocsin.origin}/media/actor#main-key`,
      owner: `${tocsin.origin}/media/actor`,
      publicKeyPem,
    },
  });

async function picture(format: "jpeg" | "png"): Promise<Buffer> {
  const image = sharp({ create: { width: 64, height: 48, channels: 3, background: "teal" } });
  return image
    .toFormat(format)
    .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/">${actorDocument()}</x:xmpmeta>`)
    .toBuffer();
}

/** Uploads a file as its author named it; returns the files that are kept of it. */
async function upload(bytes: Buffer): Promise<{ name: string; type: string }[]> {
  await tocsin.sql`delete from picture`;
  const file = new File([new Uint8Array(bytes)], "actor.json", { type: "application/activity+json" });
  await member.post("/admin/posts/new", { ...writtenPost, file });
  return tocsin.sql`select name, media_type as type from picture_file order by name`;
}

describe("A9. our own uploads can never be read as ActivityPub", () => {
  it.each(["jpeg", "png"] as const)(
    "A9. a %s with an actor in it and behind it is kept without it",
    async (format) => {
      const files = await upload(Buffer.concat([await picture(format), Buffer.from(`\n${actorDocument()}`)]));
      expect(files.map(({ type }) => type).sort()).toEqual(["image/jpeg", "image/webp"]);
      for (const { name, type } of files) {
        const response = await member.get(`/media/${name}`, { accept: "application/activity+json" });
        expect(response.status).toBe(200);
        expect(response.headers.get("content-type")).toBe(type);
        expect(response.headers.get("x-content-type-options")).toBe("nosniff");
        expect(Buffer.from(await response.arrayBuffer()).includes("publicKeyPem")).toBe(false);
      }
    },
  );

  it.each([
    ["JSON", () => actorDocument()],
    ["SVG", () => `<svg xmlns="http://www.w3.org/2000/svg"><desc>${actorDocument()}</desc></svg>`],
    ["HTML", () => `<!doctype html><script type="application/activity+json">${actorDocument()}</script>`],
  ])("A9. %s is refused, and nothing of it is kept", async (_, text) => {
    expect(await upload(Buffer.from(text()))).toEqual([]);
    expect(
      mediaFiles(tocsin.config.mediaDir).filter((name) => readMedia(name).includes("publicKeyPem")),
    ).toEqual([]);
  });

  it("A9. an actor of our own origin that is none of ours cannot sign", async () => {
    const id = `${tocsin.origin}/media/${"a".repeat(32)}.jpg`;
    const mole = { id, keyId: `${id}#main-key`, inbox: `${id}/inbox`, document: {} };
    const follow = activityOf(mole, "Follow", { object: groupId(tocsin.origin) });
    const signing = { privateKey: forged.privateKey };
    expect((await sendTo(`${tocsin.origin}/inbox`, peer, mole, follow, signing)).status).toBe(401);
    expect(await tocsin.sql`select 1 from follower`).toHaveLength(0);
  });
});

const readMedia = (name: string) => fs.readFileSync(path.join(tocsin.config.mediaDir, name));
