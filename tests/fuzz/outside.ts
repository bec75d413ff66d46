import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

const pause = 20;

/** Asks for a page that costs nothing, again and again, and says how long somebody else waited for it at worst. */
export function watchFromOutside(origin: string): { worst: () => number; stop: () => Promise<void> } {
  const agent = new http.Agent({ keepAlive: true });
  const over = new AbortController();
  let worst = 0;
  const ask = () =>
    new Promise<void>((resolve) => {
      const request = http.get(`${origin}/healthz`, { agent }, (response) => {
        response.resume().once("close", resolve);
      });
      request.once("error", () => resolve());
    });
  const watching = (async () => {
    while (!over.signal.aborted) {
      const asked = performance.now();
      await ask();
      worst = Math.max(worst, performance.now() - asked);
      await sleep(pause);
    }
  })();
  return {
    worst: () => worst,
    async stop() {
      over.abort();
      await watching;
      agent.destroy();
    },
  };
}
