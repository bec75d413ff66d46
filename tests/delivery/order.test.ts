import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { addAlliedPost, react, undoReaction } from "../../src/store/allied-posts.ts";
import { findOverdue } from "../../src/store/delivery-board.ts";
import { postUrl } from "../../src/text/address.ts";
import { passTime } from "../support/clock.ts";
import { accepts, after, answers, inTurn } from "../support/faults.ts";
import { type Remote, type RemoteHost, startRemote } from "../support/remote.ts";
import { clear, edit, follow, publish, rowsOf, settled, withdraw } from "../support/stage.ts";
import { startTocsin, type Tocsin, until } from "../support/tocsin.ts";

let tocsin: Tocsin;
let remote: Remote;
let host: RemoteHost;

beforeAll(async () => {
  [tocsin, remote] = await Promise.all([startTocsin(), startRemote()]);
  [host] = remote.hosts as [RemoteHost];
});
afterAll(() => Promise.all([tocsin.stop(), remote.close()]));
afterEach(async () => {
  await clear(tocsin.sql);
  remote.arrivals.length = 0;
  host.does = accepts;
});

const arrived = () => remote.arrivals.map(({ type }) => type);
const underWay = (what: string) => until(what, () => remote.arrivals.length > 0);
const firstAttempt = (id: string) =>
  until("a failed attempt", async () => (await rowsOf(tocsin.sql, id)).some(({ error }) => error !== null));

test("B7. Create, the last of the Updates that wait, and Delete reach an inbox one after the other", async () => {
  await follow(tocsin.sql, [host.inbox("a"), host.inbox("b")]);
  host.does = after(1000, accepts);
  const { id } = await publish(tocsin.sql, "First");
  await edit(tocsin.sql, id, "Second");
  await edit(tocsin.sql, id, "Third");
  await settled(tocsin.sql, id);
  await withdraw(tocsin.sql, id);
  await settled(tocsin.sql, id);
  for (const inbox of [host.inbox("a"), host.inbox("b")]) {
    const here = remote.arrivals.filter((arrival) => arrival.inbox === inbox);
    expect(here.map(({ type }) => type)).toEqual(["Create", "Update", "Delete"]);
  }
  const rows = (await rowsOf(tocsin.sql, id)).filter(({ state }) => state === "delivered");
  const sent = rows.map(({ activityId }) => `${tocsin.origin}/activities/${activityId}`);
  const seen = remote.arrivals.filter(({ inbox }) => inbox === host.inbox("a"));
  expect(seen.map(({ activity }) => activity)).toEqual([...new Set(sent)]);
});

test("B7. an Update waits for its Create, which the host has refused so far", async () => {
  await follow(tocsin.sql, [host.inbox("a")]);
  host.does = inTurn(answers(500), answers(500), accepts);
  const { id } = await publish(tocsin.sql);
  await firstAttempt(id);
  await edit(tocsin.sql, id, "Second");
  await until("no Update yet", async () => {
    await passTime(tocsin.sql, 130);
    return remote.arrivals.length >= 2;
  });
  expect(arrived()).toEqual(["Create", "Create"]);
  await passTime(tocsin.sql, 3600);
  await settled(tocsin.sql, id);
  expect(arrived()).toEqual(["Create", "Create", "Create", "Update"]);
});

test("B7. what waits behind another delivery keeps no worker busy, and is not overdue", async () => {
  await follow(tocsin.sql, [host.inbox("a")]);
  host.does = answers(404);
  const { id } = await publish(tocsin.sql);
  await firstAttempt(id);
  await edit(tocsin.sql, id, "Second");
  const [before] = await transactions();
  await new Promise((resolve) => setTimeout(resolve, 5000));
  const [later] = await transactions();
  expect(later! - before!).toBeLessThan(150);
  await tocsin.sql`update delivery set run_at = now() - interval '10 minutes' where id = (select max(id) from delivery)`;
  expect(await findOverdue(tocsin.sql)).toBe(0);

  async function transactions(): Promise<[number]> {
    await tocsin.sql`select pg_stat_force_next_flush()`;
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const [row] = await tocsin.sql<{ n: number }[]>`
      select xact_commit as n from pg_stat_database where datname = current_database()`;
    return [row!.n];
  }
});

