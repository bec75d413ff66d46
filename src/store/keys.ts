import fs from "node:fs";
import { createPrivateKey, generateKeyPair, type JsonWebKey, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { Conflict } from "../errors.ts";
import { seal, unseal } from "./seal.ts";
import { readSecretKey, type SecretKey } from "./secret.ts";
import type { Sql } from "./sql.ts";

export type SigningActor = "group" | "instance";
export type KeyAlgorithm = "RSASSA-PKCS1-v1_5" | "Ed25519";

export interface SigningKey {
  actor: SigningActor;
  algorithm: KeyAlgorithm;
  publicJwk: JsonWebKey;
  privateJwk: JsonWebKey;
}

const generate = promisify(generateKeyPair);

async function decrypt(jwe: string, secret: SecretKey): Promise<JsonWebKey> {
  try {
    return JSON.parse(await unseal(jwe, secret)) as JsonWebKey;
  } catch {
    throw new Conflict(
      "The private keys do not open with this SECRET_KEY_FILE: put back the file they were made with.",
    );
  }
}

/** Makes the keys of both actors. RSA has 2,048 bits: peers accept it, and 4,096 would double the cost of each delivery. */
export async function createKeys(sql: Sql, secret: SecretKey): Promise<void> {
  for (const actor of ["group", "instance"] as const) {
    const rsa = await generate("rsa", { modulusLength: 2048 });
    const ed25519 = await generate("ed25519");
    const pairs = { "RSASSA-PKCS1-v1_5": rsa, Ed25519: ed25519 };
    for (const [algorithm, pair] of Object.entries(pairs)) {
      const publicJwk = pair.publicKey.export({ format: "jwk" });
      const jwe = await seal(JSON.stringify(pair.privateKey.export({ format: "jwk" })), secret);
      await sql`
        insert into signing_key (actor, algorithm, public_jwk, private_jwe)
        values (${actor}, ${algorithm}, ${sql.json(publicJwk as never)}, ${jwe})`;
    }
  }
}

/** The keys of an actor, RSA first. */
export async function listKeys(sql: Sql, actor: SigningActor, secret: SecretKey): Promise<SigningKey[]> {
  const rows = await sql<{ algorithm: KeyAlgorithm; publicJwk: JsonWebKey; jwe: string }[]>`
    select algorithm, public_jwk as "publicJwk", private_jwe as jwe
    from signing_key
    where actor = ${actor}
    order by algorithm desc`;
  return Promise.all(
    rows.map(async ({ jwe, ...key }) => ({ ...key, actor, privateJwk: await decrypt(jwe, secret) })),
  );
}

/** The RSA key that signs requests, ready for `crypto.sign`; undefined until the server is set up. */
export async function findRequestKey(
  sql: Sql,
  actor: SigningActor,
  secret: SecretKey,
): Promise<KeyObject | undefined> {
  const keys = await listKeys(sql, actor, secret);
  const rsa = keys.find((key) => key.algorithm === "RSASSA-PKCS1-v1_5");
  return rsa && createPrivateKey({ key: rsa.privateJwk, format: "jwk" });
}

/**
 * The secret key of this server, made where nothing has been encrypted yet. A new one beside old keys would leave the
 * account without any, and other servers would forget it. @throws {Conflict} when the stored keys do not open with it.
 */
export async function openSecretKey(sql: Sql, file: string): Promise<SecretKey> {
  const [stored] = await sql`select 1 from signing_key limit 1`;
  if (stored && !fs.existsSync(file)) {
    throw new Conflict(
      `SECRET_KEY_FILE: ${file} is not there, and the account's private keys open with it alone. ` +
        "Put it back from a backup, or set SECRET_KEY_FILE to where it is.",
    );
  }
  const secret = readSecretKey(file);
  await listKeys(sql, "group", secret);
  return secret;
}
