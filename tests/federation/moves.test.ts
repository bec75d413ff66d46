import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findActor } from "../../src/store/actors.ts";
import { countFollowers, listDepartures } from "../../src/store/followers.ts";
import { isFollowing, listFollowing, requestFollowing, stopFollowing } from "../../src/store/following.ts";
import { claimMoves, removeOldMoves } from "../../src/store/moves.ts";
import { listWaiting } from "../../src/store/waiting.ts";
import { groupId } from "../../src/text/address.ts";
import { activityOf, sendTo } from "../support/inbox.ts";
import { type Peer, type Person, startPeer } from "../support/peer.ts";
import { startTocsin, type Tocsin, until } from "../support/tocsin.ts";

let tocsin: Tocsin;
let peer: Peer;
let other: Peer;
let ada: Person;
let moved: Person;

beforeAll(async () => {
  [tocsin, peer, other] = await Promise.all([startTocsin(), startPeer(), startPeer()]);
});
afterAll(() => Promise.all([tocsin.stop(), peer.close(), other.close()]));
beforeEach(async () => {
  const { sql } = tocsin;
  await sql`truncate actor, follower, following, received, delivery, activity, departure, unfinished_move cascade`;
  [peer.delivered.length, other.delivered.length] = [0, 0];
  ada = peer.person("ada");
  moved = other.person("ada", { alsoKnownAs: [ada.id] });
});

const send = async (person: Person, type: string, rest: Record<string, unknown>, server = peer) =>
  (await sendTo(`${tocsin.origin}/inbox`, server, person, activityOf(person, type, rest))).status;
const move = (target = moved.id) => send(ada, "Move", { object: ada.id, target });
const follow = (person = ada, server = peer) =>
  send(person, "Follow", { object: groupId(tocsin.origin) }, server);
const sent = (server: Peer, type: string) =>
  until(`the ${type}`, () => server.delivered.find(({ activity }) => activity.type === type)?.activity);
const following = async () =>
  Object.fromEntries(
    (await listFollowing(tocsin.sql, { limit: 5 })).map(({ actorId, handle, state }) => [
      actorId ?? handle,
      state,
    ]),
  );
const unfinished = () => tocsin.sql`select target, tries from unfinished_move`;

async function befriend(): Promise<void> {
  await requestFollowing(tocsin.sql, `@ada@${peer.host}`);
  await send(ada, "Accept", { object: await sent(peer, "Follow") });
  expect(await isFollowing(tocsin.sql, ada.id)).toBe(true);
}

describe("an account that we follow has moved:", () => {
  it("we follow it there, and the old one no more", async () => {
    await befriend();
    expect(await move()).toBe(202);
    await send(moved, "Accept", { object: await sent(other, "Follow") }, other);
    expect(await following()).toEqual({ [ada.id]: "moved", [moved.id]: "accepted" });
    expect(await isFollowing(tocsin.sql, ada.id)).toBe(false);
    expect(await sent(peer, "Undo")).toMatchObject({ object: { type: "Follow", object: ada.id } });
    expect(await findActor(tocsin.sql, ada.id)).toMatchObject({ movedTo: moved.id });
  });

  it("members are told, until they put it away", async () => {
    await befriend();
    await move();
    expect(await listFollowing(tocsin.sql, { state: "moved", limit: 5 })).toMatchObject([
      { actorId: ada.id, movedTo: { id: moved.id } },
    ]);
    expect(await listWaiting(tocsin.sql)).toMatchObject([{ kind: "moved", count: 1 }]);
    await stopFollowing(tocsin.sql, `@ada@${peer.host}`);
    expect(await listWaiting(tocsin.sql)).toEqual([]);
    expect(Object.values(await following())).toHaveLength(1);
  });

  it("and when it moves back we follow it where it was", async () => {
    await befriend();
    await move();
    await send(moved, "Accept", { object: await sent(other, "Follow") }, other);
    peer.delivered.length = 0;
    ada.document["alsoKnownAs"] = [moved.id];
    expect(await send(moved, "Move", { object: moved.id, target: ada.id }, other)).toBe(202);
    await send(ada, "Accept", { object: await sent(peer, "Follow") });
    expect(await following()).toEqual({ [ada.id]: "accepted", [moved.id]: "moved" });
  });

  it("what it says without the new account's word, or for another, counts for nothing", async () => {
    await befriend();
    const impostor = other.person("impostor");
    await move(impostor.id);
    await send(ada, "Move", { object: moved.id, target: moved.id });
    await move(ada.id);
    expect(await following()).toEqual({ [ada.id]: "accepted" });
    expect(await unfinished()).toEqual([]);
  });
});

