import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Client, createClient } from "../../src/federation/client.ts";
import { checkHandles } from "../../src/federation/handles.ts";
import { findActor, putActor, recheckHandles } from "../../src/store/actors.ts";
import { findFollower } from "../../src/store/followers.ts";
import { listReplies, moderateReply } from "../../src/store/replies.ts";
import { readSecretKey } from "../../src/store/secret.ts";
import { groupId, postUrl } from "../../src/text/address.ts";
import { activityOf, noteBy, sendTo } from "../support/inbox.ts";
import { type Peer, type Person, startPeer } from "../support/peer.ts";
import { startTocsin, type Tocsin } from "../support/tocsin.ts";
import { publishPost } from "../support/written.ts";

let tocsin: Tocsin;
let peer: Peer;
let domain: Peer;
let client: Client;

beforeAll(async () => {
  [tocsin, peer, domain] = await Promise.all([startTocsin({ worker: false }), startPeer(), startPeer()]);
  const secret = readSecretKey(tocsin.config.secretKeyFile);
  client = createClient({ sql: tocsin.sql, config: tocsin.config, secret });
});
afterAll(async () => {
  await client.close();
  await Promise.all([tocsin.stop(), peer.close(), domain.close()]);
});
beforeEach(async () => {
  await tocsin.sql`truncate actor, received cascade`;
  peer.documents.clear();
  domain.documents.clear();
  peer.fetched.length = 0;
  domain.fetched.length = 0;
});

const check = () => checkHandles({ sql: tocsin.sql, client }, AbortSignal.timeout(20_000));
const shown = async (person: Person) => (await findActor(tocsin.sql, person.id))!.handle;
const addressOf = (person: Person) => person.id.replace("http://", "");
const follow = async (person: Person) => {
  const activity = activityOf(person, "Follow", { object: groupId(tocsin.origin) });
  expect((await sendTo(`${tocsin.origin}/inbox`, peer, person, activity)).status).toBe(202);
};

/** What a server's WebFinger says of an account. */
function finger(server: Peer, account: string, subject: string, id: string): void {
  const path = `/.well-known/webfinger?resource=${encodeURIComponent(`acct:${account}`)}`;
  const links = [{ rel: "self", type: "application/activity+json", href: id }];
  server.documents.set(path, { subject: `acct:${subject}`, links });
}

