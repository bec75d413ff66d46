import { randomBytes } from "node:crypto";

const alphabet = "abcdefghijklmnopqrstuvwxyz234567";

/** A random id of 16 characters (80 bits): it tells neither order, nor number, nor author. */
export function randomId(): string {
  return Array.from(randomBytes(16), (byte) => alphabet[byte & 31]).join("");
}
