import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { script } from "../../src/routes/assets.ts";
import { addActivity, markUndone } from "../../src/store/activities.ts";
import { addBlock } from "../../src/store/blocks.ts";
import { deliverToActors } from "../../src/store/deliveries.ts";
import { retryDeliveries } from "../../src/store/delivery-board.ts";
import { removeFollower, removeFollowersByInbox } from "../../src/store/followers.ts";
import { withdrawPost } from "../../src/store/posts.ts";
import { editPost } from "../support/written.ts";
import { follow, leaveAlone, listRows, publish, publishCallout, settle } from "./followed-site.ts";
import { type Browser, membersSide, type MembersSide } from "./members-side.ts";

let side: MembersSide;
let editor: Browser;
let writer: Browser;
beforeAll(async () => {
  side = await membersSide();
  editor = await side.browse(await side.join("edith", "editor"));
  writer = await side.browse(await side.join("walter", "writer"));
});
afterAll(() => side.stop());
beforeEach(() => side.sql`truncate actor, follower, delivery, host, departure, block cascade`);

const board = (id: string) => `/admin/posts/${id}`;
const order = (id: string, order: string, fields = {}) =>
  editor.post(`${board(id)}/deliveries`, { order, ...fields });

/** The text of the item of a host, without its markup. */
/** The hosts that a page of the members lists, in its order. */
const hostsIn = (page: string) =>
  [...page.split("<main")[1]!.matchAll(/<bdi>([\w.]+)<\/bdi>/g)].map(([, host]) => host);

function itemOf(page: string, host: string): string {
  const item = page.split(`<bdi>${host}</bdi>`)[1]?.split("</li>")[0] ?? "";
  return item.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
}

