import { parentPort } from "node:worker_threads";
import type { Rendered } from "../text/own-html.ts";
import { renderText, type WrittenText } from "../text/render.ts";

export type Answer = { rendered: Rendered } | { refused: string };

/** Bytes. What is sent stands twice in a document, of which Mastodon reads 1 MB. */
const largest = 480_000;

// The whole of a thread that renders one text after the other.
parentPort!.on("message", (text: WrittenText) => parentPort!.postMessage(answer(text), []));
parentPort!.postMessage("ready", []);

function answer(text: WrittenText): Answer {
  try {
    const rendered = renderText(text);
    return Buffer.byteLength(rendered.html) <= largest ? { rendered } : { refused: "its HTML is too long" };
  } catch (error) {
    return { refused: String(error) };
  }
}
