import { normal } from "../text/normal.ts";

const seconds = 1000;
/**
 * How many are free, and how long the longest wait for the next is. Of one visitor more are free, since a household or a house of
 * many shares an address. Where visitors are told apart, one who goes on guessing at a name waits so long that others, and the
 * member, have their turn; and all of them together still make no more than sixty guesses an hour at it.
 */
const limits = {
  name: { free: 5, longest: 60 * seconds },
  visitor: { free: 30, longest: 60 * seconds },
  nameAndVisitor: { free: 5, longest: 5 * 60 * seconds },
  nameOfVisitors: { free: 30, longest: 60 * seconds },
};
const forgottenAfter = 30 * 60 * seconds;

/** A name, behind the visitor who typed it. */
const longestKey = 120;

/** More than are checked while they are remembered: made-up names cannot push out one that is guessed at. */
const mostKnown = 50_000;

interface Attempts {
  failed: number;
  last: number;
}

/**
 * Slows guessing at one name, whoever guesses, or by one visitor, at whichever names. After some failures each next attempt
 * waits twice as long as the one before. The oldest are forgotten when there are more than `most`.
 */
export function countAttempts({
  most = mostKnown,
  now = Date.now,
  of = "name",
}: { most?: number; now?: () => number; of?: keyof typeof limits } = {}) {
  const byName = new Map<string, Attempts>();
  const keyOf = (name: string) =>
    of === "visitor" ? name : normal(name, "NFKC").trim().toLowerCase().slice(0, longestKey);
  const { free, longest } = limits[of];

  return {
    /** Whether an attempt may be made now. It counts as failed until `succeed`, so that many at once count too. */
    begin(name: string): boolean {
      const key = keyOf(name);
      const known = byName.get(key);
      const fresh = known === undefined || now() - known.last > forgottenAfter;
      const failed = fresh ? 0 : known.failed;
      const delay = failed < free ? 0 : Math.min(2 ** (failed - free) * seconds, longest);
      if (!fresh && now() - known.last < delay) return false;
      byName.delete(key);
      byName.set(key, { failed: failed + 1, last: now() });
      const [oldest] = byName.keys();
      if (byName.size > most && oldest !== undefined) byName.delete(oldest);
      return true;
    },
    succeed(name: string): void {
      byName.delete(keyOf(name));
    },
    /** It was none after all: whoever is turned away for the others' sake has not guessed. */
    takeBack(name: string): void {
      const known = byName.get(keyOf(name));
      if (known && known.failed > 1) known.failed -= 1;
      else byName.delete(keyOf(name));
    },
  };
}

/** Who tries. */
export interface Trying {
  name: string;
  /** Whoever stands at the door, as `visitorOf` tells them apart. */
  visitor?: string | undefined;
  /** The browser that the member of that name is known in, or the session that is open. */
  browser?: string | undefined;
}

export interface Attempt {
  succeed: () => void;
  takeBack: () => void;
}

/** Counts attempts by whatever tells those who try apart. */
export function countTries(now: () => number = Date.now) {
  const byBrowser = countAttempts({ now });
  const byVisitor = countAttempts({ now, of: "visitor" });
  const byName = countAttempts({ now });
  const byNameAndVisitor = countAttempts({ now, of: "nameAndVisitor" });
  const byNameOfVisitors = countAttempts({ now, of: "nameOfVisitors" });

  /** What counts the attempt, the narrowest first: what one of them refuses does not count in the next. */
  function countersOf({ name, visitor, browser }: Trying): [ReturnType<typeof countAttempts>, string][] {
    if (browser !== undefined) return [[byBrowser, browser]];
    if (visitor === undefined) return [[byName, name]];
    return [
      [byVisitor, visitor],
      [byNameAndVisitor, `${visitor} ${name}`],
      [byNameOfVisitors, name],
    ];
  }

  /** Undefined where they have to wait. */
  return function begin(trying: Trying): Attempt | undefined {
    const counters = countersOf(trying);
    if (!counters.every(([attempts, of]) => attempts.begin(of))) return undefined;
    return {
      succeed: () => counters.forEach(([attempts, of]) => attempts.succeed(of)),
      takeBack: () => counters.forEach(([attempts, of]) => attempts.takeBack(of)),
    };
  };
}
