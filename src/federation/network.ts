import { BlockList, isIP, type LookupFunction } from "node:net";
import { callbackify } from "node:util";
import { Agent } from "undici";
import { endsInDot } from "../text/address.ts";
import { createResolve } from "./resolve.ts";

// What the IANA special-purpose registries list as not globally reachable, and the multicast ranges.
const privateIPv4 = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const;

// Of IPv6 only 2000::/3 is global unicast; within it these carry an IPv4 address or are not for the public.
const privateIPv6 = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const;

const refused = new BlockList();
for (const [address, prefix] of privateIPv4) refused.addSubnet(address, prefix, "ipv4");
for (const [address, prefix] of privateIPv6) refused.addSubnet(address, prefix, "ipv6");
const globalIPv6 = new BlockList();
globalIPv6.addSubnet("2000::", 3, "ipv6");

/** Whether an IP address is global unicast: no request of ours goes anywhere else. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !refused.check(address, "ipv4");
  if (isIP(address) === 6) return globalIPv6.check(address, "ipv6") && !refused.check(address, "ipv6");
  return false;
}

/** A request that may not leave: its target is not a public https address. */
export class RefusedAddress extends Error {
  override name = "RefusedAddress";
}

/** @throws {RefusedAddress} unless the URL is https, has no credentials, ends its host in no dot, and is not the literal of a private address. */
export function checkUrl(url: URL, allowPrivateAddress: boolean): void {
  if (url.username || url.password) throw new RefusedAddress(`${url.href} carries credentials`);
  if (endsInDot(url)) throw new RefusedAddress(`${url.href} ends its host in a dot`);
  if (allowPrivateAddress && (url.protocol === "http:" || url.protocol === "https:")) return;
  if (url.protocol !== "https:") throw new RefusedAddress(`${url.href} is not https`);
  const literal = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(literal) && !isPublicAddress(literal))
    throw new RefusedAddress(`${url.href} is not a public address`);
}

/** Resolves names and lets only public addresses through, at the moment the connection is made. */
function createLookup(allowPrivateAddress: boolean): LookupFunction {
  const resolve = callbackify(createResolve());
  return (hostname, { all }, callback) => {
    resolve(hostname, (error, addresses) => {
      if (error) return callback(error, "", 0);
      const allowed = addresses.filter(({ address }) => allowPrivateAddress || isPublicAddress(address));
      const [first] = allowed;
      if (!first) return callback(new RefusedAddress(`${hostname} has no public address`), "", 0);
      return all ? callback(null, allowed) : callback(null, first.address, first.family);
    });
  };
}

/** Connections to other servers, with look-ups of their own: other agents do not wait for them. IP literals bypass the name check: call `checkUrl` on every URL first. */
export function createAgent(
  allowPrivateAddress: boolean,
  options: { connections: number; timeout: number },
): Agent {
  return new Agent({
    connections: options.connections,
    pipelining: 1,
    keepAliveTimeout: 10_000,
    headersTimeout: options.timeout,
    bodyTimeout: options.timeout,
    connect: { timeout: options.timeout, lookup: createLookup(allowPrivateAddress) },
  });
}
