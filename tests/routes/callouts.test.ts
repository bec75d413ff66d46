import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { withdrawPost } from "../../src/store/posts.ts";
import type { Callout } from "../../src/text/callout.ts";
import { editPost, type NewPost } from "../support/written.ts";
import { openPublicSite, origin, type PublicSite } from "./public-site.ts";

let site: PublicSite;
beforeAll(async () => {
  site = await openPublicSite();
});
afterAll(() => site.close());
beforeEach(() => site.sql`truncate post, revision, activity cascade`);

const HOUR = 60 * 60 * 1000;

/** In whole minutes, as they are typed. */
const hoursFromNow = (hours: number) => new Date(Math.floor((Date.now() + hours * HOUR) / 60_000) * 60_000);

function callout(hours: number, fields: Partial<Callout> = {}): Callout {
  return {
    startsAt: hoursFromNow(hours),
    endsAt: null,
    timeZone: "Europe/Paris",
    placeName: "Salt Hall",
    placeAddress: "14 Harbour Street",
    latitude: null,
    longitude: null,
    openUntil: hoursFromNow(hours + 3),
    status: "confirmed",
    ...fields,
  };
}

const decembre = {
  startsAt: new Date("2026-12-05T13:00Z"),
  endsAt: new Date("2026-12-05T16:00Z"),
  openUntil: new Date("2099-01-01T00:00Z"),
};

const calledOn = (page: string) => [...page.matchAll(/<h[23]>\s*<a href="\/p\/(\w+)"/g)].map(([, id]) => id!);
const postsOf = (page: string) =>
  [...page.matchAll(/<h2[^>]*>\s*<a href="\/p\/(\w+)"/g)].map(([, id]) => id!);

describe("the home page", () => {
  test("begins with open call-outs, the soonest first, then pinned, then newest, and no post twice", async () => {
    const later = await site.publish({ callout: callout(50), pinned: true });
    const soon = await site.publish({ callout: callout(5) });
    const over = await site.publish({ callout: callout(-20) });
    const pinned = await site.publish({ pinned: true });
    const newest = await site.publish();
    const page = await site.page("/");
    expect(calledOn(page)).toEqual([soon, later]);
    expect(postsOf(page)).toEqual([pinned, newest, over]);
    expect(page.indexOf(`/p/${later}"`)).toBeLessThan(page.indexOf(`/p/${pinned}"`));
  });

  test("shows five of many, and the others where all posts stand", async () => {
    for (let n = 1; n <= 7; n++) await site.publish({ callout: callout(n) });
    const page = await site.page("/");
    expect([calledOn(page).length, postsOf(page).length]).toEqual([5, 2]);
  });

  test("tells date and place, and hides the text behind a content warning", async () => {
    await site.publish({ callout: callout(5, decembre), summary: "An eviction", source: "A door." });
    const page = await site.page("/");
    expect(page).toContain(
      '<time datetime="2026-12-05T14:00:00+01:00">Saturday, 5 December 2026, 14:00–17:00 (CET)</time>',
    );
    expect(page).toContain("Salt Hall, 14 Harbour Street");
    expect(page).not.toContain("A door.");
  });

  test("leads to the call-outs while there are any that stand", async () => {
    expect(await site.page("/")).not.toContain('href="/callouts"');
    const id = await site.publish({ callout: callout(-500) });
    expect(await site.page("/")).toMatch(/<a href="\/callouts"\s*>Call-outs<\/a>/);
    await withdrawPost(site.sql, id);
    expect(await site.page("/")).not.toContain('href="/callouts"');
  });
});

