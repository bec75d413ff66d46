import type { Actor } from "../../store/actors.ts";
import type { Collective } from "../../store/collective.ts";
import { markReceived } from "../../store/received.ts";
import type { Database, Sql } from "../../store/sql.ts";
import type { Client } from "../client.ts";
import type { Policy } from "../policy.ts";
import type { GuardedActivity } from "../guard.ts";

/** What a handler knows of a verified activity. */
export interface InboxContext {
  sql: Database;
  client: Client;
  origin: string;
  collective: Collective;
  policy: Policy;
  /** Whether members limited the sender or its host: what it says is held. */
  limited: boolean;
  /** The actor that signed it, and whose activity it is. */
  sender: Actor;
  /** What tells it from its copies, and whether a copy may have its effect all the same. */
  copy: { name: string; again: boolean };
}

export type InboxHandler = (context: InboxContext, activity: GuardedActivity) => Promise<void>;

/**
 * The effect of an activity, once: its transaction begins with the row that makes it unique by actor and id, or by actor and
 * signature (copies.ts), so that of ten copies at once nine find the row and change nothing.
 */
export async function once(
  context: InboxContext,
  activity: GuardedActivity,
  effect: (sql: Sql) => Promise<unknown>,
): Promise<void> {
  await context.sql.begin(async (tx) => {
    const first = await markReceived(tx, {
      actorId: context.sender.id,
      id: context.copy.name,
      type: activity.type,
    });
    if (first || context.copy.again) await effect(tx);
  });
}
