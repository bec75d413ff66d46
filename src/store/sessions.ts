import { createHash, randomBytes } from "node:crypto";
import type { Member } from "./members.ts";
import type { Sql } from "./sql.ts";

export interface Session {
  id: string;
  member: Member;
  csrfToken: string;
  /** The collective asks everybody for a second factor, and this member has none yet. */
  lacksSecondFactor: boolean;
  /** Publishing is closed since somebody pressed the button for emergencies. */
  panicked: boolean;
}

/** What members see of a session: nothing of the device or of where it is. */
export interface OpenSession {
  id: string;
  createdAt: Date;
  usedAt: Date;
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
const fresh = (sql: Sql) => sql`
  suspended_at is null
  and used_at > now() - interval '12 hours'
  and session.created_at > now() - interval '14 days'`;

const open = (sql: Sql, token: string) => sql`token_hash = ${hash(token)} and ${fresh(sql)}`;

/** The session, unless it has ended. To ask for it is to use it. */
export async function findSession(sql: Sql, token: string): Promise<Session | undefined> {
  const [row] = await sql<
    (Member & Omit<Session, "id" | "member"> & { sessionId: string; stale: boolean })[]
  >`
    select session.id as "sessionId", member.id, member.name, member.role, member.created_at as "createdAt",
      member.suspended_at as "suspendedAt", csrf_token as "csrfToken",
      used_at < now() - interval '1 minute' as stale,
      exists (select 1 from collective where panicked_at is not null) as panicked,
      exists (select 1 from collective where second_factor_required)
        and not has_second_factor(member.id) as "lacksSecondFactor"
    from session
    join member on member.id = member_id
    where ${open(sql, token)}`;
  if (!row) return undefined;
  const { sessionId, csrfToken, lacksSecondFactor, panicked, stale, ...member } = row;
  if (stale) await sql`update session set used_at = now() where token_hash = ${hash(token)}`;
  return { id: sessionId, member, csrfToken, lacksSecondFactor, panicked };
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

/** The open sessions of a member, the last used first. */
export async function listSessions(sql: Sql, memberId: string): Promise<OpenSession[]> {
  return sql<OpenSession[]>`
    select session.id, session.created_at as "createdAt", used_at as "usedAt"
    from session
    join member on member.id = member_id
    where member_id = ${memberId} and ${fresh(sql)}
    order by used_at desc, session.id
    limit 100`;
}

/** Ends one session of the member, wherever it is open. */
export async function endSession(sql: Sql, memberId: string, id: string): Promise<void> {
  await sql`delete from session where member_id = ${memberId} and id::text = ${id}`;
}

/** Ends the sessions of a member, all or all but one, and sign-ins under way; no browser of theirs is known any more. */
export async function endSessions(sql: Sql, memberId: string, { but = "" } = {}): Promise<void> {
  await sql`delete from session where member_id = ${memberId} and id::text <> ${but}`;
  await sql`delete from sign_in where member_id = ${memberId}`;
  await sql`delete from browser where member_id = ${memberId}`;
}

export async function removeOldSessions(sql: Sql): Promise<void> {
  await sql`
    delete from session
    where used_at < now() - interval '12 hours' or created_at < now() - interval '14 days'`;
}
