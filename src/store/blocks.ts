import { NotFound } from "../errors.ts";
import { hostOf } from "../text/address.ts";
import { removeReactionsOf } from "./reactions.ts";
import { removeFollower } from "./followers.ts";
import type { Database, Sql } from "./sql.ts";

export interface Block {
  kind: "actor" | "host";
  value: string;
  createdAt: Date;
}

/**
 * Blocks an actor or a whole host: it follows no more, its replies are no longer shown, and what it sends is dropped
 * in silence. Nothing is sent to it: a block that its target is told of invites retaliation.
 */
export async function addBlock(sql: Database, kind: Block["kind"], value: string): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`insert into block (kind, value) values (${kind}, ${value}) on conflict do nothing`;
    const actors = await tx<{ id: string }[]>`
      select id from actor
      where ${kind === "actor" ? tx`id = ${value}` : tx`host ~ ${hostPattern(value)}`}`;
    for (const { id } of actors) {
      await removeFollower(tx, id);
      await removeReactionsOf(tx, id);
      await tx`update reply set state = 'refused' where actor_id = ${id} and state in ('pending', 'approved')`;
    }
  });
}

/** The host itself, its subdomains, and any port of them. */
const hostPattern = (host: string) => `(^|\\.)${host.replace(/[^\w-]/g, "\\$&")}(:\\d+)?$`;

/** @throws {NotFound} */
export async function removeBlock(sql: Sql, kind: Block["kind"], value: string): Promise<void> {
  const rows = await sql`delete from block where kind = ${kind} and value = ${value} returning value`;
  if (rows.length === 0) throw new NotFound(`${value} is not blocked.`);
}

export async function listBlocks(sql: Sql, limit = 1000): Promise<Block[]> {
  return sql<Block[]>`
    select kind, value, created_at as "createdAt" from block order by created_at desc, value limit ${limit}`;
}

/** Whether any of these ids belongs to a blocked actor, or to a blocked host or a subdomain of one. */
export async function isBlocked(sql: Sql, ids: string[]): Promise<boolean> {
  const hosts = new Set<string>();
  for (const id of ids) {
    const host = hostOf(id);
    if (host === undefined) continue;
    for (const name of [host, host.replace(/:\d+$/, "")]) {
      const labels = name.split(".");
      for (let at = 0; at < labels.length; at++) hosts.add(labels.slice(at).join("."));
    }
  }
  const [row] = await sql`
    select 1 from block
    where (kind = 'actor' and value = any(${ids})) or (kind = 'host' and value = any(${[...hosts]}))
    limit 1`;
  return row !== undefined;
}
