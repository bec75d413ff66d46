import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { coverPicture } from "../../src/media/cover.ts";
import { makePicture, type MadePicture } from "../../src/media/picture.ts";

/** The same at each run, from -1 to 1. */
function noise(count: number): number[] {
  let state = 1;
  return Array.from({ length: count }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state / 2_147_483_647) * 2 - 1;
  });
}

interface Seen {
  width: number;
  height: number;
  values: number[];
}

/** A grey picture as a sensor with this noise sees a wall. */
function seenBy(width: number, height: number): Seen {
  return { width, height, values: noise(width * height).map((value) => Math.round(128 + 60 * value)) };
}

const encoded = ({ width, height, values }: Seen) =>
  sharp(Buffer.from(values), { raw: { width, height, channels: 1 } })
    .png()
    .toBuffer();

async function pixelsOf(bytes: Uint8Array): Promise<Seen> {
  const { data, info } = await sharp(bytes).greyscale().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, values: [...data] };
}

/** How far two pictures have the same noise where their pixels lie over each other: 1 for one and the same, 0 for strangers. */
function correlation(one: Seen, other: Seen): number {
  const [width, height] = [Math.min(one.width, other.width), Math.min(one.height, other.height)];
  const part = ({ values, width: row }: Seen) =>
    Array.from({ length: width * height }, (_, at) => values[Math.floor(at / width) * row + (at % width)]!);
  const centred = (values: number[]) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.map((value) => value - mean);
  };
  const [a, b] = [centred(part(one)), centred(part(other))];
  const dot = (x: number[], y: number[]) => x.reduce((sum, value, at) => sum + value * y[at]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

const fullOf = ({ files }: MadePicture) => files.find(({ variant }) => variant === "full")!.bytes;

describe("the noise of a sensor", () => {
  it("would be seen in what is only encoded anew", async () => {
    const seen = seenBy(400, 300);
    const anew = await sharp(await encoded(seen))
      .jpeg({ quality: 82 })
      .toBuffer();
    expect(correlation(seen, await pixelsOf(anew))).toBeGreaterThan(0.8);
  });

  it.each([
    [400, 300],
    [2048, 200],
    [2060, 200],
    [90, 120],
  ])("lies in no place where it lay, in no file of a picture of %i × %i pixels", async (width, height) => {
    const seen = seenBy(width, height);
    const { files } = await makePicture(await encoded(seen));
    for (const { bytes } of files) {
      expect(Math.abs(correlation(seen, await pixelsOf(bytes)))).toBeLessThan(0.15);
    }
  });

  it("does not stay where the picture is from before pictures were resampled, and is covered now", async () => {
    const seen = seenBy(400, 300);
    const before = await sharp(await encoded(seen))
      .jpeg({ quality: 82 })
      .toBuffer();
    const made = await coverPicture(before, [{ x: 45, y: 45, width: 2, height: 2 }], { resampled: false });
    expect(Math.abs(correlation(seen, await pixelsOf(fullOf(made))))).toBeLessThan(0.15);
  });
});

it.each([
  [1, 1],
  [2, 1],
  [16, 9],
  [31, 1000],
])("a picture of %i × %i pixels has fewer, where it can, and its shape", async (width, height) => {
  const made = await makePicture(await encoded(seenBy(width, height)));
  expect(made.width).toBe(Math.max(Math.floor(width * 0.97), 1));
  expect(made.height).toBe(Math.max(Math.floor(height * 0.97), 1));
});