describe("the board of a post", () => {
  test("says how many inboxes and followers were reached, what is held, and what has failed", async () => {
    await follow(side.sql, "a", "quai.example", { shared: true });
    await follow(side.sql, "b", "quai.example", { shared: true });
    await follow(side.sql, "c", "digue.example");
    await follow(side.sql, "d", "port.example");
    await follow(side.sql, "e", "phare.example");
    const { id } = await publish(side.sql);
    await settle(side.sql, "quai.example", "delivered", { status: 202 });
    await settle(side.sql, "digue.example", "held", { error: "HTTP 500" });
    await settle(side.sql, "port.example", "failed", { status: 422, error: "HTTP 422" });
    const page = await writer.read(board(id));
    expect(page).toContain(
      "1 of 4 arrived · 2 followers reached · 1 on its way · 1 held until its server answers · 1 failed",
    );
    expect(page).toMatch(/<progress value="1" max="4"/);
    expect(await writer.read("/admin/posts")).toContain(
      "reached 1 server, 2 servers still to come, 1 server",
    );
  });

  test("tells a change and a withdrawal from the post itself", async () => {
    await follow(side.sql, "a", "quai.example");
    const { id } = await publish(side.sql);
    const text = { name: "", source: "Friday", summary: "", language: "en", tags: [], pictures: [] };
    await editPost(side.sql, id, { ...text, pinned: false });
    await settle(side.sql, "quai.example", "delivered");
    await withdrawPost(side.sql, id);
    const page = await writer.read(board(id));
    const titles = [...page.matchAll(/class="progress-title"[^>]*>\s*([A-Z][a-z ]+)/g)];
    expect(titles.map(([, title]) => title?.trim())).toEqual(["The withdrawal", "A change", "The post"]);
    expect(itemOf(page, "quai.example")).toContain("1 on its way, 2 arrived");
  });

  test("tells how a call-out came to calendars, of which some are sent its Event alone, each follower once", async () => {
    await follow(side.sql, "relay", "gancio.example");
    await follow(side.sql, "a", "mobilizon.example");
    for (const software of ["gancio", "mobilizon"])
      await side.sql`insert into host (host, signature, software) values (${`${software}.example`}, 'draft-cavage', ${software})`;
    const { id } = await publishCallout(side.sql);
    await settle(side.sql, "gancio.example", "delivered");
    await settle(side.sql, "mobilizon.example", "delivered");
    const page = await writer.read(board(id));
    const titles = [...page.matchAll(/class="progress-title"[^>]*>\s*([A-Z][a-z, ]+)/g)];
    expect(titles.map(([, title]) => title!.trim()).toSorted()).toEqual([
      "The pin",
      "The post",
      "The post, for calendars",
    ]);
    expect(page).toContain("2 of 2 arrived · 2 followers reached");
    expect(itemOf(page, "gancio.example")).toMatch(/1 follower$|1 follower /);
    expect(itemOf(page, "mobilizon.example")).toMatch(/1 follower$|1 follower /);
    expect(await writer.read("/admin/posts")).toContain("reached 2 servers");
    await removeFollowersByInbox(side.sql, [
      { inbox: "https://mobilizon.example/users/a/inbox", reason: "HTTP 410" },
    ]);
    const alone = await publishCallout(side.sql);
    await settle(side.sql, "gancio.example", "failed", { status: 400, error: "HTTP 400" });
    expect(await writer.read(board(alone.id))).toContain("0 of 1 arrived · 1 failed");
  });

  test("names a host once, however many inboxes it has, those in trouble first, with what they say", async () => {
    for (const name of ["a", "b", "c"]) await follow(side.sql, name, "aube.example");
    await follow(side.sql, "d", "port.example");
    await follow(side.sql, "e", "quai.example");
    const { id } = await publish(side.sql);
    await settle(side.sql, "aube.example", "delivered", { status: 202 });
    await settle(side.sql, "port.example", "waiting", { status: 503, error: "HTTP 503", attempts: 3 });
    await settle(side.sql, "quai.example", "failed", { error: "certificate has expired", attempts: 20 });
    const page = await writer.read(board(id));
    expect(hostsIn(page)).toEqual(["quai.example", "port.example", "aube.example"]);
    expect(itemOf(page, "quai.example")).toMatch(/failed .*certificate has expired · 20 tries · 1 follower/);
    expect(itemOf(page, "port.example")).toMatch(
      /on its way .*it is closed for the moment \(503\) · 3 tries · next try: /,
    );
    expect(itemOf(page, "aube.example")).toMatch(/3 arrived .*3 followers/);
  });

  test("shows what a hostile host says as text", async () => {
    await follow(side.sql, "a", "quai.example");
    const { id } = await publish(side.sql);
    await settle(side.sql, "quai.example", "failed", { error: "<script>alert(1)</script>" });
    expect(await writer.read(board(id))).toContain("&lt;script&gt;alert(1)");
  });

  test("shows thirty hosts a page", async () => {
    for (let at = 0; at < 31; at++) await follow(side.sql, "a", `h${at}.example`);
    const { id } = await publish(side.sql);
    const hosts = (page: string) => page.match(/<bdi>h\d+\.example/g)?.length ?? 0;
    const first = await writer.read(board(id));
    expect([hosts(first), hosts(await writer.read(`${board(id)}?page=2`))]).toEqual([30, 1]);
    expect(first).toContain(`href="${board(id)}?page=2"`);
  });

  test("runs a script of ours only while something is under way", async () => {
    await follow(side.sql, "a", "quai.example");
    const { id } = await publish(side.sql);
    const policyOf = async (path: string) =>
      (await writer.get(path)).headers.get("Content-Security-Policy")?.split("; ");
    expect(await policyOf(board(id))).toEqual(
      expect.arrayContaining(["default-src 'none'", "script-src 'self'", "connect-src 'self'"]),
    );
    expect(await writer.read(board(id))).toContain(`<script type="module" src="${script("progress")}">`);
    await settle(side.sql, "quai.example", "delivered");
    for (const path of [board(id), "/admin", "/admin/hosts", "/admin/posts"]) {
      expect((await policyOf(path))!.join()).not.toMatch(/script|connect/);
      expect(await writer.read(path)).not.toContain("<script");
    }
    const asset = await side.app.request(script("progress"));
    expect(asset.headers.get("Content-Type")).toBe("text/javascript; charset=utf-8");
  });

  test("lets writers look, and editors act", async () => {
    await follow(side.sql, "a", "quai.example");
    const { id } = await publish(side.sql);
    await settle(side.sql, "quai.example", "failed");
    expect(await writer.read(board(id))).not.toContain('name="order"');
    expect(await editor.read(board(id))).toContain('name="order"');
  });

  test("asks nobody to act on what was cancelled after it had failed", async () => {
    const gone = await follow(side.sql, "a", "quai.example");
    const { id } = await publish(side.sql);
    await settle(side.sql, "quai.example", "waiting", { status: 500, error: "HTTP 500" });
    await removeFollower(side.sql, gone.id);
    const page = await editor.read(board(id));
    expect(itemOf(page, "quai.example")).toContain("not sent any more");
    expect(page).not.toContain('name="order"');
  });

  test("asks nobody to act while all goes its way", async () => {
    await follow(side.sql, "a", "quai.example");
    const { id } = await publish(side.sql);
    expect(await editor.read(board(id))).not.toContain('name="order"');
  });

  test("is in French for whoever reads French", async () => {
    await follow(side.sql, "a", "quai.example");
    const { id } = await publish(side.sql);
    const french = await writer.get(board(id), { "Accept-Language": "fr" });
    expect(await french.text()).toContain("0 envoi arrivé sur 1");
  });
});

