import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addBlock, addLimit, importBlocks, removeBlock } from "../../src/store/blocks.ts";
import { countFollowers } from "../../src/store/followers.ts";
import { isFollowing, listFollowing, requestFollowing } from "../../src/store/following.ts";
import { groupId } from "../../src/text/address.ts";
import { activityOf, sendTo } from "../support/inbox.ts";
import { type Peer, type Person, startPeer } from "../support/peer.ts";
import { startTocsin, type Tocsin, until } from "../support/tocsin.ts";
import { publishPost } from "../support/written.ts";

let tocsin: Tocsin;
let bad: Peer;
let troll: Person;
let group: string;
let handle: string;
let followId: string;

beforeAll(async () => {
  [tocsin, bad] = await Promise.all([startTocsin(), startPeer()]);
  group = groupId(tocsin.origin);
  handle = `@troll@${bad.host}`;
});
afterAll(() => Promise.all([tocsin.stop(), bad.close()]));
beforeEach(async () => {
  const { sql } = tocsin;
  await sql`truncate actor, follower, following, block, received, delivery, activity, host cascade`;
  await sql`select pg_notify('block', '')`;
  bad.answers.status = 202;
  bad.delivered.length = 0;
  troll = bad.person("troll");
});

const send = async (type: string, rest: Record<string, unknown>) => {
  const activity = activityOf(troll, type, rest);
  // The process hears of a block, and of its end, a moment later.
  await until("the activity to be let in", async () => {
    await sendTo(`${tocsin.origin}/inbox`, bad, troll, activity);
    return (await tocsin.sql`select 1 from received where actor_id = ${troll.id}`).length > 0;
  });
  return activity["id"] as string;
};
const sent = (type: string) => bad.delivered.filter(({ activity }) => activity.type === type);
const arrived = async (type: string) => (await until(`the ${type}`, () => sent(type)[0])).activity;
const states = async () =>
  (await listFollowing(tocsin.sql, { limit: 5 })).map(({ state, blocked }) => [state, blocked]);
const quiet = () =>
  until("all that waits to be sent", async () => {
    const [row] = await tocsin.sql`select 1 from delivery where state in ('waiting', 'held')`;
    return row === undefined;
  });

async function befriend(): Promise<void> {
  followId = await send("Follow", { object: group });
  await requestFollowing(tocsin.sql, handle);
  await send("Accept", { object: await arrived("Follow") });
  await until("the follow", () => isFollowing(tocsin.sql, troll.id));
  await arrived("Accept");
}

const blocks: [string, () => Promise<unknown>][] = [
  ["of the account", () => addBlock(tocsin.sql, "actor", troll.id)],
  ["of its host", () => addBlock(tocsin.sql, "host", bad.host)],
  ["from a list", () => importBlocks(tocsin.sql, [{ host: bad.host, severity: "block" }])],
];

describe("a block ends both directions:", () => {
  it.each(blocks)("%s, and the other server is told of that, once, and of nothing more", async (_, block) => {
    await befriend();
    const asked = sent("Follow")[0]!.activity;
    await block();
    expect([await countFollowers(tocsin.sql), await states()]).toEqual([0, [["blocked", true]]]);
    expect(await arrived("Reject")).toMatchObject({
      actor: group,
      to: [troll.id],
      object: { type: "Follow", id: followId, actor: troll.id, object: group },
    });
    expect(await arrived("Undo")).toMatchObject({ actor: group, object: { id: asked.id, type: "Follow" } });
    const text = { name: "", source: "Come.", summary: "", language: "en", tags: [], pictures: [] };
    await publishPost(tocsin.sql, { ...text, type: "Note", pinned: false });
    await block();
    await quiet();
    expect(bad.delivered.map(({ activity }) => activity.type).toSorted()).toEqual([
      "Accept",
      "Follow",
      "Reject",
      "Undo",
    ]);
  });

  it("a Follow that waits is turned away, and one of ours that was not answered is taken back", async () => {
    await tocsin.sql`update collective set manually_approves_followers = true`;
    followId = await send("Follow", { object: group });
    await tocsin.sql`update collective set manually_approves_followers = false`;
    await requestFollowing(tocsin.sql, handle);
    await arrived("Follow");
    await addBlock(tocsin.sql, "actor", troll.id);
    expect(await arrived("Reject")).toMatchObject({ object: { id: followId } });
    await arrived("Undo");
    expect(await states()).toEqual([["blocked", true]]);
  });

  it("where the server is down it is told later, whatever is blocked meanwhile", async () => {
    await befriend();
    bad.answers.status = 503;
    await addBlock(tocsin.sql, "actor", troll.id);
    await until("a try", () => sent("Reject").length > 0 && sent("Undo").length > 0);
    await until("its outcome", async () => {
      const rows =
        await tocsin.sql`select 1 from delivery where state = 'waiting' and status = 503 and lease is null`;
      return rows.length === 2;
    });
    await addBlock(tocsin.sql, "host", bad.host);
    bad.answers.status = 202;
    bad.delivered.length = 0;
    await tocsin.sql`update delivery set run_at = now() where state = 'waiting'`;
    await tocsin.sql`select pg_notify('delivery', '')`;
    await quiet();
    expect(bad.delivered.map(({ activity }) => activity.type).toSorted()).toEqual(["Reject", "Undo"]);
  });

  it("nobody is told where there was nothing to end, nor of a limit", async () => {
    await befriend();
    bad.delivered.length = 0;
    bad.person("other");
    await addBlock(tocsin.sql, "actor", `${bad.origin}/users/other`);
    await addLimit(tocsin.sql, "host", bad.host);
    await quiet();
    expect([await countFollowers(tocsin.sql), await states()]).toEqual([1, [["accepted", false]]]);
    expect(bad.delivered).toEqual([]);
  });
});

describe("a block that is lifted", () => {
  it("leaves the follow ended, and to be asked for again", async () => {
    await befriend();
    await addBlock(tocsin.sql, "host", bad.host);
    await arrived("Undo");
    await expect(requestFollowing(tocsin.sql, handle)).rejects.toThrow("followBlocked");
    expect(await removeBlock(tocsin.sql, "host", bad.host)).toEqual({ followed: true });
    expect(await states()).toEqual([["blocked", false]]);
    bad.delivered.length = 0;
    await tocsin.sql`delete from received`;
    await requestFollowing(tocsin.sql, handle);
    await send("Accept", { object: await arrived("Follow") });
    await until("the follow", () => isFollowing(tocsin.sql, troll.id));
  });

  it("while another still stands offers nothing", async () => {
    await befriend();
    await addBlock(tocsin.sql, "host", bad.host);
    await addBlock(tocsin.sql, "actor", troll.id);
    expect(await removeBlock(tocsin.sql, "host", bad.host)).toEqual({ followed: false });
    expect(await removeBlock(tocsin.sql, "actor", troll.id)).toEqual({ followed: true });
  });
});

it("a Block of the group ends our follow of its sender as well", async () => {
  await befriend();
  await tocsin.sql`delete from received`;
  await send("Block", { object: group });
  expect([await countFollowers(tocsin.sql), await states()]).toEqual([0, [["rejected", false]]]);
});
