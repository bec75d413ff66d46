import { hostIs } from "./blocked.ts";
import { removeBlock } from "./blocks.ts";
import { refuseInPanic } from "./panic.ts";
import { type HeldBecause, moderateReplies, type Reply, replyColumns } from "./replies.ts";
import type { Sql } from "./sql.ts";

/** A host from which something is held. */
export interface HeldHost {
  host: string;
  replies: number;
  accounts: number;
  reasons: HeldBecause[];
  latest: Date;
  /** Whether members limited the host itself, or a domain above it. */
  limited: boolean;
}

/** The hosts of what is held, those that sent something last first. */
export async function listHeldHosts(
  sql: Sql,
  options: { limit: number; offset?: number },
): Promise<HeldHost[]> {
  return sql<HeldHost[]>`
    select host, replies, accounts, reasons, latest, ${hostIs(sql, "limit", sql`host`)} as limited
    from (
      select actor_host as host, count(*)::integer as replies, count(distinct actor_id)::integer as accounts,
        array_agg(distinct held_because) as reasons, max(received_at) as latest
      from reply
      where state = 'held'
      group by actor_host
      order by latest desc, host
      offset ${options.offset ?? 0}
      limit ${options.limit}
    ) held
    order by latest desc, host`;
}

/** The latest of what is held of each of these hosts, at most so many of each. */
export async function listHeldReplies(sql: Sql, hosts: string[], perHost: number): Promise<Reply[]> {
  if (hosts.length === 0) return [];
  return sql<Reply[]>`
    select held.*
    from unnest(${hosts}::text[]) as asked
    cross join lateral (
      select ${replyColumns(sql)}, revision.name as "postName"
      from reply
      join actor on actor.id = actor_id
      left join post on post.id = reply.post_id
      left join revision on revision.post_id = post.id and revision.number = post.revision
      where reply.state = 'held' and actor_host = asked
      order by received_at desc, reply.id
      limit ${perHost}
    ) held`;
}

/** What is held of a host is worked through in steps: one decision must not hold the table for minutes. */
const mostAtOnce = 1000;

/**
 * Lets a host in where nobody follows us: what is held of it goes among what waits, and so does a first word from there from
 * now on. A limit of the host ends; one of an account of it stays, and with it what is held of that account.
 */
export async function welcomeHost(tx: Sql, host: string): Promise<number> {
  await refuseInPanic(tx);
  await tx`insert into welcome (host) values (${host}) on conflict (host) do nothing`;
  const [limit] = await tx`
    select 1 from block where kind = 'host' and value = ${host} and severity = 'limit'`;
  if (limit) await removeBlock(tx, "host", host);
  return decideHeld(tx, host, "pending");
}

/** The hosts that members have let in, by name. */
export async function listWelcomes(sql: Sql, limit = 1000): Promise<{ host: string; createdAt: Date }[]> {
  return sql<{ host: string; createdAt: Date }[]>`
    select host, created_at as "createdAt" from welcome order by host limit ${limit}`;
}

/** From a host where nobody follows us, a first word is held again. */
export async function endWelcome(tx: Sql, host: string): Promise<void> {
  await tx`delete from welcome where host = ${host}`;
}

/** Refuses what is held of a host. Returns how many replies. */
export async function refuseHeld(tx: Sql, host: string): Promise<number> {
  return decideHeld(tx, host, "refused");
}

async function decideHeld(tx: Sql, host: string, state: "pending" | "refused"): Promise<number> {
  const held = await tx<{ id: string }[]>`
    select id
    from reply
    where state = 'held' and actor_host = ${host}
      and (${state} = 'refused' or not exists (
        select 1 from block where kind = 'actor' and value = actor_id and severity = 'limit'))
    order by received_at desc
    limit ${mostAtOnce}`;
  const { changed } = await moderateReplies(
    tx,
    held.map(({ id }) => id),
    state,
  );
  return changed.length;
}
