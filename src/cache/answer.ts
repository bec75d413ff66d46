import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Asked } from "./asked.ts";

/**
 * The header by which a response says that it is for everybody, and what it shows, as CDNs name it: "asset", "site", or also
 * "followers" and "post:ID". It never leaves the server.
 */
const surrogateKey = "surrogate-key";

const encodings = ["br", "gzip", "identity"] as const;
type Encoding = (typeof encodings)[number];

interface Bytes {
  body: Uint8Array<ArrayBuffer>;
  headers: Record<string, string>;
}

/** A response that everybody gets, as bytes. */
export interface Answer {
  status: number;
  etag: string;
  lastModified: number;
  shows: Set<string>;
  /** Of all encodings together, once they are made. */
  size: number;
  plain: Bytes;
  /** Made when first asked for. */
  encoded: Map<Encoding, Bytes | Promise<Bytes>>;
}

const keepable = new Set([200, 301, 302, 410]);
/** Below this, compression costs more than it saves. */
const worthCompressing = 1024;
const compressible = /^(text\/|application\/([\w.+-]*\+)?(json|xml)|image\/svg)/;
/** Of brotli: about as quick as gzip, and a tenth smaller. */
const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

const compress = { br: promisify(brotliCompress), gzip: promisify(gzip) };

export function withoutKeys(response: Response): Response {
  response.headers.delete(surrogateKey);
  return response;
}

/** Reads a response to its end. Undefined, and unread, where it does not say that it is for everybody. */
export async function makeAnswer(response: Response): Promise<Answer | undefined> {
  const keys = response.headers.get(surrogateKey);
  if (keys === null) return undefined;
  withoutKeys(response);
  if (!keepable.has(response.status) || response.headers.has("set-cookie")) return undefined;
  // What depends on anything but Accept, which the caller tells apart, is not for everybody.
  if (/[^,\s]/.test((response.headers.get("vary") ?? "").replace(/\baccept\b(?!-)/gi, ""))) return undefined;
  const body = new Uint8Array(await response.arrayBuffer());
  const etag = `W/"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
  const headers: Record<string, string> = Object.fromEntries(response.headers);
  const type = headers["content-type"] ?? "";
  const packs = body.length >= worthCompressing && compressible.test(type);
  if (packs) headers["vary"] = [headers["vary"], "Accept-Encoding"].filter(Boolean).join(", ");
  headers["etag"] = etag;
  headers["content-length"] = String(body.length);
  return {
    status: response.status,
    etag,
    lastModified: Date.parse(headers["last-modified"] ?? ""),
    shows: new Set(keys.split(" ")),
    // Compressed, text takes a third at most.
    size: Math.ceil(body.length * (packs ? 1.7 : 1)) + 2000,
    plain: { body, headers },
    encoded: packs ? new Map() : new Map(encodings.map((encoding) => [encoding, { body, headers }])),
  };
}

/** What goes out. */
export interface Sent {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array<ArrayBuffer> | null;
}

/** The answer to this request: whole, compressed as it asks, or only that what it has is still true (RFC 9110, section 13). */
export function answerTo(answer: Answer, asked: Asked): Sent | Promise<Sent> {
  if (answer.status === 200 && isKnown(answer, asked)) {
    const { "content-length": _, "content-type": __, ...headers } = answer.plain.headers;
    return { status: 304, headers, body: null };
  }
  const bytes = encode(answer, encodingFor(asked.header("accept-encoding") ?? ""));
  const { status } = answer;
  const whole = ({ body, headers }: Bytes): Sent => ({
    status,
    headers,
    body: asked.method === "HEAD" ? null : body,
  });
  return bytes instanceof Promise ? bytes.then(whole) : whole(bytes);
}

export function send(answer: Answer, asked: Asked): Response | Promise<Response> {
  const sent = answerTo(answer, asked);
  return sent instanceof Promise ? sent.then(respond) : respond(sent);
}

const respond = ({ status, headers, body }: Sent) => new Response(body, { status, headers });

function isKnown({ etag, lastModified }: Answer, { header }: Asked): boolean {
  const tags = header("if-none-match");
  if (tags !== undefined)
    return tags
      .split(",")
      .some((tag) => tag.trim() === "*" || `W/${tag.trim().replace(/^W\//, "")}` === etag);
  // For readers that send no ETag: within one second there can be several changes. HTTP dates have whole seconds.
  const since = header("if-modified-since");
  return since !== undefined && Math.floor(lastModified / 1000) * 1000 <= Date.parse(since);
}

function encode(answer: Answer, encoding: Encoding): Bytes | Promise<Bytes> {
  if (encoding === "identity") return answer.plain;
  const { encoded, plain } = answer;
  const known = encoded.get(encoding);
  if (known) return known;
  const made = (encoding === "br" ? compress.br(plain.body, quality) : compress.gzip(plain.body)).then(
    (packed) => {
      const body = new Uint8Array(packed);
      const headers = {
        ...plain.headers,
        "content-encoding": encoding,
        "content-length": String(body.length),
      };
      encoded.set(encoding, { body, headers });
      return { body, headers };
    },
  );
  encoded.set(encoding, made);
  return made;
}

const mostKnown = 500;
const chosen = new Map<string, Encoding>();

/** The best encoding of ours that an Accept-Encoding allows (RFC 9110, section 12.5.3). Clients send few different ones. */
function encodingFor(header: string): Encoding {
  const known = chosen.get(header);
  if (known) return known;
  const weights = new Map(
    header
      .toLowerCase()
      .split(",")
      .map((each) => {
        const [name = "", ...parameters] = each.split(";").map((part) => part.trim());
        const q = parameters.find((parameter) => parameter.startsWith("q="));
        return [name, q === undefined ? 1 : Number(q.slice(2))] as const;
      }),
  );
  const found = encodings.find(
    (encoding) => encoding === "identity" || (weights.get(encoding) ?? weights.get("*") ?? 0) > 0,
  )!;
  if (chosen.size >= mostKnown) chosen.clear();
  chosen.set(header, found);
  return found;
}