describe("to try again", () => {
  test("brings forward what waits, and sends what failed once more; attempts are still counted", async () => {
    for (const host of ["a.example", "b.example", "c.example"]) await follow(side.sql, "x", host);
    const { id } = await publish(side.sql);
    await settle(side.sql, "a.example", "waiting", { attempts: 4 });
    await settle(side.sql, "b.example", "failed", { attempts: 9, error: "HTTP 500" });
    await settle(side.sql, "c.example", "delivered");
    const answer = await order(id, "retry", { back: `${board(id)}?page=2` });
    expect(answer.headers.get("location")).toBe(`${board(id)}?page=2&done=retried`);
    expect(await listRows(side.sql)).toMatchObject([
      { host: "a.example", state: "waiting", attempts: 4, due: true },
      { host: "b.example", state: "waiting", attempts: 9, due: true },
      { host: "c.example", state: "delivered" },
    ]);
  });

  test("at one host leaves the others as they are", async () => {
    for (const host of ["a.example", "b.example"]) await follow(side.sql, "x", host);
    const { id } = await publish(side.sql);
    for (const host of ["a.example", "b.example"]) await settle(side.sql, host, "failed");
    await order(id, "retry", { host: "b.example" });
    expect((await listRows(side.sql)).map(({ state }) => state)).toEqual(["failed", "waiting"]);
  });

  test("knocks once and at once at a host that is left alone, and what had failed waits behind", async () => {
    for (const name of ["a", "b", "c"]) await follow(side.sql, name, "down.example");
    const { id } = await publish(side.sql);
    await leaveAlone(side.sql, "down.example");
    await side.sql`update delivery set state = 'failed' where inbox like '%/c/inbox'`;
    await order(id, "retry");
    const rows = await listRows(side.sql);
    expect(rows.map(({ state }) => state).toSorted()).toEqual(["held", "held", "waiting"]);
    expect(rows.find(({ state }) => state === "waiting")).toMatchObject({ due: true });
    expect(await side.sql`select 1 from host where opened_at is not null`).toHaveLength(1);
  });

  test("knocks with the oldest delivery to a host that is left alone, whichever post that is about", async () => {
    await follow(side.sql, "a", "down.example");
    const older = await publish(side.sql);
    await leaveAlone(side.sql, "down.example");
    const { id } = await publish(side.sql, "Another");
    await order(id, "retry");
    const rows = await side.sql`
      select object, state, run_at <= now() as due from delivery where state = 'waiting'`;
    expect(rows).toEqual([{ object: older.id, state: "waiting", due: true }]);
    await side.sql`update delivery set state = 'delivered' where state = 'waiting'`;
    await order(id, "retry");
    expect((await listRows(side.sql)).at(-1)).toMatchObject({ state: "waiting", due: true });
  });

  test("leaves alone what a worker has under way", async () => {
    await follow(side.sql, "a", "quai.example");
    const { id } = await publish(side.sql);
    await settle(side.sql, "quai.example", "waiting");
    await side.sql`update delivery set lease = gen_random_uuid(), leased_until = now() + interval '1 minute'`;
    await order(id, "retry");
    expect(await listRows(side.sql)).toMatchObject([{ state: "waiting", due: false }]);
    await order(id, "give-up");
    expect(await listRows(side.sql)).toMatchObject([{ state: "waiting" }]);
  });

  test("sends nothing to those who have left or were blocked since, but the withdrawal to those who left", async () => {
    const gone = await follow(side.sql, "gone", "a.example");
    await follow(side.sql, "troll", "b.example");
    const { id } = await publish(side.sql);
    for (const host of ["a.example", "b.example"]) await settle(side.sql, host, "failed");
    await removeFollower(side.sql, gone.id);
    await addBlock(side.sql, "host", "b.example");
    // That the follow has ended is told once, and by itself.
    await side.sql`delete from activity where type = 'Reject'`;
    const answer = await order(id, "retry");
    expect(answer.headers.get("location")).toBe(`${board(id)}?done=nothingToRetry`);
    expect((await listRows(side.sql)).map(({ state }) => state)).toEqual(["failed", "failed"]);

    await side.sql`update delivery set attempts = 1`;
    await withdrawPost(side.sql, id);
    await side.sql`update delivery set state = 'failed'`;
    await order(id, "retry");
    const states = await side.sql`
      select type, state from delivery join activity on activity.id = activity_id order by delivery.id`;
    expect(states).toEqual([
      { type: "Create", state: "failed" },
      { type: "Create", state: "failed" },
      { type: "Delete", state: "waiting" },
    ]);
  });

  test("sends no old text after a correction that has arrived", async () => {
    await follow(side.sql, "a", "quai.example");
    const { id } = await publish(side.sql);
    await settle(side.sql, "quai.example", "failed");
    const text = { name: "", source: "Corrected", summary: "", language: "en", tags: [], pictures: [] };
    await editPost(side.sql, id, { ...text, pinned: false });
    await side.sql`update delivery set state = 'delivered' where state = 'waiting'`;
    await order(id, "retry");
    expect((await listRows(side.sql)).map(({ state }) => state)).toEqual(["failed", "delivered"]);
    await side.sql`update delivery set state = 'failed'`;
    await order(id, "retry");
    expect((await listRows(side.sql)).map(({ state }) => state)).toEqual(["waiting", "waiting"]);
  });

  test("reaches the author who is answered, and does not repeat a like that was taken back", async () => {
    const { id: author } = await follow(side.sql, "marise", "quai.example");
    await removeFollower(side.sql, author);
    const deliver = async (type: "Announce" | "Like", object: string) => {
      const activity = await addActivity(side.sql, { type, object, recipient: author });
      await deliverToActors(side.sql, activity, [author]);
      return activity.id;
    };
    await deliver("Announce", "https://quai.example/1");
    await markUndone(side.sql, await deliver("Like", "https://quai.example/1"));
    await settle(side.sql, "quai.example", "failed");
    await retryDeliveries(side.sql, { host: "quai.example" });
    expect((await listRows(side.sql)).map(({ state }) => state)).toEqual(["waiting", "failed"]);
    await settle(side.sql, "quai.example", "failed");
    await addBlock(side.sql, "actor", author);
    await retryDeliveries(side.sql, { host: "quai.example" });
    expect((await listRows(side.sql)).map(({ state }) => state)).toEqual(["failed", "failed"]);
  });

  test("says how much there is to try", async () => {
    await follow(side.sql, "a", "quai.example");
    const { id } = await publish(side.sql);
    expect(await retryDeliveries(side.sql, { postId: id })).toEqual({ waiting: 1, held: 0 });
    await settle(side.sql, "quai.example", "delivered");
    expect(await retryDeliveries(side.sql, { postId: id })).toEqual({ waiting: 0, held: 0 });
  });
});

