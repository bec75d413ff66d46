import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { renderActivity } from "../../src/federation/activities.ts";
import { findActivity } from "../../src/store/activities.ts";
import type { Member } from "../../src/store/members.ts";
import { liftPanic, panic } from "../../src/store/panic.ts";
import { withdrawPost } from "../../src/store/posts.ts";
import { findReminder, sendReminder } from "../../src/store/reminders.ts";
import type { Callout } from "../../src/text/callout.ts";
import { usualReminder } from "../../src/text/reminder.ts";
import { follow } from "../support/stage.ts";
import { editPost, publishPost } from "../support/written.ts";
import { type Browser, membersSide, type MembersSide, origin } from "./members-side.ts";

let side: MembersSide;
let omar: Member;
let editor: Browser;
beforeAll(async () => {
  side = await membersSide();
  await side.sql`update collective set time_zone = 'Europe/Paris'`;
  await follow(side.sql, ["https://quay.example/inbox"]);
  omar = await side.join("omar", "editor");
});
afterAll(() => side.stop());
beforeEach(async () => {
  await side.sql`truncate post, revision, activity, delivery cascade`;
  // A panic ends all sessions.
  editor = await side.browse(omar);
});

const callout: Callout = {
  startsAt: new Date("2099-12-05T13:00:00Z"),
  endsAt: null,
  timeZone: "Europe/Paris",
  placeName: "The gate",
  placeAddress: "",
  latitude: null,
  longitude: null,
  openUntil: new Date("2099-12-05T16:00:00Z"),
  status: "confirmed",
};
const text = { name: "", source: "Come.", summary: "", language: "en", tags: [] as string[], pictures: [] };
const publish = async (what: Callout | null = callout) =>
  (await publishPost(side.sql, { ...text, type: "Note", pinned: false, callout: what })).id;
const edit = (id: string, changed: Partial<Callout>) =>
  editPost(side.sql, id, { ...text, pinned: false, callout: { ...callout, ...changed } });
const plan = (id: string, date = "2099-12-04", time = "18:00", who = editor) =>
  who.post(`/admin/posts/${id}/reminder`, { date, time });
/** As if the time had come. */
const bringForward = () => side.sql`update reminder set due_at = now()`;
const send = () => sendReminder(side.sql, origin);

/** The boosts and their ends that followers are sent, in order. */
const told = async () => {
  const rows = await side.sql<{ type: string }[]>`
    select type from activity join delivery on activity_id = activity.id
    where type in ('Announce', 'Undo') order by delivery.id`;
  return rows.map(({ type }) => type);
};

describe("the form", () => {
  test("offers the evening before, in the collective's zone, and says what is planned", async () => {
    const id = await publish();
    const page = await editor.read(`/admin/posts/${id}`);
    expect(page).toMatch(/name="date"[^>]* value="2099-12-04"/);
    expect(page).toMatch(/name="time"[^>]* value="18:00"/);
    expect(page).toContain("At (Europe/Paris)");
    expect((await plan(id, "2099-12-04", "19:30")).status).toBe(303);
    expect(await findReminder(side.sql, id)).toEqual(new Date("2099-12-04T18:30:00Z"));
    expect(await editor.read(`/admin/posts/${id}`)).toContain("reminded on 4 December 2099 at 19:30 CET");
  });

  test.each([
    ["2020-01-01", "18:00", "date-error", "in the past"],
    ["2099-12-05", "17:00", "date-error", "is over"],
    ["soon", "18:00", "date-error", "year-month-day"],
    ["2099-12-04", "late", "time-error", "time of day"],
    ["2099-03-29", "02:30", "time-error", "put forward"],
  ])("sends %s %s back with what is wrong", async (date, time, field, said) => {
    const id = await publish();
    const answer = await plan(id, date, time);
    const page = await answer.text();
    expect([answer.status, await findReminder(side.sql, id)]).toEqual([422, undefined]);
    expect(page).toContain(`id="${field}"`);
    expect(page).toContain(said);
    expect(page).toContain(`value="${date}"`);
  });

  test("is not there for what nobody can come to, which is refused", async () => {
    const over = await publish();
    await side.sql`update revision_callout set starts_at = null, open_until = now() where post_id = ${over}`;
    const cancelled = await publish({ ...callout, status: "cancelled" });
    const undated = await publish({ ...callout, status: "postponed", startsAt: null });
    const plain = await publish(null);
    for (const id of [over, cancelled, undated, plain]) {
      expect(await editor.read(`/admin/posts/${id}`)).not.toContain("/reminder");
      expect((await plan(id)).status).toBe(id === plain ? 404 : 409);
    }
  });

  test("shows writers what is planned, and lets editors alone change it", async () => {
    const writer = await side.browse(await side.join("bo", "writer"));
    const id = await publish();
    expect(await writer.read(`/admin/posts/${id}`)).not.toContain("Remind followers");
    await plan(id);
    const page = await writer.read(`/admin/posts/${id}`);
    expect(page).toContain("reminded on");
    expect(page).not.toContain("/reminder");
    expect((await plan(id, "2099-12-04", "18:00", writer)).status).toBe(403);
  });

  test("takes a reminder back, also when it is pressed twice, and the log says who did", async () => {
    const id = await publish();
    await plan(id);
    for (const _ of [1, 2]) {
      expect((await editor.post(`/admin/posts/${id}/reminder/cancel`)).status).toBe(303);
    }
    expect([await findReminder(side.sql, id), await send()]).toEqual([undefined, false]);
    const acts = await side.sql`select act, object from audit where object = ${id} order by id`;
    expect(acts).toEqual([
      { act: "remind", object: id },
      { act: "cancelReminder", object: id },
    ]);
  });
});

