import { CompactEncrypt, compactDecrypt } from "jose";
import type { SecretKey } from "./secret.ts";

/** A text as a JWE (RFC 7516) that opens with the secret key alone. */
export async function seal(text: string, secret: SecretKey): Promise<string> {
  const plain = new TextEncoder().encode(text);
  return new CompactEncrypt(plain).setProtectedHeader({ alg: "dir", enc: "A256GCM" }).encrypt(secret);
}

/** @throws when it was sealed with another key, or changed since. */
export async function unseal(jwe: string, secret: SecretKey): Promise<string> {
  const { plaintext } = await compactDecrypt(jwe, secret);
  return new TextDecoder().decode(plaintext);
}
