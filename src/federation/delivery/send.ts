import { type Agent, type Dispatcher, request } from "undici";
import type { SignatureScheme } from "../../store/hosts.ts";
import type { SigningActor } from "../../store/keys.ts";
import { checkUrl, RefusedAddress } from "../network.ts";
import { type RequestKey, signRequest } from "../sign.ts";
import type { Deadlines } from "./deadlines.ts";
import { type Answer, retryAfter } from "./outcome.ts";

/** A serialised activity, with the digest that every signature of it covers. */
export interface Body {
  bytes: Buffer;
  digest: string;
  /** Whose key signs it: the actor's whose activity it is. */
  signer: SigningActor;
}

export interface Sender {
  agent: Agent;
  deadlines: Deadlines;
  keys: Record<SigningActor, RequestKey>;
  userAgent: string;
  allowPrivateAddress: boolean;
}

// The answer's text says nothing that is used; a peer that sends a hundred megabytes is cut off.
const largestAnswer = 64 * 1024;

/** Posts to one inbox, signed afresh; whatever happens is an answer, not an error. */
export async function send(
  sender: Sender,
  inbox: string,
  body: Body,
  scheme: SignatureScheme,
): Promise<Answer> {
  try {
    const url = new URL(inbox);
    checkUrl(url, sender.allowPrivateAddress);
    const key = sender.keys[body.signer];
    const signed = await signRequest({ method: "POST", url, digest: body.digest }, key, scheme);
    return await sender.deadlines.within(async (signal) => {
      const response = await request(url, {
        method: "POST",
        dispatcher: sender.agent,
        headers: { ...signed, "user-agent": sender.userAgent },
        body: body.bytes,
        signal,
      });
      await discard(response.body);
      return {
        kind: "answered",
        status: response.statusCode,
        retryAfter: retryAfter(response.headers["retry-after"]),
      };
    });
  } catch (error) {
    if (error instanceof RefusedAddress) return { kind: "refused", status: null, error: error.message };
    return { kind: "unreachable", status: null, error: describe(error) };
  }
}

/** The status has said all; a body that drips, breaks or is too long only must not keep the lane. */
async function discard(body: Dispatcher.ResponseData["body"]): Promise<void> {
  try {
    await body.dump({ limit: largestAnswer });
  } catch {
    body.destroy();
  }
}

/** A line that says to an operator what is wrong: "ECONNREFUSED", "certificate has expired". */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  return (code && !error.message.includes(code) ? `${code}: ${error.message}` : error.message).slice(0, 300);
}
