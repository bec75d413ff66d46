import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addPicture } from "../../src/store/pictures.ts";
import { withdrawPost } from "../../src/store/posts.ts";
import { putActor } from "../../src/store/actors.ts";
import { addFollower } from "../../src/store/followers.ts";
import { groupId, instanceId, postUrl } from "../../src/text/address.ts";
import { startTocsin, type Tocsin } from "../support/tocsin.ts";
import { editProfile, insertPost, publishPost } from "../support/written.ts";

let tocsin: Tocsin;
let host: string;
const text = { name: "", source: "Text", summary: "", language: "en", tags: [] as string[], pictures: [] };

beforeAll(async () => {
  tocsin = await startTocsin({ worker: false });
  host = new URL(tocsin.origin).host;
});
afterAll(() => tocsin.stop());

// oxlint-disable-next-line typescript/no-explicit-any -- documents are read as a peer would, without our types.
type Json = any;

async function get(
  address: string,
  accept = "application/activity+json",
): Promise<{ status: number; headers: Headers; json: Json }> {
  const response = await fetch(address.startsWith("/") ? tocsin.origin + address : address, {
    headers: { accept },
    redirect: "manual",
  });
  const body = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    json: body.startsWith("{") ? JSON.parse(body) : body,
  };
}

describe("the group actor", () => {
  it("is found by WebFinger, by handle and by actor id, and leads back to the one actor", async () => {
    for (const resource of [
      `acct:solidarity@${host}`,
      `acct:Solidarity@${host}`,
      `solidarity@${host}`,
      `@solidarity@${host}`,
      `acct:/@solidarity/@${host}`,
      `${tocsin.origin}/@solidarity/`,
      groupId(tocsin.origin),
      `${tocsin.origin}/@solidarity`,
    ]) {
      const { status, headers, json } = await get(
        `/.well-known/webfinger?resource=${encodeURIComponent(resource)}`,
      );
      expect(status).toBe(200);
      expect(headers.get("content-type")).toContain("application/jrd+json");
      expect(json.subject).toBe(`acct:solidarity@${host}`);
      const selves = json.links.filter((link: Json) => link.rel === "self");
      expect(selves).toEqual([
        { rel: "self", type: "application/activity+json", href: groupId(tocsin.origin) },
      ]);
    }
    expect((await get(`/.well-known/webfinger?resource=acct:nobody@${host}`)).status).toBe(404);
    expect((await get("/.well-known/webfinger?resource=acct:solidarity@elsewhere.example")).status).toBe(404);
    expect((await get("/.well-known/webfinger")).status).toBe(400);
  });

  it("the server itself leads to its instance actor (FEP-d556)", async () => {
    const { json } = await get(`/.well-known/webfinger?resource=${encodeURIComponent(`${tocsin.origin}/`)}`);
    expect(json.links).toEqual([
      {
        rel: "https://www.w3.org/ns/activitystreams#Service",
        type: "application/activity+json",
        href: instanceId(tocsin.origin),
      },
    ]);
  });

  it("describes itself with all that peers look for", async () => {
    const files = (name: string) => [
      {
        variant: "full" as const,
        name: `${name}.jpg`,
        mediaType: "image/jpeg",
        width: 400,
        height: 400,
        size: 9,
      },
      {
        variant: "small" as const,
        name: `${name}.webp`,
        mediaType: "image/webp",
        width: 200,
        height: 200,
        size: 5,
      },
    ];
    const picture = (name: string) =>
      addPicture(tocsin.sql, { width: 400, height: 400, blurhash: "x", files: files(name) });
    await editProfile(tocsin.sql, {
      name: "Channel Solidarity",
      description: "We *act*.",
      language: "en",
      fields: [
        { name: "Site", value: "https://group.example/" },
        { name: "Where", value: "The <harbour>" },
      ],
      accent: "#a3132b",
      discoverable: true,
      indexable: false,
      manuallyApprovesFollowers: false,
      postsPerPage: 20,
      quotes: "nobody",
      timeZone: "UTC",
      icon: await picture("icon"),
      iconDescription: "A raised fist",
      header: await picture("header"),
    });
    const { status, headers, json } = await get(groupId(tocsin.origin));
    expect(status).toBe(200);
    expect(headers.get("vary")).toContain("Accept");
    const id = groupId(tocsin.origin);
    expect(json).toMatchObject({
      id,
      type: "Organization",
      preferredUsername: "solidarity",
      name: "Channel Solidarity",
      summary: "<p>We <em>act</em>.</p>\n",
      inbox: `${id}/inbox`,
      outbox: `${id}/outbox`,
      followers: `${id}/followers`,
      following: `${id}/following`,
      featured: `${id}/featured`,
      featuredTags: `${id}/tags`,
      endpoints: { sharedInbox: `${tocsin.origin}/inbox` },
      url: `${tocsin.origin}/@solidarity`,
      icon: { type: "Image", url: `${tocsin.origin}/media/icon.jpg`, name: "A raised fist" },
      image: { type: "Image", url: `${tocsin.origin}/media/header.jpg` },
      discoverable: true,
      indexable: false,
      manuallyApprovesFollowers: false,
    });
    expect(json.attachment[0].value).toContain('href="https://group.example/"');
    expect(json.attachment[1].value).toBe("The &lt;harbour&gt;");
  });

  it("takes the pages of its own domain for its own, as Mastodon asks", async () => {
    const { json } = await get(groupId(tocsin.origin));
    expect(json.attributionDomains).toEqual([new URL(tocsin.origin).hostname]);
    const terms = Object.assign({}, ...json["@context"].filter((entry: Json) => typeof entry === "object"));
    expect(terms).toMatchObject({
      toot: "http://joinmastodon.org/ns#",
      attributionDomains: { "@id": "toot:attributionDomains", "@type": "@id" },
    });
    expect((await get(instanceId(tocsin.origin))).json.attributionDomains).toBeUndefined();
  });

  it("lists an RSA key of 2,048 bits and an Ed25519 key", async () => {
    const { json } = await get(groupId(tocsin.origin));
    const { createPublicKey } = await import("node:crypto");
    expect(json.publicKey).toMatchObject({
      id: `${groupId(tocsin.origin)}#main-key`,
      owner: groupId(tocsin.origin),
    });
    const key = createPublicKey(json.publicKey.publicKeyPem);
    expect(key.asymmetricKeyDetails).toMatchObject({ modulusLength: 2048 });
    const methods = [json.assertionMethod].flat();
    expect(methods).toHaveLength(2);
    expect(methods.every((method: Json) => method.type === "Multikey")).toBe(true);
    expect(methods[1].publicKeyMultibase).toMatch(/^z6Mk/);
  });

  it("sends people from its id to its page, and servers from its page to its id", async () => {
    const people = await get(groupId(tocsin.origin), "text/html");
    expect(people.headers.get("location")).toBe(`${tocsin.origin}/@solidarity`);
    const servers = await get("/@solidarity");
    expect(servers.headers.get("location")).toBe(groupId(tocsin.origin));
    expect(servers.headers.get("vary")).toContain("Accept");
  });

  it("has an instance actor of its own, with another key", async () => {
    const group = await get(groupId(tocsin.origin));
    const { json } = await get(instanceId(tocsin.origin));
    expect(json).toMatchObject({ type: "Application", id: instanceId(tocsin.origin) });
    expect(json.publicKey.publicKeyPem).not.toBe(group.json.publicKey.publicKeyPem);
    expect((await get(json.outbox)).json).toMatchObject({ totalItems: 0 });
    const { status, headers } = await get(instanceId(tocsin.origin), "text/html");
    expect([status, headers.get("location")]).toEqual([302, `${tocsin.origin}/`]);
  });
});

