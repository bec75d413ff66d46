import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { access } from "../../src/routes/admin/access.ts";
import { addEntry } from "../../src/store/audit.ts";
import {
  claimDeliveries,
  nextDelivery,
  releaseLeases,
  settleDeliveries,
} from "../../src/store/deliveries.ts";
import { keepDeliveryCounts } from "../../src/store/delivery-report.ts";
import { removeFollowersByInbox } from "../../src/store/followers.ts";
import { closeBreakers, recordHosts } from "../../src/store/hosts.ts";
import { readSecretKey } from "../../src/store/secret.ts";
import { groupId, postUrl } from "../../src/text/address.ts";
import { startWorker } from "../../src/worker.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { activityOf, noteBy, sendTo } from "../support/inbox.ts";
import { decide } from "../support/deeds.ts";
import { listQueries } from "../support/queries.ts";
import { fill, type Sizes } from "../support/large.ts";
import { type Browsing, signIn } from "../support/member.ts";
import { type Peer, type Person, startPeer } from "../support/peer.ts";
import { type Carried, explainAll, watched } from "../support/plans.ts";
import { startTocsin, type Tocsin, until } from "../support/tocsin.ts";

// Many enough that a table which is read whole is far beyond what is allowed below.
const sizes: Sizes = { posts: 15_000, followers: 15_000, hosts: 1500, replies: 6000, pictures: 1500 };

/** Blocks that a statement may look at, and so many more for each row that it gives or changes: what a row needs of others. */
const allowed = ({ rows }: Carried) => 200 + 20 * rows;

