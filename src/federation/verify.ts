import { verifyRequest } from "@fedify/fedify";
import { CryptographicKey } from "@fedify/vocab";
import { importSpki } from "@fedify/vocab-runtime";
import { type Actor, type ActorKey, findActorByKey } from "../store/actors.ts";
import { hostOf } from "../text/address.ts";
import { idOf, sameOrigin } from "./document.ts";
import { FetchFailed } from "./download.ts";
import { createKeyBudgets } from "./key-budgets.ts";
import type { FederationOptions } from "./options.ts";
import { createCache } from "./recent.ts";
import { fetchKeyOwner } from "./remote-actors.ts";

/** A valid signature and the actor whose key made it, or why there is none. */
export type Verification =
  | { ok: true; actor: Actor }
  /** `later`: the same request may be believed when it is sent again. */
  | { ok: false; reason: string; later?: boolean };

const covering = {
  draft: ["(request-target)", "host", "date"],
  message: ["@method", "@target-uri"],
};

/** A key is fetched anew for a signature it does not fit, but not within so many milliseconds of the last time. */
const keyRest = 5 * 60_000;
/** Where nobody answered in time, so many: an honest host must not be taken for one without a key. */
const timedOutRest = 20_000;
const mostRememberedFailures = 10_000;

type Verifying = Pick<FederationOptions, "sql" | "client" | "config" | "policy">;
type Signed = Pick<Request, "method" | "url" | "headers">;
type Fetched = "fetched" | "failed" | "later";

/** How to wait for another server; undefined where too many do. */
type StepAside = <T>(host: string, wait: () => Promise<T>) => Promise<T | undefined>;
const inPlace: StepAside = (_host, wait) => wait();

/** Fetches keys from their owners: once for all who wait for one, within budgets, and not again soon when it could not be had. */
function createKeyFetching({ sql, client, policy }: Verifying, stepAside: StepAside) {
  const failures = new Map<string, { came: "failed" | "later"; until: number }>();
  const { allow, charge } = createKeyBudgets(policy);
  const fetches = new Map<string, Promise<Fetched>>();

  /** Of many requests with one new key, the first fetches it and the others wait. */
  function fetchOwner(keyId: string): Promise<Fetched> {
    const underWay = fetches.get(keyId);
    if (underWay) return underWay;
    const fetched = fetchOnce(keyId).finally(() => fetches.delete(keyId));
    fetches.set(keyId, fetched);
    return fetched;
  }

  async function fetchOnce(keyId: string): Promise<Fetched> {
    const failure = failures.get(keyId);
    if (failure && failure.until > Date.now()) return failure.came;
    if (!(await allow(keyId))) return "later";
    try {
      await fetchKeyOwner(sql, client, keyId);
      failures.delete(keyId);
      return "fetched";
    } catch (error) {
      if (!(error instanceof FetchFailed)) throw error;
      await charge(keyId, "vain");
      if (failures.size >= mostRememberedFailures) failures.clear();
      const came = error.timedOut ? "later" : "failed";
      failures.set(keyId, { came, until: Date.now() + (error.timedOut ? timedOutRest : keyRest) });
      return came;
    }
  }

  async function renew(keyId: string): Promise<Fetched> {
    return (await stepAside(hostOf(keyId)!, () => fetchOwner(keyId))) ?? "later";
  }
  return { renew, charge };
}

