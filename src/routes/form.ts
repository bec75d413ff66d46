import type { Context } from "hono";
import { Invalid } from "../errors.ts";

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
  const { bytes, cut } = await readStart(c.req.raw.body, limit);
  if (bytes.length === 0) return { data: new FormData(), cut };
  const whole = cut ? endAtWholeField(bytes, type) : bytes;
  try {
    return { data: await new Response(whole, { headers: { "Content-Type": type } }).formData(), cut };
  } catch {
    throw new Invalid("invalid");
  }
}

async function readStart(
  body: ReadableStream<Uint8Array> | null,
  limit: number,
): Promise<{ bytes: Buffer<ArrayBuffer>; cut: boolean }> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    if (length < limit) chunks.push(chunk.subarray(0, limit - length));
    length += chunk.length;
    // Browsers show an answer only after they have sent everything: the rest is read, and dropped.
    if (length > Math.max(drainLimit, limit)) break;
  }
  return { bytes: Buffer.concat(chunks), cut: length > limit };
}

function endAtWholeField(bytes: Buffer<ArrayBuffer>, type: string): Buffer<ArrayBuffer> {
  const boundary = /boundary="?([^";]+)/i.exec(type)?.[1];
  if (boundary === undefined) return bytes.subarray(0, Math.max(bytes.lastIndexOf("&"), 0));
  const end = bytes.lastIndexOf(`\r\n--${boundary}`);
  return Buffer.concat([bytes.subarray(0, Math.max(end, 0)), Buffer.from(`\r\n--${boundary}--\r\n`)]);
}

/** The field's text; empty when it is absent. */
export function textOf({ data }: Form, name: string): string {
  const value = data.get(name);
  return typeof value === "string" ? value : "";
}

export function textsOf({ data }: Form, name: string): string[] {
  return data.getAll(name).filter((value) => typeof value === "string");
}

/** The files chosen; browsers send an empty one where none is. */
export function filesOf({ data }: Form, name: string): File[] {
  const values: unknown[] = data.getAll(name);
  return values.filter((value) => value instanceof File && (value.size > 0 || value.name !== "")) as File[];
}
