import { afterEach, describe, expect, it } from "vitest";
import { dateOf } from "../../src/federation/document.ts";

const zone = process.env["TZ"];
afterEach(() => {
  if (zone === undefined) delete process.env["TZ"];
  else process.env["TZ"] = zone;
});

describe("a date", () => {
  it.each([
    ["2026-12-05T14:00:00", "2026-12-05T14:00:00.000Z"],
    ["2026-12-05T14:00", "2026-12-05T14:00:00.000Z"],
    ["2026-12-05 14:00:00.5", "2026-12-05T14:00:00.500Z"],
    ["2026-12-05", "2026-12-05T00:00:00.000Z"],
    ["2026-12-05T14:00:00Z", "2026-12-05T14:00:00.000Z"],
    ["2026-12-05T14:00:00+02:00", "2026-12-05T12:00:00.000Z"],
  ])("%s is %s, whatever the zone of this machine", (written, meant) => {
    for (const here of ["America/New_York", "Asia/Kolkata"]) {
      process.env["TZ"] = here;
      expect(dateOf(written)?.toISOString()).toBe(meant);
      expect(dateOf([written])?.toISOString()).toBe(meant);
    }
  });

  it.each(["", "soon", "2026-12-05T14:00:00 or so", 1764943200, null])("%j is none", (written) => {
    expect(dateOf(written)).toBeUndefined();
  });
});
