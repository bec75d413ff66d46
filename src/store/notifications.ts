import { createHash, randomBytes } from "node:crypto";
import type { Role } from "./members.ts";
import type { Sql } from "./sql.ts";

const hash = (token: string) => createHash("sha256").update(token).digest();

/** Makes a new secret address of a member's feed; the old one leads nowhere. The token is returned once and only its hash kept. */
export async function renewFeed(sql: Sql, memberId: string, language: string): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await sql`
    insert into notification (member_id, feed_hash, language) values (${memberId}, ${hash(token)}, ${language})
    on conflict (member_id) do update set feed_hash = excluded.feed_hash, language = excluded.language`;
  return token;
}

export async function revokeFeed(sql: Sql, memberId: string): Promise<void> {
  await sql`update notification set feed_hash = null where member_id = ${memberId}`;
}

export async function hasFeed(sql: Sql, memberId: string): Promise<boolean> {
  const rows = await sql`select 1 from notification where member_id = ${memberId} and feed_hash is not null`;
  return rows.length > 0;
}

/** Whose feed is at this secret address, in which language it speaks, and whether everything is closed. */
export interface FeedReader {
  role: Role;
  language: string;
  panicked: boolean;
}

export async function findFeedReader(sql: Sql, token: string): Promise<FeedReader | undefined> {
  const [row] = await sql<FeedReader[]>`
    select role, language, exists (select 1 from collective where panicked_at is not null) as panicked
    from notification
    join member on member.id = member_id
    where feed_hash = ${hash(token)} and suspended_at is null`;
  return row;
}
