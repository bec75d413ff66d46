import type { Severity } from "../store/blocked.ts";
import { listBlocks } from "../store/blocks.ts";
import { isKnownHost } from "../store/followers.ts";
import type { Database } from "../store/sql.ts";
import { hostOf } from "../text/address.ts";
import { createCache } from "./recent.ts";

const second = 1000;
const longestHost = 260;
/** A process that missed the notification reads the list anew after so long. */
const reread = 30 * second;

/** What the members decided about actors and hosts, in memory: it is asked before anything else costs anything. */
export interface Policy {
  /** The strictest decision that stands against any of these ids, their hosts, or a host above theirs. */
  severityOf(ids: readonly string[]): Promise<Severity | undefined>;
  /** Whether somebody on this host follows us or is followed by us: from others a first word is held. */
  isKnown(host: string): Promise<boolean>;
}

export function createPolicy(sql: Database): Policy {
  let decisions: Promise<Map<string, Severity>> | undefined;
  let readAt = 0;
  const known = createCache<true>(10_000, 60 * second);

  // Without the notification a decision would take half a minute to hold; with it, at once and in every process.
  void sql.listen("block", () => (decisions = undefined)).catch(() => {});

  function current(): Promise<Map<string, Severity>> {
    if (decisions && Date.now() - readAt < reread) return decisions;
    readAt = Date.now();
    decisions = readDecisions(sql);
    decisions.catch(() => (decisions = undefined));
    return decisions;
  }

  return {
    async severityOf(ids) {
      const all = await current();
      if (all.size === 0) return undefined;
      const found = ids.flatMap(namesOf).flatMap((name) => all.get(name) ?? []);
      return found.includes("block") ? "block" : found[0];
    },
    async isKnown(host) {
      if (known.get(host)) return true;
      const value = await isKnownHost(sql, host);
      // A stranger may follow and speak within a second; only what will last is remembered.
      if (value) known.set(host, true);
      return value;
    },
  };
}

async function readDecisions(sql: Database): Promise<Map<string, Severity>> {
  const blocks = await listBlocks(sql, { limit: 100_000 });
  return new Map(blocks.map(({ kind, value, severity }) => [`${kind} ${value}`, severity]));
}

/** Everything a decision about this id may be written under. */
function namesOf(id: string): string[] {
  const names = [`actor ${id}`];
  const host = hostOf(id);
  // The DNS knows no longer name; each label of one costs a look-up here.
  if (host === undefined || host.length > longestHost) return names;
  for (const name of new Set([host, host.replace(/:\d+$/, "")])) {
    const labels = name.split(".");
    for (let at = 0; at < labels.length; at++) names.push(`host ${labels.slice(at).join(".")}`);
  }
  return names;
}
