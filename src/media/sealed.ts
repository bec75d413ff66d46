import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, randomUUID } from "node:crypto";
import { type FileHandle, open, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { SecretKey } from "../store/secret.ts";
import { writeWhole } from "./whole.ts";

// Pictures that nobody has published lie on the disk under the secret key: there may be faces in them that are still to be covered.
// They are opened when a member looks at them (waiting.ts), and when they are published (files.ts).

/** How such a file begins. No picture does. */
export const mark = Buffer.from("tocsin-sealed-1\n");
const nonceLength = 12;
const tagLength = 16;

/** A key of its own: the secret key itself encrypts, and one key does one thing. */
const keyOf = (secret: SecretKey) =>
  new Uint8Array(hkdfSync("sha256", secret, "", "unpublished picture", 32));

/** AES-256-GCM; a file means what it says under its own name alone. */
export function sealPicture(bytes: Uint8Array, name: string, secret: SecretKey): Buffer {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv("aes-256-gcm", keyOf(secret), nonce).setAAD(Buffer.from(name));
  return Buffer.concat([mark, nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

export const isSealed = (bytes: Uint8Array) => mark.equals(bytes.subarray(0, mark.length));

/** The picture; one from before they were sealed is itself. @throws when it was sealed with another key, or changed since. */
export function unsealPicture(bytes: Buffer, name: string, secret: SecretKey): Buffer {
  if (!isSealed(bytes)) return bytes;
  const sealed = bytes.subarray(mark.length + nonceLength, -tagLength);
  const nonce = bytes.subarray(mark.length, mark.length + nonceLength);
  const cipher = createDecipheriv("aes-256-gcm", keyOf(secret), nonce).setAAD(Buffer.from(name));
  cipher.setAuthTag(bytes.subarray(-tagLength));
  return Buffer.concat([cipher.update(sealed), cipher.final()]);
}

export const readWhole = (file: FileHandle) => file.readFile().finally(() => file.close());

/** Puts a waiting file to the published ones, as it is to be seen: there is always one of both. */
export async function unsealTo(
  path: string,
  published: string,
  name: string,
  secret: SecretKey,
): Promise<void> {
  await replace(dirname(path), published, unsealPicture(await readWhole(await open(path)), name, secret));
  await rm(path, { force: true });
}

/** Seals a waiting file from before. */
export async function sealInPlace(path: string, name: string, secret: SecretKey): Promise<void> {
  const bytes = await readWhole(await open(path));
  if (!isSealed(bytes)) await replace(dirname(path), path, sealPicture(bytes, name, secret));
}

/** What a crash leaves of it lies in `dir`, among those that wait, and goes with them. */
const replace = (dir: string, path: string, bytes: Uint8Array) =>
  writeWhole(path, bytes, join(dir, `${randomUUID()}.part`));
