import { request, type Agent } from "undici";
import type { SignatureScheme } from "../../store/hosts.ts";
import { checkUrl, RefusedAddress } from "../network.ts";
import { type RequestKey, signRequest } from "../sign.ts";
import { type Answer, retryAfter } from "./outcome.ts";

/** A serialised activity, with the digest that every signature of it covers. */
export interface Body {
  json: string;
  digest: string;
}

export interface Sender {
  agent: Agent;
  key: RequestKey;
  userAgent: string;
  allowPrivateAddress: boolean;
}

// The answer's text says nothing that is used; a peer that sends a hundred megabytes is cut off.
const largestAnswer = 64 * 1024;
const wholeTime = 10_000;

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
    const signed = await signRequest({ method: "POST", url, digest: body.digest }, sender.key, scheme);
    const response = await request(url, {
      method: "POST",
      dispatcher: sender.agent,
      signal: AbortSignal.timeout(wholeTime),
      headers: { ...signed, "user-agent": sender.userAgent },
      body: body.json,
    });
    await response.body.dump({ limit: largestAnswer });
    return {
      kind: "answered",
      status: response.statusCode,
      retryAfter: retryAfter(response.headers["retry-after"]),
    };
  } catch (error) {
    if (error instanceof RefusedAddress) return { kind: "refused", status: null, error: error.message };
    return { kind: "unreachable", status: null, error: describe(error) };
  }
}

/** A line that says to an operator what is wrong: "ECONNREFUSED", "certificate has expired". */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `no answer within ${wholeTime / 1000} s`;
  const { code } = error as NodeJS.ErrnoException;
  return (code && !error.message.includes(code) ? `${code}: ${error.message}` : error.message).slice(0, 300);
}