describe("to give up", () => {
  test("ends what waits and what is held, says so, and can be taken back", async () => {
    for (const host of ["a.example", "b.example", "c.example"]) await follow(side.sql, "x", host);
    const { id } = await publish(side.sql);
    const other = await publish(side.sql, "Another");
    await side.sql`update delivery set state = 'delivered' where host = 'c.example'`;
    await side.sql`update delivery set state = 'held' where host = 'b.example'`;
    expect((await order(id, "give-up")).headers.get("location")).toBe(`${board(id)}?done=givenUp`);
    const states = (await listRows(side.sql)).map(({ state }) => state);
    expect(states.slice(0, 3).toSorted()).toEqual(["delivered", "failed", "failed"]);
    expect(await side.sql`select 1 from delivery where object = ${other.id} and state = 'failed'`).toEqual(
      [],
    );
    const page = await editor.read(board(id));
    expect(itemOf(page, "a.example")).toContain("given up by one of you");
    expect(page).not.toContain('value="give-up"');
    await order(id, "retry");
    expect((await listRows(side.sql)).slice(0, 3).map(({ state }) => state)).not.toContain("failed");
  });

  test("or anything else asks for a button and a post that exist", async () => {
    const { id } = await publish(side.sql);
    expect((await order(id, "explode")).status).toBe(422);
    expect((await order("nope", "retry")).status).toBe(404);
  });
});

