/** So many are verified and carried out at once: readers and members have the rest of the ten connections to the database. */
const atOnce = 4;
/** So many wait for that; a longer queue would time out at the senders anyway. */
const mostWaiting = 2000;
/** So many wait for answers of other servers, and so many for those of one host: it may be slow on purpose. */
const mostAside = 1000;
const mostAsideOfHost = 40;

/** Lets requests through a few at a time, in their order. */
export function createTurnstile() {
  const waiting: (() => void)[] = [];
  const asideOf = new Map<string, number>();
  let inside = 0;
  let aside = 0;

  async function enter(): Promise<void> {
    if (inside < atOnce) inside++;
    else await new Promise<void>((resolve) => waiting.push(resolve));
  }

  function leave(): void {
    // The place goes to the next without being given up in between.
    const next = waiting.shift();
    if (next) next();
    else inside--;
  }

  return {
    /** Carries out the work when its turn comes; undefined where too many wait already. */
    async pass<T>(work: () => Promise<T>): Promise<T | undefined> {
      if (inside >= atOnce && waiting.length >= mostWaiting) return undefined;
      await enter();
      try {
        return await work();
      } finally {
        leave();
      }
    },

    /**
     * Waits for another server, from within `pass`: the place goes to somebody else meanwhile, or a few slow hosts would
     * hold them all. Undefined where too many wait for this host, or for any.
     */
    async stepAside<T>(host: string, wait: () => Promise<T>): Promise<T | undefined> {
      const ofHost = asideOf.get(host) ?? 0;
      if (aside >= mostAside || ofHost >= mostAsideOfHost) return undefined;
      aside++;
      asideOf.set(host, ofHost + 1);
      leave();
      try {
        return await wait();
      } finally {
        aside--;
        const left = asideOf.get(host)! - 1;
        if (left > 0) asideOf.set(host, left);
        else asideOf.delete(host);
        await enter();
      }
    },
  };
}

export type Turnstile = ReturnType<typeof createTurnstile>;
