import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Pending } from "../../src/store/delivery-board.ts";
import type { HostProgress, Progress } from "../../src/store/delivery-report.ts";
import { publishPost } from "../support/written.ts";
import { leaveAlone, listRows, settle } from "../routes/followed-site.ts";
import { follow, openSite, origin, refusal, type Site } from "./site.ts";

let site: Site;
beforeEach(async () => {
  site = await openSite();
  for (const host of ["a", "b", "c"]) await follow(site.sql, `@f@${host}.example`);
});
afterEach(() => site.end());

interface Board {
  id: string;
  url: string;
  activities: (Progress & { activity: string; type: string })[];
  hosts: HostProgress[];
}

async function publish(name = "To three servers"): Promise<string> {
  const text = { name, source: "Text", summary: "", language: "en", tags: [], pictures: [] };
  return (await publishPost(site.sql, { ...text, type: "Note", pinned: false })).id;
}

const states = async () => (await listRows(site.sql)).map(({ state }) => state);
const said = async (...args: string[]) => (await site.tocsin(args)).stdout;

describe("tocsin deliveries", () => {
  test("shows how far the last posts have come", async () => {
    const first = await publish();
    await settle(site.sql, "a.example", "delivered");
    await settle(site.sql, "b.example", "failed");
    await site.sql`delete from follower`;
    const second = await publish("To nobody");
    const posts = await site.json(["deliveries"]);
    expect(posts).toMatchObject([
      { id: second, title: "To nobody", delivered: 0, waiting: 0, failed: 0 },
      { id: first, url: `${origin}/p/${first}`, delivered: 1, followers: 1, waiting: 1, held: 0, failed: 1 },
    ]);
    expect(await said("deliveries")).toMatch(new RegExp(`^${first} .* To three servers$`, "m"));
    expect(await site.json(["deliveries", "--limit", "1"])).toHaveLength(1);
  });

  test("shows for each host of a post what was delivered, what waits and what failed, and why", async () => {
    const id = await publish();
    await settle(site.sql, "a.example", "delivered", { status: 202 });
    await settle(site.sql, "b.example", "failed", { status: 403, error: "blocked\u001b[2J", attempts: 3 });
    const board = await site.json<Board>(["deliveries", id]);
    expect(board).toMatchObject({ id, url: `${origin}/p/${id}` });
    expect(board.activities).toMatchObject([
      { type: "Create", delivered: 1, waiting: 1, held: 0, failed: 1, cancelled: 0, followers: 1 },
    ]);
    expect(board.activities[0]!.activity).toMatch(/^https:\/\/tocsin\.example\/activities\/\w+/);
    expect(board.hosts).toMatchObject([
      { host: "b.example", failed: 1, status: 403, attempts: 3, nextAttempt: null },
      { host: "c.example", waiting: 1, status: null, error: null, nextAttempt: expect.any(String) },
      { host: "a.example", delivered: 1, error: null },
    ]);
    const shown = await said("deliveries", `${origin}/p/${id}`);
    expect(shown).toMatch(/^Create +1 +0 +1 +1 +0 +1 /m);
    expect(shown).toMatch(/^b\.example .* blocked \[2J$/m);
  });

  test("shows each inbox of a post by itself on request", async () => {
    const id = await publish();
    await settle(site.sql, "a.example", "delivered", { status: 202 });
    const inboxes = await site.json<{ host: string }[]>(["deliveries", id, "--inboxes"]);
    expect(inboxes.toSorted((one, other) => one.host.localeCompare(other.host))).toMatchObject([
      { inbox: "https://a.example/users/f/inbox", type: "Create", state: "delivered", status: 202 },
      { host: "b.example", state: "waiting" },
      { host: "c.example", state: "waiting" },
    ]);
  });

  test("says so where a post went nowhere, and where there is none", async () => {
    await site.sql`delete from follower`;
    expect(await said("deliveries")).toBe("Nothing has been published yet.\n");
    const id = await publish("To nobody");
    expect(await site.json<Board>(["deliveries", id])).toMatchObject({ activities: [], hosts: [] });
    expect(await said("deliveries", id)).toMatch(/^This post has not been sent/);
  });
});

describe("tocsin deliveries retry", () => {
  test("sends a post once more to where it failed, of one host or of all", async () => {
    const id = await publish();
    for (const host of ["a.example", "b.example"]) await settle(site.sql, host, "failed");
    await settle(site.sql, "c.example", "delivered");
    expect(await site.json<Pending>(["deliveries", "retry", id, "--host", "B.example"])).toEqual({
      waiting: 1,
      held: 0,
    });
    expect((await states()).toSorted()).toEqual(["delivered", "failed", "waiting"]);
    expect(await said("deliveries", "retry", id)).toBe("2 are tried now.\n");
    expect(await said("deliveries", "retry", await publish("Another"))).toBe("3 are tried now.\n");
  });

  test("knocks at a host that is left alone, or lets everything out that waits for it", async () => {
    await follow(site.sql, "@g@a.example");
    const id = await publish();
    await leaveAlone(site.sql, "a.example");
    expect(await said("deliveries", "retry", id)).toBe(
      "3 are tried now; 1 more follow when their host answers.\n",
    );
    expect(await site.json(["deliveries", "retry", "--host", "a.example"])).toEqual({ waiting: 2, held: 0 });
  });

  test("says when there is nothing to try, and asks what is meant", async () => {
    expect(await said("deliveries", "retry", "--host", "unknown.example")).toBe("There is nothing to try.\n");
    for (const order of ["retry", "give-up"]) {
      expect(refusal(await site.tocsin(["deliveries", order]))).toMatchObject({
        code: 2,
        line: "Say which: a POST, or --host HOST.",
      });
      expect(refusal(await site.tocsin(["deliveries", order, "nope"]))).toMatchObject({ code: 1 });
    }
  });
});

test("tocsin deliveries give-up ends what has not been sent: of a host, or of a post", async () => {
  const id = await publish();
  expect(await site.json(["deliveries", "give-up", "--host", "a.example"])).toEqual({ failed: 1 });
  expect(await said("deliveries", "give-up", id)).toBe("2 given up.\n");
  expect(await states()).toEqual(["failed", "failed", "failed"]);
  expect(await said("deliveries", "give-up", id)).toBe("There is nothing to give up.\n");
});

test("tocsin hosts lists how the hosts are, those left alone first", async () => {
  await publish();
  await settle(site.sql, "c.example", "delivered");
  await leaveAlone(site.sql, "b.example");
  expect(await site.json(["hosts"])).toMatchObject([
    { host: "b.example", followers: 1, waiting: 1, lastError: "HTTP 500", openedAt: expect.any(String) },
    { host: "a.example", followers: 1, waiting: 1, openedAt: null },
    { host: "c.example", followers: 1, waiting: 0 },
  ]);
  expect(await said("hosts")).toMatch(/^b\.example +1 +1 +\d{4}-.* HTTP 500$/m);
});
