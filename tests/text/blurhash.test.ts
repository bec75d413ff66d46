import { decode, encode } from "blurhash";
import { expect, test } from "vitest";
import { averageColour } from "../../src/text/blurhash.ts";

/** Pixels of one colour, or of two side by side. */
function pixels(left: number[], right = left): Uint8ClampedArray {
  const row = Array.from({ length: 32 }, (_, at) => (at < 16 ? left : right));
  return new Uint8ClampedArray(Array.from({ length: 32 }, () => row).flat(2));
}

test.each([[[0, 0, 0, 255]], [[255, 255, 255, 255]], [[163, 19, 43, 255]], [[12, 200, 130, 255]]])(
  "the average of a picture of the one colour %j is that colour",
  (colour) => {
    const hash = encode(pixels(colour), 32, 32, 4, 3);
    for (const [at, channel] of averageColour(hash)!.entries())
      expect(Math.abs(channel - colour[at]!)).toBeLessThan(3);
  },
);

test("the average is what the whole blurhash comes to in one point", () => {
  const hash = encode(pixels([200, 30, 30, 255], [30, 30, 200, 255]), 32, 32, 4, 3);
  const [red, green, blue] = averageColour(hash)!;
  expect(Math.abs(red - blue)).toBeLessThan(3);
  expect(green).toBeLessThan(red);
  const middle = decode(hash, 33, 1);
  expect(Math.abs(middle[16 * 4]! - red)).toBeLessThan(40);
});

test.each(["", "x", "LEHV", 'LE"V6nWB', "L~~~~~"])("%j has none", (hash) => {
  expect(averageColour(hash)).toBeUndefined();
});
