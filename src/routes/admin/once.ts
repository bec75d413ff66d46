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
