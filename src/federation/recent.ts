/** A set that forgets its oldest members beyond `most`. */
export function createRecent(most: number) {
  const names = new Set<string>();
  return {
    has: (name: string) => names.has(name),
    add(name: string): void {
      names.delete(name);
      names.add(name);
      if (names.size > most) names.delete(names.values().next().value!);
    },
  };
}

/** A map that forgets its oldest entries beyond `most`, and each after `milliseconds`. */
export function createCache<Value>(most: number, milliseconds: number, now: () => number = Date.now) {
  const entries = new Map<string, { value: Value; until: number }>();
  return {
    get(name: string): Value | undefined {
      const entry = entries.get(name);
      return entry && entry.until > now() ? entry.value : undefined;
    },
    set(name: string, value: Value): void {
      entries.delete(name);
      entries.set(name, { value, until: now() + milliseconds });
      if (entries.size > most) entries.delete(entries.keys().next().value!);
    },
    clear: () => entries.clear(),
  };
}
