/** Seconds after which the sender may try again, where nothing better is known. */
const retryAfter = "60";

/** An answer to an inbox request; its text is for the operator of the other server. */
export function answer(status: number, text = "", extra: Record<string, string> = {}): Response {
  const headers = new Headers({ "content-type": "text/plain", ...extra });
  // What was not read of a body would be taken for the next request.
  if (status === 408 || status === 413) headers.set("connection", "close");
  if (status === 405) headers.set("allow", "POST");
  if (status === 503 && !headers.has("retry-after")) headers.set("retry-after", retryAfter);
  return new Response(text, { status, headers });
}