it("a Move under an id that was used before counts", async () => {
  await befriend();
  const id = `${ada.id}#move`;
  const elsewhere = other.person("elsewhere", { alsoKnownAs: [ada.id] });
  for (const target of [`${other.origin}/users/nobody`, elsewhere.id])
    await sendTo(`${tocsin.origin}/inbox`, peer, ada, {
      ...activityOf(ada, "Move", { object: ada.id, target }),
      id,
    });
  expect(await listFollowing(tocsin.sql, { state: "moved", limit: 5 })).toMatchObject([
    { actorId: ada.id, movedTo: { id: elsewhere.id } },
  ]);
});

describe("a follower that has moved", () => {
  it("is none any more, and members see where it went", async () => {
    await follow();
    await move();
    expect(await countFollowers(tocsin.sql)).toBe(0);
    expect(await listDepartures(tocsin.sql, 5)).toMatchObject([{ actorId: ada.id, reason: "moved" }]);
    await follow(moved, other);
    expect(await countFollowers(tocsin.sql)).toBe(1);
  });

  it("or that follows from there already, counts once", async () => {
    await follow(moved, other);
    await follow();
    await move();
    expect(await countFollowers(tocsin.sql)).toBe(1);
  });
});

describe("a Move to where nobody can be found just now", () => {
  const hide = () => other.documents.delete(new URL(moved.id).pathname);
  const due = () => tocsin.sql`update unfinished_move set run_at = now()`;

  it("is finished by the worker when it can", async () => {
    await befriend();
    await follow();
    hide();
    expect(await move()).toBe(202);
    expect(await following()).toEqual({ [ada.id]: "accepted" });
    await due();
    await until("a try", async () => (await unfinished())[0]?.["tries"] === 1);
    expect(await following()).toEqual({ [ada.id]: "accepted" });
    other.person("ada", { alsoKnownAs: [ada.id] });
    await due();
    await sent(other, "Follow");
    expect(await following()).toMatchObject({ [ada.id]: "moved" });
    expect([await unfinished(), await countFollowers(tocsin.sql)]).toEqual([[], 0]);
  });

  it("is not finished where the new account turns out not to know the old one", async () => {
    await befriend();
    hide();
    await move();
    other.person("ada");
    await due();
    await until("the answer", async () => (await unfinished()).length === 0);
    expect(await following()).toEqual({ [ada.id]: "accepted" });
  });

  it("is not kept of somebody whom nobody here has to do with, who may send it again", async () => {
    hide();
    expect(await move()).toBe(202);
    expect(await unfinished()).toEqual([]);
    expect(await tocsin.sql`select 1 from received`).toEqual([]);
  });

  it("is asked for less and less often, by one worker at a time, and for a week", async () => {
    await follow();
    hide();
    await move();
    const { sql } = tocsin;
    const rests: unknown[] = [];
    for (let tries = 0; tries < 12; tries++) {
      await sql.begin(async (tx) => {
        await tx`update unfinished_move set run_at = now(), tries = ${tries}`;
        expect(await claimMoves(tx, 5)).toEqual([{ actorId: ada.id, target: moved.id }]);
        expect(await claimMoves(tx, 5)).toEqual([]);
        const [row] =
          await tx`select extract(epoch from run_at - now())::integer / 60 as rest from unfinished_move`;
        rests.push(row!["rest"]);
      });
    }
    expect(rests).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360, 360]);
    expect(await removeOldMoves(sql)).toBe(0);
    await sql`update unfinished_move set created_at = now() - interval '8 days'`;
    expect(await removeOldMoves(sql)).toBe(1);
  });
});