describe("the pages of call-outs", () => {
  test("list what is to come, and what is over elsewhere, each by its date", async () => {
    const second = await site.publish({ callout: callout(30) });
    const first = await site.publish({ callout: callout(3) });
    const unknown = await site.publish({
      callout: callout(0, { startsAt: null, openUntil: hoursFromNow(10) }),
    });
    const long = await site.publish({ callout: callout(-100) });
    const last = await site.publish({ callout: callout(-10) });
    const upcoming = await site.page("/callouts");
    expect(calledOn(upcoming)).toEqual([first, unknown, second]);
    expect(upcoming).toContain("The time will be announced");
    expect(upcoming).toContain('href="/callouts/past"');
    expect(calledOn(await site.page("/callouts/past"))).toEqual([last, long]);
  });

  test("show each past call-out once over pages of twenty, also where dates are the same", async () => {
    const ids = new Set<string>();
    for (let n = 0; n < 45; n++) ids.add(await site.publish({ callout: callout(n < 30 ? -100 : -100 - n) }));
    const read: string[] = [];
    for (let next: string | undefined = "/callouts/past"; next;) {
      const page = await site.page(next);
      read.push(...calledOn(page));
      next = /<a href="([^"]+)" rel="next">/.exec(page)?.[1];
    }
    expect(read).toHaveLength(45);
    expect(new Set(read)).toEqual(ids);
  });

  test("say so when nothing is planned, and know no page that nobody made", async () => {
    expect(await site.page("/callouts")).toContain("Nothing is planned at the moment.");
    expect((await site.get("/callouts/past?before=x")).status).toBe(404);
  });

  test("leave out what was a call-out in an earlier version only", async () => {
    const id = await site.publish({ callout: callout(5) });
    await editPost(site.sql, id, text({}));
    expect(calledOn(await site.page("/callouts"))).toEqual([]);
  });
});

const text = (fields: Partial<NewPost>) => ({
  name: "A title",
  source: "A text.",
  summary: "",
  language: "en",
  tags: [],
  pictures: [],
  pinned: false,
  ...fields,
});

/** The unfolded lines of an iCalendar file (RFC 5545, 3.1). */
async function calendarLines(path: string): Promise<string[]> {
  const body = await site.page(path);
  expect(body).toMatch(/^BEGIN:VCALENDAR\r\n(.*\r\n)*END:VCALENDAR\r\n$/);
  for (const line of body.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  return body.replaceAll("\r\n ", "").split("\r\n");
}

describe("the page of a call-out", () => {
  test("shows when and where in the post's own language, and leads to a calendar's file and a map", async () => {
    const place = { latitude: 50.9581, longitude: 1.8517 };
    const id = await site.publish({ language: "fr", callout: callout(1, { ...decembre, ...place }) });
    const page = await site.page(`/p/${id}`);
    expect(page).toMatch(
      /<dt>When<\/dt>\s*<dd lang="fr" dir="ltr">\s*<time datetime="2026-12-05T14:00:00\+01:00">samedi 5 d/,
    );
    expect(page).toContain(`<a href="/p/${id}.ics">Add to your calendar</a>`);
    expect(page).toContain('<a href="geo:50.9581,1.8517">');
  });

  test("says first when it is cancelled", async () => {
    const id = await site.publish({ callout: callout(5, { status: "cancelled" }) });
    expect(await site.page(`/p/${id}`)).toMatch(
      /callout-cancelled[^]*class="callout-status">Cancelled<[^]*<dt>When/,
    );
  });

  test("describes the event to machines, and nothing typed can end that description", async () => {
    const evil = "</script><script>alert(1)</script>";
    const id = await site.publish({
      name: evil,
      callout: callout(5, { ...decembre, placeName: evil, status: "moved" }),
    });
    const page = await site.page(`/p/${id}`);
    expect(page).not.toMatch(/<script(?! type="application\/ld\+json">)/);
    const blocks = [...page.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)];
    const data = blocks.map(([, json]) => JSON.parse(json!) as object);
    expect(data).toContainEqual(
      expect.objectContaining({
        "@type": "Event",
        name: evil,
        url: `${origin}/p/${id}`,
        startDate: "2026-12-05T14:00:00+01:00",
        endDate: "2026-12-05T17:00:00+01:00",
        eventStatus: "https://schema.org/EventRescheduled",
        location: { "@type": "Place", name: evil, address: "14 Harbour Street" },
      }),
    );
  });

  test("describes no event and has no calendar's file before the time is known", async () => {
    const id = await site.publish({ callout: callout(0, { startsAt: null, openUntil: hoursFromNow(9) }) });
    expect(await site.page(`/p/${id}`)).not.toMatch(/"@type":"Event"|\.ics/);
    expect((await site.get(`/p/${id}.ics`)).status).toBe(404);
  });
});

