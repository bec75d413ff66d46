import { randomUUID } from "node:crypto";
import { logger } from "../../log.ts";
import type { Database } from "../../store/sql.ts";
import { beat, removeWorker } from "../../store/workers.ts";

/** Milliseconds between two words; readiness asks for one within half a minute. */
const beatEvery = 10_000;
/** A loop that has not turned for so long stands still. */
const longestTurn = 30_000;

const log = logger("delivery");

/**
 * The worker's sign of life. It is given by the turns of its loop and by nothing else, so that a loop which stalls
 * falls silent, whatever timers still run. A timer only tells the log of the silence.
 */
export function createLife(sql: Database) {
  const id = randomUUID();
  let last = 0;
  let turned = Date.now();
  let delivered = 0;
  const watch = setInterval(() => {
    const silence = Date.now() - turned;
    if (silence > longestTurn) {
      log.error("deliveries have stood still for {seconds} s", { seconds: Math.round(silence / 1000) });
    }
  }, beatEvery);
  return {
    async turn(deliveredSince = 0): Promise<void> {
      turned = Date.now();
      delivered += deliveredSince;
      if (Date.now() - last < beatEvery) return;
      await beat(sql, id, delivered);
      last = Date.now();
      delivered = 0;
    },
    async end(): Promise<void> {
      clearInterval(watch);
      await removeWorker(sql, id);
    },
  };
}

export type Life = ReturnType<typeof createLife>;
