/** So many requests a minute, and so many at once after a quiet time. */
export interface Budget {
  perMinute: number;
  burst: number;
}

/**
 * Token buckets by name, in bounded memory: of more names than `most` the longest quiet are forgotten, who by then
 * have a full bucket anyway.
 */
export function createBudgets(most: number, now: () => number = Date.now) {
  const buckets = new Map<string, { tokens: number; at: number }>();

  function tokensOf(name: string, { perMinute, burst }: Budget): number {
    const known = buckets.get(name);
    return known ? Math.min(known.tokens + ((now() - known.at) / 60_000) * perMinute, burst) : burst;
  }

  return {
    /** Seconds until the name may do one more; 0 for now. */
    wait(name: string, budget: Budget): number {
      const tokens = tokensOf(name, budget);
      return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / budget.perMinute) * 60);
    },
    spend(name: string, budget: Budget): void {
      const tokens = tokensOf(name, budget) - 1;
      // Put back at the end: the map's order is that of the last request.
      buckets.delete(name);
      buckets.set(name, { tokens, at: now() });
      if (buckets.size > most) buckets.delete(buckets.keys().next().value!);
    },
    /** Undoes one `spend` of what was not done after all. */
    giveBack(name: string, budget: Budget): void {
      if (buckets.has(name)) buckets.set(name, { tokens: tokensOf(name, budget) + 1, at: now() });
    },
  };
}

export type Budgets = ReturnType<typeof createBudgets>;
