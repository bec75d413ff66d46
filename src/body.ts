/** What is taken of bodies. Bytes and milliseconds. */
export interface BodyLimits {
  /** So much is kept of one. */
  largest: number;
  /** So much is read of one that is too large, and dropped: a sender cut off while it writes never sees the answer. */
  drained: number;
  /** So much of all together is held at one time. */
  mostHeld: number;
  /** So much of each is taken however much the others hold. */
  always: number;
  /** One that has not come after so long is not waited for. */
  longestWait: number;
}

export interface Received {
  end: "whole" | "large" | "full" | "late" | "broken";
  /** All of it, or its beginning. */
  bytes: Uint8Array<ArrayBuffer>;
  /** Says that the bytes are needed no more. */
  release: () => void;
}

const smallest = 4096;

/**
 * Reads bodies within limits of size, time and memory, whatever their headers say, and counts what all of them hold. `announced`
 * is the Content-Length; of a body less than `largest` may be kept.
 */
export function createBodyReader({ largest, drained, mostHeld, always, longestWait }: BodyLimits) {
  let held = 0;

  /** One block that grows: a body sent byte by byte would else take a hundred times its length. */
  function block(most: number) {
    let bytes = new Uint8Array(0);
    let size = 0;

    function grow(wanted: number): boolean {
      if (wanted <= bytes.length) return true;
      const length = Math.min(Math.max(2 * bytes.length, wanted, smallest), most);
      if (length > always && held + length - bytes.length > mostHeld) return false;
      held += length - bytes.length;
      const grown = new Uint8Array(length);
      grown.set(bytes.subarray(0, size));
      bytes = grown;
      return true;
    }

    return {
      add(chunk: Uint8Array): "whole" | "large" | "full" {
        const fitting = chunk.subarray(0, most - size);
        if (!grow(size + fitting.length)) return "full";
        bytes.set(fitting, size);
        size += fitting.length;
        return fitting.length < chunk.length ? "large" : "whole";
      },
      taken: () => bytes.subarray(0, size),
      release(): void {
        held -= bytes.length;
        bytes = new Uint8Array(0);
        size = 0;
      },
    };
  }

  async function fill(
    kept: ReturnType<typeof block>,
    body: AsyncIterable<Uint8Array> | undefined,
    signal: AbortSignal,
  ): Promise<Received["end"]> {
    // Not by `for await`: to leave that early ends the connection, before the answer.
    const reader = body?.[Symbol.asyncIterator]();
    let arrived = 0;
    let end: Received["end"] = "whole";
    for (let read = await reader?.next(); read && !read.done; read = await reader?.next()) {
      arrived += read.value.length;
      if (signal.aborted || arrived > drained) break;
      if (end === "whole") end = kept.add(read.value);
    }
    return end;
  }

  return async function receive(
    body: AsyncIterable<Uint8Array> | undefined,
    { announced, most = largest }: { announced: string | null | undefined; most?: number },
  ): Promise<Received> {
    const kept = block(most);
    if (Number(announced ?? 0) > drained) return { end: "large", bytes: kept.taken(), release: kept.release };
    const stop = new AbortController();
    const late = Promise.withResolvers<"late">();
    const timer = setTimeout(() => late.resolve("late"), longestWait);
    const filling = fill(kept, body, stop.signal).catch(() => "broken" as const);
    const end = await Promise.race([filling, late.promise]);
    clearTimeout(timer);
    stop.abort();
    return { end, bytes: kept.taken(), release: kept.release };
  };
}
