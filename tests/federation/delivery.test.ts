import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listDeliveries } from "../../src/store/delivery-report.ts";
import { addFollower, countFollowers } from "../../src/store/followers.ts";
import { editPost, publishPost, withdrawPost } from "../../src/store/posts.ts";
import { putActor } from "../../src/store/actors.ts";
import { groupId, postUrl } from "../../src/text/address.ts";
import { type Peer, startPeer } from "../support/peer.ts";
import { runCli, startServer } from "../support/process.ts";
import { startTocsin, type Tocsin, until } from "../support/tocsin.ts";

let tocsin: Tocsin;
let peer: Peer;
const text = { name: "", source: "Text", summary: "", language: "en", tags: [] as string[], pictures: [] };

beforeAll(async () => {
  [tocsin, peer] = await Promise.all([startTocsin(), startPeer()]);
});
afterAll(() => Promise.all([tocsin.stop(), peer.close()]));
beforeEach(async () => {
  await tocsin.sql`truncate actor, follower, delivery, host cascade`;
  peer.delivered.length = 0;
  peer.answers.status = 202;
  peer.answers.headers = {};
});

async function addFollowers(count: number, where: { sharedInbox: boolean }, server = tocsin): Promise<void> {
  for (let at = 0; at < count; at++) {
    const { id, document, inbox } = peer.person(`f${at}`);
    const shared = where.sharedInbox ? `${peer.origin}/inbox` : null;
    const described = {
      id,
      inbox,
      type: "Person",
      preferredUsername: `f${at}`,
      name: "F",
      url: id,
      icon: null,
    };
    const actor = await putActor(server.sql, { ...described, sharedInbox: shared, alsoKnownAs: [] }, []);
    await addFollower(server.sql, actor, `${String(document["id"])}/follow`, false);
  }
}

const publish = (server = tocsin) => publishPost(server.sql, { ...text, type: "Note", pinned: false });
const outcomes = (id: string) => listDeliveries(tocsin.sql, id);
const settled = (id: string) =>
  until("the deliveries", async () => {
    const rows = await outcomes(id);
    return rows.length > 0 && rows.every((row) => row.state !== "waiting") && rows;
  });
/** What waits for its next attempt is tried now, as if the time had passed. */
const passTime = () =>
  tocsin.sql`update delivery set run_at = now() where state = 'waiting'`.then(
    () => tocsin.sql`select pg_notify('delivery', '')`,
  );

describe("who receives a post", () => {
  it("followers who share an inbox get one copy, and the others one each", async () => {
    await addFollowers(5, { sharedInbox: true });
    const first = await publish();
    expect(await settled(first.id)).toMatchObject([{ inbox: `${peer.origin}/inbox`, followers: 5 }]);
    await tocsin.sql`update actor set shared_inbox = null where preferred_username in ('f1', 'f2')`;
    const second = await publish();
    expect((await settled(second.id)).map((row) => row.followers).sort()).toEqual([1, 1, 3]);
  });

  it("the copy is signed by the group's listed key and carries the full address of the public collection", async () => {
    const actor = await (
      await fetch(groupId(tocsin.origin), { headers: { accept: "application/activity+json" } })
    ).json();
    peer.verifyWith((actor as { publicKey: { publicKeyPem: string } }).publicKey.publicKeyPem);
    await addFollowers(1, { sharedInbox: true });
    const { id, activityId } = await publish();
    await settled(id);
    const [copy] = peer.delivered;
    expect(copy).toMatchObject({
      signed: true,
      activity: { id: `${tocsin.origin}/activities/${activityId}`, type: "Create" },
    });
    expect(copy!.body).toContain('"https://www.w3.org/ns/activitystreams#Public"');
    expect(copy!.body).not.toContain("as:Public");
  });

  it("a post whose transaction fails leaves neither a post, nor an activity, nor a delivery", async () => {
    await addFollowers(1, { sharedInbox: true });
    const count = async () =>
      (
        await tocsin.sql<{ n: number }[]>`
      select (select count(*) from post) + (select count(*) from activity) + (select count(*) from delivery) as n`
      )[0]!.n;
    const before = await count();
    const pictures = [{ id: "nonexistent", description: "" }];
    await expect(publishPost(tocsin.sql, { ...text, pictures, type: "Note", pinned: false })).rejects.toThrow(
      "pictureGone",
    );
    expect(await count()).toBe(before);
  });
});

