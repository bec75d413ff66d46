import { createHash } from "node:crypto";
import { addEntry } from "./audit.ts";
import { randomId } from "./ids.ts";
import { findMember, type MemberRef } from "./members.ts";
import { type CodeKind, newSecret, numberAhead, numberOf, numberOfSecond, stepOf } from "./one-time-codes.ts";
import { refuseInPanic } from "./panic.ts";
import { seal, unseal } from "./seal.ts";
import type { SecretKey } from "./secret.ts";
import { endSessions } from "./sessions.ts";
import type { Database, Sql } from "./sql.ts";

const recoveryCodes = 10;

/** As people type them: with spaces and hyphens, in capitals. */
const plain = (code: string) => code.toLowerCase().replace(/[\s-]/g, "").slice(0, 40);

/** A code of an app has six digits, of a key six or eight. */
const isOfDevice = (code: string) => /^\d{6}(\d\d)?$/.test(code);

const hash = (recoveryCode: string) => createHash("sha256").update(plain(recoveryCode)).digest();

export interface SecondFactor {
  /** Since when there is one; of each kind of codes, too. */
  createdAt: Date;
  app: Date | null;
  key: Date | null;
  passkeys: number;
  recoveryCodesLeft: number;
}

export async function findSecondFactor(sql: Sql, memberId: string): Promise<SecondFactor | undefined> {
  const [row] = await sql<SecondFactor[]>`
    select least(app, key, passkey at time zone 'UTC') as "createdAt", app, key, passkeys,
      (select count(*)::integer from recovery_code where member_id = ${memberId}) as "recoveryCodesLeft"
    from (
      select min(created_at) filter (where kind = 'app') as app, min(created_at) filter (where kind = 'key') as key
      from second_factor where member_id = ${memberId}
    ) codes
    cross join (
      select min(created_on)::timestamp as passkey, count(*)::integer as passkeys
      from passkey where member_id = ${memberId}
    ) keys
    where has_second_factor(${memberId})`;
  return row;
}

/**
 * Makes a secret for the member's device, or takes the one that a key has. Until `confirmSecondFactor` nothing else changes.
 */
export async function offerSecondFactor(
  sql: Sql,
  secret: SecretKey,
  memberId: string,
  { kind = "app", base32 = newSecret() }: { kind?: CodeKind; base32?: string } = {},
): Promise<void> {
  const jwe = await seal(base32, secret);
  await sql`
    insert into second_factor_offer (member_id, kind, secret_jwe) values (${memberId}, ${kind}, ${jwe})
    on conflict (member_id) do update
    set kind = excluded.kind, secret_jwe = excluded.secret_jwe, created_at = now()`;
}

const offerStands = (sql: Sql) => sql`created_at > now() - interval '1 hour'`;

/** The secret on offer in base32 (RFC 4648), unless an hour has gone by. */
export async function findOfferedSecret(
  sql: Sql,
  secret: SecretKey,
  memberId: string,
  kind: CodeKind = "app",
): Promise<string | undefined> {
  const [row] = await sql<{ jwe: string }[]>`
    select secret_jwe as jwe from second_factor_offer
    where member_id = ${memberId} and kind = ${kind} and ${offerStands(sql)}`;
  return row && unseal(row.jwe, secret);
}

export async function dropOffer(sql: Sql, memberId: string): Promise<void> {
  await sql`delete from second_factor_offer where member_id = ${memberId}`;
}

interface Confirmed {
  memberId: string;
  code: string;
  /** What a key typed right after it. */
  next?: string;
  now?: Date;
}

/**
 * A code shows that the member's device has the offered secret: from now on it is asked for. An earlier factor of the kind ends.
 * Gives the recovery codes, which are kept as hashes only; undefined when the code is wrong or the offer is gone.
 */
