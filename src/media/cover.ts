import sharp from "sharp";
import type { Cover, Point } from "../text/cover.ts";
import {
  decode,
  encodePicture,
  type MadePicture,
  pictureLimits,
  type Pixels,
  resample,
  twoAtOnce,
} from "./picture.ts";

const PREVIEW_SIDE = 1280;

type Area = Record<"left" | "top" | "right" | "bottom", number>;
type Colour = readonly [red: number, green: number, blue: number];

const BLACK: Colour = [0, 0, 0];
const WHITE: Colour = [255, 255, 255];
const RED: Colour = [220, 20, 20];

/**
 * Makes a new picture from one of ours, with rectangles painted over its pixels before any file is made of them. What
 * was under them is in none of the files, and cannot be told from their bytes. One from before pictures were resampled is so now.
 */
export async function coverPicture(
  bytes: Uint8Array,
  covers: readonly Cover[],
  { resampled = true } = {},
): Promise<MadePicture> {
  return twoAtOnce(async () => {
    const pixels = await decode(bytes, pictureLimits);
    for (const cover of covers) paint(pixels, coveredArea(cover, pixels), BLACK);
    return encodePicture(resampled ? pixels : await resample(pixels));
  });
}

/** How the picture will look, with the first corner of the next rectangle marked. */
export async function previewCovers(
  bytes: Uint8Array,
  covers: readonly Cover[],
  corner: Point | undefined,
): Promise<Uint8Array> {
  return twoAtOnce(async () => {
    const pixels = await decode(bytes, pictureLimits);
    for (const cover of covers) paint(pixels, coveredArea(cover, pixels), BLACK);
    if (corner) markCorner(pixels, corner);
    return sharp(pixels.data, { raw: pixels.raw })
      .resize(PREVIEW_SIDE, PREVIEW_SIDE, { fit: "inside", withoutEnlargement: true })
      .jpeg({ quality: 75 })
      .toBuffer();
  });
}

/** JPEG keeps colours in blocks of 16 pixels: whatever lies in one has left its trace in the whole of it. */
const BLOCK = 16;
/** Making a picture smaller mixes a pixel with those up to three further on. */
const MIXED = 4;
/** Decoders smooth colours across the edge of a block. */
const SMOOTHED = 2;

/** All pixels that can have anything of those under the cover. */
function coveredArea({ x, y, width, height }: Cover, { raw }: Pixels): Area {
  const start = (percent: number, side: number) => {
    const pixel = Math.floor((percent / 100) * side) - MIXED;
    return Math.max(Math.floor(pixel / BLOCK) * BLOCK - SMOOTHED, 0);
  };
  const end = (percent: number, side: number) => {
    const pixel = Math.ceil((percent / 100) * side) + MIXED;
    return Math.min(Math.ceil(pixel / BLOCK) * BLOCK + SMOOTHED, side);
  };
  return {
    left: start(x, raw.width),
    top: start(y, raw.height),
    right: end(x + width, raw.width),
    bottom: end(y + height, raw.height),
  };
}

function paint({ data, raw }: Pixels, { left, top, right, bottom }: Area, colour: Colour): void {
  const { width, channels } = raw;
  const pixel = Buffer.from(colour);
  for (let row = top; row < bottom; row++) {
    data.fill(pixel, (row * width + left) * channels, (row * width + right) * channels);
  }
}

/** A cross, red on white, that is seen on any ground. */
function markCorner(pixels: Pixels, { x, y }: Point): void {
  const { width, height } = pixels.raw;
  const unit = Math.max(Math.round(Math.max(width, height) / 400), 1);
  const [centre, middle] = [Math.round((x / 100) * width), Math.round((y / 100) * height)];
  const bar = (across: number, down: number): Area => ({
    left: Math.max(centre - across, 0),
    right: Math.min(centre + across, width),
    top: Math.max(middle - down, 0),
    bottom: Math.min(middle + down, height),
  });
  for (const [colour, thick, long] of [
    [WHITE, 2 * unit, 12 * unit],
    [RED, unit, 11 * unit],
  ] as const) {
    paint(pixels, bar(long, thick), colour);
    paint(pixels, bar(thick, long), colour);
  }
}
