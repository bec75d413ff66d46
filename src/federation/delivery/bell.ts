import { setTimeout as sleep } from "node:timers/promises";

/** Why a wait ended: something new may be due, something under way is done, or time has passed. */
export type Rung = "news" | "progress" | "time";

/** Waits that a ring ends early, also one that came while nobody waited. */
export function createBell(signal: AbortSignal) {
  let pending: Rung = "time";
  let end = () => {};
  return {
    ring(why: "news" | "progress"): void {
      if (pending !== "news") pending = why;
      end();
    },
    async wait(milliseconds: number): Promise<Rung> {
      if (pending === "time") {
        const early = new Promise<void>((resolve) => (end = resolve));
        const timer = new AbortController();
        const pause = sleep(milliseconds, undefined, { signal: AbortSignal.any([signal, timer.signal]) });
        await Promise.race([early, pause.catch(() => {})]);
        timer.abort();
      }
      const why = pending;
      pending = "time";
      return why;
    },
  };
}

export type Bell = ReturnType<typeof createBell>;
