import { gate } from "../gate.ts";
import { findMemberByPassphrase, type Member } from "../store/members.ts";
import type { Database } from "../store/sql.ts";
import { countAttempts } from "./attempts.ts";

export interface Attempt {
  name: string;
  passphrase: string;
  /** Whoever stands at the door, as `visitorOf` tells them apart. */
  visitor?: string | undefined;
  /** The browser, where the member of that name is known to have signed in with it. */
  browser?: string | undefined;
}

export type PassphraseCheck = (attempt: Attempt) => Promise<Member | "wrong" | "tooMany" | "busy">;

type Attempts = ReturnType<typeof countAttempts>;

/** So many are under way: one more would wait longer than anybody does. */
const mostAtOnce = 20;

/**
 * Checks passphrases, slowly for those who guess. Each check takes 64 MiB: two run at once, others wait in a short line, and
 * browsers that a member is known in have a line of their own. Names of members do not go before others: how long somebody
 * waits would tell which exist.
 */
export function passphraseCheck(sql: Database, now: () => number = Date.now): PassphraseCheck {
  const byBrowser = countAttempts({ now });
  const byVisitor = countAttempts({ now, of: "visitor" });
  const byName = countAttempts({ now });
  const byNameAndVisitor = countAttempts({ now, of: "nameAndVisitor" });
  const byNameOfVisitors = countAttempts({ now, of: "nameOfVisitors" });
  const lines = { known: createLine(1), strange: createLine(2) };

  /** What counts the attempt, the narrowest first: what one of them refuses does not count in the next. */
  function countersOf({ name, visitor, browser }: Attempt): [Attempts, string][] {
    if (browser !== undefined) return [[byBrowser, browser]];
    if (visitor === undefined) return [[byName, name]];
    return [
      [byVisitor, visitor],
      [byNameAndVisitor, `${visitor} ${name}`],
      [byNameOfVisitors, name],
    ];
  }

  return async (attempt) => {
    const line = attempt.browser === undefined ? lines.strange : lines.known;
    // First: whoever is turned away for the others' sake has not guessed.
    if (line.isFull()) return "busy";
    const counters = countersOf(attempt);
    if (!counters.every(([attempts, of]) => attempts.begin(of))) return "tooMany";
    const member = await line.pass(() => findMemberByPassphrase(sql, attempt.name, attempt.passphrase));
    if (!member) return "wrong";
    for (const [attempts, of] of counters) attempts.succeed(of);
    return member;
  };
}

function createLine(running: number) {
  const inTurn = gate(running);
  let underWay = 0;
  return {
    isFull: () => underWay >= mostAtOnce,
    async pass<Result>(check: () => Promise<Result>): Promise<Result> {
      underWay++;
      try {
        return await inTurn(check);
      } finally {
        underWay--;
      }
    },
  };
}
