/** What one attempt met. */
export type Answer =
  | { kind: "answered"; status: number; retryAfter: number | undefined }
  | { kind: "unreachable"; status: null; error: string }
  | { kind: "refused"; status: null; error: string };

/** What follows from it: `gone` also ends the follows behind the inbox; `resign` tries the other signature at once. */
export type Outcome =
  | { next: "delivered" }
  | { next: "gone"; error: string }
  | { next: "failed"; error: string }
  | { next: "resign" }
  | { next: "retry"; delay: number; error: string };

const minute = 60;
const day = 24 * 3600;
/** After so long a host has had every chance that a person would give it. */
const patience = 7 * day;

/** Seconds before the attempt after the `attempts`-th: 1 minute, doubling up to 6 hours, each a little off the beat. */
export function backoff(attempts: number, random = Math.random()): number {
  return Math.min(minute * 2 ** (attempts - 1), 6 * 3600) * (0.9 + 0.2 * random);
}

/** The rule for each answer, in one place. `age` is the delivery's, in seconds. */
export function decide(
  answer: Answer,
  delivery: { attempts: number; age: number; resigned: boolean },
): Outcome {
  const retry = (error: string, delay = backoff(delivery.attempts)): Outcome =>
    delivery.age + delay > patience ? { next: "failed", error } : { next: "retry", delay, error };

  // Our own rules forbid the address; another attempt meets the same rules.
  if (answer.kind === "refused") return { next: "failed", error: answer.error };
  // Reset, timed out, no route, bad certificate: hosts come back.
  if (answer.kind === "unreachable") return retry(answer.error);
  const { status } = answer;
  const error = `HTTP ${status}`;
  // A 2xx means accepted, not shown: some servers process later.
  if (status >= 200 && status < 300) return { next: "delivered" };
  // The inbox is gone for good, and with it whoever followed from it.
  if (status === 410) return { next: "gone", error };
  // Perhaps the server knows only the other signature scheme; after that it may be a key it has cached, which it will renew.
  if (status === 401 || status === 403) return delivery.resigned ? retry(error) : { next: "resign" };
  // It asks us to wait, and says how long, within reason.
  if (status === 429 || status === 503) {
    return retry(error, Math.max(backoff(delivery.attempts), Math.min(answer.retryAfter ?? 0, day)));
  }
  // Not followed: a POST that is redirected would be signed for the wrong target.
  if (status >= 300 && status < 400) return retry(`${error}: the inbox has moved`);
  // An account may come back from a failed migration; days later 404 is final.
  if (status === 404) return delivery.age > 2 * day ? { next: "failed", error } : retry(error);
  // It read the request and does not want it.
  if (status === 400 || status === 405 || status === 413 || status === 415 || status === 422) {
    return { next: "failed", error };
  }
  return retry(error);
}

/** Seconds that a Retry-After header asks for (RFC 9110, section 10.2.3): a number, or a date. */
export function retryAfter(header: string | string[] | undefined, now = Date.now()): number | undefined {
  const value = Array.isArray(header) ? header[0] : header;
  if (value === undefined) return undefined;
  const seconds = /^\d+$/.test(value.trim()) ? Number(value) : (Date.parse(value) - now) / 1000;
  return Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
}
