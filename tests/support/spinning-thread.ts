// Stands for a renderer with a trap in it: some texts never end, one ends the thread, and of others it says how many it has seen.
import { parentPort } from "node:worker_threads";
import type { WrittenText } from "../../src/text/render.ts";

let seen = 0;
parentPort!.on("message", ({ source }: WrittenText) => {
  if (source === "endless") for (;;);
  if (source === "broken") throw new Error("broken");
  seen += 1;
  parentPort!.postMessage({ rendered: { html: `${source} ${seen}`, renderer: 1 } }, []);
});
parentPort!.postMessage("ready", []);
