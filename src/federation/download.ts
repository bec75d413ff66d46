import { type Agent, type Dispatcher, request } from "undici";
import type { Config } from "../config.ts";
import { checkUrl, RefusedAddress } from "./network.ts";
import type { Policy } from "./policy.ts";
import { type RequestKey, signRequest } from "./sign.ts";
import { userAgent } from "./software.ts";

/** A remote answer that cannot be used. `status` is that of the last response, where there was one. */
export class FetchFailed extends Error {
  override name = "FetchFailed";
  readonly status: number | undefined;
  /** Nobody answered in time, which a crowded line of ours may have done as well: it says little of the host. */
  readonly timedOut: boolean;

  constructor(message: string, status?: number, { timedOut = false } = {}) {
    super(message);
    this.status = status;
    this.timedOut = timedOut;
  }
}

/** Before a connection was made to anybody: the name is unknown, or leads to no public address. */
export class NobodyAsked extends FetchFailed {}

interface Via {
  agent: Agent;
  config: Config;
  policy?: Policy | undefined;
  signer: RequestKey | undefined;
}

export interface Download {
  /** Where the body came from, after redirects. */
  url: URL;
  contentType: string;
  body: string;
}

/** Milliseconds for everything, redirects included. */
export const wholeTime = 10_000;
const largestAnswer = 1024 * 1024;
const mostRedirects = 3;
/** Bytes of an answer without use that are read to keep its connection open. */
const worthReading = 16_384;

/** Fetches a small text within a short time, each hop checked and signed, and none at a host that is blocked. @throws {FetchFailed} and network errors */
export async function download(via: Via, address: string, accept: string): Promise<Download> {
  const signal = AbortSignal.timeout(wholeTime);
  let url = new URL(address);
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    url.hash = "";
    const response = await ask(via, url, { accept, signal }).catch((error: unknown) => {
      throw redirects === 0 && isUnconnected(error) ? new NobodyAsked(error.message) : error;
    });
    if (response.statusCode === 200) {
      const contentType = String(response.headers["content-type"] ?? "");
      return { url, contentType, body: await readBody(response.body) };
    }
    await response.body.dump({ limit: worthReading });
    url = nextHop(url, response);
  }
  throw new FetchFailed(`${address} redirects more than ${mostRedirects} times`);
}

async function ask(
  { agent, config, policy, signer }: Via,
  url: URL,
  { accept, signal }: { accept: string; signal: AbortSignal },
): Promise<Dispatcher.ResponseData> {
  checkUrl(url, config.allowPrivateAddress);
  if ((await policy?.severityOf([url.href])) === "block") throw new FetchFailed(`${url.href} is blocked`);
  const signature = signer ? await signRequest({ method: "GET", url }, signer, "draft-cavage") : {};
  const headers = { ...signature, accept, "user-agent": userAgent(config.origin) };
  return request(url, { dispatcher: agent, signal, headers });
}

/** What getaddrinfo says of a name that nobody knows, or that it could not ask about. */
const unresolved = new Set(["ENOTFOUND", "EAI_AGAIN"]);

function isUnconnected(error: unknown): error is Error {
  const { code } = error as NodeJS.ErrnoException;
  return error instanceof RefusedAddress || (error instanceof Error && unresolved.has(code ?? ""));
}

function nextHop(url: URL, { statusCode, headers }: Dispatcher.ResponseData): URL {
  const { location } = headers;
  const redirected = statusCode >= 300 && statusCode < 400 && typeof location === "string";
  if (!redirected || !URL.canParse(location, url)) {
    throw new FetchFailed(`${url.href} answered ${statusCode}`, statusCode);
  }
  return new URL(location, url);
}

async function readBody(body: Dispatcher.ResponseData["body"]): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestAnswer) throw new FetchFailed(`the answer is longer than ${largestAnswer} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
