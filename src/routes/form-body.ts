import { parseUrlencoded } from "./urlencoded.ts";

/** What came of a form, in the order it came. */
export interface FormBody {
  chunks: Uint8Array<ArrayBuffer>[];
  type: string;
  /** There was more: the last field may be half. */
  cut: boolean;
}

/** More fields than any page of ours has: each costs far more than its bytes. */
const mostFields = 2000;
/** Of what stands before a field: its name, and that of a file. */
const longestHead = 8192;
const lineFeed = 10;

/** The fields, of a body that was cut those that came whole. @throws for what is no form, or one of too many fields */
export async function parseForm({ chunks, type, cut }: FormBody): Promise<FormData> {
  const bytes = Buffer.concat(chunks);
  const boundary = boundaryOf(type);
  if (boundary !== undefined) {
    const whole = cut ? endAtWholePart(bytes, boundary) : bytes;
    refuseManyParts(whole, boundary);
    return new Response(whole, { headers: { "Content-Type": type } }).formData();
  }
  if (!/^application\/x-www-form-urlencoded *(;|$)/i.test(type.trim())) throw new Error(`${type} is no form`);
  const whole = cut ? bytes.subarray(0, Math.max(bytes.lastIndexOf("&"), 0)) : bytes;
  const fields = parseUrlencoded(whole, mostFields);
  if (!fields) throw new Error(`more than ${mostFields} fields`);
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  return data;
}

const boundaryOf = (type: string) =>
  /^\s*multipart\/form-data\b/i.test(type) ? /boundary="?([^";]+)/i.exec(type)?.[1] : undefined;

function endAtWholePart(bytes: Buffer<ArrayBuffer>, boundary: string): Buffer<ArrayBuffer> {
  const end = bytes.lastIndexOf(`\r\n--${boundary}`);
  return Buffer.concat([bytes.subarray(0, Math.max(end, 0)), Buffer.from(`\r\n--${boundary}--\r\n`)]);
}

function refuseManyParts(bytes: Buffer, boundary: string): void {
  const delimiter = `--${boundary}`;
  let parts = 0;
  for (let at = bytes.indexOf(delimiter); at !== -1; at = bytes.indexOf(delimiter, at + delimiter.length)) {
    if (at > 0 && bytes[at - 1] !== lineFeed) continue;
    const after = at + delimiter.length;
    const isLast = bytes.toString("latin1", after, after + 2) === "--";
    if (!isLast && !bytes.subarray(after, after + longestHead).includes("\r\n\r\n"))
      throw new Error("a long head");
    if (++parts > mostFields) throw new Error(`more than ${mostFields} fields`);
  }
}
