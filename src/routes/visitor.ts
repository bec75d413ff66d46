import { createHmac, randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { BlockList, isIP } from "node:net";
import type { Context } from "hono";
import type { Config } from "../config.ts";

/** Of this process alone: what is made from an address with it says nothing to anybody else, nor after a restart. */
const salt = randomBytes(32);

/** Of networks of one's own: whoever comes from there without being named is more often a proxy than a person. */
const inside = new BlockList();
for (const [network, prefix] of [
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
] as const) {
  inside.addSubnet(network, prefix, "ipv4");
}
inside.addAddress("::1", "ipv6");
inside.addSubnet("fc00::", 7, "ipv6");

/**
 * Tells those who guess at the door apart without their addresses. Undefined where the address is that of a proxy: Tor, or one
 * that is not named in TRUSTED_PROXY, speaks for many, and they must not be held for each other.
 */
export function visitorOf(c: Context, config: Pick<Config, "trustedProxies">): string | undefined {
  const { incoming } = (c.env ?? {}) as { incoming?: IncomingMessage };
  const nearest = incoming?.socket.remoteAddress;
  const forwarded = (c.req.header("x-forwarded-for") ?? "").split(",").map((each) => each.trim());
  // From the nearest on: whatever stands before the first that nobody here trusts, anybody may have written.
  const hops = [...(forwarded[0] === "" ? [] : forwarded), nearest ?? ""].toReversed();
  const first = hops.map(plain).find((address) => !isTrusted(address, config));
  if (first === undefined || isIP(first) === 0 || isInside(first)) return undefined;
  return createHmac("sha256", salt).update(networkOf(first)).digest("base64url");
}

/** An IPv4 address as one, also where a socket for both tells it as IPv6. */
const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, "");

function isTrusted(address: string, { trustedProxies }: Pick<Config, "trustedProxies">): boolean {
  const family = isIP(address);
  return family !== 0 && trustedProxies.check(address, family === 4 ? "ipv4" : "ipv6");
}

const isInside = (address: string) => inside.check(address, isIP(address) === 4 ? "ipv4" : "ipv6");

/** Whoever has one IPv6 address has 2^64 of them. */
function networkOf(address: string): string {
  if (isIP(address) === 4) return address;
  const [head = "", tail = ""] = address.split("::");
  const groups = head === "" ? [] : head.split(":");
  const after = tail === "" ? [] : tail.split(":");
  const whole = [
    ...groups,
    ...Array<string>(Math.max(8 - groups.length - after.length, 0)).fill("0"),
    ...after,
  ];
  return whole
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}
