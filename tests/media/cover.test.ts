import { createHash } from "node:crypto";
import sharp, { type Sharp } from "sharp";
import { describe, expect, it } from "vitest";
import { coverPicture, previewCovers } from "../../src/media/cover.ts";
import { makePicture, type MadePicture } from "../../src/media/picture.ts";
import type { Cover } from "../../src/text/cover.ts";
import { canariesIn, jpegWithCanaries } from "./canaries.ts";

const palette = [0x102030, 0xe04010, 0x20c040, 0x3050f0, 0xf0f020, 0xc010c0, 0xf8f8f8, 0x808080];
/** In the middle, so that it stays there however the picture is turned. */
const face: Cover = { x: 40, y: 40, width: 20, height: 20 };

/** Two colourful patterns that differ only in the middle fifth. */
function pattern(width: number, height: number, person: number): Buffer {
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const inFace = x >= width * 0.4 && x < width * 0.6 && y >= height * 0.4 && y < height * 0.6;
      const cell =
        Math.floor(x / 5) + 3 * Math.floor(y / 5) + (inFace ? person * (1 + Math.floor(x / 3)) : 0);
      data.writeUIntBE(palette[cell % palette.length]!, (y * width + x) * 3, 3);
    }
  }
  return data;
}

const formats = {
  jpeg: (image: Sharp) => image.jpeg({ quality: 90 }),
  png: (image: Sharp) => image.png({ compressionLevel: 1 }),
  webp: (image: Sharp) => image.webp({ lossless: true, effort: 0 }),
  gif: (image: Sharp) => image.gif({ dither: 0 }),
};

async function original(
  format: keyof typeof formats,
  person: number,
  { width = 960, height = 640, orientation = 1 } = {},
): Promise<Buffer> {
  const raw = { width, height, channels: 3 } as const;
  const image = sharp(pattern(width, height, person), { raw });
  return formats[format](orientation === 1 ? image : image.withMetadata({ orientation })).toBuffer();
}

const fullOf = ({ files }: MadePicture) => files.find(({ variant }) => variant === "full")!.bytes;
const contentOf = ({ files, ...picture }: MadePicture) => ({
  ...picture,
  // By their hashes: two files that differ are told in a line.
  files: files.map(({ name: _, bytes, ...file }) => ({
    ...file,
    bytes: createHash("sha256").update(bytes).digest("hex"),
  })),
});

/** What is published of an original after its face is covered. */
async function covered(bytes: Buffer, covers = [face]): Promise<MadePicture> {
  return coverPicture(fullOf(await makePicture(bytes)), covers);
}

async function colourAt(bytes: Uint8Array, left: number, top: number): Promise<number[]> {
  return [...(await sharp(bytes).extract({ left, top, width: 1, height: 1 }).removeAlpha().raw().toBuffer())];
}

describe("C2. two originals that differ only under the cover", () => {
  const turned = [1, 3, 6, 8].map((orientation) => ["jpeg", { orientation }] as const);
  it.each([
    ...turned,
    ["png", {}],
    ["png", { orientation: 6 }],
    ["webp", { orientation: 8 }],
    ["gif", {}],
    ["jpeg", { width: 2880, height: 1920, orientation: 6 }],
    ["png", { width: 2500, height: 1700 }],
    ["png", { width: 200, height: 150 }],
  ] as const)("give the same bytes: %s, %o", async (format, options) => {
    const [one, other] = [await original(format, 1, options), await original(format, 2, options)];
    const uncovered = [await makePicture(one), await makePicture(other)].map(contentOf);
    expect(uncovered[0]).not.toEqual(uncovered[1]);
    expect(contentOf(await covered(one))).toEqual(contentOf(await covered(other)));
  });
});

describe("a covered picture", () => {
  it("is solid black under the cover in every file, and unchanged away from it", async () => {
    const bytes = await original("png", 1);
    const made = await covered(bytes);
    expect(made.files).toHaveLength(2);
    for (const file of made.files) {
      for (const [x, y] of [
        [0.41, 0.41],
        [0.5, 0.5],
        [0.59, 0.59],
      ] as const) {
        const colour = await colourAt(file.bytes, Math.floor(file.width * x), Math.floor(file.height * y));
        expect(Math.max(...colour)).toBeLessThan(12);
      }
    }
    const full = fullOf(await makePicture(bytes));
    const corner = await colourAt(full, 3, 3);
    const after = await colourAt(fullOf(made), 3, 3);
    expect(after.every((value, at) => Math.abs(value - corner[at]!) < 40)).toBe(true);
  });

  it("has new random names and another blurhash than the uncovered one", async () => {
    const uncovered = await makePicture(await original("png", 1));
    const whole = { x: 0, y: 0, width: 100, height: 100 };
    const made = await coverPicture(fullOf(uncovered), [whole]);
    const names = [...made.files, ...uncovered.files].map(({ name }) => name);
    expect(new Set(names).size).toBe(4);
    expect(made.blurhash).not.toBe(uncovered.blurhash);
    expect([made.width, made.height]).toEqual([uncovered.width, uncovered.height]);
  });

  it("has nothing of what hid in the original (C1)", async () => {
    const made = await covered(await jpegWithCanaries(await original("png", 1), 6));
    for (const { bytes } of made.files) {
      expect(canariesIn(bytes)).toEqual([]);
      const { exif, xmp, icc, iptc, comments } = await sharp(bytes).metadata();
      expect([exif, xmp, icc, iptc, comments].every((part) => part === undefined)).toBe(true);
    }
  });

  it("may be covered up to its edges", async () => {
    const made = await covered(await original("png", 1), [
      { x: 99.99, y: 99.99, width: 0.01, height: 0.01 },
      { x: 0, y: 0, width: 100, height: 0.01 },
    ]);
    const file = made.files.find(({ variant }) => variant === "full")!;
    for (const [x, y] of [
      [file.width - 1, file.height - 1] as const,
      [0, 0] as const,
      [file.width - 1, 0] as const,
    ]) {
      expect(Math.max(...(await colourAt(file.bytes, x, y)))).toBeLessThan(12);
    }
  });
});

describe("the preview", () => {
  it("shows the covers as they will be, and marks the first corner of the next", async () => {
    const full = fullOf(await makePicture(await original("png", 1)));
    const bytes = await previewCovers(full, [face], { x: 20, y: 25 });
    const { width, height, exif } = await sharp(bytes).metadata();
    expect([width, height, exif]).toEqual([931, 620, undefined]);
    expect(Math.max(...(await colourAt(bytes, 465, 310)))).toBeLessThan(12);
    const [red = 0, green = 0, blue = 0] = await colourAt(bytes, 186, 155);
    expect([red > 150, green < 90, blue < 90]).toEqual([true, true, true]);
  });
});
