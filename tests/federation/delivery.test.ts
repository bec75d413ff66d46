import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listDeliveries } from "../../src/store/delivery-report.ts";
import { addFollower } from "../../src/store/followers.ts";
import { putActor } from "../../src/store/actors.ts";
import { groupId } from "../../src/text/address.ts";
import { type Peer, startPeer } from "../support/peer.ts";
import { startTocsin, type Tocsin, until } from "../support/tocsin.ts";
import { publishPost } from "../support/written.ts";

let tocsin: Tocsin;
let peer: Peer;
const text = { name: "", source: "Text", summary: "", language: "en", tags: [] as string[], pictures: [] };

beforeAll(async () => {
  [tocsin, peer] = await Promise.all([startTocsin(), startPeer()]);
});
afterAll(() => Promise.all([tocsin.stop(), peer.close()]));
beforeEach(async () => {
  await tocsin.sql`truncate actor, follower, delivery, host cascade`;
  peer.delivered.length = 0;
});

async function addFollowers(count: number, where: { sharedInbox: boolean }, server = tocsin): Promise<void> {
  for (let at = 0; at < count; at++) {
    const { id, document, inbox } = peer.person(`f${at}`);
    const shared = where.sharedInbox ? `${peer.origin}/inbox` : null;
    const described = {
      id,
      inbox,
      type: "Person",
      preferredUsername: `f${at}`,
      name: "F",
      url: id,
      icon: null,
    };
    const actor = await putActor(server.sql, { ...described, sharedInbox: shared, alsoKnownAs: [] }, []);
    await addFollower(server.sql, actor, `${String(document["id"])}/follow`, false);
  }
}

const publish = (server = tocsin) => publishPost(server.sql, { ...text, type: "Note", pinned: false });
const outcomes = (id: string) => listDeliveries(tocsin.sql, id);
const settled = (id: string) =>
  until("the deliveries", async () => {
    const rows = await outcomes(id);
    return rows.length > 0 && rows.every((row) => row.state !== "waiting") && rows;
  });

describe("who receives a post", () => {
  it("followers who share an inbox get one copy, and the others one each", async () => {
    await addFollowers(5, { sharedInbox: true });
    const first = await publish();
    expect(await settled(first.id)).toMatchObject([{ inbox: `${peer.origin}/inbox`, followers: 5 }]);
    await tocsin.sql`update actor set shared_inbox = null where preferred_username in ('f1', 'f2')`;
    const second = await publish();
    expect((await settled(second.id)).map((row) => row.followers).sort()).toEqual([1, 1, 3]);
  });

  it("the copy is signed by the group's listed key and carries the full address of the public collection", async () => {
    const actor = await (
      await fetch(groupId(tocsin.origin), { headers: { accept: "application/activity+json" } })
    ).json();
    peer.verifyWith((actor as { publicKey: { publicKeyPem: string } }).publicKey.publicKeyPem);
    await addFollowers(1, { sharedInbox: true });
    const { id, activityId } = await publish();
    await settled(id);
    const [copy] = peer.delivered;
    expect(copy).toMatchObject({
      signed: true,
      activity: { id: `${tocsin.origin}/activities/${activityId}`, type: "Create" },
    });
    expect(copy!.body).toContain('"https://www.w3.org/ns/activitystreams#Public"');
    expect(copy!.body).not.toContain("as:Public");
  });

  it("a post whose transaction fails leaves neither a post, nor an activity, nor a delivery", async () => {
    await addFollowers(1, { sharedInbox: true });
    const count = async () =>
      (
        await tocsin.sql<{ n: number }[]>`
      select (select count(*) from post) + (select count(*) from activity) + (select count(*) from delivery) as n`
      )[0]!.n;
    const before = await count();
    const pictures = [{ id: "nonexistent", description: "" }];
    await expect(publishPost(tocsin.sql, { ...text, pictures, type: "Note", pinned: false })).rejects.toThrow(
      "pictureGone",
    );
    expect(await count()).toBe(before);
  });
});

it("A27. private keys lie in clear in no table", async () => {
  const tables = await tocsin.sql<{ name: string }[]>`
    select table_name as name from information_schema.tables where table_schema = 'public'`;
  await addFollowers(1, { sharedInbox: true });
  await settled((await publish()).id);
  for (const { name } of tables) {
    const rows = await tocsin.sql<
      { row: string }[]
    >`select to_jsonb(t)::text as row from ${tocsin.sql(name)} t`;
    for (const { row } of rows) {
      expect(row).not.toMatch(/PRIVATE KEY|"d": ?"|"qi"/);
    }
  }
});
