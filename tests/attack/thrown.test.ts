import crypto from "node:crypto";
import { once } from "node:events";
import net from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { groupId } from "../../src/text/address.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { activityOf, noteBy, sendTo } from "../support/inbox.ts";
import { type Peer, type Person, startPeer } from "../support/peer.ts";
import { type ProbedServer, startProbed } from "../support/probed.ts";

let database: TestDatabase;
let server: ProbedServer;
let peer: Peer;
let ada: Person;
let inbox: string;

beforeAll(async () => {
  database = await testDatabase();
  server = await startProbed(database.url);
  inbox = `${server.origin}/inbox`;
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});
// A server of its own for each test, at an address of its own: together they would use up its budget.
let last = 1;
beforeEach(async () => {
  last += 1;
  peer = await startPeer({ address: `127.3.0.${last}` });
  ada = peer.person("ada");
});
afterEach(() => peer.close());

/** Sends bytes as they are, and gives the status that comes back; 0 where the connection is closed without one. */
async function raw(bytes: string | Buffer, { cut = false } = {}): Promise<number> {
  const { hostname, port } = new URL(server.origin);
  const socket = net.connect(Number(port), hostname);
  let answer = "";
  socket.setEncoding("latin1").on("data", (text: string) => {
    answer += text;
    if (answer.includes("\r\n\r\n")) socket.end();
  });
  socket.on("error", () => {});
  socket.setTimeout(8000, () => socket.destroy());
  socket.write(bytes, () => cut && socket.destroy());
  await once(socket, "close");
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
}

const lives = async () => {
  expect(server.lives()).toBe(true);
  expect(
    (await fetch(`${server.origin}/actors/group`, { headers: { accept: "application/activity+json" } }))
      .status,
  ).toBe(200);
  expect(server.takeErrors()).toBe("");
};

