import { describe, expect, test } from "vitest";
import {
  blankCallout,
  type Callout,
  calloutDate,
  calloutLines,
  checkCallout,
  typeCallout,
  type TypedCallout,
} from "../../src/text/callout.ts";
import { isoWithOffset, isTimeZone, readLocalTime } from "../../src/text/time-zone.ts";

const typed = (fields: Partial<TypedCallout>): TypedCallout => ({
  ...blankCallout("Europe/Paris"),
  ...fields,
});

function read(fields: Partial<TypedCallout>): Callout {
  const checked = checkCallout(typed(fields));
  if (!checked.ok || !checked.callout) throw new Error(JSON.stringify(checked));
  return checked.callout;
}

function wrong(fields: Partial<TypedCallout>): string[] {
  const checked = checkCallout(typed(fields));
  return checked.ok ? [] : checked.problems.map(({ field, key }) => `${field} ${key}`);
}

const saturday = { date: "2026-12-05", start: "14:00" };

describe("a call-out as it is typed", () => {
  test("is none while zone and status alone are filled", () => {
    expect(checkCallout(typed({ status: "cancelled" }))).toEqual({ ok: true, callout: null });
  });

  test("has its times in the zone that was typed", () => {
    expect(
      read({ ...saturday, end: "17:30", placeName: " Salt  Hall ", coordinates: "50.9581, -1.8517" }),
    ).toEqual({
      startsAt: new Date("2026-12-05T13:00Z"),
      endsAt: new Date("2026-12-05T16:30Z"),
      timeZone: "Europe/Paris",
      placeName: "Salt Hall",
      placeAddress: "",
      latitude: 50.9581,
      longitude: -1.8517,
      openUntil: new Date("2026-12-05T16:30Z"),
      status: "confirmed",
    });
  });

  test("ends on the following day when it ends before it begins", () => {
    expect(read({ date: "2026-12-31", start: "22:00", end: "03:00" }).endsAt).toEqual(
      new Date("2027-01-01T02:00Z"),
    );
  });

  test("stays open for three hours after a start without an end", () => {
    expect(read(saturday).openUntil).toEqual(new Date("2026-12-05T16:00Z"));
  });

  test("may come before its date is known, if it says how long it stays open", () => {
    expect(read({ openUntil: "2026-12-24 12:00" }).openUntil).toEqual(new Date("2026-12-24T11:00Z"));
    expect(wrong({ placeName: "Salt Hall" })).toEqual(["openUntil calloutOpenUntil"]);
    expect(read({ openUntil: "2026-12-24T12:00" })).toMatchObject({
      startsAt: null,
      endsAt: null,
      openUntil: new Date("2026-12-24T11:00Z"),
    });
  });

  test.each<[Partial<TypedCallout>, string[]]>([
    [{ date: "2026-04-31", start: "10:00" }, ["date calloutDate"]],
    [{ date: "soon", start: "10:00" }, ["date calloutDate"]],
    [{ start: "10:00" }, ["date calloutDate"]],
    [{ date: "2026-12-05" }, ["start calloutTime"]],
    [{ date: "2026-12-05", start: "25:00" }, ["start calloutTime"]],
    [{ ...saturday, end: "five" }, ["end calloutTime"]],
    [{ ...saturday, end: "14:00" }, ["end calloutTime"]],
    [{ ...saturday, timeZone: "Europe/Port-Sauvage" }, ["timeZone calloutZone"]],
    [{ ...saturday, timeZone: "+01:00" }, ["timeZone calloutZone"]],
    [{ ...saturday, coordinates: "91, 0" }, ["coordinates calloutCoordinates"]],
    [{ ...saturday, coordinates: "at the bridge" }, ["coordinates calloutCoordinates"]],
    [{ ...saturday, openUntil: "2026-12-05T13:00" }, ["openUntil calloutOpenUntilEarly"]],
    [
      { ...saturday, status: "unsure", placeName: "x".repeat(201) },
      ["placeName calloutPlace", "status calloutStatus"],
    ],
    [{ date: "x", start: "y", openUntil: "z" }, ["date calloutDate", "openUntil calloutTime"]],
  ])("%j is told what is wrong with it", (fields, problems) => {
    expect(wrong(fields)).toEqual(problems);
  });

  test("is told when clocks skip its time, and when they show it twice", () => {
    expect(wrong({ date: "2026-03-29", start: "02:30" })).toEqual(["start calloutTimeSkipped"]);
    expect(wrong({ date: "2026-10-25", start: "02:30" })).toEqual(["start calloutTimeTwice"]);
    expect(wrong({ date: "2026-10-25", start: "02:30", timeZone: "UTC" })).toEqual([]);
  });

  test("ends at the later of two, where clocks show its end twice", () => {
    const night = { date: "2026-10-25", start: "01:30", end: "02:30" };
    const later = new Date("2026-10-25T01:30Z");
    expect(read(night)).toMatchObject({ endsAt: later, openUntil: later });
    expect(read({ ...night, date: "2026-10-24", start: "22:00" }).endsAt).toEqual(later);
    expect(read({ ...saturday, date: "2026-10-24", openUntil: "2026-10-25T02:30" }).openUntil).toEqual(later);
    expect(wrong({ ...night, start: "02:15" })).toEqual(["start calloutTimeTwice"]);
    expect(wrong({ date: "2026-03-29", start: "01:30", end: "02:30" })).toEqual(["end calloutTimeSkipped"]);
  });

  test.each([
    { date: "2026-10-25", start: "01:30", end: "02:30" },
    saturday,
    { ...saturday, end: "02:00", coordinates: "50.9581, 1.8517" },
    { openUntil: "2026-12-24T12:00", placeAddress: "14 Harbour Street" },
    { ...saturday, openUntil: "2026-12-05T20:00", status: "moved" },
  ])("%j comes back into the form as it was typed", (fields) => {
    expect(typeCallout(read(fields))).toEqual(typed(fields));
  });
});

