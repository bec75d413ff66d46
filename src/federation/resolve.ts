import type { LookupAddress } from "node:dns";
import { Resolver } from "node:dns/promises";
import fs from "node:fs";
import { isIP } from "node:net";
import { gate } from "../gate.ts";

/** Milliseconds for one name, whatever its servers do. */
const longestWait = 2500;
const patience = { timeout: 1000, tries: 2 };
/** Each has a socket of its own. More wait for their turn, for less than a fetch may take. */
const mostAtOnce = 512;
/** A host with more has no use for them; each is tried in turn. */
const mostAddresses = 16;

/** No server of names has answered in time: the host may be well. */
export class NameUnanswered extends Error {
  override name = "NameUnanswered";
}

export type Resolve = (name: string) => Promise<LookupAddress[]>;

/**
 * Looks up addresses of names. Not by getaddrinfo, which cannot be given up and has four threads for the whole process: names
 * that strangers choose, whose servers never answer, would hold them all. Those who wait here wait for each other alone.
 */
export function createResolve(): Resolve {
  const inTurn = gate(mostAtOnce);
  return async (name) => {
    const known = findLocally(name);
    return known.length > 0 ? known : inTurn(() => ask(name));
  };
}

async function ask(name: string): Promise<LookupAddress[]> {
  const resolver = new Resolver(patience);
  const found: LookupAddress[] = [];
  const asked = [resolver.resolve4(name), resolver.resolve6(name)].map(async (answer, at) => {
    for (const address of (await answer).slice(0, mostAddresses))
      found.push({ address, family: at === 0 ? 4 : 6 });
  });
  const late = Promise.withResolvers<"late">();
  const timer = setTimeout(() => late.resolve("late"), longestWait);
  const answers = await Promise.race([Promise.allSettled(asked), late.promise]);
  clearTimeout(timer);
  resolver.cancel();
  if (found.length > 0) return found.toSorted((one, other) => one.family - other.family);
  const failures =
    answers === "late" ? [] : answers.flatMap((each) => (each.status === "rejected" ? [each.reason] : []));
  if (answers === "late" || failures.some(isUnanswered))
    throw new NameUnanswered(`nobody says where ${name} is`);
  throw failures[0] ?? new Error(`${name} has no address`);
}

function isUnanswered(error: unknown): boolean {
  return ["ETIMEOUT", "ECANCELLED", "ECONNREFUSED", "ESERVFAIL"].includes(
    (error as NodeJS.ErrnoException).code ?? "",
  );
}

/** What needs no server: this machine itself (RFC 6761, section 6.3) and what its operator wrote into /etc/hosts. */
function findLocally(name: string): LookupAddress[] {
  const plain = name.toLowerCase().replace(/\.$/, "");
  const local = /(^|\.)localhost$/.test(plain);
  const addresses = local ? ["127.0.0.1", "::1"] : (hosts().get(plain) ?? []);
  return addresses.map((address) => ({ address, family: isIP(address) }));
}

const hostsLast = 10_000;
let read = { at: Number.NEGATIVE_INFINITY, hosts: new Map<string, string[]>() };

function hosts(): Map<string, string[]> {
  if (Date.now() - read.at > hostsLast) read = { at: Date.now(), hosts: readHosts() };
  return read.hosts;
}

function readHosts(): Map<string, string[]> {
  const known = new Map<string, string[]>();
  let text = "";
  try {
    text = fs.readFileSync("/etc/hosts", "utf8");
  } catch {
    // A machine without that file: names are looked up.
  }
  for (const line of text.split("\n")) {
    const [address = "", ...names] = line.replace(/#.*/, "").trim().split(/\s+/);
    if (isIP(address) === 0) continue;
    for (const name of names)
      known.set(name.toLowerCase(), [...(known.get(name.toLowerCase()) ?? []), address]);
  }
  return known;
}
