import { createHash } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { addEntry } from "./audit.ts";
import { randomId } from "./ids.ts";
import { findMember, type MemberRef } from "./members.ts";
import { refuseInPanic } from "./panic.ts";
import { seal, unseal } from "./seal.ts";
import type { SecretKey } from "./secret.ts";
import { endSessions } from "./sessions.ts";
import type { Database, Sql } from "./sql.ts";

/** What every authenticator app takes for granted, whatever the address in the QR code says. */
const shape = { algorithm: "SHA1", digits: 6, period: 30 };
/** RFC 6238, 5.2: one step before and after, for clocks that are off and people who type slowly. */
const window = 1;
/** RFC 4226, 4: 160 bits. */
const secretSize = 20;
const recoveryCodes = 10;

/** The time step whose code this is; undefined when it is none of now. */
function stepOf(secret: string, code: string, now: Date): number | undefined {
  const timestamp = now.getTime();
  const totp = new TOTP({ ...shape, secret: Secret.fromBase32(secret) });
  const delta = totp.validate({ token: code, timestamp, window });
  return delta === null ? undefined : TOTP.counter({ period: shape.period, timestamp }) + delta;
}

/** As people type them: with spaces and hyphens, in capitals. */
const plain = (code: string) => code.toLowerCase().replace(/[\s-]/g, "").slice(0, 40);

const hash = (recoveryCode: string) => createHash("sha256").update(plain(recoveryCode)).digest();

export interface SecondFactor {
  createdAt: Date;
  recoveryCodesLeft: number;
}

export async function findSecondFactor(sql: Sql, memberId: string): Promise<SecondFactor | undefined> {
  const [row] = await sql<SecondFactor[]>`
    select created_at as "createdAt",
      (select count(*)::integer from recovery_code where member_id = ${memberId}) as "recoveryCodesLeft"
    from second_factor
    where member_id = ${memberId}`;
  return row;
}

/** Makes a secret for the member's device. Until `confirmSecondFactor` nothing else changes. */
export async function offerSecondFactor(sql: Sql, secret: SecretKey, memberId: string): Promise<void> {
  const jwe = await seal(new Secret({ size: secretSize }).base32, secret);
  await sql`
    insert into second_factor_offer (member_id, secret_jwe) values (${memberId}, ${jwe})
    on conflict (member_id) do update set secret_jwe = excluded.secret_jwe, created_at = now()`;
}

const offerStands = (sql: Sql) => sql`created_at > now() - interval '1 hour'`;

/** The secret on offer in base32 (RFC 4648), unless an hour has gone by. */
export async function findOfferedSecret(
  sql: Sql,
  secret: SecretKey,
  memberId: string,
): Promise<string | undefined> {
  const [row] = await sql<{ jwe: string }[]>`
    select secret_jwe as jwe from second_factor_offer where member_id = ${memberId} and ${offerStands(sql)}`;
  return row && unseal(row.jwe, secret);
}

/** The secret as authenticator apps take it from a QR code. */
export function secretAddress(base32: string, { issuer, label }: { issuer: string; label: string }): string {
  return new TOTP({ ...shape, issuer, label, secret: Secret.fromBase32(base32) }).toString();
}

/**
 * A code shows that the member's device has the offered secret: from now on it is asked for. An earlier factor ends.
 * Gives the recovery codes, which are kept as hashes only; undefined when the code is wrong or the offer is gone.
 */
export async function confirmSecondFactor(
  sql: Database,
  secret: SecretKey,
  { memberId, code, now = new Date() }: { memberId: string; code: string; now?: Date },
): Promise<string[] | undefined> {
  return sql.begin(async (tx) => {
    const [offer] = await tx<{ jwe: string }[]>`
      select secret_jwe as jwe from second_factor_offer
      where member_id = ${memberId} and ${offerStands(tx)}
      for update`;
    const step = offer && stepOf(await unseal(offer.jwe, secret), plain(code), now);
    if (step === undefined) return undefined;
    await tx`delete from second_factor where member_id = ${memberId}`;
    await tx`delete from second_factor_offer where member_id = ${memberId}`;
    await tx`
      insert into second_factor (member_id, secret_jwe, last_step) values (${memberId}, ${offer!.jwe}, ${step})`;
    const codes = Array.from({ length: recoveryCodes }, () => randomId().match(/.{4}/g)!.join("-"));
    await tx`
      insert into recovery_code (member_id, code_hash)
      select ${memberId}, decode(hex, 'hex')
      from unnest(${codes.map((code) => hash(code).toString("hex"))}::text[]) as hex`;
    return codes;
  });
}

/**
 * Whether the code is right, which it is once: one of the device, or one for recovery, which is used up by it and stands in
 * the log, since it may be another who has found the paper.
 */
export async function takeCode(
  sql: Database,
  secret: SecretKey,
  { memberId, code, now = new Date() }: { memberId: string; code: string; now?: Date },
): Promise<boolean> {
  if (!/^\d{6}$/.test(plain(code))) return takeRecoveryCode(sql, secret, { memberId, code });
  const [factor] = await sql<{ jwe: string }[]>`
    select secret_jwe as jwe from second_factor where member_id = ${memberId}`;
  const step = factor && stepOf(await unseal(factor.jwe, secret), plain(code), now);
  if (step === undefined) return false;
  const taken = await sql`
    update second_factor set last_step = ${step}
    where member_id = ${memberId} and last_step < ${step}
    returning member_id`;
  return taken.length > 0;
}

async function takeRecoveryCode(
  sql: Database,
  secret: SecretKey,
  { memberId, code }: { memberId: string; code: string },
): Promise<boolean> {
  return sql.begin(async (tx) => {
    const { count } = await tx`
      delete from recovery_code where member_id = ${memberId} and code_hash = ${hash(code)}`;
    if (count === 0) return false;
    const { name, role } = await findMember(tx, { id: memberId });
    await addEntry(tx, secret, { memberId, name, role, act: "recoveryCode" });
    return true;
  });
}

export async function removeSecondFactor(sql: Sql, memberId: string): Promise<void> {
  await sql`delete from second_factor where member_id = ${memberId}`;
  await sql`delete from second_factor_offer where member_id = ${memberId}`;
}

/**
 * For a member who has lost both device and recovery codes; whoever is signed in as them is no longer. Gives the name.
 * @throws {NotFound}
 */
export async function resetSecondFactor(sql: Sql, of: MemberRef): Promise<string> {
  const { id, name } = await findMember(sql, of);
  await removeSecondFactor(sql, id);
  await sql`update member set let_in_at = now() where id = ${id}`;
  await endSessions(sql, id);
  return name;
}

export async function isSecondFactorRequired(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ required: boolean }[]>`
    select second_factor_required as required from collective`;
  return row?.required ?? false;
}

export async function requireSecondFactor(sql: Sql, required: boolean): Promise<void> {
  await refuseInPanic(sql);
  await sql`update collective set second_factor_required = ${required}`;
}
