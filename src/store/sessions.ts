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

/** A session ends after 12 hours without use or 14 days in all, and with its member. */
const open = (sql: Sql, token: string) => sql`
  token_hash = ${hash(token)} and suspended_at is null
  and used_at > now() - interval '12 hours'
  and session.created_at > now() - interval '14 days'`;

/** The session, unless it has ended. To ask for it is to use it. */
export async function findSession(sql: Sql, token: string): Promise<Session | undefined> {
  const [row] = await sql<(Member & { csrfToken: string; stale: boolean })[]>`
    select member.id, member.name, member.role, member.created_at as "createdAt",
      member.suspended_at as "suspendedAt", csrf_token as "csrfToken",
      used_at < now() - interval '1 minute' as stale
    from session
    join member on member.id = member_id
    where ${open(sql, token)}`;
  if (!row) return undefined;
  const { csrfToken, stale, ...member } = row;
  if (stale) await sql`update session set used_at = now() where token_hash = ${hash(token)}`;
  return { member, csrfToken };
}

/** Whether the session is open, which is no use of it: a page that listens all day would else keep it open. */
export async function isSessionOpen(sql: Sql, token: string): Promise<boolean> {
  const rows =
    await sql`select 1 from session join member on member.id = member_id where ${open(sql, token)}`;
  return rows.length > 0;
}

export async function closeSession(sql: Sql, token: string): Promise<void> {
  await sql`delete from session where token_hash = ${hash(token)}`;
}

export async function removeOldSessions(sql: Sql): Promise<void> {
  await sql`
    delete from session
    where used_at < now() - interval '12 hours' or created_at < now() - interval '14 days'`;
}
