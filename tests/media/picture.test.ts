import { deflateSync } from "node:zlib";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { makePicture, pictureLimits, PictureError } from "../../src/media/picture.ts";
import type { MadePicture } from "../../src/media/picture.ts";
import { canaries, canariesIn, jpegWithCanaries, pngChunk, pngWithCanaries } from "./canaries.ts";

type Colour = { r: number; g: number; b: number; alpha?: number };
const RED = { r: 220, g: 20, b: 20 };
const BLUE = { r: 20, g: 20, b: 220 };

/** A picture that is red on its left half and blue on its right. */
async function halves(width: number, height: number): Promise<Buffer> {
  const right = await plain(width / 2, height, BLUE);
  return sharp({ create: { width, height, channels: 3, background: RED } })
    .composite([{ input: right, left: width / 2, top: 0 }])
    .png()
    .toBuffer();
}

function plain(width: number, height: number, background: Colour): Promise<Buffer> {
  const channels = background.alpha === undefined ? 3 : 4;
  return sharp({ create: { width, height, channels, background } }).png().toBuffer();
}

async function colourAt(bytes: Uint8Array, left: number, top: number): Promise<number[]> {
  const region = { left, top, width: 1, height: 1 };
  return [...(await sharp(bytes).removeAlpha().extract(region).raw().toBuffer())];
}

function file(made: MadePicture, variant: "full" | "small") {
  const found = made.files.find((candidate) => candidate.variant === variant);
  if (found === undefined) throw new Error(`no ${variant} file`);
  return found;
}

async function refusal(bytes: Uint8Array, limits = pictureLimits): Promise<string> {
  try {
    await makePicture(bytes, limits);
    return "none";
  } catch (error) {
    if (error instanceof PictureError) return error.code;
    throw error;
  }
}

/** The kinds of segments in a JPEG, and how many bytes follow its end. */
function jpegParts(bytes: Uint8Array): { markers: Set<number>; after: number } {
  const markers = new Set<number>();
  let at = 2;
  while (bytes[at] === 0xff && bytes[at + 1] !== 0xda) {
    markers.add(bytes[at + 1] ?? 0);
    at += 2 + Buffer.from(bytes).readUInt16BE(at + 2);
  }
  return { markers, after: bytes.length - Buffer.from(bytes).lastIndexOf(Buffer.from([0xff, 0xd9])) - 2 };
}

describe("what hides in an uploaded file", () => {
  it("was planted where this test says", async () => {
    const pixels = await halves(40, 20);
    const [jpeg, png] = [await jpegWithCanaries(pixels), await pngWithCanaries(pixels)];
    expect([...canariesIn(jpeg), "CANARY-PACKED"].sort()).toEqual([...canaries].sort());
    expect(canariesIn(png)).toEqual(
      expect.arrayContaining(["CANARY-GPS", "CANARY-XMP", "CANARY-ICC", "CANARY-TEXT", "CANARY-AFTER-END"]),
    );
    const { exif, xmp, icc, iptc } = await sharp(jpeg).metadata();
    expect([exif, xmp, icc, iptc]).not.toContain(undefined);
  });

  it.each([
    ["JPEG", jpegWithCanaries],
    ["PNG", pngWithCanaries],
  ])("is in no file made from a %s", async (_format, plant) => {
    const made = await makePicture(await plant(await halves(400, 200)));
    expect(made.files).toHaveLength(2);
    for (const { bytes } of made.files) {
      expect(canariesIn(bytes)).toEqual([]);
      const { exif, xmp, icc, iptc, comments } = await sharp(bytes).metadata();
      expect([exif, xmp, icc, iptc, comments]).toEqual([
        undefined,
        undefined,
        undefined,
        undefined,
        undefined,
      ]);
    }
  });

  it("has no room in the files made: they hold the pixels' segments alone", async () => {
    const made = await makePicture(await jpegWithCanaries(await halves(400, 200)));
    const { markers, after } = jpegParts(file(made, "full").bytes);
    const jfifTablesAndFrame = new Set([0xe0, 0xdb, 0xc0, 0xc4]);
    expect([...markers].filter((marker) => !jfifTablesAndFrame.has(marker))).toEqual([]);
    expect(after).toBe(0);
    const webp = Buffer.from(file(made, "small").bytes);
    expect(webp.toString("latin1", 8, 16)).toBe("WEBPVP8 ");
    expect(webp.readUInt32LE(4) + 8).toBe(webp.length);
    expect(webp.length - (webp.readUInt32LE(16) + 20)).toBeLessThanOrEqual(1);
  });

  it("leaves no mark on the outcome: with and without it, the files are the same bytes", async () => {
    const pixels = await sharp(await halves(400, 200))
      .jpeg({ quality: 95 })
      .toBuffer();
    const trailing = Buffer.concat([pixels, Buffer.from("CANARY-AFTER-END")]);
    const [one, other] = [await makePicture(pixels), await makePicture(trailing)];
    expect(one.files.map(({ bytes }) => bytes)).toEqual(other.files.map(({ bytes }) => bytes));
  });
});

