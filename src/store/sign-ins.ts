import { createHash, randomBytes } from "node:crypto";
import type { Sql } from "./sql.ts";

// A sign-in whose passphrase was right and whose code is awaited. It opens no page but the one that asks for the code.

const hash = (token: string) => createHash("sha256").update(token).digest();

const open = (sql: Sql) => sql`sign_in.created_at > now() - interval '10 minutes'`;

/** Gives the token that the page with the code carries; only its hash stays here. */
export async function beginSignIn(sql: Sql, memberId: string): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await sql`insert into sign_in (token_hash, member_id) values (${hash(token)}, ${memberId})`;
  return token;
}

/** Whose sign-in it is, for ten minutes. */
export async function findSignIn(
  sql: Sql,
  token: string,
): Promise<{ memberId: string; name: string } | undefined> {
  const [row] = await sql<{ memberId: string; name: string }[]>`
    select member_id as "memberId", name
    from sign_in
    join member on member.id = member_id
    where token_hash = ${hash(token)} and suspended_at is null and ${open(sql)}`;
  return row;
}

/** Whether it was still there to end: of two that come at once, one goes on. */
export async function endSignIn(sql: Sql, token: string): Promise<boolean> {
  const ended =
    await sql`delete from sign_in where token_hash = ${hash(token)} and ${open(sql)} returning 1 as one`;
  return ended.length > 0;
}

export async function removeOldSignIns(sql: Sql, limit = 5000): Promise<number> {
  const { count } = await sql`
    delete from sign_in where token_hash in (
      select token_hash from sign_in where not (${open(sql)}) limit ${limit}
    )`;
  return count;
}
