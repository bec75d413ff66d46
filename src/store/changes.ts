import { randomUUID } from "node:crypto";
import type { Database } from "./sql.ts";

/**
 * What the public can read has changed: everything (`site`), one post with its replies and reactions (`post:ID`), or who
 * follows (`followers`). Triggers say so when the change is committed, see sql/0010-changes.sql.
 */
export type Change = "site" | "followers" | `post:${string}`;

export interface Changes {
  /** Resolves when whatever was committed before has been heard of; after a second in any case. */
  caughtUp: () => Promise<void>;
}

const longestWait = 1000;

/**
 * Calls `onChange` for each change that any process commits, and with `site` whenever listening begins anew: what was said
 * while the connection was lost was not heard. Resolves once it listens.
 */
export async function followChanges(sql: Database, onChange: (change: Change) => void): Promise<Changes> {
  const waiting = new Map<string, () => void>();
  await sql.listen(
    "change",
    (said) => {
      if (isChange(said)) onChange(said);
      else waiting.get(said)?.();
    },
    () => onChange("site"),
  );
  return {
    async caughtUp() {
      const word = randomUUID();
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, longestWait);
      waiting.set(word, resolve);
      try {
        // PostgreSQL passes on what was said in the order of the commits.
        await sql`select pg_notify('change', ${word})`;
        await promise;
      } finally {
        waiting.delete(word);
        clearTimeout(timer);
      }
    },
  };
}

function isChange(said: string): said is Change {
  return said === "site" || said === "followers" || said.startsWith("post:");
}