/** Verifies signed requests, those with a body and those without. One for the process: it remembers keys that could not be had. */
export function createVerifier(verifying: Verifying, stepAside: StepAside = inPlace) {
  const { sql, config } = verifying;
  const { host } = new URL(config.origin);
  const { renew, charge } = createKeyFetching(verifying, stepAside);

  return async function verify(
    request: Signed,
    body?: Uint8Array<ArrayBuffer>,
    actor?: string,
  ): Promise<Verification> {
    const read = readSignature(request.headers, body !== undefined);
    if ("reason" in read) return { ok: false, reason: read.reason };
    if (body && new URL(request.url).search !== "") return { ok: false, reason: "The inbox takes no query." };
    // A request that was signed for another server says so here; it must not be played again to us.
    if (request.headers.get("host") !== host) return { ok: false, reason: `This is ${host}.` };
    const { keyId } = read;
    // A key is of its owner's origin: one of another cannot be the actor's, and is not asked for either.
    if (actor && !sameOrigin(keyId, actor))
      return { ok: false, reason: "The key is not of the actor's origin." };
    let found = await findActorByKey(sql, keyId);
    const fetched = found ? undefined : await renew(keyId);
    if (fetched === "later")
      return { ok: false, reason: `The key ${keyId} cannot be had just now.`, later: true };
    if (fetched === "fetched") found = await findActorByKey(sql, keyId);
    if (!found) return { ok: false, reason: `The key ${keyId} cannot be had from its owner.` };
    const held = await holds(request, body, found.key);
    // A key that exists is fetched in vain, too, for a signature that somebody else made up.
    if (fetched === "fetched") await charge(keyId, held ? "proven" : "vain");
    if (held) return { ok: true, actor: found.actor };
    const stale = found.key.fetchedAt.getTime() < Date.now() - keyRest;
    if (stale && (await renew(keyId)) === "fetched") {
      const renewed = await findActorByKey(sql, keyId);
      const renewedHolds = renewed && (await holds(request, body, renewed.key));
      await charge(keyId, renewedHolds ? "proven" : "vain");
      if (renewedHolds) return { ok: true, actor: renewed.actor };
    }
    return { ok: false, reason: "The signature does not hold." };
  };
}

/** The key that a signature names, provided that it covers what matters; less would let parts be exchanged. */
function readSignature(headers: Headers, withBody: boolean): { keyId: string } | { reason: string } {
  const input = headers.get("signature-input");
  const signature = headers.get("signature");
  if (!signature) return { reason: "The request is not signed." };
  const keyId = idOf((input ?? signature).match(/key[iI]d="([^"]+)"/)?.[1]);
  if (!keyId) return { reason: "The signature names no key." };
  // A parameter given twice would be read one way here and another where the signature is computed.
  const parts = input ? input.match(/[()]/g) : signature.match(/\b(headers|keyId|signature)=/g);
  if (parts?.length !== (input ? 2 : 3)) return { reason: "One signature, and each part of it once." };
  const covered = input
    ? [...(input.match(/\(([^)]*)\)/)?.[1] ?? "").matchAll(/"([^"]+)"/g)].map((match) => match[1]!)
    : (signature.match(/headers="([^"]*)"/)?.[1] ?? "").toLowerCase().split(/\s+/);
  const needed = input ? covering.message : covering.draft;
  const digest = input ? "content-digest" : "digest";
  const missing = [...needed, ...(withBody ? [digest] : [])].filter((name) => !covered.includes(name));
  if (input && !/;created=\d+/.test(input)) missing.push("created");
  if (missing.length > 0) return { reason: `The signature does not cover ${missing.join(", ")}.` };
  return { keyId };
}

/** To read a key from its PEM costs as much as to check a signature with it. */
const imported = createCache<CryptoKey>(1000, 60 * 60_000);

async function readKey(pem: string): Promise<CryptoKey> {
  const known = imported.get(pem);
  if (known) return known;
  const key = await importSpki(pem);
  imported.set(pem, key);
  return key;
}

async function holds(
  request: Signed,
  body: Uint8Array<ArrayBuffer> | undefined,
  key: ActorKey,
): Promise<boolean> {
  try {
    const publicKey = await readKey(key.publicKeyPem);
    const known = new CryptographicKey({ id: new URL(key.id), owner: new URL(key.actorId), publicKey });
    const never = () => Promise.reject(new FetchFailed("A signature is verified without a fetch."));
    const verified = await verifyRequest(
      new Request(request.url, { method: request.method, headers: request.headers, body: body ?? null }),
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
