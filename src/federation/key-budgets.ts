import { domainOf, hostOf } from "../text/address.ts";
import { type Budget, createBudgets } from "./budgets.ts";
import type { Policy } from "./policy.ts";

/**
 * Keys that are fetched and then prove a signature, of one domain and of all hosts that nobody here has to do with. Each leaves
 * an actor behind.
 */
const provenOfDomain: Budget = { perMinute: 120, burst: 240 };
const provenOfStrangers: Budget = { perMinute: 600, burst: 1200 };
/**
 * Fetches that come to nothing: whoever forges signatures makes us ask, and can name anybody. They are counted apart and
 * generously, since where they have an end the new accounts of that domain wait as well.
 */
const vainOfDomain: Budget = { perMinute: 300, burst: 600 };
const vainOfStrangers: Budget = { perMinute: 1200, burst: 1800 };
/** New accounts where others follow already do not wait for what is done in the name of strangers. */
const vainOfKnown: Budget = { perMinute: 600, burst: 1200 };

/** How many keys are asked for. */
export function createKeyBudgets(policy: Policy) {
  const budgets = createBudgets(10_000);

  async function accountsOf(keyId: string, outcome: "proven" | "vain"): Promise<[string, Budget][]> {
    const host = hostOf(keyId)!;
    if (await policy.isKnown(host)) return outcome === "vain" ? [[`vain known ${host}`, vainOfKnown]] : [];
    const [ofDomain, ofStrangers] =
      outcome === "vain" ? [vainOfDomain, vainOfStrangers] : [provenOfDomain, provenOfStrangers];
    return [
      [`${outcome} ${domainOf(host)}`, ofDomain],
      [`${outcome} strangers`, ofStrangers],
    ];
  }

  return {
    /** Whether one more key may be fetched from there now. */
    async allow(keyId: string): Promise<boolean> {
      const accounts = [...(await accountsOf(keyId, "proven")), ...(await accountsOf(keyId, "vain"))];
      return accounts.every(([name, budget]) => budgets.wait(name, budget) === 0);
    },
    /** What came of a fetch. */
    async charge(keyId: string, outcome: "proven" | "vain"): Promise<void> {
      for (const [name, budget] of await accountsOf(keyId, outcome)) budgets.spend(name, budget);
    },
  };
}
