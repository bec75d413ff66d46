import { verifyRequest } from "@fedify/fedify";
import { CryptographicKey } from "@fedify/vocab";
import { importSpki } from "@fedify/vocab-runtime";
import { type Actor, type ActorKey, findActorByKey } from "../store/actors.ts";
import type { Database } from "../store/sql.ts";
import type { Client } from "./client.ts";
import { FetchFailed } from "./download.ts";
import { fetchKeyOwner } from "./remote-actors.ts";

/** A valid signature and the actor whose key made it, or why there is none. */
export type Verification = { ok: true; actor: Actor } | { ok: false; reason: string };

const covering = {
  draft: ["(request-target)", "host", "date", "digest"],
  message: ["@method", "@target-uri", "content-digest"],
};

/** A key is fetched anew for a signature it does not fit, but not within so many milliseconds of the last time. */
const keyRest = 5 * 60_000;
const mostRememberedFailures = 10_000;

/** Verifies requests to the inbox. One for the process: it remembers keys that could not be had. */
export function createVerifier(sql: Database, client: Client, origin: string) {
  const { host } = new URL(origin);
  const failures = new Map<string, number>();
  const fetches = new Map<string, Promise<boolean>>();

  /** Of many requests with one new key, the first fetches it and the others wait. */
  function fetchOwner(keyId: string): Promise<boolean> {
    const underWay = fetches.get(keyId);
    if (underWay) return underWay;
    const fetched = fetchOnce(keyId).finally(() => fetches.delete(keyId));
    fetches.set(keyId, fetched);
    return fetched;
  }

  async function fetchOnce(keyId: string): Promise<boolean> {
    if ((failures.get(keyId) ?? 0) > Date.now() - keyRest) return false;
    try {
      await fetchKeyOwner(sql, client, keyId);
      failures.delete(keyId);
      return true;
    } catch (error) {
      if (!(error instanceof FetchFailed)) throw error;
      if (failures.size >= mostRememberedFailures) failures.clear();
      failures.set(keyId, Date.now());
      return false;
    }
  }

  return async function verify(request: Request, body: Uint8Array<ArrayBuffer>): Promise<Verification> {
    const read = readSignature(request.headers);
    if ("reason" in read) return { ok: false, reason: read.reason };
    if (new URL(request.url).search !== "") return { ok: false, reason: "The inbox takes no query." };
    // A request that was signed for another server says so here; it must not be played again to us.
    if (request.headers.get("host") !== host) return { ok: false, reason: `This is ${host}.` };
    const { keyId } = read;
    let found = await findActorByKey(sql, keyId);
    if (!found && (await fetchOwner(keyId))) found = await findActorByKey(sql, keyId);
    if (!found) return { ok: false, reason: `The key ${keyId} cannot be had from its owner.` };
    if (await holds(request, body, found.key)) return { ok: true, actor: found.actor };
    const stale = found.key.fetchedAt.getTime() < Date.now() - keyRest;
    if (stale && (await fetchOwner(keyId))) {
      const renewed = await findActorByKey(sql, keyId);
      if (renewed && (await holds(request, body, renewed.key))) return { ok: true, actor: renewed.actor };
    }
    return { ok: false, reason: "The signature does not hold." };
  };
}

/** The key that a signature names, provided that it covers what matters; less would let parts be exchanged. */
function readSignature(headers: Headers): { keyId: string } | { reason: string } {
  const input = headers.get("signature-input");
  const signature = headers.get("signature");
  if (!signature) return { reason: "The request is not signed." };
  const keyId = (input ?? signature).match(/key[iI]d="([^"]+)"/)?.[1];
  if (!keyId || !URL.canParse(keyId)) return { reason: "The signature names no key." };
  const covered = input
    ? [...(input.match(/\(([^)]*)\)/)?.[1] ?? "").matchAll(/"([^"]+)"/g)].map((match) => match[1]!)
    : (signature.match(/headers="([^"]*)"/)?.[1] ?? "").toLowerCase().split(/\s+/);
  const missing = (input ? covering.message : covering.draft).filter((name) => !covered.includes(name));
  if (input && !/;created=\d+/.test(input)) missing.push("created");
  if (input && input.split(/,\s*[\w*-]+=\(/).length > 1) return { reason: "One signature is enough." };
  if (missing.length > 0) return { reason: `The signature does not cover ${missing.join(", ")}.` };
  return { keyId };
}

async function holds(request: Request, body: Uint8Array<ArrayBuffer>, key: ActorKey): Promise<boolean> {
  try {
    const publicKey = await importSpki(key.publicKeyPem);
    const known = new CryptographicKey({ id: new URL(key.id), owner: new URL(key.actorId), publicKey });
    const never = () => Promise.reject(new FetchFailed("A signature is verified without a fetch."));
    const verified = await verifyRequest(
      new Request(request.url, { method: request.method, headers: request.headers, body }),
      {
        documentLoader: never,
        contextLoader: never,
        timeWindow: { hours: 1 },
        keyCache: { get: () => Promise.resolve(known), set: () => Promise.resolve() },
      },
    );
    return verified !== null;
  } catch {
    // A date that is none, a key that is not RSA: whatever cannot be verified does not hold.
    return false;
  }
}
