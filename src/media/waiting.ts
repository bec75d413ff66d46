import { Readable } from "node:stream";
import type { SecretKey } from "../store/secret.ts";
import { openMedia, unpublishedDir, writePicture } from "./files.ts";
import type { MadePicture } from "./picture.ts";
import { isSealed, mark, readWhole, sealPicture, unsealPicture } from "./sealed.ts";

/** Writes a picture's files as `writePicture` does, among those that wait and sealed. */
export async function writeWaiting(
  dir: string,
  { files }: Pick<MadePicture, "files">,
  secret: SecretKey,
): Promise<void> {
  const sealed = files.map((file) => ({ ...file, bytes: sealPicture(file.bytes, file.name, secret) }));
  await writePicture(unpublishedDir(dir), { files: sealed });
}

export interface OpenPicture {
  size: number;
  /** Ends, or is given up, with what it needed closed. */
  read: () => ReadableStream | Uint8Array<ArrayBuffer>;
  close: () => Promise<void>;
}

/** The picture of this name as it is to be seen, published or waiting; undefined where it is missing. */
export async function openPicture(
  dir: string,
  name: string,
  secret: SecretKey,
): Promise<OpenPicture | undefined> {
  const file = await openMedia(dir, name);
  if (!file) return undefined;
  try {
    const { buffer } = await file.read(Buffer.alloc(mark.length), 0, mark.length, 0);
    if (!isSealed(buffer)) {
      const { size } = await file.stat();
      return {
        size,
        read: () => Readable.toWeb(file.createReadStream()) as ReadableStream,
        close: () => file.close(),
      };
    }
    const bytes = new Uint8Array(unsealPicture(await file.readFile(), name, secret));
    await file.close();
    return { size: bytes.length, read: () => bytes, close: async () => {} };
  } catch (error) {
    await file.close().catch(() => {});
    throw error;
  }
}

/** All of its bytes. */
export async function readPicture(
  dir: string,
  name: string,
  secret: SecretKey,
): Promise<Uint8Array | undefined> {
  const file = await openMedia(dir, name);
  if (!file) return undefined;
  return unsealPicture(await readWhole(file), name, secret);
}