/** What may look at more, why, and at how much. */
const exceptions: [beginning: RegExp, why: string, most: number][] = [
  [/^with ranked as/, "a search reads the posts that have the word", sizes.posts / 2],
  [/^with numbered as/, "the sitemap has all posts, and counts them in the index alone", sizes.posts / 100],
  [
    /^with repeated as/,
    "the archive counts translations of the same month, in an index that has them alone",
    sizes.posts / 100,
  ],
  [
    /^select extract\(epoch from run_at/,
    "a worker looks past what others have under way, some hundreds",
    2000,
  ],
  [
    /^insert into delivery \(activity_id, object, inbox, host, followers/,
    "what is published looks at each follower, and so does its Event",
    20 * sizes.followers,
  ],
  [
    /^select host from \(select host from actor/,
    "a block looks for all hosts below a name, in an index",
    2 * sizes.followers,
  ],
  [
    /^update delivery set state = 'cancelled', settled_at = now\(\) where activity_id = any/,
    "what is edited or withdrawn looks at each inbox that it went to",
    10 * sizes.hosts,
  ],
  [
    /^update delivery set state = 'cancelled', settled_at = now\(\) where inbox = any/,
    "whoever leaves an inbox has it looked for others behind it who follow",
    sizes.followers / 10,
  ],
  [
    /^select \(count\(\*\) filter \(where state = 'waiting'/,
    "the board counts what a post has still to be sent",
    sizes.hosts,
  ],
  [/^select state, count/, "metrics count what is still to be sent, and the last 20,000 deliveries", 10_000],
  [/^with reached as/, "the page of a post has all hosts that it went to", sizes.hosts],
  [/^select sent.id, sent.type/, "the page of a post counts each inbox that it went to", sizes.hosts],
  [
    /^select mine.post_id as "postId", theirs/,
    "asks of 100 call-outs at once what they are in the other language",
    600,
  ],
  [/^select post.id, in_reply_to as/, "asks of 300 replies at once who of us has answered them", 1000],
  [
    /^select post_id as "postId", count\(\*\)::integer as total/,
    "a collection of replies says how many there are: all of a post, and nobody's account",
    sizes.replies / 10,
  ],
];

/** What grows without end. */
const about =
  /\b(from|join|update|using) (post|revision|post_language|post_tag|post_search|activity|delivery|actor|follower|reply|reaction|received|allied_post|revision_picture|revision_callout|picture|picture_file|audit)\b/;

/** Of rows that are named one by one. */
const byKey = /\bwhere (\w+\.)?(id|post_id|actor_id|draft_id|name) (= …|= any\( …|in …)|\bvalues \(/;

/** What is not carried out here, and why it need not be. */
const unread: [file: string, start: string, why: string][] = [
  ["covers.ts", "select post.id from post", "the posts with a picture, by its index"],
  [
    "followers.ts",
    "select distinct inbox",
    "where an inbox is gone for good: what came there in the last days",
  ],
  [
    "following.ts",
    "select 1 from following join actor",
    "from the accounts that are followed, which are some dozens",
  ],
  [
    "following.ts",
    "select id from activity where type = 'Follow' and object =",
    "one row, by its unique index",
  ],
  ["quotes.ts", "select quote_authorization.id", "one row, by its key"],
  ["seal-hands.ts", "select", "once, after an upgrade"],
  [
    "software.ts",
    "update delivery set state = 'cancelled'",
    "when a host turns out to be a calendar: what waits for it",
  ],
  ["surplus.ts", "delete from reply", "where there are more than members would read"],
  ["surplus.ts", "delete from allied_post", "where there are more than members would read"],
  ["surplus.ts", "delete from early_reply", "where there are more than a thousand"],
  ["surplus.ts", "delete from flag", "where there are more than members would read"],
  ["surplus.ts", "delete from actor", "where strangers are more than 50,000"],
  ["surplus.ts", "delete from received", "where more than half a million activities are remembered"],
];

let database: TestDatabase;
let take: () => Carried[];
let tocsin: Tocsin;
let peer: Peer;
let admin: Browsing;
let newest: string;
/** Whatever was carried out. */
const texts: string[] = [];

beforeAll(async () => {
  database = await testDatabase();
  await explainAll(database.sql);
  const pool = watched(database.url);
  ({ take } = pool);
  const drop = async () => {
    await pool.sql.end({ timeout: 5 });
    await database.drop();
  };
  tocsin = await startTocsin({ worker: false, database: { sql: pool.sql, url: database.url, drop } });
  peer = await startPeer();
  const doer = { memberId: "ada", name: "Ada", role: "editor" } as const;
  await addEntry(database.sql, readSecretKey(tocsin.config.secretKeyFile), { ...doer, act: "publish" });
  await fill(database.sql, sizes);
  admin = await signIn(tocsin.origin, database.sql, "admin");
  const [post] = await database.sql<{ id: string }[]>`select id from post order by published desc limit 1`;
  newest = post!.id;
  while ((await keepDeliveryCounts(database.sql)) > 0);
  take();
}, 600_000);
afterAll(() => Promise.all([tocsin.stop(), peer.close()]));

/** The statements since the last time that looked at more than they may, and how many there were. */
function judge(where: string): { statements: number; tooMuch: string[] } {
  const carried = take();
  return { statements: carried.length, tooMuch: tooMuchOf(carried, where) };
}

function tooMuchOf(carried: Carried[], where: string): string[] {
  texts.push(...carried.map(({ text }) => text));
  return carried.flatMap((each) => {
    const [, , most] = exceptions.find(([beginning]) => beginning.test(each.text)) ?? [];
    const whole = most === undefined ? each.scanned : [];
    const said = `${where}: ${each.blocks} blocks, all of ${whole.join(", ")}, for ${each.rows} rows: ${each.text.slice(0, 300)}\n  ${each.plan}`;
    return each.blocks > Math.max(most ?? 0, allowed(each)) || whole.length > 0 ? [said] : [];
  });
}

/** What addresses have in common that differ in what they are about. */
const patternOf = (path: string) =>
  path
    .replace(/[a-z2-7]{16}/g, "ID")
    .replace(/(?<=\/(?:outbox|followers|following|sitemap)\/)[\w-]{3,}/g, "CURSOR")
    .replace(/=[^&]*/g, "=")
    .replace(/\d+/g, "N");

/** Asks for these addresses and whatever they link to, of each kind two; says what looked at too much. */
async function crawl(
  starts: string[],
  within: RegExp,
  headers: Record<string, string> = {},
): Promise<{ kinds: number; statements: number; tooMuch: string[] }> {
  const asked = new Map<string, number>();
  const queue = [...starts];
  const found = { kinds: 0, statements: 0, tooMuch: [] as string[] };
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const kind = patternOf(path);
    const times = asked.get(kind) ?? 0;
    if (times >= 2) continue;
    asked.set(kind, times + 1);
    const response = await fetch(tocsin.origin + path, { headers, redirect: "manual" });
    if (response.status >= 500 && path !== "/readyz")
      throw new Error(`${path} was answered with ${response.status}.`);
    const text = await response.text();
    const { statements, tooMuch } = judge(path);
    found.statements += statements;
    found.tooMuch.push(...tooMuch);
    for (const [, href, id] of text.matchAll(/(?:href=|<loc>)"?([^"#<>]+)|"(http[^"]+)"/g)) {
      const url = URL.parse((href ?? id!).replaceAll("&amp;", "&"), tocsin.origin);
      if (url?.origin === tocsin.origin && within.test(url.pathname)) queue.push(url.pathname + url.search);
    }
  }
  return { ...found, kinds: asked.size };
}

describe("what is read has a bound, however much there is", () => {
  const open = /^\/(?!admin|login|logout|assets|media)/;

  test("for a page, a feed, a calendar and the map of the site", { timeout: 300_000 }, async () => {
    const starts = [
      "/",
      "/archive",
      "/callouts",
      "/callouts/past",
      "/callouts.ics",
      "/search?q=harbour",
      "/tags",
    ];
    const others = [
      "/sitemap.xml",
      "/feed.rss",
      "/feed.json",
      "/readyz",
      `/oembed?url=${postUrl(tocsin.origin, newest)}`,
    ];
    const { kinds, statements, tooMuch } = await crawl([...starts, ...others], open);
    expect(tooMuch).toEqual([]);
    expect([kinds > 40, statements > 300]).toEqual([true, true]);
  });

  test("for a document of other servers", { timeout: 300_000 }, async () => {
    const group = ["", "/outbox", "/followers", "/following", "/featured"].map(
      (path) => `/actors/group${path}`,
    );
    const starts = [...group, "/nodeinfo/2.1", "/actors/instance", `/p/${newest}`, `/p/${newest}/replies`];
    const { kinds, statements, tooMuch } = await crawl(starts, open, { accept: "application/activity+json" });
    expect(tooMuch).toEqual([]);
    expect([kinds > 10, statements > 50]).toEqual([true, true]);
  });

  test("for a page of the members' side", { timeout: 300_000 }, async () => {
    const { cookie } = admin;
    const pages = access.filter(
      ([method, path]) => method === "GET" && !/:(slug|picture)|events$/.test(path),
    );
    const starts = pages.map(([, path]) => path.replace(":id", newest));
    const { kinds, statements, tooMuch } = await crawl(starts, /^\/admin/, { cookie });
    expect(tooMuch).toEqual([]);
    expect([kinds > 40, statements > 500]).toEqual([true, true]);
  });

  test("for an activity of another server", { timeout: 120_000 }, async () => {
    const person = peer.person("ada");
    const send = async (type: string, rest: Record<string, unknown>, who: Person = person) => {
      const activity = activityOf(who, type, rest);
      expect([type, (await sendTo(`${tocsin.origin}/inbox`, peer, who, activity)).status]).toEqual([
        type,
        202,
      ]);
      return activity;
    };
    const [group, post] = [groupId(tocsin.origin), postUrl(tocsin.origin, newest)];
    const note = noteBy(person, { inReplyTo: post });
    const follow = await send("Follow", { object: group });
    await send("Like", { object: post });
    await send("Undo", { object: await send("Announce", { object: post }) });
    await send("Create", { object: note });
    await send("Update", {
      object: { ...note, content: "<p>More.</p>", updated: new Date(Date.now() + 1000).toISOString() },
    });
    await send("Update", { object: person.document });
    await send("Delete", { object: note["id"] });
    await send("Flag", { object: [group, post], content: "Look." });
    await send("Undo", { object: follow });
    await send("Block", { object: group });
    await send("Delete", { object: person.id });
    const { statements, tooMuch } = judge("an activity");
    expect(tooMuch).toEqual([]);
    expect(statements).toBeGreaterThan(60);
  });

  test("for a loop of the worker", { timeout: 120_000 }, async () => {
    const { sql, config } = tocsin;
    const worker = await startWorker({ sql, config });
    const seen: Carried[] = [];
    const last = [
      /^delete from worker where/,
      /from search_due/,
      /from delivery_change/,
      /^update delivery set state = 'failed'/,
    ];
    await until("each loop to have gone round", () => {
      seen.push(...take());
      return last.every((beginning) => seen.some(({ text }) => beginning.test(text)));
    });
    await worker.stop();
    const tooMuch = tooMuchOf(seen, "the worker");
    expect(tooMuch).toEqual([]);
    expect(new Set(seen.map(({ text }) => text)).size).toBeGreaterThan(40);
  });

  test(
    "for what is due, what came of it, and hosts that fail and come back",
    { timeout: 120_000 },
    async () => {
      const { sql } = tocsin;
      await database.sql`update delivery set run_at = now() where state = 'waiting'`;
      take();
      const claimed = await claimDeliveries(sql, 200);
      expect(claimed.length).toBeGreaterThan(150);
      const [first, second, ...rest] = claimed;
      const settled = (row: typeof first, state: "delivered" | "failed" | "waiting") => ({
        id: row!.id,
        lease: row!.lease,
        state,
        status: state === "delivered" ? 202 : 500,
        error: null,
        delay: 60,
      });
      await settleDeliveries(sql, [settled(first, "failed"), settled(second, "waiting")]);
      await settleDeliveries(
        sql,
        rest.slice(0, 100).map((row) => settled(row, "delivered")),
      );
      await releaseLeases(
        sql,
        rest.slice(-1).map(({ lease }) => lease),
      );
      await nextDelivery(sql);
      const outcome = { host: first!.host, signature: "draft-cavage", error: "no" } as const;
      for (let at = 0; at < 3; at++) await recordHosts(sql, [{ ...outcome, state: "trouble" }]);
      await closeBreakers(sql, [first!.host]);
      await removeFollowersByInbox(sql, [{ inbox: second!.inbox, reason: "410" }]);
      const { statements, tooMuch } = judge("a delivery");
      expect(tooMuch).toEqual([]);
      expect(statements).toBeGreaterThan(15);
    },
  );

  test("for what members write and decide", { timeout: 120_000 }, async () => {
    await decide(tocsin.sql, groupId(tocsin.origin));
    const { statements, tooMuch } = judge("a decision");
    expect(tooMuch).toEqual([]);
    expect(statements).toBeGreaterThan(100);
  });

  test("and no statement about a large table has been left out", () => {
    const missing = listQueries(path.resolve(import.meta.dirname, "../../src/store")).filter(
      ({ text, piece }) =>
        about.test(text) && !byKey.test(text) && !texts.some((carried) => carried.includes(piece)),
    );
    const unexpected = missing.filter(
      ({ file, text }) => !unread.some(([of, start]) => of === file && text.startsWith(start)),
    );
    expect(unexpected).toEqual([]);
    expect(
      unread.filter(
        ([of, start]) => !missing.some(({ file, text }) => of === file && text.startsWith(start)),
      ),
    ).toEqual([]);
  });
});
