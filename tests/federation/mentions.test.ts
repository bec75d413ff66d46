import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Client, createClient } from "../../src/federation/client.ts";
import { createFindAccounts } from "../../src/federation/mentions.ts";
import { createPolicy } from "../../src/federation/policy.ts";
import { findActor } from "../../src/store/actors.ts";
import { addBlock } from "../../src/store/blocks.ts";
import { scheduleDraft } from "../../src/store/draft-states.ts";
import { addMember } from "../../src/store/members.ts";
import { findPost } from "../../src/store/post-lists.ts";
import { removeForgottenActors } from "../../src/store/retention.ts";
import { withdrawPost } from "../../src/store/posts.ts";
import { readSecretKey } from "../../src/store/secret.ts";
import { postUrl } from "../../src/text/address.ts";
import { typed } from "../support/drafts.ts";
import { type Browsing, signIn, writtenPost } from "../support/member.ts";
import { type Peer, startPeer } from "../support/peer.ts";
import { startTocsin, type Tocsin, until } from "../support/tocsin.ts";
import { beginDraft } from "../support/written.ts";

let tocsin: Tocsin;
let peer: Peer;
let editor: Browsing;
let client: Client;

beforeAll(async () => {
  [tocsin, peer] = await Promise.all([startTocsin(), startPeer()]);
  editor = await signIn(tocsin.origin, tocsin.sql);
  const secret = readSecretKey(tocsin.config.secretKeyFile);
  client = createClient({ sql: tocsin.sql, config: tocsin.config, secret });
});
afterAll(async () => {
  await client.close();
  await Promise.all([tocsin.stop(), peer.close()]);
});
beforeEach(async () => {
  await tocsin.sql`truncate actor, post, activity, delivery, block cascade`;
  peer.documents.clear();
  peer.delivered.length = 0;
  peer.fetched.length = 0;
});

const finder = () =>
  createFindAccounts({ sql: tocsin.sql, client, config: tocsin.config, policy: createPolicy(tocsin.sql) });

async function publish(source: string): Promise<string> {
  const response = await editor.post("/admin/posts", { ...writtenPost, name: "", source });
  if (response.status !== 303) throw new Error(await response.text());
  return /\/admin\/posts\/(\w+)/.exec(response.headers.get("location")!)![1]!;
}

const edit = (id: string, source: string, revision: number) =>
  editor.post(`/admin/posts/${id}`, { ...writtenPost, name: "", source, revision: String(revision) });

async function read(id: string) {
  const accept = "application/activity+json";
  // oxlint-disable-next-line typescript/no-explicit-any -- documents are read as a peer would, without our types.
  return (await (await fetch(postUrl(tocsin.origin, id), { headers: { accept } })).json()) as any;
}

const typesAt = (inbox: string) =>
  peer.delivered.filter(({ path }) => new URL(inbox).pathname === path).map(({ activity }) => activity.type);

