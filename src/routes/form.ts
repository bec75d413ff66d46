import type { Context } from "hono";
import { createBodyReader } from "../body.ts";
import { Invalid, Unread } from "../errors.ts";
import { parseForm } from "./form-body.ts";
import { parseInThread } from "./form-threads.ts";

export interface Form {
  data: FormData;
  /** The body was longer than the limit; what had come whole before that is in `data`. */
  cut: boolean;
}

const megabyte = 1024 * 1024;

/** What a form without a picture can hold: the longest text, percent-encoded, and the fields beside it. */
export const textLimit = 3 * megabyte;

/** Eight pictures from a phone. They are in memory until they are re-encoded. */
export const uploadLimit = 60 * megabyte;

/** Beyond this the connection is given up: the browser shows its own error, and a flood costs us no more. */
const drainLimit = 400 * megabyte;

/** What strangers fill in: a name, a passphrase, the profile of a new collective; or a text of moderate length. */
const shortLimit = 64 * 1024;

// One of each for the process: they count what all strangers hold. A sign-in fits into what is always taken.
const readShort = createBodyReader({
  largest: shortLimit,
  drained: megabyte,
  mostHeld: 16 * megabyte,
  always: 4096,
  longestWait: 10_000,
});
const readKept = createBodyReader({
  largest: textLimit,
  drained: drainLimit,
  mostHeld: 32 * megabyte,
  always: shortLimit,
  longestWait: 120_000,
});

const refusals = { broken: 400, late: 408, large: 413, full: 429 } as const;

/** Reads the short form of somebody who is not signed in. @throws {Unread} {Invalid} */
export async function readShortForm(c: Context): Promise<Form> {
  const announced = c.req.header("Content-Length");
  const { end, bytes, release } = await readShort(c.req.raw.body ?? undefined, { announced });
  try {
    if (end !== "whole") throw new Unread(refusals[end]);
    return { data: await parse(c, [bytes], false), cut: false };
  } finally {
    release();
  }
}

/**
 * Reads a form whose text comes back to be sent again: of one that is too long, or slow, what came is kept. More of it where
 * the writer was signed in; that can be forged, and then costs the memory set aside for all of them. @throws {Unread} {Invalid}
 */
export async function readKeptForm(c: Context, { wasSignedIn }: { wasSignedIn: boolean }): Promise<Form> {
  const announced = c.req.header("Content-Length");
  const most = wasSignedIn ? textLimit : shortLimit;
  const { end, bytes, release } = await readKept(c.req.raw.body ?? undefined, { announced, most });
  try {
    const cut = end !== "whole";
    if (cut && (end === "broken" || bytes.length === 0)) throw new Unread(refusals[end]);
    return { data: await parse(c, [bytes], cut), cut };
  } finally {
    release();
  }
}

/**
 * Reads a member's form. One that is too long is not refused whole: the fields before the limit are kept, so that nobody loses
 * a text because of a picture. Forms therefore put their texts before their files. @throws {Invalid}
 */
export async function readForm(c: Context, limit: number): Promise<Form> {
  const { chunks, length, cut } = await readStart(c.req.raw.body, limit);
  // Strangers can send no more than that: they start no threads.
  return { data: await parse(c, chunks, cut, length > textLimit ? parseInThread : parseForm), cut };
}

async function parse(
  c: Context,
  chunks: Uint8Array<ArrayBuffer>[],
  cut: boolean,
  by: typeof parseForm = parseForm,
): Promise<FormData> {
  if (chunks.every(({ length }) => length === 0)) return new FormData();
  try {
    return await by({ chunks, type: c.req.header("Content-Type") ?? "", cut });
  } catch {
    throw new Invalid("invalid");
  }
}

async function readStart(
  body: ReadableStream<Uint8Array> | null,
  limit: number,
): Promise<{ chunks: Uint8Array<ArrayBuffer>[]; length: number; cut: boolean }> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    // Copied, since a thread takes them over and the rest of their memory may be somebody else's.
    if (length < limit) chunks.push(new Uint8Array(chunk.subarray(0, limit - length)));
    length += chunk.length;
    // Browsers show an answer only after they have sent everything: the rest is read, and dropped.
    if (length > Math.max(drainLimit, limit)) break;
  }
  return { chunks, length, cut: length > limit };
}

/** The field's text; empty when it is absent. */
export function textOf(form: Form, name: string): string {
  return textsOf(form, name)[0] ?? "";
}

export function textsOf({ data }: Form, name: string): string[] {
  return data
    .getAll(name)
    .filter((value) => typeof value === "string")
    .map(withoutControls);
}

/** A browser sends what was pasted, such as NUL, which no column of PostgreSQL holds; none of it can be seen. */
function withoutControls(text: string): string {
  // eslint-disable-next-line no-control-regex -- they are what is meant
  return text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g, "");
}

/** The files chosen; browsers send an empty one where none is. */
export function filesOf({ data }: Form, name: string): File[] {
  const values: unknown[] = data.getAll(name);
  return values.filter((value) => value instanceof File && (value.size > 0 || value.name !== "")) as File[];
}
