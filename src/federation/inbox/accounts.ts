import { domainOf, hostOf } from "../../text/address.ts";
import type { Budget } from "../budgets.ts";
import type { Policy } from "../policy.ts";

/** A post that many boost brings hundreds from one large server within a minute; a stranger has less to say. */
const knownHost: Budget = { perMinute: 1200, burst: 2400 };
const strangeHost: Budget = { perMinute: 60, burst: 120 };
/** A host that is made up costs nothing: all below one domain, and all strangers together, have an end as well. */
const strangeDomain: Budget = { perMinute: 120, burst: 240 };
const allStrangers: Budget = { perMinute: 600, burst: 1200 };
const anyActor: Budget = { perMinute: 60, burst: 120 };

/** What an activity of this actor is charged to. */
export async function accountsOf(actor: string, policy: Policy): Promise<[string, Budget][]> {
  const host = hostOf(actor)!;
  if (await policy.isKnown(host)) {
    return [
      [`host ${host}`, knownHost],
      [`actor ${actor}`, anyActor],
    ];
  }
  return [
    [`host ${host}`, strangeHost],
    [`domain ${domainOf(host)}`, strangeDomain],
    ["strangers", allStrangers],
    [`actor ${actor}`, anyActor],
  ];
}