describe("A26. a handle is shown only if WebFinger agrees with the actor both ways:", () => {
  it("until it has been asked, an actor is shown by its address, afterwards by its handle", async () => {
    const ada = peer.person("ada");
    await follow(ada);
    expect(await findFollower(tocsin.sql, ada.id)).toMatchObject({ handle: addressOf(ada) });
    await check();
    expect(await findFollower(tocsin.sql, ada.id)).toMatchObject({ handle: `@ada@${peer.host}` });
  });

  it("who takes the name of another of the same host is shown by its address", async () => {
    const ada = peer.person("ada");
    const mallory = peer.person("mallory", { preferredUsername: "ada" });
    await follow(ada);
    await follow(mallory);
    await check();
    expect([await shown(ada), await shown(mallory)]).toEqual([`@ada@${peer.host}`, addressOf(mallory)]);
  });

  it("a name that WebFinger does not know is not shown, and neither are names that look like others", async () => {
    for (const name of ["nobody", "a\u0430da", "ada@good.example", "a da"]) {
      const person = peer.person("x", { preferredUsername: name });
      await tocsin.sql`truncate actor cascade`;
      await follow(person);
      peer.fetched.length = 0;
      await check();
      expect({ name, shown: await shown(person) }).toEqual({ name, shown: addressOf(person) });
      expect(peer.fetched.filter((path) => path.includes("webfinger"))).toHaveLength(
        name === "nobody" ? 1 : 0,
      );
    }
  });

  it("the handle may be of another domain, when each of the two leads to the other", async () => {
    const eve = peer.person("eve");
    finger(peer, `eve@${peer.host}`, `eve@${domain.host}`, eve.id);
    finger(domain, `eve@${domain.host}`, `eve@${domain.host}`, eve.id);
    await follow(eve);
    await check();
    expect(await shown(eve)).toBe(`@eve@${domain.host}`);
  });

  it.each([
    ["without its scheme", (account: string) => account],
    ["with the @ of a handle", (account: string) => `acct:@${account}`],
    ["with the path of a page for the name", (account: string) => `acct:/@${account.replace("@", "/@")}`],
    ["with that path and no scheme", (account: string) => `/@${account.replace("@", "/@")}`],
    ["as the address of the account's page", (_: string, host: string) => `https://${host}/@eve/`],
  ])("the other domain may write the account %s", async (_, write) => {
    const eve = peer.person("eve");
    const account = `eve@${domain.host}`;
    for (const [server, asked] of [
      [peer, `eve@${peer.host}`],
      [domain, account],
    ] as const) {
      finger(server, asked, account, eve.id);
      const path = `/.well-known/webfinger?resource=${encodeURIComponent(`acct:${asked}`)}`;
      server.documents.get(path)!["subject"] = write(account, domain.host);
    }
    await follow(eve);
    await check();
    expect(await shown(eve)).toBe(`@${account}`);
  });

  it.each([
    ["knows nobody of that name", () => {}],
    [
      "has another actor of that name",
      (eve: Person) =>
        finger(domain, `eve@${domain.host}`, `eve@${domain.host}`, eve.id.replace("/eve", "/other")),
    ],
    [
      "points on to a third name",
      (eve: Person) => finger(domain, `eve@${domain.host}`, `admin@${domain.host}`, eve.id),
    ],
  ])("a claimed domain that %s gives no handle", async (_, arrange) => {
    const eve = peer.person("eve");
    finger(peer, `eve@${peer.host}`, `eve@${domain.host}`, eve.id);
    arrange(eve);
    await follow(eve);
    await check();
    expect(await shown(eve)).toBe(addressOf(eve));
    expect(domain.fetched.length).toBe(1);
  });

  it("who changes its name is asked about anew, and others are not", async () => {
    const ada = peer.person("ada");
    const bob = peer.person("bob");
    await follow(ada);
    await follow(bob);
    await check();
    const update = async (person: Person) =>
      sendTo(
        `${tocsin.origin}/inbox`,
        peer,
        person,
        activityOf(person, "Update", { object: person.document }),
      );
    ada.document["preferredUsername"] = "bob";
    bob.document["name"] = "Bob, renamed";
    await update(ada);
    await update(bob);
    expect([await shown(ada), await shown(bob)]).toEqual([addressOf(ada), `@bob@${peer.host}`]);
    peer.fetched.length = 0;
    await check();
    expect(await shown(ada)).toBe(addressOf(ada));
    expect(peer.fetched.filter((path) => path.includes("webfinger"))).toHaveLength(1);
  });

  it("what could not be asked is asked again on a later day, and not before", async () => {
    const ada = peer.person("ada");
    const path = `/.well-known/webfinger?resource=${encodeURIComponent(`acct:ada@${peer.host}`)}`;
    const answer = peer.documents.get(path)!;
    peer.documents.delete(path);
    await follow(ada);
    await check();
    peer.documents.set(path, answer);
    await recheckHandles(tocsin.sql);
    await check();
    expect(await shown(ada)).toBe(addressOf(ada));
    await tocsin.sql`update actor set handle_checked_at = now() - interval '25 hours'`;
    await recheckHandles(tocsin.sql);
    await check();
    expect(await shown(ada)).toBe(`@ada@${peer.host}`);
  });

  it("an id cannot hide or reorder what is shown of it", async () => {
    const id = `HTTPS://evil.example/\u202e\u200bada`;
    const rest = { type: "Person", preferredUsername: "ada", name: "", url: id, icon: null };
    const actor = { ...rest, inbox: id, sharedInbox: null, alsoKnownAs: [] };
    expect(await putActor(tocsin.sql, { id, ...actor }, [])).toMatchObject({ handle: "evil.example/ada" });
  });

  it("a page of another server is not taken for the actor's own", async () => {
    const ada = peer.person("ada", { url: "https://good.example/@ada" });
    await follow(ada);
    expect(await findActor(tocsin.sql, ada.id)).toMatchObject({ url: ada.id });
  });
});

