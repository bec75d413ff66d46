import { randomBytes } from "node:crypto";
import { encode } from "blurhash";
import sharp from "sharp";
import { largestUpload } from "../text/draft.ts";
import { gate } from "../gate.ts";

export interface PictureFile {
  variant: "full" | "small";
  /** Random: nothing of the original's name, nor of the other file's, is in it. */
  name: string;
  mediaType: "image/jpeg" | "image/webp";
  width: number;
  height: number;
  bytes: Uint8Array;
}

export interface MadePicture {
  width: number;
  height: number;
  blurhash: string;
  files: PictureFile[];
}

export interface PictureLimits {
  bytes: number;
  pixels: number;
}

/** 50 megapixels is what large cameras make, and 200 MB once decoded. */
export const pictureLimits: PictureLimits = { bytes: largestUpload, pixels: 50_000_000 };

export type PictureErrorCode = "unknown-type" | "video" | "too-large" | "too-many-pixels" | "broken";

export class PictureError extends Error {
  readonly code: PictureErrorCode;

  constructor(code: PictureErrorCode, options?: ErrorOptions) {
    super(`the picture was refused: ${code}`, options);
    this.name = "PictureError";
    this.code = code;
  }
}

const FULL_SIDE = 2048;
/** The least that a picture is made smaller by: enough for no pixel but those of one corner to stay in its place. */
const RESAMPLED = 0.97;
const SMALL_SIDE = 800;
const BLURHASH_SIDE = 32;
const SECONDS_LIMIT = 30;
/** The first bytes, which say what a file is. */
const headLength = 12;

// Of the many formats libvips reads, only these four decoders are exposed to strangers' bytes.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: [
    "VipsForeignLoadJpegBuffer",
    "VipsForeignLoadPngBuffer",
    "VipsForeignLoadWebpBuffer",
    "VipsForeignLoadNsgifBuffer",
  ],
});
// No decoded picture stays in memory, and two at once use two threads.
sharp.cache(false);
sharp.concurrency(1);
export const twoAtOnce = gate(2);

export interface Pixels {
  data: Buffer;
  raw: { width: number; height: number; channels: 3 };
}

/**
 * Makes the pictures that are published from what a member uploaded: decoded to pixels, turned upright, resampled and encoded
 * anew, so that nothing but the pixels remains, and none of those as the sensor saw it. A file is in memory only while it is its
 * turn. Throws a PictureError for what is not a whole JPEG, PNG, WebP or GIF.
 */
export async function makePicture(upload: Uint8Array | Blob, limits = pictureLimits): Promise<MadePicture> {
  const isFile = upload instanceof Blob;
  const read = async (part: typeof upload) =>
    part instanceof Blob ? Buffer.from(await part.arrayBuffer()) : part;
  const head = Buffer.from(await read(upload.slice(0, headLength))).toString("latin1");
  if (isVideo(head)) throw new PictureError("video");
  if ((isFile ? upload.size : upload.length) > limits.bytes) throw new PictureError("too-large");
  if (!hasKnownMagic(head)) throw new PictureError("unknown-type");
  return twoAtOnce(async () => {
    return encodePicture(await decode(await read(upload), limits, RESAMPLED));
  });
}

/**
 * The same picture in other pixels. Each sensor has a noise of its own, by which two pictures are told to be of one camera where
 * their pixels lie as they lay on it.
 */
export async function resample({ data, raw }: Pixels): Promise<Pixels> {
  const [width, height] = [smaller(raw.width, RESAMPLED), smaller(raw.height, RESAMPLED)];
  const made = await sharp(data, { raw }).resize(width, height, { fit: "fill" }).raw().toBuffer();
  return { data: made, raw: { width, height, channels: raw.channels } };
}

/** Rounded down, so that even of a few pixels there is one less. */
const smaller = (side: number, factor: number) => Math.max(Math.floor(side * factor + 1e-6), 1);

/** Everything that is published of a picture, from its pixels alone. */
export async function encodePicture(pixels: Pixels): Promise<MadePicture> {
  const full = await encodeFile("full", pixels);
  const small = await encodeFile("small", pixels);
  const { width, height } = pixels.raw;
  return { width, height, blurhash: await blurhash(pixels), files: [full, small] };
}

/** MP4, MOV and WebM. HEIC and AVIF are pictures in the same boxes as MP4. */
function isVideo(head: string): boolean {
  if (head.startsWith("\x1a\x45\xdf\xa3")) return true;
  if (/^.{4}ftyp(?:hei[cmsx]|hev[cmsx]|mif1|msf1|avif|avis)/s.test(head)) return false;
  return /^.{4}(?:ftyp|moov|mdat|wide)/s.test(head);
}

/** The type is what the first bytes say; file names and declared types are not asked. */
function hasKnownMagic(head: string): boolean {
  return (
    head.startsWith("\xff\xd8\xff") ||
    head.startsWith("\x89PNG\r\n\x1a\n") ||
    /^GIF8[79]a/.test(head) ||
    /^RIFF[^]{4}WEBP/.test(head)
  );
}

/** The pixels, upright and no larger than what is published, and than `most` of what they were. */
export async function decode(bytes: Uint8Array, { pixels }: PictureLimits, most = 1): Promise<Pixels> {
  // The pixels are counted from the header, before any is decoded. A camera's small faults are let pass; a file that ends early is not.
  const input = { limitInputPixels: pixels, failOn: "error", pages: 1 } as const;
  try {
    const { autoOrient: upright } = await sharp(bytes, input).metadata();
    const factor = Math.min(FULL_SIDE / Math.max(upright.width, upright.height), most);
    const { data, info } = await sharp(bytes, input)
      .timeout({ seconds: SECONDS_LIMIT })
      .autoOrient()
      .resize(smaller(upright.width, factor), smaller(upright.height, factor), { fit: "fill" })
      .flatten({ background: "white" })
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) throw new PictureError("broken");
    return { data, raw: { width: info.width, height: info.height, channels: info.channels } };
  } catch (error) {
    if (error instanceof PictureError) throw error;
    const tooMany = error instanceof Error && error.message.includes("exceeds pixel limit");
    throw new PictureError(tooMany ? "too-many-pixels" : "broken", { cause: error });
  }
}

async function encodeFile(variant: PictureFile["variant"], { data, raw }: Pixels): Promise<PictureFile> {
  const pixels = sharp(data, { raw });
  const image =
    variant === "full"
      ? pixels.jpeg({ quality: 82 })
      : pixels
          .resize(SMALL_SIDE, SMALL_SIDE, { fit: "inside", withoutEnlargement: true })
          .webp({ quality: 78 });
  const made = await image.toBuffer({ resolveWithObject: true });
  const [extension, mediaType] =
    variant === "full" ? (["jpg", "image/jpeg"] as const) : (["webp", "image/webp"] as const);
  return {
    variant,
    name: `${randomBytes(16).toString("hex")}.${extension}`,
    mediaType,
    width: made.info.width,
    height: made.info.height,
    bytes: made.data,
  };
}

async function blurhash({ data, raw }: Pixels): Promise<string> {
  const { data: tiny, info } = await sharp(data, { raw })
    .resize(BLURHASH_SIDE, BLURHASH_SIDE, { fit: "inside" })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return encode(new Uint8ClampedArray(tiny), info.width, info.height, 4, 3);
}
