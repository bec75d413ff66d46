import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addBlock } from "../../src/store/blocks.ts";
import { withdrawPost } from "../../src/store/posts.ts";
import { groupId, postUrl } from "../../src/text/address.ts";
import { type Peer, startPeer } from "../support/peer.ts";
import { startTocsin, type Tocsin, until } from "../support/tocsin.ts";
import { publishPost } from "../support/written.ts";
import { openPublicSite, type PublicSite } from "./public-site.ts";

let tocsin: Tocsin;
let post: string;
const peers: Peer[] = [];

const fep = (name: string) => `https://w3id.org/fep/3b86/${name}`;
const subscribe = "http://ostatus.org/schema/1.0/subscribe";
const text = { name: "Day <fifty>", source: "Text", summary: "", language: "en", tags: [], pictures: [] };

beforeAll(async () => {
  tocsin = await startTocsin({ worker: false });
  post = (await publishPost(tocsin.sql, { ...text, type: "Note", pinned: false })).id;
});
afterAll(async () => {
  await tocsin.stop();
  await Promise.all(peers.map((peer) => peer.close()));
});

/** A server whose WebFinger says these links of ada. */
async function startServer(
  templates: Record<string, string>,
  more: Record<string, unknown> = {},
): Promise<Peer> {
  const peer = await startPeer();
  peers.push(peer);
  const links = Object.entries(templates).map(([rel, template]) => ({
    rel,
    template: template.replace("HOST", peer.origin),
  }));
  const resource = encodeURIComponent(`acct:ada@${peer.host}`);
  peer.documents.set(`/.well-known/webfinger?resource=${resource}`, { links, ...more });
  return peer;
}

interface Sending {
  path?: string;
  account: string;
  remember?: boolean;
  headers?: Record<string, string>;
}

/** Sends the form as a browser does from our own page. */
function send({ path = "/follow", account, remember = false, headers = {} }: Sending): Promise<Response> {
  const body = new URLSearchParams({ account, ...(remember && { remember: "on" }) });
  return fetch(tocsin.origin + path, {
    method: "POST",
    headers: { origin: tocsin.origin, ...headers },
    body,
  });
}

/** Where the answer's one link out leads, decoded as a browser would. */
async function leadsTo(response: Response): Promise<string | undefined> {
  const page = await response.text();
  return /<a class="go-on" href="([^"]+)"/.exec(page)?.[1]!.replaceAll("&amp;", "&");
}

describe("a visitor who names their account", () => {
  test("is led to where their server takes a follow", async () => {
    const { origin, host } = await startServer({
      [fep("Follow")]: "HOST/intents/follow?id={object}&x={on-success}",
    });
    const response = await send({ account: `@ada@${host}` });
    expect(response.status).toBe(200);
    const id = encodeURIComponent(groupId(tocsin.origin));
    expect(await leadsTo(response)).toBe(`${origin}/intents/follow?id=${id}&x=`);
  });

  test.each([
    ["reply", "Create", "{inReplyTo}"],
    ["boost", "Announce", "{object}"],
    ["like", "Like", "{object}"],
  ])("is led to where it takes a %s of a post", async (intent, name, place) => {
    const { origin, host } = await startServer({
      [subscribe]: "HOST/authorize_interaction?uri={uri}",
      [fep(name)]: `HOST/intents/${name}?at=${place}`,
    });
    const response = await send({ path: `/follow/${intent}/${post}`, account: `ada@${host}` });
    const at = encodeURIComponent(postUrl(tocsin.origin, post));
    expect(await leadsTo(response)).toBe(`${origin}/intents/${name}?at=${at}`);
  });

  test("is led to where Mastodon opens anything, when it knows no more", async () => {
    const { origin, host } = await startServer({
      [subscribe]: "HOST/authorize_interaction?uri={uri}",
      // It can begin a new post and no answer: that is not what was asked.
      [fep("Create")]: "HOST/share?text={content}",
    });
    const response = await send({ path: `/follow/reply/${post}`, account: `ada@${host}` });
    const uri = encodeURIComponent(postUrl(tocsin.origin, post));
    expect(await leadsTo(response)).toBe(`${origin}/authorize_interaction?uri=${uri}`);
  });

  test("may name the server alone, which is asked about its own account", async () => {
    const peer = await startServer({});
    const resource = encodeURIComponent(`acct:127.0.0.1@${peer.host}`);
    peer.documents.set(`/.well-known/webfinger?resource=${resource}`, {
      links: [{ rel: subscribe, template: `${peer.origin}/go?uri={uri}` }],
    });
    expect(await leadsTo(await send({ account: peer.host }))).toMatch(/\/go\?uri=http/);
  });

  test("may have a name of another host than the server, when WebFinger says so", async () => {
    const other = await startServer({});
    const { host } = await startServer(
      { [subscribe]: `${other.origin}/go?uri={uri}` },
      { subject: `acct:ada@${other.host}` },
    );
    expect(await leadsTo(await send({ account: `@ada@${host}` }))).toMatch(`${other.origin}/go?uri=`);
  });
});