describe("A21. nothing thrown escapes: HTTP", () => {
  const type = "content-type: application/activity+json\r\n";
  const head = (rest: string) => `POST /inbox HTTP/1.1\r\nhost: x\r\n${type}${rest}\r\n`;

  it.each<[string, string | Buffer, number[]]>([
    ["the method TRACE", "TRACE /inbox HTTP/1.1\r\nhost: x\r\n\r\n", [400, 405]],
    ["the method TRACE for an actor", "TRACE /actors/group HTTP/1.1\r\nhost: x\r\n\r\n", [400, 404, 405]],
    ["the method TRACE for a page", "TRACE / HTTP/1.1\r\nhost: x\r\n\r\n", [400, 404, 405]],
    ["the method CONNECT", "CONNECT x:443 HTTP/1.1\r\nhost: x\r\n\r\n", [0, 400, 405]],
    ["a method nobody knows", "FROB /inbox HTTP/1.1\r\nhost: x\r\n\r\n", [400]],
    ["no Host", `POST /inbox HTTP/1.1\r\n${type}content-length: 2\r\n\r\n{}`, [400]],
    ["no Host in HTTP/1.0", `POST /inbox HTTP/1.0\r\n${type}content-length: 2\r\n\r\n{}`, [400]],
    [
      "a Host that is none",
      `POST /inbox HTTP/1.1\r\nhost: a b/@\\\r\n${type}content-length: 2\r\n\r\n{}`,
      [400],
    ],
    [
      "an absolute target",
      `POST http://evil.example/inbox HTTP/1.1\r\nhost: x\r\n${type}content-length: 2\r\n\r\n{}`,
      [400],
    ],
    [
      "a target that is no path",
      `POST * HTTP/1.1\r\nhost: x\r\n${type}content-length: 2\r\n\r\n{}`,
      [400, 404],
    ],
    [
      "a broken escape in the path",
      "GET /p/%ff%0 HTTP/1.1\r\nhost: x\r\naccept: application/activity+json\r\n\r\n",
      [400, 404],
    ],
    [
      "a zero in the path",
      "GET /p/%00 HTTP/1.1\r\nhost: x\r\naccept: application/activity+json\r\n\r\n",
      [404, 422],
    ],
    ["a length that is a lie", `${head("content-length: 9\r\n")}{}GET / HTTP/1.1`, [400]],
    ["a length below zero", head("content-length: -1\r\n"), [400]],
    ["two lengths", `${head("content-length: 2\r\ncontent-length: 3\r\n")}{}`, [400]],
    ["a length and chunks", `${head("content-length: 2\r\ntransfer-encoding: chunked\r\n")}0\r\n\r\n`, [400]],
    ["chunks that are none", `${head("transfer-encoding: chunked\r\n")}zz\r\n{}\r\n`, [0, 400]],
    ["an encoding nobody knows", `${head("transfer-encoding: frob\r\n")}{}`, [0, 400, 501]],
    ["a zero in a header", head("x: a\0b\r\ncontent-length: 2\r\n"), [400]],
    ["headers of 20 KB", head(`x: ${"a".repeat(20_000)}\r\ncontent-length: 2\r\n`), [431]],
    ["3,000 headers", head(`${"x: y\r\n".repeat(2500)}content-length: 2\r\n`), [400, 431]],
    ["an expectation nobody knows", head("expect: frob\r\ncontent-length: 2\r\n"), [417]],
    ["HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", [0, 400, 505]],
    ["TLS", Buffer.from("160301020001000001fc0303", "hex"), [400]],
    ["noise", crypto.randomBytes(5000), [400]],
  ])("A21. %s", async (_, bytes, statuses) => {
    expect(statuses).toContain(await raw(bytes));
    await lives();
  });

  it.each([
    ["another media type", "content-type: text/plain\r\n", 415],
    ["more than is read", type, 413],
  ])(
    "A21. %s ends the connection, so that it does not end under a later request",
    async (_, header, status) => {
      const body = " ".repeat(300_000);
      const { hostname, port } = new URL(server.origin);
      const socket = net.connect(Number(port), hostname);
      let answer = "";
      socket.setEncoding("latin1").on("data", (text: string) => (answer += text));
      socket.write(
        `POST /inbox HTTP/1.1\r\nhost: x\r\n${header}content-length: ${body.length}\r\n\r\n${body}`,
      );
      await once(socket, "close");
      expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} [^]*connection: close`, "i"));
      await lives();
    },
  );

  it("A21. bodies that break off, at every step", async () => {
    const body = JSON.stringify(activityOf(ada, "Follow", { object: groupId(server.origin) }));
    const whole = `${head(`content-length: ${body.length}\r\n`)}${body}`;
    for (let at = 1; at < whole.length; at += 37)
      expect(await raw(whole.slice(0, at), { cut: true })).toBe(0);
    await lives();
  });

  it("A21. senders that leave before the answer", async () => {
    const body = JSON.stringify(activityOf(ada, "Follow", { object: groupId(server.origin) }));
    const whole = `${head(`content-length: ${body.length}\r\n`)}${body}`;
    const answers = await Promise.all(Array.from({ length: 50 }, () => raw(whole, { cut: true })));
    expect(answers).toHaveLength(50);
    await lives();
  });
});

describe("A21. nothing thrown escapes: documents", () => {
  const answered = async (activity: unknown, person = ada) =>
    (await sendTo(inbox, peer, person, activity)).status;
  const inNote = (rest: Record<string, unknown>) =>
    activityOf(ada, "Create", { object: noteBy(ada, { inReplyTo: server.posts[0], ...rest }) });

  it.each<[string, unknown]>([
    ["no method that texts have", { toString: 1, valueOf: 1 }],
    ["a prototype of its own", JSON.parse('{"__proto__":{"id":1},"constructor":1}')],
    ["a zero", "a\0b"],
    ["half a character", "\ud800"],
    ["an address with a zero", `http://127.0.0.1/\0`],
    ["an address of 5,000 letters", `http://127.0.0.1/${"x".repeat(5000)}`],
    ["a number beyond numbers", 1e308],
    ["a list of lists", [[[[null]]]]],
    ["a date beyond dates", "+275760-09-13T00:00:00.001Z"],
  ])("A21. %s, in every place of a reply", async (_, value) => {
    const whole = {
      ...noteBy(ada, { inReplyTo: server.posts[0] }),
      summary: "",
      name: "",
      url: "",
      updated: "",
      tag: [],
      contentMap: {},
      attachment: [],
      language: "",
    };
    for (const key of Object.keys(whole)) {
      expect([202, 400]).toContain(await answered(inNote({ [key]: value })));
      expect([202, 400]).toContain(await answered(inNote({ [key]: [value, { [key]: value }] })));
    }
    for (const type of [
      "Follow",
      "Undo",
      "Like",
      "Announce",
      "Delete",
      "Update",
      "Block",
      "Flag",
      "Accept",
      "Move",
      "Add",
    ]) {
      expect([202, 400, 429]).toContain(
        await answered(activityOf(ada, type, { object: value, target: value, content: value })),
      );
    }
    await lives();
  });

  it("A21. ids of the greatest length, which an index of the database just holds", async () => {
    const letters = crypto.randomBytes(4000).toString("base64url");
    const long = (start: string) => (start + letters).slice(0, 1200);
    const eve = peer.person("eve", {});
    const id = long(`${peer.origin}/users/`);
    const inboxOf = long(`${peer.origin}/inboxes/`);
    const key = { ...(eve.document["publicKey"] as object), id: `${peer.origin}/keys/eve`, owner: id };
    const document = { ...eve.document, id, inbox: inboxOf, publicKey: key, endpoints: {} };
    peer.documents.set(new URL(id).pathname, document);
    peer.documents.set("/keys/eve", key);
    const longEve = { id, keyId: key.id, inbox: inboxOf, document };
    for (const [type, object] of [
      ["Follow", groupId(server.origin)],
      ["Like", server.posts[0]],
      ["Create", noteBy(longEve, { id: long(`${peer.origin}/notes/`), inReplyTo: server.posts[0] })],
      ["Flag", [groupId(server.origin), long("http://127.0.0.1/")]],
    ] as const) {
      const activity = { ...activityOf(longEve, type, { object }), id: long(`${peer.origin}/${type}/`) };
      expect(await answered(activity, longEve)).toBe(202);
    }
    expect(
      await answered({ ...activityOf(longEve, "Like", {}), id: `${long(`${peer.origin}/`)}x` }, longEve),
    ).toBe(400);
    await lives();
  });

  it.each<[string, unknown]>([
    [
      "an EC key",
      crypto
        .generateKeyPairSync("ec", { namedCurve: "P-256" })
        .publicKey.export({ type: "spki", format: "pem" }),
    ],
    [
      "an Ed25519 key",
      crypto.generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "pem" }),
    ],
    ["a text", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"],
    ["nothing", ""],
    ["a zero", "-----BEGIN PUBLIC KEY-----\0"],
    ["a megabyte", "A".repeat(900_000)],
    ["a list", ["x"]],
  ])("A21. a key that is %s", async (name, publicKeyPem) => {
    const id = `${peer.origin}/users/key-${encodeURIComponent(name).replaceAll("%20", "-")}`;
    const person = peer.person(id.split("/").at(-1)!);
    person.document["publicKey"] = { id: person.keyId, owner: person.id, publicKeyPem };
    expect(await answered(activityOf(person, "Follow", { object: groupId(server.origin) }), person)).toBe(
      401,
    );
    await lives();
  });

  it.each<[string, Record<string, unknown>]>([
    [
      "zeros everywhere",
      { name: "\0", preferredUsername: "a\0b", url: "http://127.0.0.1/\0", icon: { url: "\0" } },
    ],
    ["no name", { preferredUsername: "", name: null }],
    ["an inbox elsewhere", { inbox: "http://127.0.0.2/inbox" }],
    ["no inbox", { inbox: { toString: 1 } }],
    [
      "aliases without end",
      { alsoKnownAs: Array.from({ length: 20_000 }, (_, at) => `http://127.0.0.1/${at}`) },
    ],
    ["keys without end", { publicKey: Array.from({ length: 5000 }, () => ({ id: "x", publicKeyPem: "y" })) }],
    [
      "itself in itself",
      { endpoints: { sharedInbox: { id: { id: "x" } } }, icon: [[[]]], url: [{ href: { href: 1 } }] },
    ],
  ])("A21. an actor with %s", async (name, rest) => {
    const person = peer.person(`odd-${name.replaceAll(" ", "-")}`, rest);
    expect([202, 401]).toContain(
      await answered(activityOf(person, "Like", { object: server.posts[0] }), person),
    );
    await lives();
  });
});
