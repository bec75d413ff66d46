/** Within what a body is read. Bytes and milliseconds. */
export interface ArrivalLimits {
  /** What goes beyond is not given on. */
  largest: number;
  /** So much is read of one that is too large. */
  drained: number;
  /** Between two pieces of it. */
  longestPause: number;
  /** In all. */
  longest: number;
}

export interface Arrival {
  /** The next piece; undefined after the last. */
  next: () => Promise<Uint8Array | undefined>;
  /** Its beginning, of so many bytes where there are as many; `next` gives it all the same. */
  peek: (bytes: number) => Promise<Buffer>;
  /** Reads what is left, and drops it: browsers show an answer only after they have sent everything. */
  drain: () => Promise<void>;
  /** How it ended, as far as it has been read. */
  end: () => "whole" | "large" | "late" | "broken";
}

/** A body as it comes in, within limits of size and time. `announced` is its Content-Length. */
export function createArrival(
  body: AsyncIterable<Uint8Array> | undefined,
  announced: string | undefined,
  { largest, drained, longestPause, longest }: ArrivalLimits,
): Arrival {
  // Not by `for await`: to leave that early ends the connection, before the answer.
  const reader = body?.[Symbol.asyncIterator]();
  const until = Date.now() + longest;
  const peeked: Uint8Array[] = [];
  let arrived = 0;
  let given = 0;
  let over = reader === undefined;
  let end: ReturnType<Arrival["end"]> = "whole";
  if (Number(announced ?? 0) > drained) [over, end] = [true, "large"];

  async function read(): Promise<Uint8Array | undefined> {
    if (over) return undefined;
    const late = Promise.withResolvers<"late">();
    const timer = setTimeout(() => late.resolve("late"), Math.min(longestPause, until - Date.now()));
    try {
      const piece = await Promise.race([reader!.next(), late.promise]);
      if (piece === "late") end = end === "whole" ? "late" : end;
      if (piece !== "late" && !piece.done && arrived + piece.value.length <= drained) {
        arrived += piece.value.length;
        return piece.value;
      }
    } catch {
      end = "broken";
    } finally {
      clearTimeout(timer);
    }
    over = true;
    return undefined;
  }

  async function next(): Promise<Uint8Array | undefined> {
    const piece = peeked.shift() ?? (end === "whole" ? await read() : undefined);
    if (piece === undefined) return undefined;
    const fitting = piece.subarray(0, largest - given);
    given += fitting.length;
    if (fitting.length < piece.length) end = "large";
    return fitting.length > 0 ? fitting : undefined;
  }

  return {
    next,
    async peek(bytes) {
      for (let size = 0; size < bytes;) {
        const piece = await read();
        if (piece === undefined) break;
        peeked.push(piece);
        size += piece.length;
      }
      return Buffer.concat(peeked);
    },
    async drain() {
      if (end === "late") return;
      peeked.length = 0;
      while ((await read()) !== undefined);
    },
    end: () => end,
  };
}
