import { describe, expect, it } from "vitest";
import { cropAround, focusAt, formatFocus, parseFocus } from "../../src/text/focus.ts";

describe("a focus", () => {
  it("is counted from the middle, upwards and to the right", () => {
    expect(focusAt({ x: 0, y: 0 })).toEqual({ x: -1, y: 1 });
    expect(focusAt({ x: 100, y: 100 })).toEqual({ x: 1, y: -1 });
    expect(focusAt({ x: 62.5, y: 33.334 })).toEqual({ x: 0.25, y: 0.33 });
    expect(Object.is(focusAt({ x: 50, y: 50.1 }).y, -0)).toBe(false);
  });

  it("is what stays of a picture that is cropped, as far as the picture reaches", () => {
    const picture = { width: 800, height: 400 };
    const square = { width: 1, height: 1 };
    expect(cropAround(null, picture, square)).toEqual({ left: 200, top: 0, width: 400, height: 400 });
    expect(cropAround({ x: -1, y: 1 }, picture, square)).toMatchObject({ left: 0, top: 0 });
    expect(cropAround({ x: 0.5, y: 0 }, picture, square)).toMatchObject({ left: 300, top: 0 });
    const wide = cropAround({ x: 0, y: -1 }, { width: 400, height: 800 }, { width: 16, height: 9 });
    expect(wide).toEqual({ left: 0, top: 575, width: 400, height: 225 });
  });

  it("comes back from a form as it went, and the middle as nothing", () => {
    const focus = { x: -0.25, y: 1 };
    expect(parseFocus(formatFocus(focus))).toEqual(focus);
    expect(formatFocus(null)).toBe("");
    for (const odd of ["", "0", "1,2,3", "NaN,0", "0,1e0", "9,0", " 0,0", "0.5;0", "0,0.123456"]) {
      expect(parseFocus(odd)).toBeNull();
    }
    expect(parseFocus("-1.9,1.5")).toEqual({ x: -1, y: 1 });
  });
});
