import { createHash } from "node:crypto";

/** Tells a second press from something else: who goes back after sending and changes what was written means another thing. */
export function onceKey(once: string, written: unknown): string {
  return (
    once &&
    createHash("sha256")
      .update(JSON.stringify([once, written]))
      .digest("hex")
  );
}

/**
 * Carries out each form once, however often it is sent: on a slow phone "Publish" gets pressed twice. The second press
 * gets the outcome of the first; a failure is forgotten, so that it can be tried again.
 */
export function onlyOnce<Outcome>(
  most = 500,
): (key: string, task: () => Promise<Outcome>) => Promise<Outcome> {
  const outcomes = new Map<string, Promise<Outcome>>();
  return (key, task) => {
    if (key === "") return task();
    const known = outcomes.get(key);
    if (known) return known;
    const outcome = task();
    outcomes.set(key, outcome);
    outcome.catch(() => outcomes.delete(key));
    const [oldest] = outcomes.keys();
    if (outcomes.size > most && oldest !== undefined) outcomes.delete(oldest);
    return outcome;
  };
}
