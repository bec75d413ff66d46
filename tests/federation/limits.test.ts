import { once } from "node:events";
import { Resolver } from "node:dns/promises";
import http from "node:http";
import type net from "node:net";
import { type Agent, MockAgent } from "undici";
import { afterAll, beforeAll, describe, expect, it, type MockInstance, vi } from "vitest";
import { type Client, createClient } from "../../src/federation/client.ts";
import { download } from "../../src/federation/download.ts";
import { checkUrl, isPublicAddress, RefusedAddress } from "../../src/federation/network.ts";
import { readSecretKey } from "../../src/store/secret.ts";
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

describe("A17. no request into the private network", () => {
  it.each([
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2001::1",
    "2001:db8::1",
    "fc00::1",
    "fd12::1",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "100::1",
    "3fff::1",
    "not an address",
    "localhost",
  ])("%s is not public", (address) => expect(isPublicAddress(address)).toBe(false));

  it.each(["1.1.1.1", "8.8.8.8", "93.184.215.14", "172.32.0.1", "2606:4700::1111", "2a00:1450::1"])(
    "%s is public",
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  it.each([
    "http://example.org/",
    "file:///etc/passwd",
    "data:text/plain,x",
    "ftp://example.org/",
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://[::ffff:10.0.0.1]/",
    "https://user@example.org/",
    "https://example.org./",
    "https://example.org.:8443/",
  ])("%s is refused before a connection", (address) => {
    expect(() => checkUrl(new URL(address), false)).toThrow(RefusedAddress);
  });

  it("a name that resolves into the private network is refused when the connection is made", async () => {
    const strict = clientOf({ allowPrivateAddress: false });
    await expect(strict.fetchJson("https://localhost:1/x", "application/json")).rejects.toThrow(
      "no public address",
    );
    await strict.close();
  });

  it("so is one all of whose addresses, of both kinds, are private", async () => {
    const resolve4 = vi.spyOn(Resolver.prototype, "resolve4") as unknown as MockInstance<
      () => Promise<string[]>
    >;
    const resolve6 = vi.spyOn(Resolver.prototype, "resolve6") as unknown as MockInstance<
      () => Promise<string[]>
    >;
    resolve4.mockResolvedValue(["10.0.0.1", "127.0.0.1"]);
    resolve6.mockResolvedValue(["fd00::1", "::ffff:127.0.0.1"]);
    const strict = clientOf({ allowPrivateAddress: false });
    await expect(strict.fetchJson("https://inside.example:1/x", "application/json")).rejects.toThrow(
      "inside.example has no public address",
    );
    expect(resolve4).toHaveBeenCalledWith("inside.example");
    await strict.close();
    vi.restoreAllMocks();
  });
});

it.each([
  "https://127.0.0.1/secret",
  "https://[::1]/secret",
  "http://public.example/secret",
  "https://public.example./",
])("A17. a redirect to %s is not followed", async (location) => {
  const agent = new MockAgent();
  agent.disableNetConnect();
  agent.get("https://public.example").intercept({ path: "/x" }).reply(302, "", { headers: { location } });
  const { origin, pathname } = new URL(location);
  agent.get(origin).intercept({ path: pathname }).reply(200, "reached");
  const config = { ...tocsin.config, allowPrivateAddress: false };
  const fetching = { agent: agent as unknown as Agent, config, signer: undefined };
  await expect(download(fetching, "https://public.example/x", "*/*")).rejects.toThrow(RefusedAddress);
});

function clientOf(change: { allowPrivateAddress: boolean }): Client {
  const secret = readSecretKey(tocsin.config.secretKeyFile);
  return createClient({ sql: tocsin.sql, config: { ...tocsin.config, ...change }, secret });
}

describe("A18. a remote answer is small and quick", () => {
  let server: http.Server;
  let origin: string;
  let client: Client;
  const type = { "content-type": "application/activity+json" };

  beforeAll(async () => {
    client = clientOf({ allowPrivateAddress: true });
    server = http.createServer((request, response) => {
      const url = new URL(request.url!, "http://x");
      if (url.pathname === "/endless") {
        response.writeHead(200, type);
        const timer = setInterval(() => response.write(" ".repeat(65_536)), 1);
        response.on("close", () => clearInterval(timer));
      } else if (url.pathname === "/drip") {
        response.writeHead(200, type);
        const timer = setInterval(() => response.write(" "), 500);
        response.on("close", () => clearInterval(timer));
      } else if (url.pathname.startsWith("/hop/")) {
        const left = Number(url.pathname.slice(5));
        if (left > 0) response.writeHead(302, { location: `/hop/${left - 1}` }).end();
        else response.writeHead(200, type).end(JSON.stringify({ id: `${origin}/hop/0`, type: "Note" }));
      } else if (url.pathname === "/page") {
        response.writeHead(200, { "content-type": "text/html" }).end("{}");
      } else if (url.pathname === "/stolen") {
        response
          .writeHead(200, type)
          .end(JSON.stringify({ id: "https://elsewhere.example/note", type: "Note" }));
      } else if (url.pathname === "/claimed") {
        response.writeHead(302, { location: `${peer.origin}/claims` }).end();
      } else if (url.pathname === "/away") {
        response.writeHead(302, { location: `${peer.origin}/users/ada` }).end();
      } else response.writeHead(404).end();
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    origin = `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`;
  });
  afterAll(async () => {
    await client.close();
    server.closeAllConnections();
    server.close();
  });

  it("an endless answer is cut off at 1 MiB", async () => {
    await expect(client.fetchDocument(`${origin}/endless`)).rejects.toThrow("longer than");
  });
  it("an answer that drips is given up after 10 seconds in all", { timeout: 30_000 }, async () => {
    const start = Date.now();
    await expect(client.fetchDocument(`${origin}/drip`)).rejects.toThrow("timeout");
    expect(Date.now() - start).toBeLessThan(20_000);
  });
  it("three redirects are followed, four are not", async () => {
    expect(await client.fetchDocument(`${origin}/hop/3`)).toMatchObject({ id: `${origin}/hop/0` });
    await expect(client.fetchDocument(`${origin}/hop/4`)).rejects.toThrow("redirects more than");
  });
  it("A8. what is not of an ActivityPub media type is not read as ActivityPub", async () => {
    await expect(client.fetchDocument(`${origin}/page`)).rejects.toThrow("not ActivityPub");
  });
  it("A10. a document that claims an id of another origin is refused, also after a redirect", async () => {
    await expect(client.fetchDocument(`${origin}/stolen`)).rejects.toThrow("says it is");
    expect(await client.fetchDocument(`${origin}/away`)).toMatchObject({ id: ada.id });
  });
  it("A10. what another origin says in the name of the one that led to it is refused", async () => {
    peer.redirects.set("/lure", `${origin}/hop/0`);
    await expect(client.fetchDocument(`${peer.origin}/lure`)).resolves.toMatchObject({
      id: `${origin}/hop/0`,
    });
    peer.documents.set("/claims", { id: `${origin}/claimed`, type: "Note" });
    await expect(client.fetchDocument(`${origin}/claimed`)).rejects.toThrow("says it is");
  });
  it("every fetch is signed by the instance actor", async () => {
    const requests: http.IncomingHttpHeaders[] = [];
    server.on("request", (request) => requests.push(request.headers));
    await client.fetchDocument(`${origin}/hop/0`);
    expect(requests[0]!["signature"]).toContain(`keyId="${tocsin.origin}/actors/instance#main-key"`);
  });
});

describe("A19. a deep or wide document is refused before it is interpreted", () => {
  const follow = () => activityOf(ada, "Follow", { object: groupId(tocsin.origin) });
  const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
  const withExtra = (extra: string) => JSON.stringify(follow()).replace(/}$/, `,"extra":${extra}}`);

  it("a document of 22 KB and depth 1,000 gets 400", async () => {
    expect((await sendTo(inbox, peer, ada, withExtra(nested(11_000)))).status).toBe(400);
  });
  it("depth 32 passes and 33 does not", async () => {
    expect((await sendTo(inbox, peer, ada, withExtra(nested(31)))).status).toBe(202);
    expect((await sendTo(inbox, peer, ada, withExtra(nested(32)))).status).toBe(400);
  });
  it("brackets in strings are text", async () => {
    expect((await sendTo(inbox, peer, ada, withExtra(JSON.stringify(`\\"${"[".repeat(100)}`)))).status).toBe(
      202,
    );
  });
  it("1,000 items pass and 1,001 do not", async () => {
    const items = (count: number) => JSON.stringify(Array.from({ length: count }, () => 1));
    expect((await sendTo(inbox, peer, ada, withExtra(items(1000)))).status).toBe(202);
    expect((await sendTo(inbox, peer, ada, withExtra(items(1001)))).status).toBe(400);
  });
  it("100 tags pass and 101 do not", async () => {
    const tags = (count: number) => ({
      ...follow(),
      tag: Array.from({ length: count }, () => ({ type: "Hashtag" })),
    });
    expect((await sendTo(inbox, peer, ada, tags(100))).status).toBe(202);
    expect((await sendTo(inbox, peer, ada, tags(101))).status).toBe(400);
  });
  it("more than 256 KiB gets 413, whether its length is told or not", async () => {
    const body = withExtra(JSON.stringify("x".repeat(256 * 1024)));
    expect((await sendTo(inbox, peer, ada, body)).status).toBe(413);
    const headers = signedHeaders(new URL(inbox), body, { keyId: ada.keyId, privateKey: peer.privateKey });
    expect((await post(inbox, body, { ...headers, "transfer-encoding": "chunked" })).status).toBe(413);
  });
});

describe("A20. JSON-LD is never expanded", () => {
  it("an unknown context is not fetched", async () => {
    const before = peer.fetched.length;
    const activity = {
      ...activityOf(ada, "Follow", { object: groupId(tocsin.origin) }),
      "@context": [`${peer.origin}/context`],
    };
    expect((await sendTo(inbox, peer, ada, activity)).status).toBe(202);
    expect(peer.fetched.slice(before).filter((path) => path.includes("context"))).toEqual([]);
  });
  it.each(["@graph", "@reverse", "@included"])("A7. %s is refused", async (key) => {
    const activity = activityOf(ada, "Follow", { object: groupId(tocsin.origin), [key]: [] });
    expect((await sendTo(inbox, peer, ada, activity)).status).toBe(400);
  });
  it("A7. a Linked Data signature counts for nothing", async () => {
    const signature = { type: "RsaSignature2017", creator: ada.keyId, signatureValue: "AAAA" };
    const body = JSON.stringify(activityOf(ada, "Follow", { object: groupId(tocsin.origin), signature }));
    expect((await post(inbox, body, { "content-type": "application/activity+json" })).status).toBe(401);
  });
});

describe("what is no activity at all", () => {
  it.each([
    ["broken JSON", "{"],
    ["a list", "[]"],
    ["null", "null"],
    ["no actor", '{"id":"https://a.example/1","type":"Like"}'],
    [
      "two actors",
      '{"id":"https://a.example/1","type":"Like","actor":["https://a.example/a","https://a.example/b"]}',
    ],
    ["numbers for ids", '{"id":1,"type":"Like","actor":2}'],
  ])("%s gets 400", async (_, body) => {
    expect((await post(inbox, body, { "content-type": "application/activity+json" })).status).toBe(400);
  });
  it("another media type gets 415, another method 405", async () => {
    expect((await post(inbox, "{}", { "content-type": "application/json" })).status).toBe(415);
    expect((await fetch(inbox)).status).toBe(405);
  });
});
