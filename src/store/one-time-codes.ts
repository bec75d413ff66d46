import { HOTP, Secret, TOTP } from "otpauth";

/** An app with a clock (RFC 6238), or a key that types a code when it is touched, and counts them (RFC 4226). */
export type CodeKind = "app" | "key";

/** What every authenticator app takes for granted, whatever the address in the QR code says. */
const shape = { algorithm: "SHA1", digits: 6, period: 30 };
/** RFC 6238, 5.2: one step before and after, for clocks that are off and people who type slowly. */
const window = 1;
/** RFC 4226, 4: 160 bits. */
const secretSize = 20;
/** RFC 4226, R6. */
const shortestSecret = 16;
const longestSecret = 64;
/** RFC 4226, 7.4: so many codes of a key may have been typed elsewhere. */
const lookAhead = 20;
/** Within so many, two codes in a row tell where a key is. */
const farAhead = 500;

/** A secret in base32 (RFC 4648). */
export const newSecret = () => new Secret({ size: secretSize }).base32;

/** A secret that somebody has programmed into a key, in base32 or in hex, with blanks and the like; in base32. */
export function readSecret(typed: string): string | undefined {
  const plain = typed.slice(0, 400).replace(/[\s:-]/g, "");
  const read = /^[0-9a-f]*$/i.test(plain)
    ? plain.length % 2 === 0 && Secret.fromHex(plain)
    : /^[a-z2-7]+={0,6}$/i.test(plain) && Secret.fromBase32(plain.toUpperCase());
  if (!read || read.bytes.length < shortestSecret || read.bytes.length > longestSecret) return undefined;
  return read.base32;
}

/** As programs that write keys want it. */
export const inHex = (base32: string) => Secret.fromBase32(base32).hex.toLowerCase();

/** The secret as authenticator apps take it from a QR code. */
export function secretAddress(base32: string, { issuer, label }: { issuer: string; label: string }): string {
  return new TOTP({ ...shape, issuer, label, secret: Secret.fromBase32(base32) }).toString();
}

/** The time step whose code this is; undefined when it is none of now. */
export function stepOf(base32: string, code: string, now: Date): number | undefined {
  const timestamp = now.getTime();
  const totp = new TOTP({ ...shape, secret: Secret.fromBase32(base32) });
  const delta = totp.validate({ token: code, timestamp, window });
  return delta === null ? undefined : TOTP.counter({ period: shape.period, timestamp }) + delta;
}

/** What a key has typed. */
interface Typed {
  secret: string;
  code: string;
}

/** The number of a key's code, the first after the last one that was taken; undefined for one that is further ahead, or none. */
export function numberOf(typed: Typed, last: number): number | undefined {
  return findNumber(typed, last + 1, lookAhead);
}

/** The number of a code that is further ahead than codes are taken. */
export function numberAhead(typed: Typed, last: number): number | undefined {
  return findNumber(typed, last + 1 + lookAhead, farAhead - lookAhead);
}

/** The number of the second of two codes in a row, of a key that has typed any number of them. */
export function numberOfSecond(
  secret: string,
  [first, second]: readonly [string, string],
): number | undefined {
  const at = findNumber({ secret, code: first }, 0, farAhead);
  return at === undefined ? undefined : findNumber({ secret, code: second }, at + 1, 1);
}

function findNumber({ secret, code }: Typed, from: number, many: number): number | undefined {
  const key = Secret.fromBase32(secret);
  for (let counter = from; counter < from + many; counter++) {
    const found = HOTP.validate({ token: code, secret: key, digits: code.length, counter, window: 0 });
    if (found !== null) return counter;
  }
  return undefined;
}
