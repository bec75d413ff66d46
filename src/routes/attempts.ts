const seconds = 1000;
const freeAttempts = 5;
/** Short enough that a stranger who keeps guessing cannot lock a member out for long. */
const longestDelay = 60 * seconds;
const forgottenAfter = 30 * 60 * seconds;

interface Attempts {
  failed: number;
  last: number;
}

/**
 * Slows guessing at one name, whoever guesses: no address is remembered. After five failures each next attempt waits
 * twice as long as the one before. The oldest names are forgotten when there are more than `most`.
 */
export function countAttempts({ most = 1000, now = Date.now }: { most?: number; now?: () => number } = {}) {
  const byName = new Map<string, Attempts>();
  const keyOf = (name: string) => name.normalize("NFKC").trim().toLowerCase().slice(0, 60);

  return {
    /** Whether an attempt may be made now. It counts as failed until `succeed`, so that many at once count too. */
    begin(name: string): boolean {
      const key = keyOf(name);
      const known = byName.get(key);
      const fresh = known === undefined || now() - known.last > forgottenAfter;
      const failed = fresh ? 0 : known.failed;
      const delay =
        failed < freeAttempts ? 0 : Math.min(2 ** (failed - freeAttempts) * seconds, longestDelay);
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
