import { setTimeout as sleep } from "node:timers/promises";

const LIMIT_MS = 30_000;

/** Asks again and again until `look` returns something; gives up, saying what was waited for, after half a minute. */
export async function until<T>(what: string, look: () => Promise<T | undefined | false>): Promise<T> {
  const deadline = Date.now() + LIMIT_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`waited ${LIMIT_MS / 1000} s in vain: ${what}`);
    await sleep(250);
  }
}
