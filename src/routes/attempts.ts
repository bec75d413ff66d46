const seconds = 1000;
/** Of one name; of one visitor more, since a household or a house of many shares an address. */
const freeAttempts = { name: 5, visitor: 30 };
/** Short enough that a stranger who keeps guessing cannot lock a member out for long. */
const longestDelay = 60 * seconds;
const forgottenAfter = 30 * 60 * seconds;

interface Attempts {
  failed: number;
  last: number;
}

/**
 * Slows guessing at one name, whoever guesses, or by one visitor, at whichever names. After some failures each next attempt
 * waits twice as long as the one before. The oldest are forgotten when there are more than `most`.
 */
export function countAttempts({
  most = 1000,
  now = Date.now,
  of = "name",
}: { most?: number; now?: () => number; of?: keyof typeof freeAttempts } = {}) {
  const byName = new Map<string, Attempts>();
  const keyOf = (name: string) =>
    of === "visitor" ? name : name.normalize("NFKC").trim().toLowerCase().slice(0, 60);
  const free = freeAttempts[of];

  return {
    /** Whether an attempt may be made now. It counts as failed until `succeed`, so that many at once count too. */
    begin(name: string): boolean {
      const key = keyOf(name);
      const known = byName.get(key);
      const fresh = known === undefined || now() - known.last > forgottenAfter;
      const failed = fresh ? 0 : known.failed;
      const delay = failed < free ? 0 : Math.min(2 ** (failed - free) * seconds, longestDelay);
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
  };
}
