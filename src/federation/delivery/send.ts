import type { Agent } from "undici";
import type { SignatureScheme } from "../../store/hosts.ts";
import type { SigningActor } from "../../store/keys.ts";
import { checkUrl, RefusedAddress } from "../network.ts";
import { type RequestKey, signRequest } from "../sign.ts";
import { type Deadlines, NoAnswerInTime } from "./deadlines.ts";
import { Exchange } from "./exchange.ts";
import { type Answer, retryAfter } from "./outcome.ts";

/** A serialised activity, with the digest that every signature of it covers. */
export interface Body {
  bytes: Buffer;
  digest: string;
  /** Whose key signs it: the actor's whose activity it is. */
  signer: SigningActor;
  /** Whether it is about something that the other server may never have had. */
  later: boolean;
}

export interface Sender {
  agent: Agent;
  deadlines: Deadlines;
  keys: Record<SigningActor, RequestKey>;
  userAgent: string;
  allowPrivateAddress: boolean;
}

/** Posts to one inbox, signed afresh; whatever happens is an answer, not an error. */
export async function send(
  sender: Sender,
  inbox: string,
  body: Body,
  scheme: SignatureScheme,
): Promise<Answer> {
  const exchange = new Exchange();
  try {
    const url = new URL(inbox);
    checkUrl(url, sender.allowPrivateAddress);
    const key = sender.keys[body.signer];
    const signed = await signRequest({ method: "POST", url, digest: body.digest }, key, scheme);
    sender.deadlines.begin(exchange);
    try {
      sender.agent.dispatch(
        {
          origin: url.origin,
          path: url.pathname + url.search,
          method: "POST",
          headers: { ...signed, "user-agent": sender.userAgent },
          body: body.bytes,
        },
        exchange,
      );
      const answered = await exchange.answer;
      return {
        kind: "answered",
        status: answered.status,
        retryAfter: retryAfter(answered.retryAfter),
      };
    } finally {
      sender.deadlines.end(exchange);
    }
  } catch (error) {
    if (error instanceof RefusedAddress) return { kind: "refused", status: null, error: error.message };
    const silent = exchange.begun && isTimeout(error);
    return { kind: "unreachable", status: null, error: describe(error), silent };
  }
}

function isTimeout(error: unknown): boolean {
  if (error instanceof NoAnswerInTime) return true;
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return code === "UND_ERR_HEADERS_TIMEOUT" || code === "UND_ERR_BODY_TIMEOUT";
}

/** A line that says to an operator what is wrong: "ECONNREFUSED", "certificate has expired". */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  return (code && !error.message.includes(code) ? `${code}: ${error.message}` : error.message).slice(0, 300);
}
