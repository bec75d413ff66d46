import crypto from "node:crypto";
import { once } from "node:events";
import http from "node:http";
import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { countFollowers } from "../../src/store/followers.ts";
import { groupId } from "../../src/text/address.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { activityOf, noteBy, sendTo } from "../support/inbox.ts";
import { type Browsing, signIn, writtenPost } from "../support/member.ts";
import { type Peer, startPeer } from "../support/peer.ts";
import { eventually } from "../support/process.ts";
import { type ProbedServer, startProbed } from "../support/probed.ts";

let database: TestDatabase;
let server: ProbedServer;
let peer: Peer;
let member: Browsing;
let inbox: string;

beforeAll(async () => {
  database = await testDatabase();
  [server, peer] = await Promise.all([startProbed(database.url), startPeer()]);
  member = await signIn(server.origin, server.sql);
  inbox = `${server.origin}/inbox`;
});
afterAll(async () => {
  await Promise.all([server.stop(), peer.close()]);
  await database.drop();
});

/** Seconds that a member waits for one post to be published. */
async function publish(source: string): Promise<number> {
  const start = performance.now();
  expect((await member.post("/admin/posts", { ...writtenPost, source })).status).toBe(303);
  return (performance.now() - start) / 1000;
}

describe("A24. a thousand slow sockets", () => {
  const head = `POST /inbox HTTP/1.1\r\nhost: x\r\ncontent-type: application/activity+json\r\n`;
  const ways: [string, string][] = [
    ["x", head],
    ["x: y\r\n", head],
    [" ", `${head}content-length: 200000\r\n\r\n`],
    ["1\r\n \r\n", `${head}transfer-encoding: chunked\r\n\r\n`],
    ["", `${head}content-length: 200000\r\n\r\n${" ".repeat(150_000)}`],
  ];

  it(
    "A24. do not keep a member from publishing, and are closed in the end",
    { timeout: 120_000 },
    async () => {
      const { hostname, port } = new URL(server.origin);
      const before = (await server.probe()).rss;
      let open = 0;
      const sockets = Array.from({ length: 1000 }, (_, at) => {
        const [drop, start] = ways[at % ways.length]!;
        const socket = net.connect(Number(port), hostname);
        socket.on("connect", () => socket.write(start)).on("error", () => {});
        const timer = setInterval(() => drop && socket.writable && socket.write(drop), 1000);
        open++;
        socket.resume().once("close", () => {
          clearInterval(timer);
          open--;
        });
        return socket;
      });
      await sleep(1500);
      // A few may not get through the crush.
      expect(open).toBeGreaterThan(950);
      for (let post = 0; post < 5; post++) expect(await publish(`Slow ${post}`)).toBeLessThan(5);
      expect(open).toBeGreaterThan(900);
      expect((await server.probe()).rss - before).toBeLessThan(300);
      expect(await eventually(() => open === 0, 40_000)).toBe(true);
      for (const socket of sockets) socket.destroy();
    },
  );
});

describe("A24. servers that are slow to answer us", () => {
  const hosts = 40;
  const slow: http.Server[] = [];
  let slowPort = 0;

  beforeAll(async () => {
    for (let at = 0; at < hosts; at++) {
      // It takes the request, and says nothing.
      const one = http.createServer(() => {});
      one.listen(slowPort, `127.4.0.${at + 1}`);
      await once(one, "listening");
      slowPort = (one.address() as net.AddressInfo).port;
      slow.push(one);
    }
  });
  afterAll(() => {
    for (const one of slow) {
      one.closeAllConnections();
      one.close();
    }
  });

  it("A24. do not hold up what others send", { timeout: 90_000 }, async () => {
    const ada = peer.person("ada");
    const hanging = slow.flatMap((_, host) =>
      Array.from({ length: 10 }, (_, user) => {
        const id = `http://127.4.0.${host + 1}:${slowPort}/users/${user}`;
        const person = { id, keyId: `${id}#main-key`, inbox: `${id}/inbox`, document: {} };
        return sendTo(inbox, peer, person, activityOf(person, "Follow", { object: groupId(server.origin) }));
      }),
    );
    await sleep(500);
    const start = performance.now();
    const sent = await sendTo(
      inbox,
      peer,
      ada,
      activityOf(ada, "Follow", { object: groupId(server.origin) }),
    );
    expect(sent.status).toBe(202);
    expect(performance.now() - start).toBeLessThan(5000);
    expect(await publish("While they wait")).toBeLessThan(5);
    expect(await countFollowers(server.sql)).toBe(1);
    const answers = await Promise.all(hanging);
    // The key cannot be had, or too many wait for keys already.
    expect(answers.filter(({ status }) => status !== 401 && status !== 429)).toEqual([]);
  });

  it("A24. nor do the bare ids that a signed activity makes us fetch", { timeout: 90_000 }, async () => {
    const hanging = slow.slice(0, 20).map(async (_, host) => {
      // Its actor can be had, once; what it wrote cannot.
      const origin = `http://127.4.0.${host + 1}:${slowPort}`;
      const id = `${origin}/users/eve`;
      const person = { id, keyId: `${id}#main-key`, inbox: `${id}/inbox`, document: {} };
      await knows(person.id, person.keyId);
      const note = noteBy(person, {})["id"];
      return sendTo(inbox, peer, person, activityOf(person, "Create", { object: note }));
    });
    await sleep(1000);
    const start = performance.now();
    const bob = peer.person("bob");
    expect(
      (await sendTo(inbox, peer, bob, activityOf(bob, "Follow", { object: groupId(server.origin) }))).status,
    ).toBe(202);
    expect(performance.now() - start).toBeLessThan(5000);
    expect(new Set((await Promise.all(hanging)).map(({ status }) => status))).toEqual(new Set([429]));
  });

  /** The server has met this actor before. */
  async function knows(id: string, keyId: string): Promise<void> {
    const pem = crypto.createPublicKey(peer.privateKey).export({ type: "spki", format: "pem" }).toString();
    await server.sql`
      insert into actor (id, host, type, preferred_username, url, inbox)
      values (${id}, ${new URL(id).host}, 'Person', 'eve', ${id}, ${`${id}/inbox`})`;
    await server.sql`insert into actor_key (id, actor_id, public_key_pem) values (${keyId}, ${id}, ${pem})`;
  }
});