test("two hours before are offered where the evening before is past, and nothing where those are, too", () => {
  const at = (now: string) => usualReminder(callout, "Europe/Paris", new Date(now));
  expect(at("2099-12-04T16:00Z")).toEqual({ date: "2099-12-04", time: "18:00" });
  expect(at("2099-12-04T18:00Z")).toEqual({ date: "2099-12-05", time: "12:00" });
  expect(at("2099-12-05T12:00Z")).toEqual({ date: "", time: "" });
});

describe("a reminder that is due", () => {
  test("boosts the post once, however many workers look", async () => {
    const id = await publish();
    await plan(id);
    expect([await send(), await told()]).toEqual([false, []]);
    await bringForward();
    const looked = await Promise.all([1, 2, 3, 4].map(send));
    expect(looked.filter(Boolean)).toHaveLength(1);
    expect([await told(), await send()]).toEqual([["Announce"], false]);
    const [row] = await side.sql<{ id: string }[]>`select id from activity where type = 'Announce'`;
    const renderer = { sql: side.sql, origin, describeGroup: async () => ({}) };
    expect(await renderActivity(renderer, (await findActivity(side.sql, row!.id))!)).toMatchObject({
      type: "Announce",
      object: `${origin}/p/${id}`,
      to: ["https://www.w3.org/ns/activitystreams#Public"],
    });
  });

  test("takes the boost before it back first, in an order that every inbox keeps", async () => {
    const id = await publish();
    for (const _ of [1, 2]) {
      await plan(id);
      await bringForward();
      await send();
    }
    expect(await told()).toEqual(["Announce", "Undo", "Announce"]);
    const objects = await side.sql`
      select distinct delivery.object from delivery join activity on activity.id = activity_id
      where type in ('Announce', 'Undo')`;
    expect(objects).toEqual([{ object: `${id}/boost` }]);
  });

  test("is sent by the next worker when one dies over it", async () => {
    const id = await publish();
    await plan(id);
    await bringForward();
    await side.sql`alter table delivery add constraint broken check (activity_id is null) not valid`;
    await expect(send()).rejects.toThrow("broken");
    await side.sql`alter table delivery drop constraint broken`;
    expect([await told(), await send(), await told()]).toEqual([[], true, ["Announce"]]);
  });

  test("lapses when the call-out has been cancelled, postponed without a date, or withdrawn", async () => {
    const [cancelled, undated, withdrawn] = [await publish(), await publish(), await publish()];
    for (const id of [cancelled, undated, withdrawn]) await plan(id);
    await edit(cancelled, { status: "cancelled" });
    await edit(undated, { status: "postponed", startsAt: null });
    await withdrawPost(side.sql, withdrawn);
    await bringForward();
    expect([await send(), await send(), await send()]).toEqual([true, true, false]);
    expect(await told()).toEqual([]);
  });

  test("waits in a panic, and lapses when the call-out is over by then", async () => {
    const [open, over] = [await publish(), await publish()];
    for (const id of [open, over]) await plan(id);
    await bringForward();
    await panic(side.sql);
    expect([await send(), await told()]).toEqual([false, []]);
    await side.sql`update revision_callout set starts_at = null, open_until = now() where post_id = ${over}`;
    await liftPanic(side.sql);
    expect([await send(), await send(), await send()]).toEqual([true, true, false]);
    expect(await told()).toEqual(["Announce"]);
  });

  test("of a post that is withdrawn before the boost left is not sent any more", async () => {
    const id = await publish();
    await plan(id);
    await bringForward();
    await send();
    await withdrawPost(side.sql, id);
    const states = await side.sql<{ type: string; state: string }[]>`
      select type, state from activity join delivery on activity_id = activity.id order by delivery.id`;
    expect(states.find(({ type }) => type === "Announce")!.state).toBe("cancelled");
    expect(states.at(-1)).toEqual({ type: "Delete", state: "waiting" });
  });
});
