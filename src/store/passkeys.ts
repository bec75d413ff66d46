import type {
  AuthenticationResponseJSON,
  RegistrationResponseJSON,
  WebAuthnCredential,
} from "@simplewebauthn/server";
import { Conflict, Invalid } from "../errors.ts";
import { addEntry } from "./audit.ts";
import { randomId } from "./ids.ts";
import type { Member } from "./members.ts";
import { endRecoveryCodes, renewRecoveryCodes } from "./second-factors.ts";
import type { SecretKey } from "./secret.ts";
import type { Database, Sql } from "./sql.ts";

// Only whoever uses a passkey waits for what checks it to be loaded: no command needs it.
const webAuthn = () => import("@simplewebauthn/server");
const webAuthnHelpers = () => import("@simplewebauthn/server/helpers");

/** COSE (RFC 9053): ES256, EdDSA and RS256, which every device has one of. */
export const algorithms = [-7, -8, -257];

/** More than anybody has devices. */
export const mostPasskeys = 20;
/** Of its name. */
export const longestPasskeyName = 60;
/** What a browser sends of one is some thousand characters long. */
const longestAnswer = 16_384;

export interface Passkey {
  id: string;
  name: string;
  /** In base64url, as it goes to browsers. */
  credentialId: string;
  transports: string[];
  /** Where it was made, and works. */
  host: string;
  /** Whether it opens the door by itself. */
  alone: boolean;
  createdOn: Date;
  usedOn: Date | null;
}

export async function listPasskeys(sql: Sql, memberId: string): Promise<Passkey[]> {
  const rows = await sql<(Omit<Passkey, "credentialId"> & { credential: Buffer })[]>`
    select id, name, credential_id as credential, transports, host, alone, created_on as "createdOn", used_on as "usedOn"
    from passkey
    where member_id = ${memberId}
    order by created_on, id
    limit ${mostPasskeys}`;
  return rows.map(({ credential, ...row }) => ({ ...row, credentialId: credential.toString("base64url") }));
}

/** Whether anybody can come in by a passkey alone at this host. */
export async function doesPasskeyOpen(sql: Sql, host: string): Promise<boolean> {
  const [row] = await sql<{ any: boolean }[]>`
    select exists (select 1 from passkey where alone and host = ${host}) as any`;
  return row!.any;
}

/** What devices keep the member's passkeys under: no name. */
export async function findUserHandle(sql: Sql, memberId: string): Promise<string> {
  const [row] = await sql<{ handle: Buffer }[]>`
    select user_handle as handle from member where id = ${memberId}`;
  return row!.handle.toString("base64url");
}

/** What a browser's answer is held against. */
export interface Expected {
  /** The address that the member came by: a key of another page's host signs nothing for it. */
  origin: string;
  /** Whether a challenge was ours, and is used for the first time. */
  takeChallenge: (challenge: string) => boolean;
}

export const hostOf = (origin: string) => new URL(origin).hostname;

/** What a browser sent, as far as anybody can tell before it is checked. */
export function readAnswer(text: string): { id: string } | undefined {
  if (text.length > longestAnswer) return undefined;
  try {
    const answer: unknown = JSON.parse(text);
    const id: unknown = (answer as { id?: unknown } | null)?.id;
    return typeof id === "string" && /^[\w-]{1,1400}$/.test(id) ? (answer as { id: string }) : undefined;
  } catch {
    return undefined;
  }
}

/** The key that a device has made. */
export interface MadePasskey {
  credential: WebAuthnCredential;
  host: string;
}

/** Undefined where the answer is not one to our question, or is signed by a certificate: we ask for none, and follow none. */
export async function checkMade(
  text: string,
  { origin, takeChallenge }: Expected,
  { alone }: { alone: boolean },
): Promise<MadePasskey | undefined> {
  const answer = readAnswer(text) as RegistrationResponseJSON | undefined;
  if (!answer) return undefined;
  const { decodeAttestationObject, isoBase64URL } = await webAuthnHelpers();
  const { verifyRegistrationResponse } = await webAuthn();
  try {
    const attestation = decodeAttestationObject(isoBase64URL.toBuffer(answer.response.attestationObject));
    // The library would else ask the addresses in a certificate whether it is revoked.
    const plain = ["none", "packed"].includes(attestation.get("fmt"));
    if (!plain || attestation.get("attStmt").get("x5c") !== undefined) return undefined;
    const { registrationInfo } = await verifyRegistrationResponse({
      response: answer,
      expectedChallenge: takeChallenge,
      expectedOrigin: origin,
      expectedRPID: hostOf(origin),
      requireUserVerification: alone,
      supportedAlgorithmIDs: algorithms,
    });
    return registrationInfo && { credential: registrationInfo.credential, host: hostOf(origin) };
  } catch {
    return undefined;
  }
}

