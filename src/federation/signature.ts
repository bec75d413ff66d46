import { createHash, timingSafeEqual } from "node:crypto";
import { idOf } from "./document.ts";

/** A request as it was sent: its address is not what a parser makes of it. */
export type Signed = Pick<Request, "method" | "url" | "headers">;

/** What a request's signature says of itself, and what it may have signed. */
export interface Signature {
  keyId: string;
  hash: "sha256" | "sha512";
  bytes: Buffer;
  /** The texts of which one must be what was signed. */
  bases: string[];
}

export type ReadSignature = { signature: Signature } | { reason: string };

/** Seconds around our time in which a request was signed. */
const timeWindow = 3600;
/** Seconds that the clock of a sender may be slow: what it let end just now has not ended for it. */
const clockSkew = 30;

/**
 * The signature of a request, provided that it covers what matters, is fresh, and signs this body. By the texts of
 * draft-cavage-http-signatures-12 and RFC 9421 over the address as it came; Fedify signs and checks neither queries nor
 * `expires`.
 */
export function readSignature(request: Signed, body?: Uint8Array, now = Date.now() / 1000): ReadSignature {
  const input = request.headers.get("signature-input");
  const header = request.headers.get("signature");
  if (!header) return { reason: "The request is not signed." };
  return input === null
    ? readCavage(request, header, body, now)
    : readMessage(request, { input, header }, body, now);
}

/** When a request says that it was signed, in seconds. Both schemes cover it. */
export function signedAt(headers: Headers): number {
  const input = headers.get("signature-input");
  if (input === null) return Date.parse(headers.get("date") ?? "") / 1000;
  return Number(/; *created=(\d+)/.exec(input)?.[1]);
}

