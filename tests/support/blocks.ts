import { createPolicy } from "../../src/federation/policy.ts";
import type { Database } from "../../src/store/sql.ts";

/** Whether the inbox would drop what any of these ids stands for. */
export async function isBlocked(sql: Database, ids: string[]): Promise<boolean> {
  return (await createPolicy(sql).severityOf(ids)) === "block";
}
