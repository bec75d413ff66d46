import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { removeSurplusReceived } from "../../src/store/surplus.ts";
import { domainOf, postUrl } from "../../src/text/address.ts";
import { startWorker } from "../../src/worker.ts";
import { activityOf, noteBy, sendTo } from "../support/inbox.ts";
import { type Peer, type Person, startPeer } from "../support/peer.ts";
import { startTocsin, type Tocsin, until } from "../support/tocsin.ts";
import { publishPost } from "../support/written.ts";

let tocsin: Tocsin;
let peer: Peer;
let postId: string;

beforeAll(async () => {
  [tocsin, peer] = await Promise.all([startTocsin({ worker: false }), startPeer()]);
});
afterAll(() => Promise.all([tocsin.stop(), peer.close()]));
beforeEach(async () => {
  await tocsin.sql`truncate actor, reply, flag, received, activity cascade`;
  const text = { name: "", source: "Come.", summary: "", language: "en", tags: [], pictures: [] };
  postId = (await publishPost(tocsin.sql, { ...text, type: "Note", pinned: false })).id;
});

/** Somebody on each of these hosts, whose key is known already. */
async function people(hosts: string[]): Promise<Person[]> {
  const { sql } = tocsin;
  const { publicKeyPem } = peer.person("any").document["publicKey"] as { publicKeyPem: string };
  const found = hosts.map((host) => {
    const id = `https://${host}/users/u`;
    return { id, keyId: `${id}#main-key`, inbox: `${id}/inbox`, document: {} };
  });
  const actors = found.map(({ id, inbox }) => ({
    id,
    host: new URL(id).host,
    type: "Person",
    preferred_username: "u",
    url: id,
    inbox,
  }));
  await sql`insert into actor ${sql(actors)}`;
  const keys = found.map(({ id, keyId }) => ({ id: keyId, actor_id: id, public_key_pem: publicKeyPem }));
  await sql`insert into actor_key ${sql(keys)}`;
  return found;
}

const send = async (person: Person, type: string, rest: Record<string, unknown>) =>
  (await sendTo(`${tocsin.origin}/inbox`, peer, person, activityOf(person, type, rest))).status;

/** How many of so many likes are taken, of all these people in turn. */
async function taken(actors: Person[], likes: number): Promise<number> {
  let done = 0;
  const lane = async (first: number) => {
    for (let at = first; at < likes; at += 20) {
      const status = await send(actors[at % actors.length]!, "Like", { object: `${tocsin.origin}/p/none` });
      expect([202, 429]).toContain(status);
      if (status === 202) done++;
    }
  };
  await Promise.all(Array.from({ length: 20 }, (_, lanes) => lane(lanes)));
  return done;
}

describe("A25. made-up hosts", () => {
  it("A25. below one domain have one budget together", async () => {
    const done = await taken(
      await people(Array.from({ length: 20 }, (_, at) => `u${at}.flood.example`)),
      400,
    );
    expect(done).toBeGreaterThan(200);
    expect(done).toBeLessThan(300);
  });

  it("A25. of any domain have one together, and those where somebody follows us are not among them", async () => {
    const strangers = await people(Array.from({ length: 40 }, (_, at) => `flood${at}.example`));
    const [friend] = await people(["friend.test"]);
    await tocsin.sql`insert into follower (actor_id, follow_id, state) values (${friend!.id}, 'x', 'accepted')`;
    const done = await taken(strangers, 1700);
    expect(done).toBeGreaterThan(800);
    expect(done).toBeLessThan(1500);
    expect(await send(strangers[0]!, "Like", { object: `${tocsin.origin}/p/none` })).toBe(429);
    expect(await send(friend!, "Like", { object: `${tocsin.origin}/p/none` })).toBe(202);
  }, 120_000);

  it.each([
    ["a.b.flood.example:8443", "flood.example"],
    ["flood.example", "flood.example"],
    ["localhost:80", "localhost"],
    ["127.0.0.1:80", "127.0.0.1"],
    ["[::1]:80", "[::1]"],
  ])("A25. %s is of %s", (host, domain) => expect(domainOf(host)).toBe(domain));
});