function readCavage(
  request: Signed,
  header: string,
  body: Uint8Array | undefined,
  now: number,
): ReadSignature {
  const { headers } = request;
  const given = [...header.matchAll(/\b([A-Za-z]{1,20})=(?:"([^"]*)"|(\d[\d.]*))/g)];
  const values = new Map(given.map(([, name, quoted, bare]) => [name!, quoted ?? bare!]));
  const keyId = idOf(values.get("keyId"));
  if (!keyId) return { reason: "The signature names no key." };
  // A parameter given twice is read one way here and another elsewhere.
  if (values.size < given.length) return { reason: "One signature, and each part of it once." };
  const covered = (values.get("headers") ?? "").toLowerCase().split(/\s+/);
  const needed = ["(request-target)", "host", "date", ...(body ? ["digest"] : [])];
  const missing = needed.filter((name) => !covered.includes(name));
  if (missing.length > 0) return { reason: `The signature does not cover ${missing.join(", ")}.` };
  const created = [signedAt(headers)];
  if (values.has("created")) created.push(Number(values.get("created")));
  const old = outOfTime(created, values.has("expires") ? Number(values.get("expires")) : undefined, now);
  if (old) return { reason: old };
  if (body && !isDigestOf(headers.get("digest"), body))
    return { reason: "The digest is not that of the body." };
  const target = targetOf(request.url);
  // Fedify and older Mastodons leave the query out of what they sign; no inbox takes one.
  const targets = body ? [target] : [target, target.replace(/\?.*$/s, "")];
  const bases = [...new Set(targets)].map((path) =>
    covered
      .map((name) => {
        if (name === "(request-target)") return `${name}: ${request.method.toLowerCase()} ${path}`;
        if (name === "(created)" || name === "(expires)")
          return `${name}: ${values.get(name.slice(1, -1)) ?? ""}`;
        return `${name}: ${fieldOf(headers, name) ?? ""}`;
      })
      .join("\n"),
  );
  return { signature: { keyId, hash: "sha256", bytes: bytesOf(values.get("signature")), bases } };
}

const labelled = /^[ ]*([a-z*][a-z0-9_.*-]*)=/;
const parameter =
  /;[ ]*([a-z*][a-z0-9_.*-]*)(?:=(?:(-?\d{1,15})|"((?:[^"\\]|\\["\\])*)"|\?[01]|[A-Za-z*][^\s";,()]*))?/y;
/** Without a parameter: `req` is for answers, and nobody signs a part of a field. */
const plainComponent = /^"(@?[a-z0-9!#$%&'*+.^_`|~-]+)"$/;
const hashes = new Map<string, Signature["hash"]>([
  ["rsa-v1_5-sha256", "sha256"],
  ["rsa-v1_5-sha512", "sha512"],
]);

function readMessage(
  request: Signed,
  { input, header }: { input: string; header: string },
  body: Uint8Array | undefined,
  now: number,
): ReadSignature {
  const [start = "", label = ""] = labelled.exec(input) ?? [];
  const end = input.indexOf(")");
  const values = input[start.length] === "(" && end > 0 ? readParameters(input, end + 1) : undefined;
  const [, sameLabel, encoded] = /^[ ]*([a-z*][a-z0-9_.*-]*)=:([^:]*):[ ]*$/.exec(header) ?? [];
  if (!values || sameLabel !== label) return { reason: "One signature, and each part of it once." };
  const keyId = idOf(values.get("keyid"));
  if (!keyId) return { reason: "The signature names no key." };
  const items = input
    .slice(start.length + 1, end)
    .split(" ")
    .filter(Boolean);
  const covered = items.map((item) => plainComponent.exec(item)?.[1] ?? "");
  if (covered.includes("") || new Set(covered).size < covered.length)
    return { reason: "A component is covered once, and without parameters." };
  const needed = ["@method", "@target-uri", ...(body ? ["content-digest"] : [])];
  const missing = needed.filter((name) => !covered.includes(name));
  if (!values.has("created")) missing.push("created");
  if (missing.length > 0) return { reason: `The signature does not cover ${missing.join(", ")}.` };
  const expires = values.has("expires") ? Number(values.get("expires")) : undefined;
  const old = outOfTime([Number(values.get("created"))], expires, now);
  if (old) return { reason: old };
  const hash = hashes.get(values.get("alg") ?? "rsa-v1_5-sha256");
  if (!hash) return { reason: "The signature is made by another algorithm than RSASSA-PKCS1-v1_5." };
  if (body && !isDigestOf(request.headers.get("content-digest"), body))
    return { reason: "The digest is not that of the body." };
  const lines = covered.map((name) => [name, componentOf(request, name)] as const);
  const unknown = lines.find(([, value]) => value === undefined);
  if (unknown) return { reason: `The signature covers ${unknown[0]}, which is not there.` };
  const said = `"@signature-params": ${input.slice(start.length).trimEnd()}`;
  const base = [...lines.map(([name, value]) => `"${name}": ${value}`), said].join("\n");
  return { signature: { keyId, hash, bytes: bytesOf(encoded), bases: [base] } };
}

/** The parameters of the one signature (RFC 8941, section 3.1.2); undefined where there is anything else, or one comes twice. */
function readParameters(input: string, from: number): Map<string, string> | undefined {
  const values = new Map<string, string>();
  let at = from;
  while (input[at] === ";") {
    parameter.lastIndex = at;
    const [all, name, number, text] = parameter.exec(input) ?? [];
    if (!all || values.has(name!)) return undefined;
    values.set(name!, number ?? text?.replace(/\\(.)/g, "$1") ?? "");
    at += all.length;
  }
  return input.slice(at).trim() === "" ? values : undefined;
}

/** RFC 9421, section 2: a field, or what is derived from the request as it was sent. */
function componentOf({ method, url, headers }: Signed, name: string): string | undefined {
  const target = targetOf(url);
  const query = target.indexOf("?");
  switch (name) {
    case "@method":
      return method;
    case "@target-uri":
      return url;
    case "@authority":
      return new URL(url).host;
    case "@scheme":
      return new URL(url).protocol.slice(0, -1);
    case "@request-target":
      return target;
    case "@path":
      return query < 0 ? target : target.slice(0, query);
    case "@query":
      return query < 0 ? "?" : target.slice(query);
    default:
      return fieldOf(headers, name);
  }
}

/** A header as it came; of a name that none can have, nothing. */
function fieldOf(headers: Headers, name: string): string | undefined {
  return /^[a-z0-9!#$%&'*+.^_`|~-]+$/.test(name) ? (headers.get(name) ?? undefined) : undefined;
}

/** Path and query of an address, untouched: `%69nbox` is not `inbox`. */
function targetOf(address: string): string {
  return address.replace(/^[a-z]+:\/\/[^/?#]*/i, "");
}

/** Why a request is not of this hour; undefined where it is. */
function outOfTime(created: number[], expires: number | undefined, now: number): string | undefined {
  if (!created.every((time) => Math.abs(now - time) <= timeWindow))
    return "The signature is not of this hour.";
  if (expires !== undefined && !(expires + clockSkew >= now)) return "The signature has expired.";
  return undefined;
}

/** `SHA-256=…` of the draft and `sha-256=:…:` of RFC 9530: of several, each that we know must be right. */
function isDigestOf(header: string | null, body: Uint8Array): boolean {
  const known = (header ?? "").split(",").flatMap((item) => {
    const [, bits, encoded] = /^\s?sha-(256|512)=(.*)$/i.exec(item.trimEnd()) ?? [];
    return bits === undefined ? [] : [{ hash: `sha${bits}`, encoded: encoded!.replaceAll(":", "") }];
  });
  return (
    known.length > 0 &&
    known.every(({ hash, encoded }) => {
      const [given, right] = [bytesOf(encoded), createHash(hash).update(body).digest()];
      return given.length === right.length && timingSafeEqual(given, right);
    })
  );
}

const bytesOf = (encoded = "") => Buffer.from(encoded, "base64");