describe("an account that a post names", () => {
  it("is looked up when the post is published, linked, named in its tags, addressed and told", async () => {
    const ada = peer.person("ada");
    const handle = `@ada@${peer.host}`;
    const id = await publish(`Thanks to ${handle}.`);
    const note = await read(id);
    expect(note.content).toContain(
      `Thanks to <span class="h-card"><a href="${peer.origin}/@ada" class="u-url mention">@<span>ada</span></a></span>.`,
    );
    expect(note.tag).toEqual([{ type: "Mention", name: handle, href: ada.id }]);
    expect(note.cc).toContain(ada.id);
    const page = await (await fetch(postUrl(tocsin.origin, id), { headers: { accept: "text/html" } })).text();
    expect(page).toContain(`<a href="${peer.origin}/@ada" class="u-url mention"`);
    await until("word of it", () => typesAt(ada.inbox).includes("Create"));
    const { activity } = peer.delivered[0]!;
    expect(activity["cc"]).toContain(ada.id);
  });

  it("gets the later Updates and the Delete, also when it is named no more", async () => {
    const ada = peer.person("ada");
    const id = await publish(`Thanks to @ada@${peer.host}.`);
    await until("the post", () => typesAt(ada.inbox).length === 1);
    expect((await edit(id, "Thanks.", 1)).status).toBe(303);
    await until("the Update", () => typesAt(ada.inbox).includes("Update"));
    expect((await read(id)).tag).toEqual([]);
    await withdrawPost(tocsin.sql, id);
    await until("the Delete", () => typesAt(ada.inbox).includes("Delete"));
  });

  it("stays what it was where its server does not answer at an edit", async () => {
    peer.person("ada");
    const id = await publish(`Thanks to @ada@${peer.host}.`);
    await tocsin.sql`delete from actor`;
    peer.documents.clear();
    await edit(id, `Many thanks to @ada@${peer.host}.`, 1);
    expect((await findPost(tocsin.sql, id))?.mentions).toMatchObject([{ handle: `@ada@${peer.host}` }]);
  });

  it("is not forgotten while a post names it", async () => {
    const ada = peer.person("ada");
    await publish(`Thanks to @ada@${peer.host}.`);
    await tocsin.sql`update actor set fetched_at = now() - interval '60 days'`;
    await removeForgottenActors(tocsin.sql);
    expect(await findActor(tocsin.sql, ada.id)).toBeDefined();
  });

  it("stays text where it is not found, and the member is told which", async () => {
    const id = await publish(`Thanks to @nobody@${peer.host}.`);
    const note = await read(id);
    expect(note.content).toContain(`<p>Thanks to @nobody@${peer.host}.</p>`);
    expect([note.tag, note.cc.length]).toEqual([[], 1]);
    expect(await editor.read(`/admin/posts/${id}`)).toMatch(
      new RegExp(`accounts were not found[^<]*<bdi>@nobody@${peer.host}</bdi>`),
    );
    peer.person("nobody");
    await edit(id, `Thanks to @nobody@${peer.host}!`, 1);
    expect(await editor.read(`/admin/posts/${id}`)).not.toContain("were not found");
  });

  it("is looked up when a draft goes out at its time, and not before", async () => {
    const ada = peer.person("ada");
    const secret = readSecretKey(tocsin.config.secretKeyFile);
    const { id: memberId } = await addMember(tocsin.sql, {
      name: "Omar",
      role: "editor",
      passphrase: "correct horse battery",
    });
    const text = { ...typed, source: `Thanks to @ada@${peer.host}.` };
    const draft = await tocsin.sql.begin((tx) => beginDraft(tx, secret, { text, pictures: [], memberId }));
    await tocsin.sql.begin((tx) =>
      scheduleDraft(tx, secret, { ...draft, memberId, at: new Date(Date.now() + 3_600_000) }),
    );
    expect([peer.fetched, await tocsin.sql`select 1 from actor`]).toEqual([[], []]);
    await tocsin.sql`update draft set scheduled_at = now() - interval '1 second' where id = ${draft.id}`;
    await until("word of it", () => typesAt(ada.inbox).includes("Create"));
  });

  it("is not asked for by a preview", async () => {
    peer.person("ada");
    const form = { ...writtenPost, source: `Thanks to @ada@${peer.host}.`, intent: "preview" };
    expect((await editor.post("/admin/posts/new", form)).status).toBe(200);
    expect(peer.fetched).toEqual([]);
  });
});

describe("looking up accounts", () => {
  it("asks nobody twice who is known, and asks nothing of those that members blocked", async () => {
    const ada = peer.person("ada");
    const handle = `@ada@${peer.host}`;
    expect(await finder()([handle])).toMatchObject([{ handle, id: ada.id }]);
    await tocsin.sql`update actor set handle = ${handle}`;
    peer.fetched.length = 0;
    expect(await finder()([handle])).toMatchObject([{ handle, id: ada.id }]);
    expect(peer.fetched).toEqual([]);
    await addBlock(tocsin.sql, "host", peer.host);
    expect(await finder()([handle, `@eve@${peer.host}`])).toEqual([]);
    expect(peer.fetched).toEqual([]);
  });

  it("does not wait for a server that never answers, and finds the others", async () => {
    const ada = peer.person("ada");
    const handle = `@ada@${peer.host}`;
    await finder()([handle]);
    await tocsin.sql`update actor set handle = ${handle}`;
    const silent: Client = { ...client, fetchJson: () => new Promise(() => {}) };
    const { sql, config } = tocsin;
    const find = createFindAccounts({ sql, client: silent, config, policy: createPolicy(sql) }, 500);
    expect(await find([`@eve@${peer.host}`, handle])).toMatchObject([{ id: ada.id }]);
  });

  it("finds ten of a text at most", async () => {
    const handles = Array.from({ length: 12 }, (_, at) => `@a${at}@${peer.host}`);
    for (let at = 0; at < 12; at++) peer.person(`a${at}`);
    expect(await finder()(handles)).toHaveLength(10);
  });
});
