import { createHash, sign as signBytes, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import type { SignatureScheme } from "../store/hosts.ts";

const signAsync = promisify(signBytes);

/** The key that signs a request, and the id under which the actor's document lists it. */
export interface RequestKey {
  id: string;
  key: KeyObject;
}

export interface OutgoingRequest {
  method: "GET" | "POST";
  url: URL;
  /** SHA-256 of the body in base64; absent without a body. */
  digest?: string;
}

export const activityMediaType = "application/activity+json";

export function digestOf(body: string | Uint8Array): string {
  return createHash("sha256").update(body).digest("base64");
}

/** The headers that sign a request, with those they cover. Made anew for each attempt: a date soon is too old. */
export function signRequest(
  request: OutgoingRequest,
  key: RequestKey,
  scheme: SignatureScheme,
): Promise<Record<string, string>> {
  return scheme === "rfc9421" ? signMessage(request, key) : signCavage(request, key);
}

/** draft-cavage-http-signatures-12, as every server of today reads it. */
async function signCavage(request: OutgoingRequest, key: RequestKey): Promise<Record<string, string>> {
  const { method, url, digest } = request;
  const covered: Record<string, string> = { host: url.host, date: new Date().toUTCString() };
  if (digest !== undefined) {
    covered["digest"] = `SHA-256=${digest}`;
    covered["content-type"] = activityMediaType;
  }
  const target = `(request-target): ${method.toLowerCase()} ${url.pathname}${url.search}`;
  const lines = [target, ...Object.entries(covered).map(([name, value]) => `${name}: ${value}`)];
  const signature = await signAsync("sha256", Buffer.from(lines.join("\n")), key.key);
  return {
    ...covered,
    signature:
      `keyId="${key.id}",algorithm="rsa-sha256",headers="${["(request-target)", ...Object.keys(covered)].join(" ")}",` +
      `signature="${signature.toString("base64")}"`,
  };
}

/** RFC 9421 HTTP Message Signatures, with the components that Mastodon and Fedify ask for. */
async function signMessage(request: OutgoingRequest, key: RequestKey): Promise<Record<string, string>> {
  const { method, url, digest } = request;
  const components: [string, string][] = [
    ["@method", method],
    ["@target-uri", url.href],
  ];
  if (digest !== undefined) components.push(["content-digest", `sha-256=:${digest}:`]);
  const names = components.map(([name]) => `"${name}"`).join(" ");
  const created = Math.floor(Date.now() / 1000);
  const parameters = `(${names});created=${created};keyid="${key.id}";alg="rsa-v1_5-sha256"`;
  const base = [
    ...components.map(([name, value]) => `"${name}": ${value}`),
    `"@signature-params": ${parameters}`,
  ];
  const signature = await signAsync("sha256", Buffer.from(base.join("\n")), key.key);
  return {
    host: url.host,
    date: new Date().toUTCString(),
    ...(digest === undefined
      ? {}
      : { "content-digest": `sha-256=:${digest}:`, "content-type": activityMediaType }),
    "signature-input": `sig1=${parameters}`,
    signature: `sig1=:${signature.toString("base64")}:`,
  };
}
