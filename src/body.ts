/** What bodies of one kind may hold together. Bytes. */
export interface ShareLimits {
  /** So much in all, whoever sends them. */
  most: number;
  /** So much of each is taken however much the others hold, */
  always: number;
  /** as long as it is no more than this beyond `most`. */
  mostAlways: number;
}

export interface Block {
  add: (chunk: Uint8Array) => "whole" | "large" | "full";
  /** All that was taken so far. */
  taken: () => Uint8Array<ArrayBuffer>;
  release: () => void;
}

/** A share of the memory: counts what is held in it, and gives no more than there is. */
export interface Share {
  /** One block that grows, to `largest` at most. */
  block: (largest: number) => Block;
  held: () => number;
  readonly bound: number;
}

/** What is taken of bodies. Bytes and milliseconds. */
export interface BodyLimits {
  /** So much is kept of one. */
  largest: number;
  /** So much is read of one that is too large, and dropped: a sender cut off while it writes never sees the answer. */
  drained: number;
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

const kilobyte = 1024;
const megabyte = 1024 * kilobyte;
const smallest = 4096;

export type Bodies = ReturnType<typeof createBodies>;

/**
 * The memory of all bodies that are being read, in shares: what strangers send takes nothing from the members. A sign-in fits
 * into what is always taken, and so does a text of moderate length.
 */
export function createBodies() {
  const shares = {
    inbox: createShare({ most: 64 * megabyte, always: 0, mostAlways: 0 }),
    strangers: createShare({ most: 16 * megabyte, always: smallest, mostAlways: 4 * megabyte }),
    /** Texts of members whose session has ended; anybody can claim to be one. */
    kept: createShare({ most: 32 * megabyte, always: 64 * kilobyte, mostAlways: 8 * megabyte }),
    members: createShare({ most: 32 * megabyte, always: 64 * kilobyte, mostAlways: 8 * megabyte }),
  };
  const all = Object.values(shares);
  return {
    ...shares,
    held: () => all.reduce((sum, share) => sum + share.held(), 0),
    bound: all.reduce((sum, share) => sum + share.bound, 0),
  };
}

/** Counts by blocks: a body sent byte by byte would else take a hundred times its length. */
export function createShare({ most, always, mostAlways }: ShareLimits): Share {
  let held = 0;

  function block(largest: number): Block {
    let bytes = new Uint8Array(0);
    let size = 0;

    function grow(wanted: number): boolean {
      if (wanted <= bytes.length) return true;
      const length = Math.min(Math.max(2 * bytes.length, wanted, smallest), largest);
      const more = length - bytes.length;
      if (held + more > most + (length > always ? 0 : mostAlways)) return false;
      held += more;
      const grown = new Uint8Array(length);
      grown.set(bytes.subarray(0, size));
      bytes = grown;
      return true;
    }

    return {
      add(chunk) {
        const fitting = chunk.subarray(0, largest - size);
        if (!grow(size + fitting.length)) return "full";
        bytes.set(fitting, size);
        size += fitting.length;
        return fitting.length < chunk.length ? "large" : "whole";
      },
      taken: () => bytes.subarray(0, size),
      release() {
        held -= bytes.length;
        bytes = new Uint8Array(0);
        size = 0;
      },
    };
  }

  return { block, held: () => held, bound: most + mostAlways };
}

/**
 * Reads bodies within limits of size, time and memory, whatever their headers say. `announced` is the Content-Length; of a body
 * less than `largest` may be kept.
 */
export function createBodyReader({ largest, drained, longestWait }: BodyLimits, share: Share) {
  async function fill(
    kept: Block,
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
    const kept = share.block(most);
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
