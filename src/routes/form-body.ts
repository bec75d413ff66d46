/** What came of a form, in the order it came. */
export interface FormBody {
  chunks: Uint8Array<ArrayBuffer>[];
  type: string;
  /** There was more: the last field may be half. */
  cut: boolean;
}

/** The fields, of a body that was cut those that came whole. @throws for what is no form */
export async function parseForm({ chunks, type, cut }: FormBody): Promise<FormData> {
  const bytes = Buffer.concat(chunks);
  const whole = cut ? endAtWholeField(bytes, type) : bytes;
  return new Response(whole, { headers: { "Content-Type": type } }).formData();
}

function endAtWholeField(bytes: Buffer<ArrayBuffer>, type: string): Buffer<ArrayBuffer> {
  const boundary = /boundary="?([^";]+)/i.exec(type)?.[1];
  if (boundary === undefined) return bytes.subarray(0, Math.max(bytes.lastIndexOf("&"), 0));
  const end = bytes.lastIndexOf(`\r\n--${boundary}`);
  return Buffer.concat([bytes.subarray(0, Math.max(end, 0)), Buffer.from(`\r\n--${boundary}--\r\n`)]);
}