describe("what answers mean", () => {
  it("a host that fails is tried again, and gets the post when it is back", async () => {
    await addFollowers(1, { sharedInbox: true });
    peer.answers.status = 500;
    const { id } = await publish();
    const [waiting] = await until("a failed attempt", async () => {
      const rows = await outcomes(id);
      return rows[0]?.attempts === 1 && rows[0].status === 500 && rows;
    });
    expect(waiting).toMatchObject({ state: "waiting", error: "HTTP 500" });
    expect(waiting!.nextAttempt!.getTime()).toBeGreaterThan(Date.now() + 30_000);
    peer.answers.status = 202;
    // Dates are whole seconds: within one, the same request has the same signature.
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await passTime();
    expect(await settled(id)).toMatchObject([{ state: "delivered", status: 202, attempts: 2 }]);
    expect(new Set(peer.delivered.map(({ activity }) => activity.id)).size).toBe(1);
    expect(new Set(peer.delivered.map(({ headers }) => headers["signature"])).size).toBe(2);
  });

  it("an inbox that answers 410 takes its followers with it", async () => {
    await addFollowers(3, { sharedInbox: true });
    peer.answers.status = 410;
    const { id } = await publish();
    expect(await settled(id)).toMatchObject([{ state: "failed", status: 410 }]);
    expect(await countFollowers(tocsin.sql)).toBe(0);
  });

  it("a 401 is answered once with the other signature, which is remembered where it worked", async () => {
    await addFollowers(1, { sharedInbox: true });
    peer.answers.status = 401;
    const { id } = await publish();
    await until("both signatures", () => peer.delivered.length === 2);
    expect(peer.delivered[0]!.headers["signature-input"]).toBeUndefined();
    expect(peer.delivered[1]!.headers["signature-input"]).toContain(
      '"@method" "@target-uri" "content-digest"',
    );
    await tocsin.sql`insert into host (host, signature) values (${peer.host}, 'rfc9421')
      on conflict (host) do update set signature = 'rfc9421'`;
    peer.answers.status = 202;
    await passTime();
    await settled(id);
    expect(peer.delivered[2]!.headers["signature-input"]).toContain("sig1=");
  });

  it("a redirect is not followed", async () => {
    await addFollowers(1, { sharedInbox: true });
    peer.answers.status = 308;
    peer.answers.headers = { location: `${peer.origin}/elsewhere` };
    const { id } = await publish();
    await until("an attempt", async () => (await outcomes(id))[0]?.status === 308);
    expect(peer.delivered.map(({ path }) => path)).toEqual(["/inbox"]);
  });
});

describe("one object at one inbox", () => {
  it("Create, Update and Delete arrive in order, although the host was down in between", async () => {
    await addFollowers(1, { sharedInbox: true });
    const { id } = await publish();
    await settled(id);
    peer.answers.status = 503;
    await editPost(tocsin.sql, id, { ...text, source: "Second", pinned: false });
    await editPost(tocsin.sql, id, { ...text, source: "Third", pinned: false });
    await until("a failed attempt", async () => (await outcomes(id)).some((row) => row.status === 503));
    peer.delivered.length = 0;
    peer.answers.status = 202;
    await passTime();
    await settled(id);
    expect(
      peer.delivered.map(({ activity }) => [
        activity.type,
        (activity["object"] as { content: string }).content.includes("Second"),
      ]),
    ).toEqual([
      ["Update", true],
      ["Update", false],
    ]);
  });

  it("a Delete cancels what was not yet sent, and goes wherever the post went", async () => {
    await addFollowers(1, { sharedInbox: true });
    const { id } = await publish();
    await settled(id);
    await tocsin.sql`delete from follower`;
    peer.delivered.length = 0;
    await withdrawPost(tocsin.sql, id);
    await settled(id);
    expect(peer.delivered.map(({ activity }) => activity)).toMatchObject([
      { type: "Delete", object: { type: "Tombstone", id: postUrl(tocsin.origin, id) } },
    ]);
  });
});

it("nothing is lost by kill -9: every inbox gets the post at least once", { timeout: 120_000 }, async () => {
  const quiet = await startTocsin({ worker: false });
  const env = {
    DATABASE_URL: quiet.config.databaseUrl!,
    DATA_DIR: quiet.config.dataDir,
    ALLOW_PRIVATE_ADDRESS: "true",
    ORIGIN: quiet.origin,
    ROLE: "all",
  };
  await addFollowers(400, { sharedInbox: false }, quiet);
  const { id } = await publish(quiet);
  for (let cycle = 0; cycle < 3; cycle++) {
    const before = peer.delivered.length;
    const server = await startServer({ env });
    await until("some deliveries", () => peer.delivered.length > before + 20);
    await server.kill();
    // The rows it held come back when their lease ends.
    await quiet.sql`update delivery set leased_until = now() where state = 'waiting' and leased_until is not null`;
  }
  const last = await startServer({ env });
  const rows = await until(
    "the rest",
    async () => {
      const all = await listDeliveries(quiet.sql, id);
      return all.every((row) => row.state === "delivered") && all;
    },
    60,
  );
  await last.stop();
  expect(rows).toHaveLength(400);
  const copies = new Map<string, number>();
  for (const { path } of peer.delivered) copies.set(path, (copies.get(path) ?? 0) + 1);
  expect(copies.size).toBe(400);
  expect(peer.delivered.length - 400).toBeLessThanOrEqual(3 * 32);
  const { stdout } = await runCli(["deliveries", id, "--json"], { env });
  expect(JSON.parse(stdout)).toBeTruthy();
  await quiet.stop();
});

it("A27. private keys lie in clear in no table", async () => {
  const tables = await tocsin.sql<{ name: string }[]>`
    select table_name as name from information_schema.tables where table_schema = 'public'`;
  await addFollowers(1, { sharedInbox: true });
  await settled((await publish()).id);
  for (const { name } of tables) {
    const rows = await tocsin.sql<
      { row: string }[]
    >`select to_jsonb(t)::text as row from ${tocsin.sql(name)} t`;
    for (const { row } of rows) {
      expect(row).not.toMatch(/PRIVATE KEY|"d": ?"|"qi"/);
    }
  }
});
