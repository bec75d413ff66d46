import { Buffer } from "node:buffer";
import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";

/** Words that must not survive, each planted in another corner of a file. */
export const canaries = [
  "CANARY-GPS",
  "CANARY-CAMERA",
  "CANARY-THUMBNAIL",
  "CANARY-XMP",
  "CANARY-IPTC",
  "CANARY-ICC",
  "CANARY-COMMENT",
  "CANARY-TEXT",
  "CANARY-PACKED",
  "CANARY-UTF16",
  "CANARY-AFTER-END",
] as const;

/** The canaries found in a file, written in one, two or two swapped bytes a letter. */
export function canariesIn(bytes: Uint8Array): string[] {
  const file = Buffer.from(bytes);
  return canaries.filter((canary) => {
    const wide = Buffer.from(canary, "utf16le");
    return [Buffer.from(canary), wide, Buffer.from(wide).swap16()].some((form) => file.includes(form));
  });
}

/** A TIFF block as cameras write it: place, model, orientation, a comment in two-byte letters, and a thumbnail. */
function exif(orientation: number): Buffer {
  const thumbnail = Buffer.concat([
    Buffer.from([0xff, 0xd8, 0xff, 0xfe, 0x00, 0x12]),
    Buffer.from("CANARY-THUMBNAIL"),
    Buffer.from([0xff, 0xd9]),
  ]);
  const values: Buffer[] = [];
  const dataStart = 300;
  let dataLength = 0;
  const stored = (value: Buffer) => {
    const offset = dataStart + dataLength;
    values.push(value);
    dataLength += value.length;
    return { count: value.length, offset };
  };
  const ascii = (text: string) => stored(Buffer.from(`${text}\0`));
  const directory = (entries: [tag: number, type: number, count: number, value: number][], next = 0) => {
    const block = Buffer.alloc(2 + entries.length * 12 + 4);
    block.writeUInt16LE(entries.length, 0);
    for (const [index, [tag, type, count, value]] of entries.entries()) {
      block.writeUInt16LE(tag, 2 + index * 12);
      block.writeUInt16LE(type, 4 + index * 12);
      block.writeUInt32LE(count, 6 + index * 12);
      block.writeUInt32LE(value, 10 + index * 12);
    }
    block.writeUInt32LE(next, block.length - 4);
    return block;
  };
  const [camera, place] = [ascii("CANARY-CAMERA"), ascii("CANARY-GPS 50.95N 1.85E")];
  const [comment, small] = [stored(Buffer.from("CANARY-UTF16\0", "utf16le")), stored(thumbnail)];
  const file = Buffer.alloc(dataStart + dataLength);
  Buffer.from("II*\0\b\0\0\0", "latin1").copy(file);
  const [gpsAt, secondAt] = [120, 200];
  const first: [number, number, number, number][] = [
    [0x0110, 2, camera.count, camera.offset],
    [0x0112, 3, 1, orientation],
    [0x8825, 4, 1, gpsAt],
    [0x9c9c, 1, comment.count, comment.offset],
  ];
  directory(first, secondAt).copy(file, 8);
  directory([[0x001b, 7, place.count, place.offset]]).copy(file, gpsAt);
  directory([
    [0x0201, 4, 1, small.offset],
    [0x0202, 4, 1, small.count],
  ]).copy(file, secondAt);
  Buffer.concat(values).copy(file, dataStart);
  return file;
}

/** A working colour profile whose description carries a canary. */
async function profile(base: Buffer): Promise<Buffer> {
  const { icc } = await sharp(await sharp(base).withIccProfile("srgb").jpeg().toBuffer()).metadata();
  if (icc === undefined) throw new Error("no colour profile to write into");
  const described = Buffer.from(icc);
  Buffer.from("CANARY-ICC").copy(described, described.lastIndexOf("text") + 8);
  return described;
}

const XMP = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><place>CANARY-XMP</place></x:xmpmeta>';

/** A JPEG with a canary wherever the format lets one hide. */
export async function jpegWithCanaries(pixels: Buffer, orientation = 1): Promise<Buffer> {
  const plain = await sharp(pixels).jpeg({ quality: 95 }).toBuffer();
  const segment = (marker: number, ...content: (string | Buffer)[]) => {
    const body = Buffer.concat(
      content.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : part)),
    );
    const head = Buffer.from([0xff, marker, 0, 0]);
    head.writeUInt16BE(body.length + 2, 2);
    return Buffer.concat([head, body]);
  };
  const iptc = Buffer.from("\x1c\x02\x5a\x00\x0bCANARY-IPTC", "latin1");
  return Buffer.concat([
    plain.subarray(0, 2),
    segment(0xe1, "Exif\0\0", exif(orientation)),
    segment(0xe1, "http://ns.adobe.com/xap/1.0/\0", XMP),
    segment(0xe2, "ICC_PROFILE\0\x01\x01", await profile(pixels)),
    segment(0xed, "Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0", Buffer.from([iptc.length]), iptc),
    segment(0xfe, "CANARY-COMMENT"),
    segment(0xef, "CANARY-TEXT"),
    plain.subarray(2),
    Buffer.from("PK\x03\x04CANARY-AFTER-END", "latin1"),
  ]);
}

export function pngChunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(content.length, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}

/** A PNG with canaries in its text chunks, its EXIF chunk, and after its end. */
export async function pngWithCanaries(pixels: Buffer): Promise<Buffer> {
  const plain = await sharp(pixels).png().toBuffer();
  const afterHeader = 33;
  return Buffer.concat([
    plain.subarray(0, afterHeader),
    pngChunk("tEXt", Buffer.from("Comment\0CANARY-TEXT", "latin1")),
    pngChunk("zTXt", Buffer.concat([Buffer.from("Author\0\0", "latin1"), deflateSync("CANARY-PACKED")])),
    pngChunk("iTXt", Buffer.from(`XML:com.adobe.xmp\0\0\0\0\0${XMP}`, "latin1")),
    pngChunk("eXIf", exif(1)),
    pngChunk(
      "iCCP",
      Buffer.concat([Buffer.from("CANARY-ICC\0\0", "latin1"), deflateSync(await profile(pixels))]),
    ),
    plain.subarray(afterHeader),
    Buffer.from("CANARY-AFTER-END"),
  ]);
}
