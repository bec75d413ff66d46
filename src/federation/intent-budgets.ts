import { type Budget, createBudgets } from "./budgets.ts";

interface Limit extends Budget {
  atOnce: number;
}

/** A household, a house of many or a telephone company's customers share an address. */
const forVisitor = { perMinute: 30, burst: 30, atOnce: 5 };
/** Those who are not told apart, by Tor or a proxy: less than a server and all others have, so that these go on. */
const forUnknown = { perMinute: 120, burst: 60, atOnce: 20 };
const forHost = { perMinute: 180, burst: 90, atOnce: 40 };
const forAll = { perMinute: 600, burst: 300, atOnce: 60 };

const namesRemembered = 5000;

/** A visitor's server that may be asked now. */
export interface Asking {
  /** Nobody was asked in the end: what others need as well is there again. Names are looked up, so that the visitor's own is not. */
  giveBack(): void;
  end(): void;
}

/**
 * How often visitors' servers are asked, and how many at once: for one visitor, of one server, and in all. Beyond this a form
 * still shows what can be copied by hand. In memory, and of a visitor a salted hash alone.
 */
export function createIntentBudgets(now: () => number = Date.now) {
  const budgets = createBudgets(namesRemembered, now);
  const running = new Map<string, number>();

  const mayRun = (name: string, limit: Limit) =>
    (running.get(name) ?? 0) < limit.atOnce && budgets.wait(name, limit) === 0;

  function add(name: string, by: 1 | -1): void {
    const count = (running.get(name) ?? 0) + by;
    if (count > 0) running.set(name, count);
    else running.delete(name);
  }

  return {
    /** Undefined where it has to wait. `visitor` is a hash, or undefined for those who are not told apart. */
    begin(host: string, visitor: string | undefined): Asking | undefined {
      const own: [string, Limit] =
        visitor === undefined ? ["unknown", forUnknown] : [`by ${visitor}`, forVisitor];
      // The last is the budget of all: where there are too many names, it is forgotten after everybody's.
      const limits: [string, Limit][] = [[`of ${host}`, forHost], own, ["all", forAll]];
      if (!limits.every(([name, limit]) => mayRun(name, limit))) return undefined;
      for (const [name, limit] of limits) {
        budgets.spend(name, limit);
        add(name, 1);
      }
      return {
        giveBack() {
          for (const [name, limit] of limits) if (limit !== forVisitor) budgets.giveBack(name, limit);
        },
        end() {
          for (const [name] of limits) add(name, -1);
        },
      };
    },
  };
}