it("A26. readers and other servers see the address until the handle is known to be true", async () => {
  const { sql, origin } = tocsin;
  const ada = peer.person("ada", { name: "@admin@good.example" });
  await follow(ada);
  const text = { name: "", source: "Come.", summary: "", language: "en", tags: [], pictures: [] };
  const { id } = await publishPost(sql, { ...text, type: "Note", pinned: false });
  const note = noteBy(ada, { inReplyTo: postUrl(origin, id) });
  await sendTo(`${origin}/inbox`, peer, ada, activityOf(ada, "Create", { object: note }));
  const [reply] = await listReplies(sql, { limit: 1 });
  await moderateReply(sql, reply!.id, "approved");
  const answer = await publishPost(sql, {
    ...text,
    type: "Note",
    pinned: false,
    inReplyTo: { id: reply!.id, actorId: ada.id },
  });
  const page = async (post: string) => (await fetch(postUrl(origin, post))).text();
  const sent = async () =>
    (
      await fetch(postUrl(origin, answer.id), { headers: { accept: "application/activity+json" } })
    ).json() as Promise<{ content: string; tag: unknown[] }>;

  expect(await page(id)).toContain(`<bdi>${addressOf(ada)}</bdi>`);
  expect(await page(id)).not.toMatch(/@ada@|@admin@good/);
  expect(await page(answer.id)).toContain(addressOf(ada));
  expect((await sent()).tag).toEqual([{ type: "Mention", href: ada.id, name: addressOf(ada) }]);
  expect((await sent()).content).toContain(`class="u-url mention">${addressOf(ada)}</a>`);
  await check();
  // The page of a reply says what members saw when they approved it.
  expect(await page(id)).toContain(`<bdi>${addressOf(ada)}</bdi>`);
  await moderateReply(sql, reply!.id, "approved");
  expect(await page(id)).toContain(`<bdi>@ada@${peer.host}</bdi>`);
  expect(await page(answer.id)).toContain(`@ada@${peer.host}`);
  expect((await sent()).tag).toEqual([{ type: "Mention", href: ada.id, name: `@ada@${peer.host}` }]);
  expect((await sent()).content).toContain(`class="u-url mention">@<span>ada</span></a>`);
});

describe("A26. who takes another name after an approval", () => {
  const doxxing = "We know where Rosa lives: 12 Harbour Street";

  it.each([
    ["reply", "name"],
    ["reply", "preferredUsername"],
    ["quote", "name"],
    ["quote", "preferredUsername"],
  ])("below a %s is shown to readers as members saw it: %s", async (kind, property) => {
    const { sql, origin } = tocsin;
    const ada = peer.person("ada");
    await follow(ada);
    await check();
    const text = { name: "", source: "Come.", summary: "", language: "en", tags: [], pictures: [] };
    const { id } = await publishPost(sql, { ...text, type: "Note", pinned: false });
    const post = postUrl(origin, id);
    const note = noteBy(ada, kind === "quote" ? { quote: post } : { inReplyTo: post });
    await sendTo(`${origin}/inbox`, peer, ada, activityOf(ada, "Create", { object: note }));
    await moderateReply(sql, note["id"] as string, "approved");
    const read = async (address: string) => (await fetch(address)).text();
    expect(await read(post)).toContain("The ada");
    expect(await read(post)).toContain(`@ada@${peer.host}`);

    const value = property === "name" ? doxxing : "We.know.where.Rosa.lives";
    ada.document[property] = value;
    finger(peer, `${value}@${peer.host}`, `${value}@${peer.host}`, ada.id);
    const update = activityOf(ada, "Update", { object: ada.document });
    expect((await sendTo(`${origin}/inbox`, peer, ada, update)).status).toBe(202);
    await check();
    expect(await read(post)).toContain("The ada");
    expect((await read(post)) + (await read(`${post}/replies.atom`))).not.toContain("Rosa");
    const [{ author } = { author: undefined }] = await listReplies(sql, { limit: 1 });
    expect(JSON.stringify(author)).toContain("Rosa");

    // Members have read it, and find nothing in it.
    await moderateReply(sql, note["id"] as string, "approved");
    expect(await read(post)).toContain("Rosa");
  });
});
