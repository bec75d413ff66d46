import { createHash, createPublicKey, type KeyObject, verify as verifyBytes } from "node:crypto";
import { promisify } from "node:util";
import { type Actor, type ActorKey, findActorByKey } from "../store/actors.ts";
import { hostOf } from "../text/address.ts";
import { sameOrigin } from "./document.ts";
import { FetchFailed } from "./download.ts";
import { createKeyBudgets } from "./key-budgets.ts";
import type { FederationOptions } from "./options.ts";
import { createCache } from "./recent.ts";
import { fetchKeyOwner } from "./remote-actors.ts";
import { readSignature, type Signature, type Signed } from "./signature.ts";

/** A valid signature, by its hash, and the actor whose key made it, or why there is none. */
export type Verification =
  | { ok: true; actor: Actor; signature: string }
  /** `later`: the same request may be believed when it is sent again. */
  | { ok: false; reason: string; later?: boolean };

const verifyAsync = promisify(verifyBytes);

/** A key is fetched anew for a signature it does not fit, but not within so many milliseconds of the last time. */
const keyRest = 5 * 60_000;
/** Where nobody answered in time, so many: an honest host must not be taken for one without a key. */
const timedOutRest = 20_000;
const mostRememberedFailures = 10_000;

type Verifying = Pick<FederationOptions, "sql" | "client" | "config" | "policy">;
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
    if (body && request.url.includes("?")) return { ok: false, reason: "The inbox takes no query." };
    const read = readSignature(request, body);
    if ("reason" in read) return { ok: false, reason: read.reason };
    // A request that was signed for another server says so here; it must not be played again to us.
    if (request.headers.get("host") !== host) return { ok: false, reason: `This is ${host}.` };
    const { signature } = read;
    const { keyId } = signature;
    // A key is of its owner's origin: one of another cannot be the actor's, and is not asked for either.
    if (actor && !sameOrigin(keyId, actor))
      return { ok: false, reason: "The key is not of the actor's origin." };
    let found = await findActorByKey(sql, keyId);
    const fetched = found ? undefined : await renew(keyId);
    if (fetched === "later")
      return { ok: false, reason: `The key ${keyId} cannot be had just now.`, later: true };
    if (fetched === "fetched") found = await findActorByKey(sql, keyId);
    if (!found) return { ok: false, reason: `The key ${keyId} cannot be had from its owner.` };
    const held = await holds(signature, found.key);
    // A key that exists is fetched in vain, too, for a signature that somebody else made up.
    if (fetched === "fetched") await charge(keyId, held ? "proven" : "vain");
    if (held) return proven(found.actor, signature);
    const stale = found.key.fetchedAt.getTime() < Date.now() - keyRest;
    if (stale && (await renew(keyId)) === "fetched") {
      const renewed = await findActorByKey(sql, keyId);
      const renewedHolds = renewed && (await holds(signature, renewed.key));
      await charge(keyId, renewedHolds ? "proven" : "vain");
      if (renewedHolds) return proven(renewed.actor, signature);
    }
    return { ok: false, reason: "The signature does not hold." };
  };
}

/** The bytes and not the header: there the same signature can be written in many ways. */
function proven(actor: Actor, { bytes }: Signature): Verification {
  return { ok: true, actor, signature: createHash("sha256").update(bytes).digest("base64url") };
}

/** To read a key from its PEM costs as much as to check a signature with it. */
const imported = createCache<KeyObject>(1000, 60 * 60_000);

/** SPKI or, from some, PKCS#1; its text in lines of any length. @throws for what is no public RSA key. */
function readKey(pem: string): KeyObject {
  const known = imported.get(pem);
  if (known) return known;
  const [, rsa, text] = /^\s*-----BEGIN (RSA )?PUBLIC KEY-----([^-]*)-----END/.exec(pem) ?? [];
  if (text === undefined) throw new Error("This is no public key.");
  const der = Buffer.from(text, "base64");
  const key = createPublicKey({ key: der, format: "der", type: rsa ? "pkcs1" : "spki" });
  if (key.asymmetricKeyType !== "rsa") throw new Error("This is no RSA key.");
  imported.set(pem, key);
  return key;
}

async function holds({ bases, bytes, hash }: Signature, { publicKeyPem }: ActorKey): Promise<boolean> {
  try {
    const key = readKey(publicKeyPem);
    for (const base of bases) {
      if (await verifyAsync(hash, Buffer.from(base), key, bytes)) return true;
    }
    return false;
  } catch {
    // What cannot be verified does not hold: a key that is none, or not RSA.
    return false;
  }
}
