import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { beatClock } from "../../src/store/clock.ts";
import { publishDue, scheduleDraft } from "../../src/store/draft-states.ts";
import { findDraft } from "../../src/store/drafts.ts";
import type { Member } from "../../src/store/members.ts";
import { planReminder, sendReminder } from "../../src/store/reminders.ts";
import { readSecretKey, type SecretKey } from "../../src/store/secret.ts";
import { listWaiting } from "../../src/store/waiting.ts";
import type { Callout } from "../../src/text/callout.ts";
import { typed } from "../support/drafts.ts";
import { follow } from "../support/stage.ts";
import { type Browser, membersSide, type MembersSide, origin } from "./members-side.ts";
import { beginDraft, publishPost } from "../support/written.ts";

let side: MembersSide;
let secret: SecretKey;
let omar: Member;
let editor: Browser;
beforeAll(async () => {
  side = await membersSide();
  secret = readSecretKey(side.config.secretKeyFile);
  await follow(side.sql, ["https://quay.example/inbox"]);
  omar = await side.join("omar", "editor");
  editor = await side.browse(omar);
});
afterAll(() => side.stop());
beforeEach(async () => {
  await side.sql`truncate post, revision, activity, delivery, draft cascade`;
  await side.sql`update clock set place = null, resumed_at = null, beat_at = now()`;
});

/** What a worker does when it looks; one after the other until nothing is to be done. */
async function work(place = "here"): Promise<void> {
  await beatClock(side.sql, place);
  while (await publishDue(side.sql, secret, { hasFiles: async () => true, findAccounts: async () => [] }));
  while (await sendReminder(side.sql, origin));
}

const passSince = (time: string) => side.sql`update clock set beat_at = beat_at - ${time}::interval`;
const sent = async () =>
  (await side.sql<{ type: string }[]>`select type from activity order by created_at, id`).map(
    ({ type }) => type,
  );

/** A draft that was to go out these minutes ago. */
async function scheduled(minutes: number, source = "At noon."): Promise<string> {
  const { id } = await side.sql.begin(async (tx) => {
    const at = await beginDraft(tx, secret, { text: { ...typed, source }, pictures: [], memberId: omar.id });
    await scheduleDraft(tx, secret, { ...at, memberId: omar.id, at: new Date(Date.now() + 60_000) });
    return at;
  });
  await side.sql`update draft set scheduled_at = now() - ${minutes} * interval '1 minute' where id = ${id}`;
  return id;
}

const callout: Callout = {
  startsAt: new Date("2099-12-05T13:00:00Z"),
  endsAt: null,
  timeZone: "UTC",
  placeName: "The gate",
  placeAddress: "",
  latitude: null,
  longitude: null,
  openUntil: new Date("2099-12-05T16:00:00Z"),
  status: "confirmed",
};

/** A call-out whose followers were to be reminded these minutes ago. */
async function calledOut(minutes: number): Promise<string> {
  const text = { name: "The gate", source: "Come.", summary: "", language: "en", tags: [], pictures: [] };
  const { id } = await publishPost(side.sql, { ...text, type: "Note", pinned: false, callout });
  await planReminder(side.sql, id, new Date(Date.now() + 60_000));
  await side.sql`update reminder set due_at = now() - ${minutes} * interval '1 minute'`;
  await side.sql`delete from activity`;
  return id;
}

const draftOf = (id: string) => findDraft(side.sql, secret, id);
const versionOf = async (id: string) => String((await draftOf(id))!.version);

