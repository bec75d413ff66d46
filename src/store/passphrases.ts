import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { normal } from "../text/normal.ts";

// RFC 9106, section 4, second recommended option: 64 MiB, three passes.
const cost = { memory: 65_536, passes: 3, parallelism: 4, tagLength: 32 };
const derive = promisify(argon2);

function tag(
  passphrase: string,
  salt: Buffer,
  { memory, passes, parallelism, tagLength } = cost,
): Promise<Buffer> {
  const message = normal(passphrase, "NFKC");
  return derive("argon2id", { message, nonce: salt, memory, passes, parallelism, tagLength });
}

/** A PHC string: `$argon2id$v=19$m=…,t=…,p=…$salt$tag`. */
export async function hashPassphrase(passphrase: string): Promise<string> {
  const salt = randomBytes(16);
  const digest = await tag(passphrase, salt);
  const { memory, passes, parallelism } = cost;
  const base64 = (bytes: Buffer) => bytes.toString("base64").replace(/=+$/, "");
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(digest)}`;
}

export async function verifyPassphrase(passphrase: string, hash: string): Promise<boolean> {
  const [, m, t, p, salt, digest] =
    hash.match(/^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/) ?? [];
  if (!m || !t || !p || !salt || !digest) return false;
  const expected = Buffer.from(digest, "base64");
  const actual = await tag(passphrase, Buffer.from(salt, "base64"), {
    memory: Number(m),
    passes: Number(t),
    parallelism: Number(p),
    tagLength: expected.length,
  });
  return timingSafeEqual(actual, expected);
}