/**
 * Gives recovery codes to whoever has none left. Call it in a transaction. @throws {Invalid} `passkeyName`
 * @throws {Conflict} `passkeyKnown`, `passkeysFull`
 */
export async function addPasskey(
  tx: Sql,
  { credential, host }: MadePasskey,
  { memberId, name, alone }: { memberId: string; name: string; alone: boolean },
): Promise<string[] | undefined> {
  if (name === "" || name.length > longestPasskeyName) throw new Invalid("passkeyName", "passkeyName");
  await tx`select 1 from member where id = ${memberId} for update`;
  const passkeys = await listPasskeys(tx, memberId);
  if (passkeys.length >= mostPasskeys) throw new Conflict("passkeysFull");
  const { id, publicKey, counter, transports = [] } = credential;
  const known = transports.filter((each) => /^[a-z-]{1,20}$/.test(each)).slice(0, 8);
  const { count } = await tx`
    insert into passkey (id, member_id, name, credential_id, public_key, transports, host, alone, sign_count)
    values (${randomId()}, ${memberId}, ${name}, ${Buffer.from(id, "base64url")}, ${Buffer.from(publicKey)}, ${known}, ${host},
      ${alone}, ${counter})
    on conflict do nothing`;
  if (count === 0) throw new Conflict("passkeyKnown");
  const [left] = await tx`select 1 from recovery_code where member_id = ${memberId} limit 1`;
  return left ? undefined : renewRecoveryCodes(tx, memberId);
}

/** Whether there was one. */
export async function removePasskey(sql: Sql, memberId: string, id: string): Promise<boolean> {
  const { count } = await sql`delete from passkey where member_id = ${memberId} and id = ${id}`;
  await endRecoveryCodes(sql, memberId);
  return count > 0;
}

type Owner = Pick<Member, "id" | "name" | "role">;

interface Found {
  id: string;
  publicKey: Buffer;
  signCount: number;
  handle: Buffer;
  owner: Owner;
}

/**
 * Whose passkey has answered: any member's that opens by itself, and whose device has made sure of who holds it; or, of
 * `memberId`, any. What was signed is good once, since the challenge is.
 */
export async function takePasskey(
  sql: Database,
  secret: SecretKey,
  text: string,
  { memberId, ...expected }: Expected & { memberId?: string | undefined },
): Promise<Owner | undefined> {
  const answer = readAnswer(text) as AuthenticationResponseJSON | undefined;
  const found = answer && (await findKey(sql, answer.id, { host: hostOf(expected.origin), memberId }));
  if (!found) return undefined;
  const signCount = await checkSigned(answer, found, expected, { alone: memberId === undefined });
  if (signCount === undefined) return undefined;
  return sql.begin(async (tx) => {
    const { count } = await tx`
      update passkey set sign_count = ${signCount}, used_on = (now() at time zone 'UTC')::date
      where id = ${found.id} and (sign_count < ${signCount} or sign_count = 0 and ${signCount} = 0)`;
    if (count > 0) return found.owner;
    const { id, name, role } = found.owner;
    await addEntry(tx, secret, { memberId: id, name, role, act: "copiedPasskey" });
    return undefined;
  });
}

async function findKey(
  sql: Sql,
  credentialId: string,
  { host, memberId }: { host: string; memberId: string | undefined },
): Promise<Found | undefined> {
  const [found] = await sql<Found[]>`
    select passkey.id, public_key as "publicKey", sign_count as "signCount", user_handle as handle,
      jsonb_build_object('id', member.id, 'name', member.name, 'role', role) as owner
    from passkey
    join member on member.id = member_id
    where credential_id = ${Buffer.from(credentialId, "base64url")} and host = ${host} and suspended_at is null
      and ${memberId === undefined ? sql`alone` : sql`member_id = ${memberId}`}`;
  return found;
}

/** How often the device says that it was used; undefined where the signature is not the passkey's, for this challenge, here. */
async function checkSigned(
  answer: AuthenticationResponseJSON,
  { publicKey, handle }: Found,
  { origin, takeChallenge }: Expected,
  { alone }: { alone: boolean },
): Promise<number | undefined> {
  const { verifyAuthenticationResponse } = await webAuthn();
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: answer,
      expectedChallenge: takeChallenge,
      expectedOrigin: origin,
      expectedRPID: hostOf(origin),
      requireUserVerification: alone,
      // The row decides about the count, so that of two at once one is taken.
      credential: { id: answer.id, publicKey: new Uint8Array(publicKey), counter: 0 },
    });
    // Web Authentication, 7.2, step 6: who is not known yet is whom the device says.
    if (alone && answer.response.userHandle !== handle.toString("base64url")) return undefined;
    return verified ? authenticationInfo.newCounter : undefined;
  } catch {
    return undefined;
  }
}