describe("A25. what strangers bring under any number of hosts has an end", () => {
  /** Each has a host of its own; 97 in 100 are below one domain. */
  const host = (at: number) => (at % 100 < 97 ? `u${at}.flood.example:8443` : `quiet${at}.example`);
  const kept = async () => {
    const [row] = await tocsin.sql<Record<string, number>[]>`
      select (select count(*) from reply where state = 'held') as held,
        (select count(*) from reply where state = 'pending') as pending,
        (select count(*) from flag where closed_at is null) as flags,
        (select count(*) from reply join actor on actor.id = actor_id where host like 'quiet%') as quiet`;
    return row!;
  };
  const flood = async (from: number, to: number) => {
    const { sql } = tocsin;
    for (let at = from; at < to; at += 2000) {
      const hosts = Array.from({ length: Math.min(2000, to - at) }, (_, next) => host(at + next));
      await people(hosts);
    }
    await sql`
      insert into reply (id, actor_id, post_id, content, url, visibility, state, published)
      select id || '/' || state, id, ${postId}, 'x', id, 'public', state, now()
      from actor, unnest(array['held', 'pending']) as state
      where not exists (select 1 from reply where actor_id = actor.id)`;
    await sql`
      insert into flag (id, activity_id, actor_id)
      select id, id, id from actor where not exists (select 1 from flag where actor_id = actor.id)`;
  };

  it("A25. of held and waiting replies and open reports the flood pushes itself out, again and again", async () => {
    const rounds = [
      { from: 0, to: 11_000, quiet: 660 },
      { from: 11_000, to: 13_000, quiet: 780 },
    ];
    for (const { from, to, quiet } of rounds) {
      await flood(from, to);
      const worker = await startWorker({ sql: tocsin.sql, config: tocsin.config });
      await until("the surplus is gone", async () => (await kept())["flags"]! <= 500, 60);
      await worker.stop();
      expect(await kept()).toEqual({ held: 2000, pending: 10_000, flags: 500, quiet });
    }
  }, 180_000);

  it("A25. of 60,000 actors that said nothing 50,000 stay, a follower and those of small domains among them", async () => {
    const { sql } = tocsin;
    await sql`
      insert into actor (id, host, type, preferred_username, url, inbox, fetched_at, handle_checked_at)
      select 'https://' || host || '/u', host, 'Person', 'u', host, host, now() - n * interval '1 second', now()
      from generate_series(1, 60000) n,
        lateral (select case when n > 59900 then 'quiet' || n || '.example' else 'u' || n || '.flood.example' end) as named (host)`;
    await sql`insert into follower (actor_id, follow_id, state) values ('https://u59900.flood.example/u', 'x', 'accepted')`;
    const worker = await startWorker({ sql, config: tocsin.config });
    const count = async () => (await sql`select 1 from actor`).length;
    await until("the surplus is gone", async () => (await count()) <= 50_001, 60);
    await worker.stop();
    expect(await count()).toBe(50_001);
    const [row] = await sql`
      select count(*) filter (where host like 'quiet%') as quiet, count(*) filter (where host = 'u59900.flood.example') as friend
      from actor`;
    expect(row).toEqual({ quiet: 100, friend: 1 });
  }, 120_000);

  it("A25. of the ids of activities seen the latest stay", async () => {
    const { sql } = tocsin;
    await sql`
      insert into received (actor_id, id, type, received_at)
      select 'a', n::text, 'Like', now() - n * interval '1 second' from generate_series(1, 1100) n`;
    while ((await removeSurplusReceived(sql, { most: 1000, limit: 30 })) > 0);
    const rows = await sql<{ id: string }[]>`select id from received order by received_at desc`;
    expect([rows.length, rows.at(-1)?.id]).toEqual([1000, "1000"]);
  });

  it("A25. and a first word from there no more than 20,000 characters", async () => {
    const [stranger] = await people(["stranger.test"]);
    const object = noteBy(stranger!, {
      inReplyTo: postUrl(tocsin.origin, postId),
      content: `<p>${"word ".repeat(20_000)}</p>`,
    });
    expect(await send(stranger!, "Create", { object })).toBe(202);
    const [row] = await tocsin.sql<{ content: string }[]>`select content from reply`;
    expect(row!.content.length).toBeGreaterThan(19_000);
    expect(row!.content.length).toBeLessThan(20_100);
  });

  it("A25. and a report that nobody has looked at for 90 days goes", async () => {
    const { sql } = tocsin;
    const [old, recent] = await people(["old.test", "recent.test"]);
    for (const [{ id }, days] of [
      [old!, 91],
      [recent!, 89],
    ] as const) {
      await sql`insert into flag (id, activity_id, actor_id, created_at) values (${id}, ${id}, ${id}, now() - ${`${days} days`}::interval)`;
    }
    const worker = await startWorker({ sql, config: tocsin.config });
    const left = () => sql<{ id: string }[]>`select actor_id as id from flag`;
    await until("the old one is gone", async () => (await left()).length < 2);
    await worker.stop();
    expect((await left()).map(({ id }) => id)).toEqual([recent!.id]);
  });
});
