import { once } from "node:events";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { gate } from "../gate.ts";
import { logger } from "../log.ts";
import { longestSource } from "../text/draft.ts";
import { type OwnHtml, type Rendered, rendererVersion } from "../text/own-html.ts";
import type { WrittenText } from "../text/render.ts";
import type { Answer } from "./thread.ts";

const log = logger("rendering");

/** A text as HTML; undefined where it is too long, or cannot be rendered within the time. */
export type Render = (text: WrittenText) => Promise<Rendered | undefined>;

const defaults = {
  threads: 2,
  /** Milliseconds: many times what the longest real text takes a slow machine. */
  deadline: 5000,
  file: join(import.meta.dirname, "thread.ts"),
};

/**
 * Renders in threads that are used again. A text with a trap in it holds up no reader, and no other text after the deadline: its
 * thread is ended then, and the next text gets a new one.
 */
export function createRenderer(options: Partial<typeof defaults> = {}): Render {
  const { threads, deadline, file } = { ...defaults, ...options };
  const idle: Worker[] = [];
  const inTurn = gate(threads);
  return async (text) => {
    if (text.source.trim() === "") return { html: "" as OwnHtml, renderer: rendererVersion };
    if (text.source.length > longestSource) return undefined;
    const answer = await inTurn(async () => {
      const thread = idle.pop() ?? (await start(file));
      const said = await ask(thread, text, deadline);
      if (said) idle.push(thread);
      return said ?? { refused: "it took too much time or memory" };
    });
    if ("rendered" in answer) return answer.rendered;
    log.debug("A text was not rendered: {refused}", answer);
    return undefined;
  };
}

/** Of the whole process, as the threads are that make pictures. */
export const render: Render = createRenderer();

async function start(file: string): Promise<Worker> {
  const thread = new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: 256 } });
  await once(thread, "message");
  return thread;
}

/** Undefined where the thread has ended over it. While it waits for the next text it does not keep the process from ending. */
async function ask(thread: Worker, text: WrittenText, deadline: number): Promise<Answer | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer | undefined>();
  const timer = setTimeout(() => thread.terminate().then(() => resolve(undefined), reject), deadline);
  const failed = (error: NodeJS.ErrnoException) =>
    error.code === "ERR_WORKER_OUT_OF_MEMORY" ? resolve(undefined) : reject(error);
  thread.once("message", resolve).once("error", failed);
  thread.ref();
  thread.postMessage(text, []);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    thread.off("message", resolve).off("error", failed);
    thread.unref();
  }
}
