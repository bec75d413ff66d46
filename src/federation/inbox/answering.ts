/** Seconds after which the sender may try again, where nothing better is known. */
const retryAfter = "60";

/**
 * Answers that are given before the body is read. What is left of it would be taken for the next request, or the connection
 * be closed under one: behind a proxy, somebody else's.
 */
const unread = new Set([405, 408, 413, 415]);

/** An answer to an inbox request; its text is for the operator of the other server. */
export function answer(status: number, text = "", extra: Record<string, string> = {}): Response {
  const headers = new Headers({ "content-type": "text/plain", ...extra });
  if (unread.has(status)) headers.set("connection", "close");
  if (status === 405) headers.set("allow", "POST");
  if (status === 429 && !headers.has("retry-after")) headers.set("retry-after", retryAfter);
  return new Response(text, { status, headers });
}