describe("the calendar", () => {
  test("of one call-out has a stable id, counts its revisions, and tells times in UTC", async () => {
    const place = { latitude: 50.9581, longitude: 1.8517 };
    const id = await site.publish({
      name: "Come; bring, a lamp",
      source: `All **of** you${"é".repeat(200)}`,
      callout: callout(1, { ...decembre, ...place }),
    });
    const lines = await calendarLines(`/p/${id}.ics`);
    expect(lines).toEqual(
      expect.arrayContaining([
        `UID:${origin}/p/${id}`,
        "SEQUENCE:1",
        expect.stringMatching(/^DTSTAMP:\d{8}T\d{6}Z$/),
        "DTSTART:20261205T130000Z",
        "DTEND:20261205T160000Z",
        "SUMMARY:Come\\; bring\\, a lamp",
        "STATUS:CONFIRMED",
        "GEO:50.9581;1.8517",
        `DESCRIPTION:All of you${"é".repeat(200)}\\n\\n${origin}/p/${id}`,
        `URL;VALUE=URI:${origin}/p/${id}`,
      ]),
    );
    expect(lines.filter((line) => line.startsWith("LOCATION:"))).toEqual([
      "LOCATION:Salt Hall\\n14 Harbour Street",
    ]);
    await editPost(site.sql, id, text({ callout: callout(1, { ...decembre, status: "cancelled" }) }));
    expect(await calendarLines(`/p/${id}.ics`)).toEqual(
      expect.arrayContaining([
        `UID:${origin}/p/${id}`,
        "SEQUENCE:2",
        "STATUS:CANCELLED",
        "SUMMARY:Cancelled: A title",
      ]),
    );
  });

  test("of all holds what is to come and what was in the last thirty days", async () => {
    const soon = await site.publish({ callout: callout(5) });
    const over = await site.publish({ callout: callout(-24 * 20) });
    await site.publish({ callout: callout(-24 * 40) });
    await site.publish({ callout: callout(0, { startsAt: null, openUntil: hoursFromNow(9) }) });
    const lines = await calendarLines("/callouts.ics");
    expect(lines).toContain(`SOURCE;VALUE=URI:${origin}/callouts.ics`);
    expect(lines.filter((line) => line.startsWith("UID:"))).toEqual(
      [over, soon].map((id) => `UID:${origin}/p/${id}`),
    );
  });

  test("is a calendar by its type, and is not sent again while nothing changed", async () => {
    await site.publish({ callout: callout(5) });
    const first = await site.get("/callouts.ics");
    expect(first.headers.get("Content-Type")).toBe("text/calendar; charset=utf-8");
    const headers = { "If-None-Match": first.headers.get("ETag")! };
    expect((await site.get("/callouts.ics", headers)).status).toBe(304);
    await site.publish({ callout: callout(6) });
    expect((await site.get("/callouts.ics", headers)).status).toBe(200);
  });

  test("holds no more of a long text than a telephone wants", async () => {
    const id = await site.publish({ source: "word ".repeat(5000), callout: callout(5) });
    expect((await site.page(`/p/${id}.ics`)).length).toBeLessThan(4000);
  });

  test("of a withdrawn post, of one that is no call-out, and of none is not there", async () => {
    const id = await site.publish({ callout: callout(5) });
    await withdrawPost(site.sql, id);
    for (const path of [`/p/${id}.ics`, `/p/${await site.publish()}.ics`, "/p/aaaaaaaaaaaaaaaa.ics"]) {
      expect((await site.get(path)).status).toBe(404);
    }
  });
});

test("the feeds begin with date and place", async () => {
  await site.publish({ callout: callout(5, { ...decembre, status: "postponed", placeName: "Salt & Hall" }) });
  const [item] = JSON.parse(await site.page("/feed.json")).items;
  expect(item.content_html).toMatch(
    /<p>\s*Postponed<br ?\/>Saturday, 5 December[^<]*<br ?\/>Salt &amp; Hall, 14 Harbour Street\s*<\/p>/,
  );
});

test("a call-out that the form would refuse is refused by the table, too", async () => {
  const refused = async (fields: Partial<Callout>) =>
    expect(site.publish({ callout: callout(5, fields) })).rejects.toThrow(/check constraint/);
  await refused({ endsAt: hoursFromNow(4) });
  await refused({ startsAt: null, endsAt: hoursFromNow(4) });
  await refused({ openUntil: hoursFromNow(1) });
  await refused({ latitude: 5 });
});
