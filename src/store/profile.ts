import { addActivity } from "./activities.ts";
import { deliverToFollowers } from "./deliveries.ts";
import { refuseInPanic } from "./panic.ts";
import type { Database } from "./sql.ts";

/** Tells followers' servers that the account describes itself anew. */
export async function deliverProfileUpdate(sql: Database): Promise<void> {
  await sql.begin(async (tx) => {
    await refuseInPanic(tx);
    await deliverToFollowers(tx, await addActivity(tx, { type: "Update" }));
  });
}
