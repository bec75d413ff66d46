import { listEntries } from "../../src/store/audit.ts";
import { readSecretKey } from "../../src/store/secret.ts";
import type { Database } from "../../src/store/sql.ts";

/** The log as admins read it, the oldest first. */
export async function entriesOf({ sql, secretKeyFile }: { sql: Database; secretKeyFile: string }) {
  const entries = await listEntries(sql, readSecretKey(secretKeyFile), { limit: 1000 });
  return entries.toReversed().map(({ name, role, act, object }) => ({ name, role, act, object }));
}
