import { logger } from "../log.ts";
import type { Actor } from "../store/actors.ts";
import { claimMoves, forgetMove, moveActor } from "../store/moves.ts";
import { FetchFailed } from "./download.ts";
import type { FederationOptions } from "./options.ts";
import { fetchActor } from "./remote-actors.ts";

const log = logger("moves");
const atOnce = 8;

type Asking = Pick<FederationOptions, "sql" | "client" | "policy">;

/** The account that another has moved to: it must name the old one among its aliases. @throws {FetchFailed} */
export async function findMoved(
  { sql, client, policy }: Asking,
  from: string,
  target: string,
): Promise<Actor | undefined> {
  const moved = await fetchActor(sql, client, target);
  if (moved.id === from || !moved.alsoKnownAs.includes(from)) return undefined;
  // What was fetched may be of another id than what was named.
  return (await policy.severityOf([moved.id])) === "block" ? undefined : moved;
}

/** Asks again for accounts that others have moved to, and could not be had when they did. */
export async function finishMoves(asking: Asking, signal: AbortSignal): Promise<void> {
  const { sql } = asking;
  while (!signal.aborted) {
    const moves = await claimMoves(sql, atOnce);
    if (moves.length === 0) return;
    await Promise.all(
      moves.map(async (move) => {
        try {
          const moved = await findMoved(asking, move.actorId, move.target);
          if (moved) await sql.begin((tx) => moveActor(tx, move.actorId, moved));
          else await forgetMove(sql, move);
        } catch (error) {
          if (!(error instanceof FetchFailed)) throw error;
          log.info("{actorId} has moved to where it cannot be found yet: {reason}", {
            actorId: move.actorId,
            reason: error.message,
          });
        }
      }),
    );
  }
}
