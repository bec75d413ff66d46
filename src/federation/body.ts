import { createBodyReader as createReader, type Share } from "../body.ts";

export const largestBody = 256 * 1024;
const limits = {
  largest: largestBody,
  drained: 1024 * 1024,
  longestWait: 10_000,
};

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

/** Reads bodies for the inbox, all of them within `share`. */
export function createBodyReader(share: Share) {
  const receive = createReader(limits, share);
  return async function readBody({ headers, body }: Arrived): Promise<Body> {
    const { end, bytes, release } = await receive(body, { announced: headers.get("content-length") });
    if (end === "whole") return { ok: true, bytes, release };
    release();
    return refusals[end];
  };
}
