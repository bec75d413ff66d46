import { afterAll, beforeAll, expect, it } from "vitest";
import { addMember } from "../../src/store/members.ts";
import { sendFlag } from "../../src/store/flags.ts";
import { groupId, instanceId } from "../../src/text/address.ts";
import { activityOf, sendTo } from "../support/inbox.ts";
import { type Peer, type Person, startPeer } from "../support/peer.ts";
import { startTocsin, type Tocsin, until } from "../support/tocsin.ts";
import { publishPost } from "../support/written.ts";

let tocsin: Tocsin;
let peer: Peer;
let troll: Person;

beforeAll(async () => {
  [tocsin, peer] = await Promise.all([startTocsin(), startPeer()]);
  troll = peer.person("troll");
  const follow = activityOf(troll, "Follow", { object: groupId(tocsin.origin) });
  await sendTo(`${tocsin.origin}/inbox`, peer, troll, follow);
  await until("the Accept", () => peer.delivered.length > 0);
  await addMember(tocsin.sql, { name: "ines", role: "editor", passphrase: "correct horse battery" });
});
afterAll(() => Promise.all([tocsin.stop(), peer.close()]));

async function keyOf(actor: string): Promise<string> {
  const response = await fetch(actor, { headers: { accept: "application/activity+json" } });
  return ((await response.json()) as { publicKey: { publicKeyPem: string } }).publicKey.publicKeyPem;
}

it("a report comes from the instance, signed by its key, and names neither a member nor the group", async () => {
  const { sql, origin } = tocsin;
  peer.delivered.length = 0;
  peer.verifyWith(await keyOf(instanceId(origin)));
  const notes = [`${troll.id}/notes/1`, `${troll.id}/notes/2`];
  const id = await sendFlag(sql, { actorId: troll.id, objects: notes, content: "Threats." });
  const [flag] = await until("the report", () => peer.delivered.length > 0 && peer.delivered);
  expect(flag).toMatchObject({ signed: true, path: "/users/troll/inbox" });
  expect(flag!.headers["signature"]).toContain(`keyId="${instanceId(origin)}#main-key"`);
  expect(flag!.activity).toEqual({
    "@context": expect.anything(),
    id: `${origin}/activities/${id}`,
    type: "Flag",
    actor: instanceId(origin),
    to: [troll.id],
    object: [troll.id, ...notes],
    content: "Threats.",
  });
  for (const name of ["ines", groupId(origin), "solidarity"]) {
    expect(flag!.body.toLowerCase()).not.toContain(name);
  }
  const document = await fetch(`${origin}/activities/${id}`, {
    headers: { accept: "application/activity+json" },
  });
  expect(document.status).toBe(404);
});

it("everything else goes on being signed by the group", async () => {
  peer.delivered.length = 0;
  peer.verifyWith(await keyOf(groupId(tocsin.origin)));
  const text = { name: "", source: "Come.", summary: "", language: "en", tags: [], pictures: [] };
  await publishPost(tocsin.sql, { ...text, type: "Note", pinned: false });
  const [create] = await until("the post", () => peer.delivered.length > 0 && peer.delivered);
  expect(create).toMatchObject({ signed: true, activity: { type: "Create" } });
});

it("a report names only the reported account's own server, and an account that has reached us", async () => {
  const flag = (actorId: string, objects: string[]) =>
    sendFlag(tocsin.sql, { actorId, objects, content: "" });
  await expect(flag(troll.id, ["https://elsewhere.example/notes/1"])).rejects.toThrow("reportForeign");
  await expect(flag(`${peer.origin}/users/unknown`, [])).rejects.toThrow("has not reached");
});
