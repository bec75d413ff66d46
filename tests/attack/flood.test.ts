import crypto from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createKeyBudgets } from "../../src/federation/key-budgets.ts";
import { groupId } from "../../src/text/address.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { activityOf, post, sendTo } from "../support/inbox.ts";
import { startCrowd } from "../support/crowd.ts";
import { type Peer, type Person, signedHeaders, startPeer } from "../support/peer.ts";
import { startTocsin, type Tocsin } from "../support/tocsin.ts";
import { flood, type FloodResult, shout } from "./flood.ts";

describe("A23. floods stay outside", () => {
  let database: TestDatabase;
  let result: FloodResult;

  beforeAll(async () => {
    database = await testDatabase();
    const size = { hosts: 100, actorsOfHost: 5, repliesOfActor: 20 };
    result = await flood({ databaseUrl: database.url, ...size, quietSeconds: 1 });
  }, 240_000);
  afterAll(() => database.drop());

  it("A23. of 20 replies each from 500 actors on 100 hosts none is shown that no member has read", () => {
    expect(result.sent).toBe(10_000);
    expect(result.kept).toBeGreaterThan(1000);
    for (const page of result.pages) expect(page).not.toContain(shout);
    expect(result.pages[0]).not.toContain('class="reply"');
    expect(JSON.parse(result.pages[1]!)).toMatchObject({ totalItems: 0 });
  });

  it("A23. every one of them is answered as documented", () => {
    const others = [...result.answers.keys()].filter((name) => !["202", "429, later"].includes(name));
    const said = others.length > 0 ? result.errors : "";
    expect({ others, said }).toEqual({ others: [], said: "" });
  });

  it("A23. members go on publishing, and readers reading", () => {
    // How fast is measured by `npm run bench flood`; here the machine may have other things to do.
    expect(result.flooded.member.length).toBeGreaterThan(10);
    expect(result.flooded.reader.length).toBeGreaterThan(20);
  });
});

describe("A23. budgets", () => {
  let tocsin: Tocsin;
  let peer: Peer;
  beforeAll(async () => {
    [tocsin, peer] = await Promise.all([startTocsin({ worker: false }), startPeer()]);
  });
  afterAll(() => Promise.all([tocsin.stop(), peer.close()]));

  it("A23. of 300 activities at once from a host that nobody knows, about 120 are done and the others come later", async () => {
    const inbox = `${tocsin.origin}/inbox`;
    const actors = Array.from({ length: 10 }, (_, at) => peer.person(`raider${at}`));
    for (const actor of actors)
      await sendTo(inbox, peer, actor, activityOf(actor, "Like", { object: "http://127.0.0.1/x" }));
    const statuses = await Promise.all(
      Array.from({ length: 300 }, async (_, at) => {
        const actor = actors[at % actors.length]!;
        return (await sendTo(inbox, peer, actor, activityOf(actor, "Undo", { object: `${actor.id}/none` })))
          .status;
      }),
    );
    const done = statuses.filter((status) => status === 202).length;
    expect(done).toBeGreaterThan(100);
    // Those that had passed the turnstile together are the few too many.
    expect(done).toBeLessThan(150);
    expect(new Set(statuses)).toEqual(new Set([202, 429]));
  });

  const random = crypto.generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
  /** Requests in the name of accounts that there are not, or are, with signatures that somebody made up. */
  async function forge(origin: string, requests: number, name: (at: number) => string): Promise<Set<number>> {
    const statuses = new Set<number>();
    const lane = async (first: number) => {
      for (let at = first; at < requests; at += 20) {
        const id = `${origin}/users/${name(at)}`;
        const liar = { id, keyId: `${id}#main-key`, inbox: `${id}/inbox`, document: {} };
        const like = activityOf(liar, "Like", { object: "http://127.0.0.1/x" });
        statuses.add(
          (await sendTo(`${tocsin.origin}/inbox`, peer, liar, like, { privateKey: random })).status,
        );
      }
    };
    await Promise.all(Array.from({ length: 20 }, (_, lanes) => lane(lanes)));
    return statuses;
  }
  const follows = async (server: Peer, person: Person) =>
    (
      await sendTo(
        `${tocsin.origin}/inbox`,
        server,
        person,
        activityOf(person, "Follow", { object: groupId(tocsin.origin) }),
      )
    ).status;

  it("A23. forged signatures do not keep the new accounts of a host out, whether they name accounts that exist or not", async () => {
    const crowd = await startCrowd({ network: "127.4", hosts: 1, peopleOfHost: 0 });
    const [origin] = crowd.hosts;
    expect(await forge(origin!, 260, (at) => `../none/${at}`)).toEqual(new Set([401]));
    expect(await forge(origin!, 260, (at) => `real${at}`)).toEqual(new Set([401]));
    const id = `${origin}/users/new`;
    const newcomer = { id, keyId: `${id}#main-key`, inbox: `${id}/inbox`, document: {} };
    const { key } = crowd;
    expect(await follows({ ...peer, privateKey: key }, newcomer)).toBe(202);
    crowd.close();
  });

  it("A23. nor, in the name of however many hosts, those of hosts where somebody follows us", async () => {
    const known = "known.test";
    const policy = {
      severityOf: () => Promise.resolve(undefined),
      isKnown: (host: string) => Promise.resolve(host === known),
    };
    const { allow, charge } = createKeyBudgets(policy);
    const keyAt = (host: string) => `https://${host}/users/u#main-key`;
    for (let at = 0; at < 700; at++) await charge(keyAt(`h${at}.flood.test`), "vain");
    // Those below one domain have an end, and nobody else has it with them.
    expect([await allow(keyAt("h1.flood.test")), await allow(keyAt("new.test"))]).toEqual([false, true]);
    for (let at = 0; at < 3000; at++) await charge(keyAt(`h${at}.test`), "vain");
    expect([await allow(keyAt("new.test")), await allow(keyAt(known))]).toEqual([false, true]);
  });

  it("A23. what is not signed does not use up the budget of whom it names", async () => {
    const inbox = `${tocsin.origin}/inbox`;
    const other = await startPeer();
    const victim = other.person("victim");
    const forged = { "content-type": "application/activity+json" };
    for (let at = 0; at < 150; at++) {
      await post(inbox, JSON.stringify(activityOf(victim, "Like", { object: "http://127.0.0.1/x" })), forged);
    }
    const follow = JSON.stringify(activityOf(victim, "Follow", { object: groupId(tocsin.origin) }));
    const signing = { keyId: victim.keyId, privateKey: other.privateKey };
    expect((await post(inbox, follow, signedHeaders(new URL(inbox), follow, signing))).status).toBe(202);
    await other.close();
  });
});
