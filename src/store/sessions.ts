import { createHash, randomBytes } from "node:crypto";
import type { Member } from "./members.ts";
import type { Sql } from "./sql.ts";

export interface Session {
  member: Member;
  csrfToken: string;
}

const hash = (token: string) => createHash("sha256").update(token).digest();

/** Opens a session; the token goes into the cookie and only its hash stays here. */
export async function openSession(sql: Sql, memberId: string): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await sql`
    insert into session (token_hash, member_id, csrf_token)
    values (${hash(token)}, ${memberId}, ${randomBytes(24).toString("base64url")})`;
  return token;
}

/** The session, which ends after 12 hours without use or 14 days in all. */
export async function findSession(sql: Sql, token: string): Promise<Session | undefined> {
  const [row] = await sql<(Member & { csrfToken: string; stale: boolean })[]>`
    select member.id, member.name, member.role, member.created_at as "createdAt",
      member.suspended_at as "suspendedAt", csrf_token as "csrfToken",
      used_at < now() - interval '1 minute' as stale
    from session
    join member on member.id = member_id
    where token_hash = ${hash(token)} and suspended_at is null
      and used_at > now() - interval '12 hours'
      and session.created_at > now() - interval '14 days'`;
  if (!row) return undefined;
  const { csrfToken, stale, ...member } = row;
  if (stale) await sql`update session set used_at = now() where token_hash = ${hash(token)}`;
  return { member, csrfToken };
}

export async function closeSession(sql: Sql, token: string): Promise<void> {
  await sql`delete from session where token_hash = ${hash(token)}`;
}

export async function removeOldSessions(sql: Sql): Promise<void> {
  await sql`
    delete from session
    where used_at < now() - interval '12 hours' or created_at < now() - interval '14 days'`;
}