test("B7. a Delete cancels what was not yet sent", async () => {
  await follow(tocsin.sql, [host.inbox("a")]);
  host.does = inTurn(answers(500), accepts);
  const { id } = await publish(tocsin.sql);
  await firstAttempt(id);
  await withdraw(tocsin.sql, id);
  await settled(tocsin.sql, id);
  await passTime(tocsin.sql, 3600);
  expect(await settled(tocsin.sql, id)).toMatchObject([
    { state: "cancelled" },
    { state: "delivered", type: "Delete" },
  ]);
  expect(arrived()).toEqual(["Create", "Delete"]);
});

test("B7. a Create that was under way when its post was withdrawn is not tried again", async () => {
  await follow(tocsin.sql, [host.inbox("a")]);
  host.does = inTurn(after(1000, answers(500)), accepts);
  const { id } = await publish(tocsin.sql);
  await underWay("the Create");
  await withdraw(tocsin.sql, id);
  await firstAttempt(id);
  await passTime(tocsin.sql, 3600);
  await settled(tocsin.sql, id);
  expect(arrived()).toEqual(["Create", "Delete"]);
});

test("B7. of copies that a worker has taken and not begun, none goes out after the post is withdrawn", async () => {
  await follow(
    tocsin.sql,
    Array.from({ length: 40 }, (_, at) => host.inbox(at)),
  );
  host.does = after(1000, accepts);
  const { id } = await publish(tocsin.sql);
  await underWay("the first copies");
  await withdraw(tocsin.sql, id);
  const withdrawn = performance.now();
  await until("the Deletes", () => arrived().filter((type) => type === "Delete").length >= 20);
  // What is being sent at that moment cannot be called back; the next moment it can.
  const late = remote.arrivals.filter(({ type, at }) => type === "Create" && at > withdrawn + 1500);
  expect(late).toEqual([]);
  host.does = accepts;
  await settled(tocsin.sql, id);
  expect(
    new Set(remote.arrivals.filter(({ type }) => type === "Delete").map(({ inbox }) => inbox)).size,
  ).toBe(40);
});

test("B7. a Delete goes wherever the post went, although nobody follows from there any more", async () => {
  await follow(tocsin.sql, [host.inbox("a")]);
  const { id } = await publish(tocsin.sql);
  await settled(tocsin.sql, id);
  await tocsin.sql`delete from follower`;
  await withdraw(tocsin.sql, id);
  await settled(tocsin.sql, id);
  expect(remote.arrivals.map(({ type, object }) => ({ type, object }))).toEqual([
    { type: "Create", object: postUrl(tocsin.origin, id) },
    { type: "Delete", object: postUrl(tocsin.origin, id) },
  ]);
});

test("B7. an Undo waits for the boost that it takes back", async () => {
  await follow(tocsin.sql, [host.inbox("a")]);
  const [author] = await tocsin.sql<{ id: string }[]>`select id from actor`;
  const post = { id: `${host.origin}/note`, actorId: author!.id, name: "", summary: "", content: "Yes." };
  await addAlliedPost(tocsin.sql, { ...post, language: null, url: post.id, published: new Date() });
  host.does = inTurn(answers(500), accepts);
  await react(tocsin.sql, "Announce", post.id);
  await until(
    "a failed attempt",
    async () => (await tocsin.sql`select 1 from delivery where error is not null`)[0],
  );
  await undoReaction(tocsin.sql, "Announce", post.id);
  await passTime(tocsin.sql, 3600);
  await until("both", () => arrived().length === 3);
  expect(arrived()).toEqual(["Announce", "Announce", "Undo"]);
});
