import { createHash, randomBytes } from "node:crypto";
import { normal } from "../text/normal.ts";
import type { Sql } from "./sql.ts";

const hash = (token: string) => createHash("sha256").update(token).digest();

/** More than anybody signs in with. */
const mostOfMember = 10;

/** Remembers a browser of the member's; the token goes into its cookie and only its hash stays here. */
export async function rememberBrowser(sql: Sql, memberId: string): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await sql`insert into browser (token_hash, member_id) values (${hash(token)}, ${memberId})`;
  await sql`
    delete from browser
    where token_hash in (
      select token_hash
      from browser
      where member_id = ${memberId}
      order by created_at desc
      offset ${mostOfMember}
      limit 100
    )`;
  return token;
}

/** Whether the member of that name has signed in with this browser, and asked to be remembered in it, within half a year. */
export async function isBrowserOf(sql: Sql, token: string, name: string): Promise<boolean> {
  const rows = await sql`
    select 1
    from browser
    join member on member.id = member_id
    where token_hash = ${hash(token)} and lower(name) = lower(${normal(name, "NFKC").trim()})
      and suspended_at is null and browser.created_at > now() - interval '180 days'`;
  return rows.length > 0;
}

export async function removeOldBrowsers(sql: Sql): Promise<void> {
  await sql`delete from browser where created_at < now() - interval '180 days'`;
}
