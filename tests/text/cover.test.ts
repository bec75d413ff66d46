import { describe, expect, test } from "vitest";
import { coverBetween, formatCover, parseCover, parsePoint } from "../../src/text/cover.ts";

describe("a cover", () => {
  test("is read as it was written, in percent", () => {
    const cover = { x: 12.5, y: 0, width: 10.25, height: 8 };
    expect(parseCover(formatCover(cover))).toEqual(cover);
  });

  test("is cut at the edges of the picture", () => {
    expect(parseCover("-10,90,20,50")).toEqual({ x: 0, y: 90, width: 10, height: 10 });
  });

  test.each([
    "",
    "1",
    "1,2,3",
    "1,2,3,4,5",
    "1,2,0,4",
    "1,2,3,-4",
    "100,0,5,5",
    "-5,0,5,5",
    "a,b,c,d",
    "1e9,0,1,1",
    "NaN,0,1,1",
    "0,0,0.001,5",
    "1,2,3,4;drop",
    "99999,1,1,1",
  ])("is none: %s", (text) => {
    expect(parseCover(text)).toBeUndefined();
  });

  test("lies between two corners, whichever was pressed first", () => {
    const expected = { x: 10, y: 20, width: 30, height: 5 };
    expect(coverBetween({ x: 10, y: 20 }, { x: 40, y: 25 })).toEqual(expected);
    expect(coverBetween({ x: 40, y: 20 }, { x: 10, y: 25 })).toEqual(expected);
  });

  test("is none between corners on one line", () => {
    expect(coverBetween({ x: 10, y: 20 }, { x: 10, y: 25 })).toBeUndefined();
    expect(coverBetween({ x: 120, y: 20 }, { x: 110, y: 25 })).toBeUndefined();
  });
});

test("a point outside of the picture is on its edge", () => {
  expect(parsePoint("-3,104.5")).toEqual({ x: 0, y: 100 });
  expect(parsePoint("3")).toBeUndefined();
});
