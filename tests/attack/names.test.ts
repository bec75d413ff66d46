import { Resolver } from "node:dns/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createResolve, NameUnanswered } from "../../src/federation/resolve.ts";
import { countFollowers } from "../../src/store/followers.ts";
import { groupId } from "../../src/text/address.ts";
import { activityOf, sendTo } from "../support/inbox.ts";
import { type Peer, type Person, startPeer } from "../support/peer.ts";
import { startTocsin, type Tocsin, until } from "../support/tocsin.ts";

let tocsin: Tocsin;
let peer: Peer;
const asked = new Set<string>();

/** Names that end in ".slow" have servers that never answer; those in ".well" are here. */
async function answer(name: string): Promise<string[]> {
  asked.add(name);
  if (name.endsWith(".slow")) await new Promise(() => {});
  if (name.endsWith(".well")) return ["127.0.0.1"];
  throw Object.assign(new Error(`no ${name}`), { code: "ENOTFOUND" });
}

const nothing = (name: string) => answer(name).then(() => []);

beforeAll(async () => {
  vi.spyOn(Resolver.prototype, "resolve4").mockImplementation(answer as typeof Resolver.prototype.resolve4);
  vi.spyOn(Resolver.prototype, "resolve6").mockImplementation(nothing as typeof Resolver.prototype.resolve6);
  [tocsin, peer] = await Promise.all([startTocsin(), startPeer()]);
});
afterAll(async () => {
  await Promise.all([tocsin.stop(), peer.close()]);
  vi.restoreAllMocks();
});

/** Somebody of the peer, under a name that has to be looked up. */
function named(name: string, host: string): Person {
  const { document } = peer.person(name);
  const there = JSON.parse(
    JSON.stringify(document).replaceAll(peer.host, `${host}:${new URL(peer.origin).port}`),
  ) as Record<string, unknown>;
  const id = String(there["id"]);
  peer.documents.set(new URL(id).pathname, there);
  return { id, keyId: `${id}#main-key`, inbox: `${id}/inbox`, document: there };
}

const follow = (person: Person) =>
  sendTo(
    `${tocsin.origin}/inbox`,
    peer,
    person,
    activityOf(person, "Follow", { object: groupId(tocsin.origin) }),
  );

describe("names whose servers never answer", () => {
  it(
    "hold up neither a newcomer nor what is delivered, and are asked for again later",
    { timeout: 60_000 },
    async () => {
      const hanging = Promise.all(
        Array.from({ length: 200 }, (_, at) => follow(named(`eve${at}`, `host${at}.slow`))),
      );
      await until("many are asked for", () => asked.size >= 200);
      expect((await follow(named("ada", "honest.well"))).status).toBe(202);
      expect(await countFollowers(tocsin.sql)).toBe(1);
      await until("the answer to the newcomer", () =>
        peer.delivered.some(({ activity }) => activity.type === "Accept"),
      );
      // Not 401: whether the key is that of its owner is not known, and an honest sender tries again.
      expect(new Set((await hanging).map(({ status }) => status))).toEqual(new Set([429]));
    },
  );

  it("are given up, and told from names that nobody has", async () => {
    const resolve = createResolve();
    await expect(resolve("host.slow")).rejects.toThrow(NameUnanswered);
    await expect(resolve("nobody.example")).rejects.toThrow("no nobody.example");
    expect(await resolve("ada.well")).toEqual([{ address: "127.0.0.1", family: 4 }]);
  });
});

it("this machine's own name is asked of nobody", async () => {
  asked.clear();
  expect(await createResolve()("localhost")).toContainEqual({ address: "127.0.0.1", family: 4 });
  expect(asked.size).toBe(0);
});