describe("a server's answer", () => {
  test.each([
    "https://evil.example/?uri={uri}",
    "javascript:alert({uri})",
    "http://someone:secret@127.0.0.1/?uri={uri}",
    "HOST.evil.example/?uri={uri}",
    "//evil.example/{uri}",
    "HOST/without-a-place",
    "",
  ])("that leads to %s is not followed", async (template) => {
    const { host } = await startServer({ [subscribe]: template });
    const response = await send({ account: `@ada@${host}` });
    expect(response.status).toBe(422);
    const page = await response.text();
    expect(page).not.toContain("go-on");
    expect(page).not.toMatch(/evil|javascript:|secret/);
    expect(page).toContain("does not say where it takes this");
    expect(page).toContain(`<code class="copy">@solidarity@`);
  });

  test("cannot break out of the page", async () => {
    const { host } = await startServer({ [subscribe]: `HOST/"><script>alert(1)</script>?uri={uri}` });
    const page = await (await send({ account: `@ada@${host}` })).text();
    expect(page).toContain("go-on");
    expect(page).not.toContain("<script");
  });

  test("that is none is told as such, with the way by hand", async () => {
    const peer = await startServer({});
    const unknown = await send({ account: `@nobody@${peer.host}` });
    expect([unknown.status, await unknown.text()]).toEqual([
      422,
      expect.stringContaining("does not know this account"),
    ]);
    const silent = await send({ account: "@ada@127.0.0.1:9", path: `/follow/like/${post}` });
    const page = await silent.text();
    expect(page).toContain("did not answer");
    const address = `<code class="copy">${postUrl(tocsin.origin, post)}</code>`;
    expect(page.replaceAll("<wbr />", "")).toContain(address);
    expect(page).toContain('value="@ada@127.0.0.1:9"');
  });

  test("is not waited for on a machine that is not public", async () => {
    const site: PublicSite = await openPublicSite();
    const peer = await startServer({ [subscribe]: "HOST/?uri={uri}" });
    const body = new URLSearchParams({ account: `@ada@${peer.host}` });
    const headers = { origin: site.config.origin };
    const response = await site.app.request("/follow", { method: "POST", headers, body });
    expect([response.status, peer.fetched]).toEqual([422, []]);
    await site.close();
  });
});

