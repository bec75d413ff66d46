import vm from "node:vm";
import v8 from "node:v8";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createBudgets } from "../../src/federation/budgets.ts";
import { type Client, createClient } from "../../src/federation/client.ts";
import { createCache, createRecent } from "../../src/federation/recent.ts";
import { createTurnstile } from "../../src/federation/inbox/turnstile.ts";
import { readSecretKey } from "../../src/store/secret.ts";
import { startWorker } from "../../src/worker.ts";
import { groupId } from "../../src/text/address.ts";
import { activityOf, sendTo } from "../support/inbox.ts";
import { type Peer, startPeer } from "../support/peer.ts";
import { startTocsin, type Tocsin, until } from "../support/tocsin.ts";

let tocsin: Tocsin;
let peer: Peer;

beforeAll(async () => {
  [tocsin, peer] = await Promise.all([startTocsin({ worker: false }), startPeer()]);
});
afterAll(() => Promise.all([tocsin.stop(), peer.close()]));

v8.setFlagsFromString("--expose-gc");
const collect = vm.runInNewContext("gc") as () => void;

/** Megabytes that are held after the work and were not before. */
async function heldBy(work: () => unknown): Promise<number> {
  collect();
  const before = process.memoryUsage().heapUsed;
  await work();
  collect();
  return (process.memoryUsage().heapUsed - before) / 2 ** 20;
}

describe("A25. memory stays bounded", () => {
  const names = 300_000;
  const name = (at: number) => `https://host${at}.example/users/${"x".repeat(200)}${at}`;

  it("A25. budgets of 300,000 names hold as many as they may, and the last of them", async () => {
    const budgets = createBudgets(1000);
    const once = { perMinute: 1, burst: 1 };
    const held = await heldBy(() => {
      for (let at = 0; at < names; at++) budgets.spend(name(at), once);
    });
    expect(held).toBeLessThan(3);
    expect(budgets.wait(name(names - 1), once)).toBe(60);
    expect(budgets.wait(name(0), once)).toBe(0);
  });

  it("A25. what was seen, and what was fetched, likewise", async () => {
    const seen = createRecent(1000);
    const cache = createCache<string>(1000, 60_000);
    const held = await heldBy(() => {
      for (let at = 0; at < names; at++) {
        seen.add(name(at));
        cache.set(name(at), name(at));
      }
    });
    expect(held).toBeLessThan(3);
    expect([seen.has(name(names - 1)), seen.has(name(0))]).toEqual([true, false]);
    expect([cache.get(name(names - 1)), cache.get(name(0))]).toEqual([name(names - 1), undefined]);
  });

  it(
    "A25. another 5,000 dead hosts leave no more behind than the 5,000 before",
    { timeout: 120_000 },
    async () => {
      const secret = readSecretKey(tocsin.config.secretKeyFile);
      const client: Client = createClient({ sql: tocsin.sql, config: tocsin.config, secret });
      const knock = async (from: number, to: number) => {
        let refused = 0;
        for (let at = from; at < to; at += 50) {
          const some = Array.from({ length: 50 }, (_, next) => at + next);
          const address = (each: number) => `http://127.5.${each >> 8}.${each & 255}:9/x`;
          await Promise.all(some.map((each) => client.fetchDocument(address(each)).catch(() => refused++)));
        }
        return refused;
      };
      // Five thousand failures are remembered for a while, so that they are not tried again; that is all.
      expect(await knock(0, 5500)).toBe(5500);
      expect(await heldBy(() => knock(5500, 10_500))).toBeLessThan(5);
      await client.close();
    },
  );

  it("A25. a turnstile turns away whom it cannot keep waiting", async () => {
    const { pass } = createTurnstile();
    const end = Promise.withResolvers<void>();
    const passed = Array.from({ length: 10_000 }, () => pass(async () => (await end.promise, "in")));
    end.resolve();
    const answers = await Promise.all(passed);
    expect(answers.filter((answer) => answer === undefined).length).toBeGreaterThan(7000);
    expect(await pass(() => Promise.resolve("in"))).toBe("in");
  });
});

describe("A25. tables stay bounded", () => {
  const many = 100_000;

  it(
    "A25. 100,000 dead hosts, actors, keys and ids go by their age, what is in use stays",
    { timeout: 180_000 },
    async () => {
      const { sql } = tocsin;
      const ada = peer.person("ada");
      await sendTo(
        `${tocsin.origin}/inbox`,
        peer,
        ada,
        activityOf(ada, "Follow", { object: groupId(tocsin.origin) }),
      );
      await sql`update actor set fetched_at = now() - interval '2 years'`;
      await sql`
      insert into actor (id, host, type, preferred_username, url, inbox, fetched_at, handle_checked_at)
      select 'https://h' || n || '.example/u', 'h' || n || '.example', 'Person', 'u', 'https://h' || n || '.example/',
        'https://h' || n || '.example/inbox', now() - interval '31 days', now()
      from generate_series(1, ${many}) n`;
      await sql`
      insert into actor_key (id, actor_id, public_key_pem)
      select id || '#main-key', id, repeat('x', 400) from actor where host <> ${peer.host}`;
      await sql`
      insert into received (actor_id, id, type, received_at)
      select 'https://h.example/u', 'https://h.example/' || n, 'Like',
        now() - case when n > 10 then interval '31 days' else interval '29 days' end
      from generate_series(1, ${many}) n`;
      await sql`
      insert into host (host, signature, last_failure_at, failures, opened_at)
      select 'h' || n || '.example', 'draft-cavage', now() - interval '91 days', 3, null from generate_series(1, ${many}) n`;
      await sql`
      insert into kv (key, value, expires_at)
      select array['cache', n::text], '{}', now() - interval '1 minute' from generate_series(1, ${many}) n`;
      await sql`
      insert into activity (id, type, object, embedded, recipient, created_at)
      select 'old' || n, 'Accept', 'https://h.example/' || n, '{}', 'https://h.example/u', now() - interval '31 days'
      from generate_series(1, ${many}) n`;

      const worker = await startWorker({ sql, config: tocsin.config });
      const counts = async () => {
        const [row] = await sql<Record<string, number>[]>`
        select (select count(*) from actor) as actors, (select count(*) from actor_key) as keys,
          (select count(*) from received where actor_id = 'https://h.example/u') as seen,
          (select count(*) from host where host like 'h%.example') as hosts,
          (select count(*) from kv) as cached, (select count(*) from activity where id like 'old%') as answers`;
        return row!;
      };
      await until("everything old is gone", async () => (await counts())["hosts"] === 0, 150);
      expect(await counts()).toEqual({ actors: 1, keys: 1, seen: 10, hosts: 0, cached: 0, answers: 0 });
      await worker.stop();
    },
  );
});
