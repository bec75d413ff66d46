import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** Time to find the key, and no longer. */
export const validFor = 5 * 60_000;

const idSize = 16;
const payloadSize = idSize + 8;
/** Only whoever shows a passkey of a member's uses one up: members are no more than some hundred. */
const mostSpent = 10_000;

export type Challenges = ReturnType<typeof createChallenges>;

/**
 * What passkeys sign: good once, for a short time, and in the browser that it was given to, for what it was given for. `binding`
 * names both. Signed, so that nothing is kept of those that are given out; after a restart none of them is good.
 */
export function createChallenges({ now = Date.now, key = randomBytes(32), most = mostSpent } = {}) {
  /** By when they were given out. */
  const spent = new Map<string, number>();
  const sign = (payload: Buffer, binding: string) =>
    createHmac("sha256", key).update(payload).update(binding).digest();
  const isOver = (issued: number) => issued > now() || now() - issued > validFor;

  return {
    issue(binding: string): string {
      const payload = Buffer.concat([randomBytes(idSize), Buffer.alloc(8)]);
      payload.writeBigUInt64BE(BigInt(now()), idSize);
      return Buffer.concat([payload, sign(payload, binding)]).toString("base64url");
    },
    /** Whether it is ours, for this, and used for the first time. */
    spend(challenge: string, binding: string): boolean {
      const bytes = Buffer.from(challenge.slice(0, 100), "base64url");
      const payload = bytes.subarray(0, payloadSize);
      const mac = bytes.subarray(payloadSize);
      if (mac.length !== 32 || !timingSafeEqual(mac, sign(payload, binding))) return false;
      const issued = Number(payload.readBigUInt64BE(idSize));
      const id = payload.toString("latin1", 0, idSize);
      for (const [each, then] of spent) if (isOver(then)) spent.delete(each);
      if (isOver(issued) || spent.has(id) || spent.size >= most) return false;
      spent.set(id, issued);
      return true;
    },
  };
}