describe("what came due", () => {
  test("while a worker looked goes out by itself, also after a short pause", async () => {
    await scheduled(50);
    await calledOut(50);
    await work();
    await passSince("59 minutes");
    await work();
    expect(await sent()).toEqual(["Create", "Announce"]);
  });

  test("while none looked for more than an hour waits for a member, and what comes due later does not", async () => {
    const id = await scheduled(50);
    await calledOut(50);
    await passSince("61 minutes");
    await work();
    await work();
    expect([await sent(), (await draftOf(id))?.state]).toEqual([[], "scheduled"]);
    await scheduled(0, "At one.");
    await work();
    expect(await sent()).toEqual(["Create"]);
    expect((await draftOf(id))?.state).toBe("scheduled");
  });

  test("before a restore waits, however short ago that was", async () => {
    await work("the first");
    await scheduled(1);
    await calledOut(1);
    await work("the second");
    await work("the second");
    expect(await sent()).toEqual([]);
    expect(await listWaiting(side.sql)).toMatchObject([{ kind: "overdue", count: 2 }]);
  });

  test("goes out when the clock was wrong and is put back", async () => {
    await side.sql`update clock set beat_at = now() + interval '3 days'`;
    await scheduled(0);
    await work();
    await passSince("61 minutes");
    await scheduled(0, "At one.");
    await work();
    expect(await sent()).toEqual(["Create"]);
  });

  test("of a call-out that is over meanwhile lapses, and waits for nobody", async () => {
    const id = await calledOut(50);
    await passSince("61 minutes");
    await work();
    expect(await side.sql`select 1 from reminder`).toHaveLength(1);
    await side.sql`update revision_callout set starts_at = null, open_until = now() where post_id = ${id}`;
    await work();
    expect([await side.sql`select 1 from reminder`, await sent()]).toEqual([[], []]);
  });
});

describe("a member", () => {
  const reason = "The server stood still at that time, or was put back from a backup.";
  beforeEach(() => passSince("61 minutes"));

  test("reads on the overview and on the draft why it waits, and publishes it", async () => {
    const id = await scheduled(50);
    await work();
    const overview = await editor.read("/admin");
    expect(overview).toContain('<h2 id="overdue">Did not go out</h2>');
    expect(overview).toContain(reason);
    expect(overview).toContain(`href="/admin/drafts/${id}"`);
    expect(overview).toMatch(/<a href="#overdue">Did not go out <span class="count">1</);
    const page = await editor.read(`/admin/drafts/${id}`);
    expect(page).toMatch(/Was to go out on/);
    expect(page).toContain(reason);
    expect(page).not.toContain("/schedule");
    await editor.post(`/admin/drafts/${id}/publish`, { version: await versionOf(id) });
    expect([(await draftOf(id))?.state, await sent()]).toEqual(["published", ["Create"]]);
    expect(await editor.read("/admin")).not.toContain("Did not go out");
  });

  test("keeps it, and schedules it anew", async () => {
    const id = await scheduled(50);
    await work();
    expect(await editor.read(`/admin/drafts/${id}`)).toContain("Keep it, do not publish it");
    await editor.post(`/admin/drafts/${id}/unschedule`, { version: await versionOf(id) });
    expect([(await draftOf(id))?.state, await listWaiting(side.sql)]).toEqual(["approved", []]);
    await editor.post(`/admin/drafts/${id}/schedule`, {
      version: await versionOf(id),
      at: "2099-01-01T10:00",
    });
    expect(await draftOf(id)).toMatchObject({ state: "scheduled", overdue: false });
  });

  test("reads on the overview and on the call-out that nobody was reminded, and has them reminded, once", async () => {
    const id = await calledOut(50);
    await work();
    expect(await editor.read("/admin")).toMatch(/href="\/admin\/posts\/\w+#reminder-title"[^>]*>The gate</);
    const page = await editor.read(`/admin/posts/${id}`);
    expect(page).toContain(reason);
    for (const status of [303, 409]) {
      expect((await editor.post(`/admin/posts/${id}/reminder/now`)).status).toBe(status);
    }
    expect(await sent()).toEqual(["Announce"]);
    expect(await side.sql`select act from audit where act = 'remind'`).toHaveLength(1);
  });

  test("leaves the reminder out", async () => {
    const id = await calledOut(50);
    await work();
    await editor.post(`/admin/posts/${id}/reminder/cancel`);
    expect([await listWaiting(side.sql), await sent()]).toEqual([[], []]);
  });

  test("who only writes reads why, and can neither publish nor keep it", async () => {
    const id = await scheduled(50);
    const post = await calledOut(50);
    await work();
    const writer = await side.browse(await side.join("bo", "writer"));
    const pages = [await writer.read(`/admin/drafts/${id}`), await writer.read(`/admin/posts/${post}`)];
    for (const page of pages) {
      expect(page).toContain(reason);
      expect(page).not.toMatch(/\/publish"|\/unschedule"|\/reminder\/now"/);
    }
  });
});

test("a reminder whose time has not come is not sent by that button", async () => {
  const id = await calledOut(-50);
  expect((await editor.post(`/admin/posts/${id}/reminder/now`)).status).toBe(409);
  expect(await side.sql`select 1 from reminder`).toHaveLength(1);
});
