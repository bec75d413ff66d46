import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { createApp } from "../../src/app.ts";
import { withdrawPost } from "../../src/store/posts.ts";
import { addReaction } from "../../src/store/reactions.ts";
import { moderateReply } from "../../src/store/replies.ts";
import { connect, type Database } from "../../src/store/sql.ts";
import { editPost, publishPost } from "../support/written.ts";
import { openPublicSite, origin, type PublicSite } from "../routes/public-site.ts";

let site: PublicSite;
/** Another process on the same database. */
let elsewhere: Database;
beforeAll(async () => {
  site = await openPublicSite();
  elsewhere = connect(site.config.databaseUrl!);
});
afterAll(async () => {
  await elsewhere.end();
  await site.close();
});
beforeEach(() => site.app.caughtUp());

const text = { source: "Come.", summary: "", language: "en", tags: [], pictures: [], pinned: false };

async function rendersOf(work: () => Promise<unknown>): Promise<number> {
  const before = Number(/tocsin_pages_rendered_total (\d+)/.exec(await metrics())![1]);
  await work();
  return Number(/tocsin_pages_rendered_total (\d+)/.exec(await metrics())![1]) - before;
}

let metrics: () => Promise<string>;
beforeAll(async () => {
  const app = await createApp({ sql: site.sql, config: { ...site.config, metricsToken: "t".repeat(32) } });
  site = { ...site, app, get: async (path) => (await app.caughtUp(), app.request(origin + path)) };
  site.page = async (path) => (await site.get(path)).text();
  metrics = async () =>
    (
      await app.request(`${origin}/metrics`, { headers: { authorization: `Bearer ${"t".repeat(32)}` } })
    ).text();
});

it("a post that another process publishes, edits and withdraws is so at once on every page that shows it", async () => {
  await site.page("/");
  const { id } = await publishPost(elsewhere, { ...text, type: "Note", name: "Saturday" });
  expect(await site.page("/")).toContain("Saturday");
  expect(await site.page(`/p/${id}`)).toContain("Saturday");
  expect(await site.page("/feed.atom")).toContain("Saturday");
  await editPost(elsewhere, id, { ...text, name: "Sunday" });
  for (const path of ["/", `/p/${id}`, "/feed.atom"]) expect(await site.page(path)).toContain("Sunday");
  await withdrawPost(elsewhere, id);
  for (const path of ["/", "/feed.atom"]) expect(await site.page(path)).not.toContain("Sunday");
  expect((await site.get(`/p/${id}`)).status).toBe(410);
});

it("an approved reply and a like are on the post's page at once, and leave the others as they are", async () => {
  const [id, other] = [await site.publish(), await site.publish()];
  await site.page(`/p/${id}`);
  await site.page(`/p/${other}`);
  const reply = await site.reply(id, { content: "<p>I come.</p>" });
  expect(await site.page(`/p/${id}`)).toContain("I come.");
  await moderateReply(elsewhere, reply, "hidden");
  expect(await site.page(`/p/${id}`)).not.toContain("I come.");
  const [actor] = await elsewhere<{ id: string }[]>`select id from actor limit 1`;
  const rendered = await rendersOf(async () => {
    await addReaction(elsewhere, { postId: id, actorId: actor!.id, type: "Like", activityId: "like" });
    await site.page(`/p/${id}`);
    await site.page(`/p/${other}`);
    await site.page("/");
  });
  expect(rendered).toBeLessThanOrEqual(2);
});

it("replies that nobody has approved cost readers nothing", async () => {
  const id = await site.publish();
  const reply = await site.reply(id);
  await site.page(`/p/${id}`);
  const rendered = await rendersOf(async () => {
    await elsewhere`
      insert into reply (id, actor_id, post_id, content, url, visibility, published)
      select id || n, actor_id, post_id, content, url, visibility, published
      from reply, generate_series(1, 50) n where id = ${reply}`;
    await site.page(`/p/${id}`);
  });
  expect(rendered).toBe(0);
});

it("a thousand requests at once for a post that was not asked for before render it once", async () => {
  const id = await site.publish();
  await site.app.caughtUp();
  const rendered = await rendersOf(async () => {
    const all = Array.from({ length: 1000 }, () => site.app.request(`${origin}/p/${id}`));
    expect(new Set((await Promise.all(all)).map(({ status }) => status))).toEqual(new Set([200]));
  });
  expect(rendered).toBe(1);
});

it("a page and the document at one address are kept apart", async () => {
  const id = await site.publish();
  const ask = async (accept: string) =>
    (await site.app.request(`${origin}/p/${id}`, { headers: { accept } })).headers.get("content-type");
  for (let round = 0; round < 2; round++) {
    expect(await ask("text/html,application/xhtml+xml,*/*;q=0.8")).toContain("text/html");
    expect(await ask("application/activity+json, application/ld+json")).toContain("activity+json");
    expect(await ask("*/*")).toContain("text/html");
  }
});

it("while listening is interrupted, everything is rendered anew as soon as it goes on", async () => {
  const id = await site.publish({ name: "Before" });
  await site.page(`/p/${id}`);
  // Said while nobody listens: the trigger is silent, as a lost notification is.
  await elsewhere.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`update revision set name = 'Meanwhile' where post_id = ${id}`;
  });
  await elsewhere`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query ilike 'listen%' and pid <> pg_backend_pid()`;
  let page = "";
  for (let tries = 0; tries < 100 && !page.includes("Meanwhile"); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    page = await (await site.app.request(`${origin}/p/${id}`)).text();
  }
  expect(page).toContain("Meanwhile");
});
