/** Lets at most `limit` tasks run at once; the others wait their turn in order. */
export function gate(limit: number): <Result>(task: () => Promise<Result>) => Promise<Result> {
  const waiting: (() => void)[] = [];
  let free = limit;
  return async (task) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await task();
    } finally {
      // The place is handed over rather than freed, so that a newcomer cannot slip in before those who wait.
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