describe("the form", () => {
  test("refuses what is no account, what is too long, and what comes from another site", async () => {
    for (const account of ["", "ada", "<script>alert(1)</script>", "@".repeat(5000)]) {
      const response = await send({ account });
      const page = await response.text();
      expect([account, response.status]).toEqual([account, 422]);
      expect(page).not.toContain("<script>");
    }
    for (const origin of ["https://evil.example", "null"]) {
      expect((await send({ account: "@ada@quay.example", headers: { origin } })).status).toBe(403);
    }
  });

  test("speaks the visitor's language, if it can", async () => {
    const french = await fetch(`${tocsin.origin}/follow`, { headers: { "accept-language": "fr" } });
    const page = await french.text();
    expect(page).toContain('<html lang="fr"');
    expect(page).toContain("Nous suivre</h1>");
    const { headers } = french;
    expect(headers.get("cache-control")).toBe("private, no-store");
  });

  test("is there for every post that is, under the post's own address too", async () => {
    const gone = (await publishPost(tocsin.sql, { ...text, type: "Note", pinned: false })).id;
    await withdrawPost(tocsin.sql, gone);
    for (const intent of ["reply", "boost", "like"]) {
      const short = await fetch(`${tocsin.origin}/p/${post}/${intent}`, { redirect: "manual" });
      expect([short.status, short.headers.get("location")]).toEqual([301, `/follow/${intent}/${post}`]);
      const page = await (await fetch(`${tocsin.origin}/follow/${intent}/${post}`)).text();
      expect(page).toContain("Day &lt;fifty&gt;");
      expect(page).toContain('<meta name="robots" content="noindex"');
      expect((await fetch(`${tocsin.origin}/follow/${intent}/${gone}`)).status).toBe(404);
    }
    expect((await fetch(`${tocsin.origin}/follow/delete/${post}`)).status).toBe(404);
  });

  test("is led to by the home page, the menu and every post", async () => {
    const read = async (path: string) => (await fetch(tocsin.origin + path)).text();
    expect((await read("/")).match(/href="\/follow"/g)!.length).toBeGreaterThanOrEqual(2);
    const page = await read(`/p/${post}`);
    for (const intent of ["reply", "boost", "like"])
      expect(page).toContain(`href="/follow/${intent}/${post}"`);
    // Links to the profile's own part, which many have kept, still lead somewhere.
    expect(await read("/@solidarity")).toContain('id="follow"');
  });
});

describe("the visitor's server", () => {
  test("is not asked when the members have blocked it, and nobody learns that they have", async () => {
    const { host, fetched } = await startServer({ [subscribe]: "HOST/?uri={uri}" });
    await addBlock(tocsin.sql, "host", host);
    await until("the block holds", async () => {
      const before = fetched.length;
      const response = await send({ account: `@ada@${host}` });
      expect(await response.text()).not.toMatch(/block/i);
      return response.status === 422 && fetched.length === before;
    });
  });

  const cookieOf = (response: Response) => response.headers.getSetCookie().map((each) => each.split("; "));

  test("is remembered in their browser alone, for these forms alone, and only when they ask", async () => {
    const { host } = await startServer({ [subscribe]: "HOST/?uri={uri}" });
    expect(cookieOf(await send({ account: `@ada@${host}` }))).toEqual([]);
    const [cookie] = cookieOf(await send({ account: `@ada@${host}`, remember: true }));
    expect(cookie!.toSorted()).toEqual([
      "HttpOnly",
      "Max-Age=31536000",
      "Path=/follow",
      "SameSite=Strict",
      `server=${encodeURIComponent(host)}`,
    ]);
    const headers = { cookie: cookie![0]! };
    const page = await (await fetch(`${tocsin.origin}/follow/like/${post}`, { headers })).text();
    expect(page).toContain(`value="${host}"`);
    expect(page).toMatch(/name="remember"[^>]* checked/);
    const [forgotten] = cookieOf(await send({ account: `@ada@${host}`, headers }));
    expect(forgotten).toContain("Max-Age=0");
  });

  test("is not remembered when it is of no use, nor believed when it is nonsense", async () => {
    expect(cookieOf(await send({ account: "@ada@127.0.0.1:9", remember: true }))).toEqual([]);
    const headers = { cookie: 'server="><script>alert(1)</script>' };
    expect(await (await fetch(`${tocsin.origin}/follow`, { headers })).text()).not.toContain("<script");
  });
});

describe("the QR code", () => {
  test("is a picture whose bytes are those of its name, and is on the page with its words", async () => {
    const page = await (await fetch(`${tocsin.origin}/follow`)).text();
    expect(page).toMatch(/<img[^>]*src="\/qr\/solidarity\.svg"[^>]*alt="QR code of http[^"]*\/@solidarity"/);
    const response = await fetch(`${tocsin.origin}/qr/solidarity.svg`);
    expect(response.headers.get("content-type")).toBe("image/svg+xml");
    expect(response.headers.get("cache-control")).toContain("immutable");
    const [, width, side] = /viewBox="0 0 (\d+) \d+".*?width="(\d+)"/.exec(await response.text())!;
    expect(width).toBe(side);
    expect((await fetch(`${tocsin.origin}/qr/somebody.svg`)).status).toBe(404);
  });
});
