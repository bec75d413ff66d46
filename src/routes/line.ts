/** Where somebody stands in the line. Nothing in it says whether there is a member of that name. */
export interface Place {
  /** As it was typed. */
  name: string;
  /** What was shown for getting in: the more, the sooner. */
  rank: number;
  /** When they asked to come in, in milliseconds. */
  since: number;
}

interface Waiting {
  place: Place;
  /** How many of the same name were in the line or at its head when this one came. */
  earlier: number;
  /** Goes on with the check, or is told that the line is full. */
  call: (turn: boolean) => void;
}

/**
 * Who goes first, of those who wait: those of a higher rank; of these the first try at each name before the second at any, so that
 * one name does not take the others' time; of these whoever asked last, so that nobody gains by asking beforehand and often.
 */
export function goesBefore(one: Omit<Waiting, "call">, other: Omit<Waiting, "call">): number {
  return (
    other.place.rank - one.place.rank || one.earlier - other.earlier || other.place.since - one.place.since
  );
}

/** Lets `running` through at once and `most` wait; of more than these the last in the order is turned away. */
export function createLine({ running, most }: { running: number; most: number }) {
  const waiting: Waiting[] = [];
  const names = new Map<string, number>();
  let free = running;

  const count = (name: string, change: 1 | -1) => {
    const left = (names.get(name) ?? 0) + change;
    if (left === 0) names.delete(name);
    else names.set(name, left);
  };

  /** Whether it is their turn at last. */
  async function turn(place: Place): Promise<boolean> {
    if (free > 0) {
      free -= 1;
      return true;
    }
    const { promise, resolve } = Promise.withResolvers<boolean>();
    waiting.push({ place, earlier: names.get(place.name) ?? 0, call: resolve });
    waiting.sort(goesBefore);
    if (waiting.length > most) waiting.pop()!.call(false);
    return promise;
  }

  return {
    waiting: () => waiting.length,
    /** What the check gives, once it is their turn; undefined for who is turned away. */
    async pass<Result>(place: Place, check: () => Promise<Result>): Promise<Result | undefined> {
      const standing = turn(place);
      count(place.name, 1);
      try {
        if (!(await standing)) return undefined;
        try {
          return await check();
        } finally {
          // The place is handed over rather than freed, so that a newcomer cannot slip in before those who wait.
          const next = waiting.shift();
          if (next) next.call(true);
          else free += 1;
        }
      } finally {
        count(place.name, -1);
      }
    },
  };
}
