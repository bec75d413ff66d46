import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

const second = 1000;
/** A ticket is good for a sign-in after so long, in which a person types; and no longer than that. */
const validAfter = 2 * second;
const validFor = 10 * 60 * second;

/**
 * So many small pictures a browser fetches by itself as it shows the form of a crowded door. A person waits no longer for it, and
 * needs no script; whoever sends forms by the thousand needs so many requests more for each.
 */
export const steps = 20;
const allSteps = 2 ** steps - 1;

/** Of these the oldest are forgotten: more than anybody uses up within `validFor` by some dozens of requests a second. */
const mostKnown = 50_000;

const idSize = 8;
const payloadSize = idSize + 8;
const macSize = 16;

export interface Shown {
  /** When the form was asked for. */
  issued: number;
  /** When it is good from. */
  from: number;
  /** Whether whoever asked for the form has fetched all that is on it. */
  stepped: boolean;
}

export type Tickets = ReturnType<typeof createTickets>;

/**
 * Tickets for the sign-in, which stand in its form: signed, so that nothing is kept of those that are given out; each good once.
 * They say nothing of who has them.
 */
export function createTickets({ now = Date.now, key = randomBytes(32) } = {}) {
  const known = new Map<string, { taken: number; spent: boolean }>();
  const sign = (payload: Buffer) => createHmac("sha256", key).update(payload).digest().subarray(0, macSize);

  /** When it was issued, of one of ours that is not too old. */
  function read(ticket: string): { id: string; issued: number } | undefined {
    const bytes = Buffer.from(ticket.slice(0, 100), "base64url");
    if (bytes.length !== payloadSize + macSize) return undefined;
    const payload = bytes.subarray(0, payloadSize);
    if (!timingSafeEqual(sign(payload), bytes.subarray(payloadSize))) return undefined;
    const issued = Number(payload.readBigUInt64BE(idSize));
    if (issued > now() || now() - issued > validFor) return undefined;
    return { id: payload.toString("latin1", 0, idSize), issued };
  }

  function lookUp(id: string) {
    const found = known.get(id) ?? { taken: 0, spent: false };
    known.set(id, found);
    const [oldest] = known.keys();
    if (known.size > mostKnown && oldest !== undefined) known.delete(oldest);
    return found;
  }

  return {
    issue(): string {
      const payload = Buffer.concat([randomBytes(idSize), Buffer.alloc(8)]);
      payload.writeBigUInt64BE(BigInt(now()), idSize);
      return Buffer.concat([payload, sign(payload)]).toString("base64url");
    },
    /** One of the pictures of the form has been fetched. */
    step(ticket: string, number: number): void {
      const found = number >= 0 && number < steps ? read(ticket) : undefined;
      if (found) lookUp(found.id).taken |= 1 << number;
    },
    /** What a ticket shows, the first time that it is used. */
    spend(ticket: string): Shown | undefined {
      const found = read(ticket);
      const state = found && lookUp(found.id);
      if (!found || !state || state.spent) return undefined;
      state.spent = true;
      return { issued: found.issued, from: found.issued + validAfter, stepped: state.taken === allSteps };
    },
  };
}
