import { setTimeout as sleep } from "node:timers/promises";
import { type SSEStreamingApi, streamSSE } from "hono/streaming";
import { logger } from "../../log.ts";
import { type ActivityProgress, listProgress } from "../../store/delivery-report.ts";
import { progressBar, unsettled } from "../../views/admin/deliveries.ts";
import type { RouteOptions } from "../options.ts";
import { isStillOpen } from "../session.ts";
import type { MemberContext } from "./visit.ts";

const log = logger("members");

const second = 1000;
const minute = 60 * second;

/** Each holds a connection, and a browser opens six at most. */
const mostListeners = 50;
/** While nothing changes, it is looked for less and less often, and after a while not at all. */
const longestRest = 10 * second;
const patience = 10 * minute;
const longestStream = 60 * minute;
/** What browsers wait before they ask again after a connection was lost. */
const reconnect = 5 * second;

type Read = (postId: string) => Promise<ActivityProgress[]>;

/**
 * Tells a member's page by server-sent events how a post's deliveries come on, until all are settled, nothing has
 * changed for long, or the session ends. However many listen, a post is counted at most once a second.
 */
export function createProgressEvents(options: RouteOptions) {
  const read = onceASecond((postId) => listProgress(options.sql, postId));
  let listeners = 0;

  return (c: MemberContext, postId: string): Response => {
    const { stopping } = options;
    if (c.req.method === "HEAD") return c.body(null);
    if (listeners >= mostListeners || stopping?.aborted) return c.text("Too many pages listen.\n", 503);
    listeners++;
    const closed = new AbortController();
    const close = () => closed.abort();
    const response = streamSSE(c, async (stream) => {
      stream.onAbort(close);
      // A listener that takes nothing off the connection would else hold a write, and its place, for ever.
      closed.signal.addEventListener("abort", () => stream.abort());
      stopping?.addEventListener("abort", close);
      const timer = setTimeout(close, longestStream).unref();
      try {
        await tell(stream, c, { ...options, read, postId, signal: closed.signal });
      } catch (error) {
        if (!closed.signal.aborted) log.warn("A page stops listening: {error}", { error });
      } finally {
        listeners--;
        clearTimeout(timer);
        stopping?.removeEventListener("abort", close);
      }
    });
    // nginx would else keep the events until it has a bufferful.
    response.headers.set("X-Accel-Buffering", "no");
    response.headers.set("Cache-Control", "private, no-store");
    return response;
  };
}

interface Telling extends RouteOptions {
  read: Read;
  postId: string;
  signal: AbortSignal;
}

async function tell(stream: SSEStreamingApi, c: MemberContext, options: Telling): Promise<void> {
  const { read, postId, signal } = options;
  const { m } = c.get("visit");
  let last = "";
  let lastChange = Date.now();
  let rest = second;
  while (!signal.aborted && Date.now() - lastChange < patience && (await isStillOpen(c, options))) {
    const progress = await read(postId);
    const data = JSON.stringify(progress.map((each) => progressBar(m, each)));
    if (data === last) {
      rest = Math.min(rest * 1.5, longestRest);
      // A comment: proxies cut connections on which nothing is said.
      await stream.write(":\n\n");
    } else {
      await stream.writeSSE({ data, retry: reconnect });
      [last, lastChange, rest] = [data, Date.now(), second];
    }
    if (!progress.some((each) => unsettled(each) > 0)) break;
    await sleep(rest, undefined, { signal }).catch(() => {});
  }
  // When the server stops the stream is closed already: the browser does not hear this, asks again, and finds the next one.
  await stream.writeSSE({ event: "end", data: "" });
}

/** Shares an answer that is less than a second old. */
function onceASecond(read: Read): Read {
  const recent = new Map<string, Promise<ActivityProgress[]>>();
  return (postId) => {
    const known = recent.get(postId);
    if (known) return known;
    const progress = read(postId);
    recent.set(postId, progress);
    setTimeout(() => recent.delete(postId), second).unref();
    return progress;
  };
}