describe("a time zone", () => {
  test("is an IANA name, not an offset nor a sentence", () => {
    expect(["UTC", "Europe/Paris", "America/Argentina/Ushuaia", "Etc/GMT+3"].filter(isTimeZone)).toHaveLength(
      4,
    );
    expect(["", "+02:00", "Paris", "Europe/", "x".repeat(500)].filter(isTimeZone)).toEqual([]);
  });

  test("with odd offsets is read right, and written with its offset", () => {
    const { instants } = readLocalTime("2026-05-01T10:00", "Asia/Kathmandu");
    expect(instants).toEqual([new Date("2026-05-01T04:15Z")]);
    expect(isoWithOffset(instants[0]!, "Asia/Kathmandu")).toBe("2026-05-01T10:00:00+05:45");
    expect(isoWithOffset(instants[0]!, "America/St_Johns")).toBe("2026-05-01T01:45:00-02:30");
    expect(isoWithOffset(instants[0]!, "UTC")).toBe("2026-05-01T04:15:00+00:00");
  });
});

describe("the wording", () => {
  const callout = read({
    ...saturday,
    end: "17:00",
    placeName: "Salt Hall",
    placeAddress: "14 Harbour Street",
  });

  test("tells date and place in the language of the post, in the call-out's own zone", () => {
    expect(calloutLines(callout, "en")).toEqual([
      "Saturday, 5 December 2026, 14:00–17:00 (CET)",
      "Salt Hall, 14 Harbour Street",
    ]);
    expect(calloutDate(callout, "fr").replace(/[\u202f\u2009\u00a0]/g, " ")).toMatch(
      /^samedi 5 décembre 2026,? 14:00 – 17:00 \(UTC\+1\)$/,
    );
    expect(calloutLines(callout, "ar")).toEqual([
      expect.stringContaining("السبت"),
      "Salt Hall، 14 Harbour Street",
    ]);
  });

  test("names both zones where clocks are put back or forward meanwhile", () => {
    const night = { date: "2026-10-25", start: "01:30" };
    expect(calloutLines(read({ ...night, end: "04:00" }), "en")[0]).toBe(
      "Sunday, 25 October 2026, 01:30–04:00 (CEST – CET)",
    );
    expect(calloutDate(read({ ...night, end: "02:30" }), "fr")).toMatch(/01:30.*02:30 \(UTC\+2 – UTC\+1\)$/);
    expect(calloutDate(read({ ...night, end: "01:45" }), "en")).toMatch(/01:30–01:45 \(CEST\)$/);
    expect(calloutDate(read({ date: "2026-03-29", start: "01:00", end: "05:00" }), "en")).toMatch(
      /\(CET – CEST\)$/,
    );
  });

  test("writes the first of a month as French does", () => {
    const may = { date: "2026-05-01", start: "14:00" };
    expect(calloutDate(read(may), "fr")).toMatch(/^vendredi 1er mai 2026 à 14:00 /);
    expect(calloutDate(read({ ...may, end: "17:00" }), "fr-CA")).toMatch(/^vendredi 1er mai 2026/);
    const overNight = read({ date: "2026-04-30", start: "22:00", end: "03:00" });
    expect(calloutDate(overNight, "fr")).toMatch(/^jeudi 30 avril 2026.*22:00.*vendredi 1er mai 2026.*03:00/);
    expect(calloutDate(read({ ...may, date: "2026-05-21" }), "fr")).toContain("jeudi 21 mai");
    expect(calloutDate(read(may), "en")).toContain("Friday, 1 May");
  });

  test("says first that it is cancelled, and what is not known yet", () => {
    const later = { ...read({ openUntil: "2026-12-24T12:00" }), status: "cancelled" as const };
    expect(calloutLines(later, "en")).toEqual([
      "Cancelled",
      "The time will be announced",
      "The place will be announced",
    ]);
  });
});