describe("a picture", () => {
  it("is turned the way the camera was held", async () => {
    const made = await makePicture(await jpegWithCanaries(await halves(400, 200), 6));
    expect([made.width, made.height]).toEqual([194, 388]);
    for (const { bytes, width, height } of made.files) {
      const [[topRed = 0], [, , bottomBlue = 0]] = await Promise.all([
        colourAt(bytes, width / 2, 20),
        colourAt(bytes, width / 2, height - 20),
      ]);
      expect(topRed).toBeGreaterThan(180);
      expect(bottomBlue).toBeGreaterThan(180);
    }
  });

  it("is made in two sizes that say truly what they are", async () => {
    const made = await makePicture(await halves(3000, 1500));
    expect([made.width, made.height]).toEqual([2048, 1024]);
    expect(made.blurhash).toMatch(/^[\w#$%*+,\-.:;=?@[\]^{|}~]{28}$/);
    for (const [variant, format, width, height] of [
      ["full", "jpeg", 2048, 1024],
      ["small", "webp", 800, 400],
    ] as const) {
      const { bytes, ...said } = file(made, variant);
      expect(said).toMatchObject({ width, height, mediaType: `image/${format}` });
      expect(await sharp(bytes).metadata()).toMatchObject({ format, width, height });
    }
  });

  it("is never enlarged", async () => {
    const made = await makePicture(await halves(60, 30));
    expect(made.files.map(({ width, height }) => [width, height])).toEqual([
      [58, 29],
      [58, 29],
    ]);
  });

  it("has names that tell nothing and never come twice", async () => {
    const bytes = await halves(60, 30);
    const made = await Promise.all(Array.from({ length: 4 }, () => makePicture(bytes)));
    const names = made.flatMap(({ files }) => files.map(({ name }) => name));
    for (const name of names) expect(name).toMatch(/^[0-9a-f]{32}\.(jpg|webp)$/);
    expect(new Set(names.map((name) => name.slice(0, 32))).size).toBe(8);
  });

  it("that is transparent stands on white", async () => {
    const made = await makePicture(await plain(40, 40, { ...RED, alpha: 0 }));
    for (const { bytes } of made.files) {
      for (const channel of await colourAt(bytes, 20, 20)) expect(channel).toBeGreaterThan(250);
    }
  });

  it("keeps its colours when its own profile is taken away", async () => {
    const green = { r: 0, g: 200, b: 0 };
    const wide = await sharp(await plain(40, 40, green))
      .withIccProfile("p3")
      .jpeg({ quality: 100 })
      .toBuffer();
    expect((await sharp(wide).metadata()).icc).toBeDefined();
    const made = await makePicture(wide);
    const [r = 255, g = 0, b = 255] = await colourAt(file(made, "full").bytes, 20, 20);
    expect(r).toBeLessThan(20);
    expect(Math.abs(g - 200)).toBeLessThan(12);
    expect(b).toBeLessThan(20);
  });

  it.each(["gif", "webp"] as const)("that moves (%s) becomes its first frame", async (format) => {
    const frames = await Promise.all([plain(40, 40, RED), plain(40, 40, BLUE)]);
    const animated = await sharp(frames, { join: { animated: true } })
      .toFormat(format)
      .toBuffer();
    expect((await sharp(animated, { animated: true }).metadata()).pages).toBe(2);
    const made = await makePicture(animated);
    expect([made.width, made.height]).toEqual([38, 38]);
    const [red = 0] = await colourAt(file(made, "full").bytes, 20, 20);
    expect(red).toBeGreaterThan(180);
  });

  it.each(["grey", "16 bit", "CMYK"])("in %s is read", async (kind) => {
    const source = sharp(await halves(40, 20));
    if (kind === "grey") source.toColourspace("b-w").png();
    else if (kind === "CMYK") source.toColourspace("cmyk").jpeg();
    else source.toColourspace("rgb16").png();
    const made = await makePicture(await source.toBuffer());
    expect(await sharp(file(made, "full").bytes).metadata()).toMatchObject({ space: "srgb", depth: "uchar" });
  });

  it("waits its turn: many at once all come out", async () => {
    const bytes = await halves(400, 200);
    const broken = bytes.subarray(0, 60);
    const results = await Promise.allSettled(
      Array.from({ length: 9 }, (_, index) => makePicture(index % 3 === 0 ? broken : bytes)),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(6);
  });
});

describe("a file that is no picture of ours", () => {
  const svg = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
  );

  it.each([
    ["nothing", Buffer.alloc(0)],
    ["SVG", svg],
    ["SVG with an XML head", Buffer.concat([Buffer.from('<?xml version="1.0"?>\n'), svg])],
    ["PDF", Buffer.from("%PDF-1.7\n1 0 obj\n")],
    ["HTML", Buffer.from("<!doctype html><script>alert(1)</script>")],
    ["an activity", Buffer.from('{"@context":"https://www.w3.org/ns/activitystreams"}')],
    ["BMP", Buffer.from("BM\x3a\0\0\0\0\0\0\0", "latin1")],
    ["another RIFF file", Buffer.from("RIFF\x24\0\0\0WAVEfmt ", "latin1")],
  ])("is refused: %s", async (_what, bytes) => {
    expect(await refusal(bytes)).toBe("unknown-type");
  });

  it.each([
    ["MP4", "\0\0\0\x20ftypisom\0\0\x02\0"],
    ["MOV", "\0\0\0\x14ftypqt  \0\0\0\0"],
    ["an old MOV", "\0\0\0\x08wide\0\x21\x0f\0mdat"],
    ["WebM", "\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81"],
  ])("is refused as a video, however large: %s", async (_what, head) => {
    const bytes = Buffer.concat([Buffer.from(head, "latin1"), Buffer.alloc(21 * 1024 * 1024)]);
    expect(await refusal(bytes)).toBe("video");
  });

  it("is no video for being in the same boxes: HEIC", async () => {
    expect(await refusal(Buffer.from("\0\0\0\x18ftypheic\0\0\0\0", "latin1"))).toBe("unknown-type");
  });

  it.each(["tiff", "avif"] as const)("is refused: %s", async (format) => {
    expect(
      await refusal(
        await sharp(await halves(40, 20))
          .toFormat(format)
          .toBuffer(),
      ),
    ).toBe("unknown-type");
  });

  it.each([
    ["GIF", "GIF89a"],
    ["JPEG", "\xff\xd8\xff\xe0"],
    ["PNG", "\x89PNG\r\n\x1a\n"],
    ["WebP", "RIFF\x99\0\0\0WEBP"],
  ])("is refused behind the first bytes of a %s", async (_format, magic) => {
    for (const rest of [
      svg,
      Buffer.from("<script>alert(1)</script>"),
      Buffer.alloc(0),
      Buffer.alloc(5_000, 0xff),
    ]) {
      expect(await refusal(Buffer.concat([Buffer.from(magic, "latin1"), rest]))).not.toBe("none");
    }
  });

  it("finds no decoder for another format, even past the first bytes' check", async () => {
    await expect(sharp(svg).metadata()).rejects.toThrow("unsupported image format");
    const tiff = await sharp(await halves(40, 20))
      .tiff()
      .toBuffer();
    await expect(sharp(tiff).metadata()).rejects.toThrow("unsupported image format");
  });

  it("is refused when it ends too early", async () => {
    const pixels = await halves(600, 300);
    for (const format of ["jpeg", "png", "webp", "gif"] as const) {
      const whole = await sharp(pixels).toFormat(format).toBuffer();
      expect({ format, code: await refusal(whole.subarray(0, whole.length / 2)) }).toEqual({
        format,
        code: "broken",
      });
    }
  });

  it("is refused when it is too heavy", async () => {
    const bytes = await halves(60, 30);
    expect(await refusal(bytes, { ...pictureLimits, bytes: bytes.length - 1 })).toBe("too-large");
    expect(await refusal(Buffer.alloc(pictureLimits.bytes + 1))).toBe("too-large");
  });

  it("is refused by its pixels before any is decoded", async () => {
    expect(await refusal(await halves(60, 30), { ...pictureLimits, pixels: 60 * 30 - 1 })).toBe(
      "too-many-pixels",
    );
    const side = 40_000;
    const header = Buffer.alloc(13);
    header.writeUInt32BE(side, 0);
    header.writeUInt32BE(side, 4);
    header.set([1, 0, 0, 0, 0], 8);
    const row = 1 + side / 8;
    const bomb = Buffer.concat([
      Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
      pngChunk("IHDR", header),
      pngChunk("IDAT", deflateSync(Buffer.alloc(row * side), { level: 1 })),
      pngChunk("IEND", Buffer.alloc(0)),
    ]);
    const started = performance.now();
    expect(await refusal(bomb)).toBe("too-many-pixels");
    const frame = Buffer.from(
      "GIF89a\xff\xff\xff\xff\0\0\0,\0\0\0\0\xff\xff\xff\xff\0\x02\x02D\x01\0;",
      "latin1",
    );
    expect(await refusal(frame)).toBe("too-many-pixels");
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
