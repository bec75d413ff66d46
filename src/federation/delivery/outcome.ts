/** What one attempt met. */
export type Answer =
  | { kind: "answered"; status: number; retryAfter: number | undefined }
  /** `silent`: it took the request, and nothing came back in time. */
  | { kind: "unreachable"; status: null; error: string; silent?: boolean }
  | { kind: "refused"; status: null; error: string };

/** What follows from it: `gone` also ends the follows behind the inbox; `resign` tries the other signature at once. */
export type Outcome =
  | { next: "delivered" }
  | { next: "gone"; error: string }
  | { next: "failed"; error: string; trouble?: Trouble }
  | { next: "resign" }
  | {
      next: "retry";
      /** Seconds. */
      delay: number;
      error: string;
      trouble: Trouble;
    };

/** Whether the whole host is in trouble, and not this inbox alone: it counts towards its breaker. "doubtful": or it refuses this delivery alone. */
export type Trouble = "host" | "doubtful" | "none";

const minute = 60;
const day = 24 * 3600;
/** A host that was down for a week is found to be back by the next knock, up to six hours later and a little more. */
const patience = 7.5 * day;
/** A 404 that lasts so long is no failed migration. */
const patienceWithMissing = 2 * day;

/** Seconds before the attempt after the `attempts`-th: 1 minute, doubling up to 6 hours, each a little off the beat. */
export function backoff(attempts: number, random = Math.random()): number {
  return Math.min(minute * 2 ** (attempts - 1), 6 * 3600) * (0.9 + 0.2 * random);
}

interface Tried {
  attempts: number;
  /** Seconds since the activity. */
  age: number;
  /** Seconds since the first of the 404s without another answer between them. */
  missing: number;
  /** Whether the other signature has been tried just now. */
  resigned: boolean;
  /** Whether it is about something that the server may never have had: an Update, a Delete, an Undo. */
  later?: boolean;
}

/** The rule for each answer, in one place. */
export function decide(answer: Answer, tried: Tried): Outcome {
  // Our own rules forbid the address; another attempt meets the same rules.
  if (answer.kind === "refused") return { next: "failed", error: answer.error };
  // Reset, timed out, no route, bad certificate: hosts come back. Gancio says nothing at all to what it does not know.
  if (answer.kind === "unreachable") return later(tried, answer.error, answer.silent ? "doubtful" : "host");
  const { status } = answer;
  const error = `HTTP ${status}`;
  // A 2xx means accepted, not shown: some servers process later.
  if (status >= 200 && status < 300) return { next: "delivered" };
  // The inbox is gone for good, and with it whoever followed from it.
  if (status === 410) return { next: "gone", error };
  // An account may come back from a failed migration; days later it does not. Gancio answers so, too, to a change of what it does not have.
  if (status === 404) {
    if (tried.missing <= patienceWithMissing) return later(tried, error, "none");
    return { next: tried.later ? "failed" : "gone", error };
  }
  // Perhaps the server knows only the other signature scheme; after that it may hold an old key, which it will renew.
  if (status === 401 || status === 403)
    return tried.resigned ? later(tried, error, "none") : { next: "resign" };
  // It asks us to wait, and says how long, within reason.
  if (status === 429 || status === 503) {
    const asked = Math.min(answer.retryAfter ?? 0, day);
    return later(tried, error, "host", Math.max(backoff(tried.attempts), asked));
  }
  // Not followed: a POST that is redirected would be signed for the wrong target.
  if (status >= 300 && status < 400) return later(tried, `${error}: the inbox has moved`, "none");
  // It read the request and does not want it; it would not want it tomorrow.
  if ([400, 405, 413, 415, 422].includes(status)) return { next: "failed", error };
  // What makes its code stumble today makes it stumble tomorrow, while it takes everything else.
  return later(tried, error, status >= 500 ? "doubtful" : "none");
}

function later(
  { attempts, age }: Tried,
  error: string,
  trouble: Trouble,
  delay = backoff(attempts),
): Outcome {
  if (age >= patience) return { next: "failed", error, trouble };
  return { next: "retry", delay: Math.min(delay, patience - age), error, trouble };
}

/** Seconds that a Retry-After header asks for (RFC 9110, section 10.2.3): a number, or a date. */
export function retryAfter(header: string | string[] | undefined, now = Date.now()): number | undefined {
  const value = Array.isArray(header) ? header[0] : header;
  if (value === undefined) return undefined;
  const seconds = /^\d+$/.test(value.trim()) ? Number(value) : (Date.parse(value) - now) / 1000;
  return Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
}
