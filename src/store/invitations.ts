import { createHash, hkdfSync } from "node:crypto";
import { jwtVerify, SignJWT } from "jose";
import { Forbidden, NotFound } from "../errors.ts";
import { addEntry } from "./audit.ts";
import { randomId } from "./ids.ts";
import { addMember, type Member, type Role } from "./members.ts";
import type { SecretKey } from "./secret.ts";
import type { Database, Sql } from "./sql.ts";

export interface Invitation {
  id: string;
  role: Role;
  createdAt: Date;
  expiresAt: Date;
}

/** Long enough to hand it over, short enough that one that was lost is soon worth nothing. */
const lifetime = "3 days";

const hash = (token: string) => createHash("sha256").update(token).digest();

/** A key of its own: the secret key itself encrypts, and one key does one thing. */
const signingKey = (secret: SecretKey) => new Uint8Array(hkdfSync("sha256", secret, "", "invitation", 32));

const columns = (sql: Sql) => sql`id, role, created_at as "createdAt", expires_at as "expiresAt"`;

/** Lets somebody in, once, with this role, as long as the member `by` is one. The token is in the link and nowhere else. */
export async function issueInvitation(
  sql: Sql,
  secret: SecretKey,
  role: Role,
  { by = null as string | null } = {},
): Promise<{ token: string; invitation: Invitation }> {
  const id = randomId();
  const token = await new SignJWT()
    .setProtectedHeader({ alg: "HS256" })
    .setJti(id)
    .setIssuedAt()
    .setExpirationTime(lifetime)
    .sign(signingKey(secret));
  const [invitation] = await sql<Invitation[]>`
    insert into invitation (id, token_hash, role, member_id, expires_at)
    values (${id}, ${hash(token)}, ${role}, ${by}, now() + ${lifetime}::interval)
    returning ${columns(sql)}`;
  return { token, invitation: invitation! };
}

/** Whether we signed it and it is not over; what is made up costs no query. */
async function isOurs(secret: SecretKey, token: string): Promise<boolean> {
  if (token.length > 500) return false;
  return jwtVerify(token, signingKey(secret), { algorithms: ["HS256"] }).then(
    () => true,
    () => false,
  );
}

export async function findInvitation(
  sql: Sql,
  secret: SecretKey,
  token: string,
): Promise<Invitation | undefined> {
  if (!(await isOurs(secret, token))) return undefined;
  const [row] = await sql<Invitation[]>`
    select ${columns(sql)} from invitation where token_hash = ${hash(token)} and expires_at > now()`;
  return row;
}

/** Makes a member of whoever holds the link, and the link is spent. @throws {Forbidden} when it is not good any more, and what `addMember` throws. */
export async function acceptInvitation(
  sql: Database,
  secret: SecretKey,
  token: string,
  member: { name: string; passphrase: string },
): Promise<Member> {
  if (!(await isOurs(secret, token))) throw new Forbidden("This invitation is not ours.");
  return sql.begin(async (tx) => {
    const [invitation] = await tx<{ role: Role }[]>`
      delete from invitation where token_hash = ${hash(token)} and expires_at > now() returning role`;
    if (!invitation) throw new Forbidden("This invitation is not good any more.");
    const joined = await addMember(tx, { ...member, role: invitation.role });
    await addEntry(tx, secret, { memberId: joined.id, name: joined.name, role: joined.role, act: "join" });
    return joined;
  });
}

/** Those that somebody could still use, the newest first. */
export async function listInvitations(sql: Sql): Promise<Invitation[]> {
  return sql<Invitation[]>`
    select ${columns(sql)} from invitation
    where expires_at > now()
    order by created_at desc, id
    limit 100`;
}

/** @throws {NotFound} when it is used or gone. */
export async function revokeInvitation(sql: Sql, id: string): Promise<void> {
  const revoked = await sql`delete from invitation where id = ${id} returning id`;
  if (revoked.length === 0) throw new NotFound(`There is no open invitation ${id}.`);
}

export async function removeOldInvitations(sql: Sql, limit = 5000): Promise<number> {
  const { count } = await sql`
    delete from invitation where id in (select id from invitation where expires_at < now() limit ${limit})`;
  return count;
}