export async function confirmSecondFactor(
  sql: Database,
  secret: SecretKey,
  { memberId, code, next = "", now = new Date() }: Confirmed,
): Promise<string[] | undefined> {
  return sql.begin(async (tx) => {
    const [offer] = await tx<{ kind: CodeKind; jwe: string }[]>`
      select kind, secret_jwe as jwe from second_factor_offer
      where member_id = ${memberId} and ${offerStands(tx)}
      for update`;
    if (!offer) return undefined;
    const { kind, jwe } = offer;
    const base32 = await unseal(jwe, secret);
    const typed = [plain(code), plain(next)] as const;
    const step = kind === "app" ? stepOf(base32, typed[0], now) : secondOf(base32, typed);
    if (step === undefined) return undefined;
    await tx`delete from second_factor where member_id = ${memberId} and kind = ${kind}`;
    await dropOffer(tx, memberId);
    await tx`
      insert into second_factor (member_id, kind, digits, secret_jwe, last_step)
      values (${memberId}, ${kind}, ${typed[0].length}, ${jwe}, ${step})`;
    return renewRecoveryCodes(tx, memberId);
  });
}

function secondOf(base32: string, typed: readonly [string, string]): number | undefined {
  const [first, second] = typed;
  const alike = isOfDevice(first) && isOfDevice(second) && first.length === second.length;
  return alike ? numberOfSecond(base32, typed) : undefined;
}

/** Ten new ones in the place of those there are. They are told once. */
export async function renewRecoveryCodes(tx: Sql, memberId: string): Promise<string[]> {
  await tx`delete from recovery_code where member_id = ${memberId}`;
  const codes = Array.from({ length: recoveryCodes }, () => randomId().match(/.{4}/g)!.join("-"));
  await tx`
    insert into recovery_code (member_id, code_hash)
    select ${memberId}, decode(hex, 'hex')
    from unnest(${codes.map((code) => hash(code).toString("hex"))}::text[]) as hex`;
  return codes;
}

interface Device {
  kind: CodeKind;
  jwe: string;
  lastStep: number;
  ahead: number | null;
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
  const typed = plain(code);
  if (!isOfDevice(typed)) return takeRecoveryCode(sql, secret, { memberId, code });
  const devices = await sql<Device[]>`
    select kind, secret_jwe as jwe, last_step as "lastStep", ahead
    from second_factor
    where member_id = ${memberId} and digits = ${typed.length}
    order by kind`;
  for (const device of devices) {
    const base32 = await unseal(device.jwe, secret);
    const step =
      device.kind === "app"
        ? stepOf(base32, typed, now)
        : await stepOfKey(sql, memberId, device, { secret: base32, code: typed });
    if (step !== undefined && (await takeStep(sql, memberId, device.kind, step))) return true;
  }
  return false;
}

async function takeStep(sql: Sql, memberId: string, kind: CodeKind, step: number): Promise<boolean> {
  const { count } = await sql`
    update second_factor set last_step = ${step}, ahead = null
    where member_id = ${memberId} and kind = ${kind} and last_step < ${step}`;
  return count > 0;
}

/** Of a key that was touched too often it is kept where it seems to be: the next code shows whether it is (RFC 4226, 7.4). */
async function stepOfKey(
  sql: Sql,
  memberId: string,
  { lastStep, ahead }: Device,
  typed: { secret: string; code: string },
): Promise<number | undefined> {
  const next = ahead === null ? undefined : ahead + 1;
  const number = numberOf(typed, lastStep);
  if (number !== undefined) return number;
  const far = numberAhead(typed, lastStep);
  if (far !== undefined && far === next) return far;
  await sql`
    update second_factor set ahead = ${far ?? null}
    where member_id = ${memberId} and kind = 'key' and last_step = ${lastStep}`;
  return undefined;
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

/** Ends one kind of codes; recovery codes end with the last factor. */
export async function removeCodes(sql: Sql, memberId: string, kind: CodeKind): Promise<void> {
  await sql`delete from second_factor where member_id = ${memberId} and kind = ${kind}`;
  await endRecoveryCodes(sql, memberId);
}

/** They stand in for a second factor, and are none by themselves. */
export async function endRecoveryCodes(sql: Sql, memberId: string): Promise<void> {
  await sql`delete from recovery_code where member_id = ${memberId} and not has_second_factor(${memberId})`;
}

/** Ends whatever second factor there is. */
export async function removeSecondFactor(sql: Sql, memberId: string): Promise<void> {
  await sql`delete from second_factor where member_id = ${memberId}`;
  await sql`delete from passkey where member_id = ${memberId}`;
  await dropOffer(sql, memberId);
  await endRecoveryCodes(sql, memberId);
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
