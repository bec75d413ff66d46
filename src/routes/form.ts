import type { Context } from "hono";
import { Invalid } from "../errors.ts";
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

/**
 * Reads a form. One that is too long is not refused whole: the fields before the limit are kept, so that nobody loses
 * a text because of a picture. Forms therefore put their texts before their files. @throws {Invalid}
 */
export async function readForm(c: Context, limit: number): Promise<Form> {
  const type = c.req.header("Content-Type") ?? "";
  const { chunks, length, cut } = await readStart(c.req.raw.body, limit);
  if (length === 0) return { data: new FormData(), cut };
  // Strangers can send no more than that: they start no threads.
  const parse = length > textLimit ? parseInThread : parseForm;
  try {
    return { data: await parse({ chunks, type, cut }), cut };
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
