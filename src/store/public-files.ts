import { refuseInPanic } from "./panic.ts";
import type { Sql } from "./sql.ts";

/** What members write for machines that look at the site. */
export interface PublicFiles {
  /** robots.txt as typed; empty for ours. */
  robots: string;
  /** An address for security.txt: https, mailto or tel; empty for none. */
  securityContact: string;
}

export async function findPublicFiles(sql: Sql): Promise<PublicFiles> {
  const [row] = await sql<PublicFiles[]>`
    select robots, security_contact as "securityContact" from collective`;
  return row ?? { robots: "", securityContact: "" };
}

export async function editPublicFiles(sql: Sql, { robots, securityContact }: PublicFiles): Promise<void> {
  await refuseInPanic(sql);
  await sql`update collective set robots = ${robots}, security_contact = ${securityContact}`;
}
