export const largestBody = 256 * 1024;
/** So much is read of a body that is too large, and dropped: a sender cut off while it writes never sees the answer. */
const worthDraining = 1024 * 1024;
/** Bytes of all bodies together that are held at one time. */
const mostHeld = 64 * 1024 * 1024;
/** A body that has not come after so many milliseconds is not waited for. */
const longestWait = 10_000;

/** A request as it has arrived, under the address that its sender knows. */
export interface Arrived {
  method: string;
  url: string;
  headers: Headers;
  body: AsyncIterable<Uint8Array> | undefined;
}

export type Body =
  /** `release` says that the bytes are needed no more. */
  | { ok: true; bytes: Uint8Array<ArrayBuffer>; release: () => void }
  | { ok: false; status: 400 | 408 | 413 | 429; reason: string };

const refusals = {
  broken: { ok: false, status: 400, reason: "The body broke off." },
  late: { ok: false, status: 408, reason: "The body did not come in time." },
  large: { ok: false, status: 413, reason: `The body is longer than ${largestBody} bytes.` },
  full: { ok: false, status: 429, reason: "Too many at once." },
} as const;

/** Reads bodies within limits of size, time and memory, whatever their headers say. One for the process: it counts what all hold. */
export function createBodyReader() {
  let held = 0;

  async function readInto(chunks: Uint8Array[], { body }: Arrived, signal: AbortSignal) {
    // Not by `for await`: to leave that early ends the connection, before the answer.
    const reader = body?.[Symbol.asyncIterator]();
    let size = 0;
    let outcome: "whole" | "large" | "full" = "whole";
    for (let read = await reader?.next(); read && !read.done; read = await reader?.next()) {
      size += read.value.length;
      if (size > largestBody) outcome = "large";
      else if (held > mostHeld) outcome = "full";
      if (size > worthDraining || signal.aborted) break;
      if (outcome !== "whole") continue;
      held += read.value.length;
      chunks.push(read.value);
    }
    return outcome;
  }

  return async function readBody(request: Arrived): Promise<Body> {
    if (Number(request.headers.get("content-length") ?? 0) > worthDraining) return refusals.large;
    const chunks: Uint8Array[] = [];
    const release = () => {
      for (const chunk of chunks.splice(0)) held -= chunk.length;
    };
    const stop = new AbortController();
    const late = Promise.withResolvers<"late">();
    const timer = setTimeout(() => late.resolve("late"), longestWait);
    const reading = readInto(chunks, request, stop.signal).catch(() => "broken" as const);
    const outcome = await Promise.race([reading, late.promise]);
    clearTimeout(timer);
    if (outcome === "whole") return { ok: true, bytes: join(chunks), release };
    stop.abort();
    release();
    return refusals[outcome];
  };
}

function join(chunks: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