describe("the page of the servers", () => {
  test("says how each one is: left alone, in trouble, well, with followers and what waits", async () => {
    await follow(side.sql, "a", "well.example");
    for (const name of ["b", "c"]) await follow(side.sql, name, "down.example");
    await publish(side.sql);
    await settle(side.sql, "well.example", "delivered");
    await leaveAlone(side.sql, "down.example");
    await side.sql`
      insert into host (host, signature, failures, last_success_at, last_failure_at, last_error)
      values ('shaky.example', 'draft-cavage', 1, now(), now(), 'read ECONNRESET'),
        ('well.example', 'rfc9421', 0, now(), now() - interval '1 day', 'HTTP 404')`;
    const page = await writer.read("/admin/hosts");
    expect(hostsIn(page)).toEqual(["down.example", "shaky.example", "well.example"]);
    expect(itemOf(page, "down.example")).toMatch(
      /left alone since .*it has a fault \(500\).*2 followers · 2 deliveries wait · nothing has arrived/,
    );
    expect(itemOf(page, "shaky.example")).toMatch(/in trouble .*read ECONNRESET.*last arrival: /);
    expect(itemOf(page, "well.example")).toMatch(/well 1 follower · last arrival: /);
  });

  test("lets editors try a server again: its breaker closes and everything goes out", async () => {
    for (const name of ["a", "b"]) await follow(side.sql, name, "down.example");
    await publish(side.sql);
    await leaveAlone(side.sql, "down.example");
    const answer = await editor.post("/admin/hosts", { order: "retry", host: "down.example" });
    expect(answer.headers.get("location")).toBe("/admin/hosts?done=retried");
    expect(await listRows(side.sql)).toMatchObject([
      { state: "waiting", due: true },
      { state: "waiting", due: true },
    ]);
    expect(await side.sql`select 1 from host where opened_at is not null`).toEqual([]);
  });

  test("lets editors give up what waits for one server", async () => {
    await follow(side.sql, "a", "down.example");
    await follow(side.sql, "a", "well.example");
    await publish(side.sql);
    await editor.post("/admin/hosts", { order: "give-up", host: "down.example" });
    expect((await listRows(side.sql)).map(({ host, state }) => `${host} ${state}`).toSorted()).toEqual([
      "down.example failed",
      "well.example waiting",
    ]);
  });

  test("without a server named changes nothing", async () => {
    await follow(side.sql, "a", "down.example");
    await publish(side.sql);
    await editor.post("/admin/hosts", { order: "give-up" });
    expect(await listRows(side.sql)).toMatchObject([{ state: "waiting" }]);
  });
});

test("the page of the followers says who has left, and why", async () => {
  const { inbox } = await follow(side.sql, "marise", "quai.example");
  await removeFollowersByInbox(side.sql, [{ inbox, reason: "HTTP 410" }]);
  const page = await writer.read("/admin/followers");
  expect(page).toContain("@marise@quai.example");
  expect(page).toContain("the account is gone (410)");
});
