import { createHash, randomBytes } from "node:crypto";
import type { Role } from "./members.ts";
import { seal, unseal } from "./seal.ts";
import type { SecretKey } from "./secret.ts";
import type { Database, Sql } from "./sql.ts";

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

export const digests = ["off", "hourly", "daily"] as const;
export type Digest = (typeof digests)[number];

/** Why a mail did not go out; never what the other server said, which may name whom it was for. */
export const mailFailures = ["unreachable", "unencrypted", "signIn", "refused", "other"] as const;
export type MailFailure = (typeof mailFailures)[number];

/** How a member is mailed. */
export interface Mailing {
  address: string | null;
  digest: Digest;
  /** Of the last mail that did not go out, unless one has since. */
  failure: MailFailure | null;
  triedAt: Date | null;
}

export async function findMailing(sql: Sql, secret: SecretKey, memberId: string): Promise<Mailing> {
  const [row] = await sql<(Omit<Mailing, "address"> & { jwe: string | null })[]>`
    select mail_jwe as jwe, digest, failure, tried_at as "triedAt"
    from notification where member_id = ${memberId}`;
  if (!row) return { address: null, digest: "off", failure: null, triedAt: null };
  const { jwe, ...mailing } = row;
  return { ...mailing, address: jwe === null ? null : await unseal(jwe, secret) };
}

/** What waits already is not told of: the member is here. */
export async function chooseMailing(
  sql: Sql,
  secret: SecretKey,
  memberId: string,
  mailing: { address: string | null; digest: Digest; language: string },
): Promise<void> {
  const { address, digest, language } = mailing;
  const jwe = address === null ? null : await seal(address, secret);
  await sql`
    insert into notification (member_id, mail_jwe, digest, language)
    values (${memberId}, ${jwe}, ${digest}, ${language})
    on conflict (member_id) do update
    set mail_jwe = excluded.mail_jwe, digest = excluded.digest, language = excluded.language, told_at = now(),
      tried_at = null, failure = null`;
}

/** A member to be told by mail. */
export interface Due {
  memberId: string;
  address: string;
  language: string;
}

/**
 * Takes members of this role who are to be told that something came at `latest`: those who were told of less, and not
 * too lately for what they chose. Whoever is taken counts as tried, so that no two workers write to one member.
 */
export async function claimDigests(
  sql: Database,
  secret: SecretKey,
  { role, latest, limit }: { role: Role; latest: Date; limit: number },
): Promise<Due[]> {
  const rows = await sql<(Omit<Due, "address"> & { jwe: string })[]>`
    update notification set tried_at = now()
    where member_id in (
      select member_id
      from notification
      join member on member.id = member_id
      where role = ${role} and suspended_at is null and digest <> 'off' and told_at < ${latest}
        and not exists (select 1 from collective where panicked_at is not null)
        and (tried_at is null or tried_at < now()
          - case when digest = 'daily' and failure is null then interval '1 day' else interval '1 hour' end)
      limit ${limit}
      for update of notification skip locked
    )
    returning member_id as "memberId", mail_jwe as jwe, language`;
  return Promise.all(rows.map(async ({ jwe, ...due }) => ({ ...due, address: await unseal(jwe, secret) })));
}

/** The member was told of everything up to `latest`, or could not be. */
export async function settleDigest(
  sql: Sql,
  memberId: string,
  outcome: { latest: Date } | { failure: MailFailure },
): Promise<void> {
  if ("failure" in outcome) {
    await sql`update notification set failure = ${outcome.failure} where member_id = ${memberId}`;
  } else {
    await sql`
      update notification set failure = null, told_at = ${outcome.latest} where member_id = ${memberId}`;
  }
}