describe("what describes the server", () => {
  it("NodeInfo 2.1 counts the posts and answers that stand", async () => {
    await publishPost(tocsin.sql, { ...text, type: "Note", pinned: false });
    const { id } = await publishPost(tocsin.sql, { ...text, type: "Note", pinned: false });
    await withdrawPost(tocsin.sql, id);
    const links = await get("/.well-known/nodeinfo", "application/json");
    const { json } = await get(links.json.links[0].href, "application/json");
    expect(json).toMatchObject({
      version: "2.1",
      software: { name: "tocsin" },
      protocols: ["activitypub"],
      openRegistrations: false,
      usage: { users: { total: 1, activeMonth: 1, activeHalfyear: 1 }, localPosts: 1, localComments: 0 },
      metadata: { nodeName: "Channel Solidarity", nodeDescription: "We act." },
    });
  });

  it("host-meta says where WebFinger is", async () => {
    const { status, headers, json } = await get("/.well-known/host-meta");
    expect(status).toBe(200);
    expect(headers.get("content-type")).toContain("application/xrd+xml");
    expect(json).toContain(`${tocsin.origin}/.well-known/webfinger?resource={uri}`);
  });
});

describe("collections", () => {
  it("followers are counted and paged to the last", async () => {
    for (let at = 0; at < 95; at++) {
      const id = `https://peer${at}.example/users/a`;
      const keyless = {
        type: "Person",
        preferredUsername: "a",
        name: "A",
        url: id,
        icon: null,
        sharedInbox: null,
      };
      const actor = await putActor(tocsin.sql, { ...keyless, id, inbox: `${id}/inbox`, alsoKnownAs: [] }, []);
      await addFollower(tocsin.sql, actor, `${id}/follow`, false);
    }
    const collection = await get(`${groupId(tocsin.origin)}/followers`);
    expect(collection.json).toMatchObject({ type: "OrderedCollection", totalItems: 95 });
    const seen = new Set<string>();
    for (let next = collection.json.first; next;) {
      const { json } = await get(next);
      expect(json).toMatchObject({ type: "OrderedCollectionPage", partOf: collection.json.id, id: next });
      for (const item of json.orderedItems) seen.add(item);
      next = json.next;
    }
    expect(seen.size).toBe(95);
    expect((await get(`${collection.json.id}/80`)).json.orderedItems).toHaveLength(15);
    for (const cursor of ["zzz", "-1", "1e3", "40x", "9".repeat(30)]) {
      for (const name of ["followers", "following", "outbox", "featured"]) {
        expect((await get(`${groupId(tocsin.origin)}/${name}/${cursor}`)).status).toBe(404);
      }
    }
  });

  it("the outbox pages through every post that stands, newest first, and no withdrawn one", async () => {
    const { sql } = tocsin;
    for (let at = 0; at < 45; at++) {
      const published = new Date(Date.UTC(2026, 0, 1, at));
      await sql.begin((tx) =>
        insertPost(tx, { ...text, source: `Post ${at}`, type: "Note", pinned: false }, published),
      );
    }
    const collection = await get(`${groupId(tocsin.origin)}/outbox`);
    const items: Json[] = [];
    for (let next = collection.json.first; next;) {
      const { json } = await get(next);
      items.push(...json.orderedItems);
      next = json.next;
    }
    expect(items).toHaveLength(collection.json.totalItems);
    expect(items.every((item) => item.type === "Create" && item.object.type === "Note")).toBe(true);
    const dates = items.map((item) => item.published);
    expect(dates).toEqual([...dates].sort().reverse());
  });

  it("featured holds pinned Notes whole and pinned Articles by id; featuredTags the tags in use as posts have them", async () => {
    const note = await publishPost(tocsin.sql, {
      ...text,
      type: "Note",
      pinned: true,
      tags: ["freedom of movement", "Port-Sauvage", "heating"],
    });
    const article = await publishPost(tocsin.sql, { ...text, name: "A", type: "Article", pinned: true });
    const { json } = await get(`${groupId(tocsin.origin)}/featured`);
    expect(json.orderedItems).toEqual([
      postUrl(tocsin.origin, article.id),
      expect.objectContaining({ type: "Note", id: postUrl(tocsin.origin, note.id) }),
    ]);
    const tags = [
      { type: "Hashtag", name: "#FreedomOfMovement", href: `${tocsin.origin}/tags/freedomofmovement` },
      { type: "Hashtag", name: "#heating", href: `${tocsin.origin}/tags/heating` },
      { type: "Hashtag", name: "#PortSauvage", href: `${tocsin.origin}/tags/portsauvage` },
    ];
    expect((await get(`${groupId(tocsin.origin)}/tags`)).json.orderedItems).toEqual(tags);
    expect((await get(postUrl(tocsin.origin, note.id))).json.tag).toEqual(expect.arrayContaining(tags));
  });
});
