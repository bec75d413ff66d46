import { Conflict, NotFound } from "../errors.ts";
import { coversHost, hostOf } from "../text/address.ts";
import type { Severity } from "./blocked.ts";
import { cancelDeliveriesTo, cancelDeliveriesToHosts } from "./deliveries.ts";
import { type Ended, sayFarewell } from "./farewells.ts";
import { endBlocked, wasFollowed } from "./following.ts";
import { refuseInPanic } from "./panic.ts";
import type { Database, Sql } from "./sql.ts";

/** Whom a decision is about: one account by its id, or a host with its subdomains. */
export interface BlockTarget {
  kind: "actor" | "host";
  value: string;
}

export interface Block extends BlockTarget {
  /** Limited: what it sends is held for the members, always. Blocked: it is dropped. */
  severity: Severity;
  createdAt: Date;
}

/**
 * Blocks an actor or a whole host: follows end in both directions, its replies are no longer shown, what it sends is dropped in
 * silence, and nothing is sent to it but the word that a follow has ended: a block that its target is told of invites retaliation.
 * @throws {Conflict} for this server itself.
 */
export async function addBlock(sql: Database, kind: Block["kind"], value: string): Promise<void> {
  await sql.begin((tx) => putBlocks(tx, [{ kind, value }]));
}

/**
 * Holds everything the actor or host sends from now on for the members; what is shown stays.
 * @throws {Conflict} for this server itself.
 */
export async function addLimit(sql: Sql, kind: Block["kind"], value: string): Promise<void> {
  await refuseInPanic(sql);
  await refuseOurselves(sql, [{ kind, value }]);
  await sql`
    insert into block (kind, value, severity) values (${kind}, ${value}, 'limit')
    on conflict (kind, value) do update set severity = 'limit'`;
  if (kind === "host") await endWelcomes(sql, [value]);
  await notify(sql);
}

/**
 * Takes over a list from elsewhere, all of it or nothing. It makes decisions of our own stricter, never milder.
 * Returns how many it added or changed. @throws {Conflict} where it names this server itself.
 */
export async function importBlocks(
  sql: Database,
  entries: { host: string; severity: Severity }[],
): Promise<number> {
  const hostsOf = (severity: Severity) => [
    ...new Set(entries.filter((entry) => entry.severity === severity).map(({ host }) => host)),
  ];
  return sql.begin(async (tx) => {
    const asTarget = (value: string) => ({ kind: "host", value }) as const;
    const limits = hostsOf("limit");
    await refuseOurselves(tx, limits.map(asTarget));
    const blocked = await putBlocks(tx, hostsOf("block").map(asTarget));
    const limited = await tx`
      insert into block (kind, value, severity) select 'host', host, 'limit' from unnest(${limits}::text[]) as host
      on conflict (kind, value) do nothing
      returning value`;
    return blocked + limited.length;
  });
}

/** Returns how many of them were not blocked before. */
async function putBlocks(tx: Sql, targets: BlockTarget[]): Promise<number> {
  await refuseInPanic(tx);
  await refuseOurselves(tx, targets);
  const valuesOf = (kind: Block["kind"]) =>
    targets.filter((target) => target.kind === kind).map(({ value }) => value);
  const rows = await tx`
    insert into block (kind, value)
    select kind, value
    from unnest(${targets.map(({ kind }) => kind)}::text[], ${targets.map(({ value }) => value)}::text[])
      as target (kind, value)
    on conflict (kind, value) do update set severity = 'block' where block.severity <> 'block'
    returning value`;
  await notify(tx);
  await endWelcomes(tx, valuesOf("host"));
  await cutTies(tx, valuesOf("actor"), await listHostsUnder(tx, valuesOf("host")));
  return rows.length;
}

/** A host that is limited or blocked is let in no more, even when the decision is lifted again. */
async function endWelcomes(sql: Sql, names: string[]): Promise<void> {
  await sql`
    delete from welcome where exists (select 1 from names_of_host(host) as name where name = any(${names}))`;
}

/** The hosts we know, or still have something for, that these names stand for. */
async function listHostsUnder(tx: Sql, names: string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const rows = await tx<{ host: string }[]>`
    select host
    from (select host from actor union select host from delivery where state in ('waiting', 'held')) known
    where exists (select 1 from names_of_host(host) as name where name = any(${names}))`;
  return rows.map(({ host }) => host);
}

async function cutTies(tx: Sql, actorIds: string[], hosts: string[]): Promise<void> {
  const actors = await tx<{ id: string; inbox: string }[]>`
    select id, inbox from actor where id = any(${actorIds}) or host = any(${hosts})`;
  const ids = actors.map(({ id }) => id);
  const followers = await tx<(Ended & { inbox: string })[]>`
    delete from follower using actor
    where actor_id = actor.id and actor.id = any(${ids})
    returning actor_id as "actorId", follow_id as "followId", coalesce(actor.shared_inbox, actor.inbox) as inbox`;
  const followed = await endBlocked(tx, ids);
  await tx`delete from reaction where actor_id = any(${ids})`;
  await tx`delete from quote_authorization where actor_id = any(${ids})`;
  await tx`
    update reply set state = 'refused'
    where actor_id = any(${ids}) and state in ('held', 'pending', 'approved')`;
  await cancelDeliveriesTo(
    tx,
    [...actors, ...followers].map(({ inbox }) => inbox),
  );
  await cancelDeliveriesToHosts(tx, hosts);
  await sayFarewell(tx, { followers, followed });
}

async function refuseOurselves(sql: Sql, targets: BlockTarget[]): Promise<void> {
  const [collective] = await sql<{ origin: string }[]>`select origin from collective`;
  const own = collective && hostOf(collective.origin);
  const covering = targets.some(({ kind, value }) => {
    const host = kind === "host" ? value : hostOf(value);
    return own !== undefined && host !== undefined && coversHost(host, own);
  });
  if (covering) throw new Conflict("blockOurselves");
}

/** Tells every process that the list has changed. */
const notify = (sql: Sql) => sql`select pg_notify('block', '')`;

/**
 * Lifts a limit or a block. Says whether the group followed somebody there before, and may follow again.
 * @throws {NotFound}
 */
export async function removeBlock(
  sql: Sql,
  kind: Block["kind"],
  value: string,
): Promise<{ followed: boolean }> {
  await refuseInPanic(sql);
  const rows = await sql`delete from block where kind = ${kind} and value = ${value} returning value`;
  if (rows.length === 0) throw new NotFound(`${value} is not blocked.`);
  await notify(sql);
  return { followed: await wasFollowed(sql, { kind, value }) };
}

/** The newest first. */
export async function listBlocks(sql: Sql, options: { limit: number; offset?: number }): Promise<Block[]> {
  return sql<Block[]>`
    select kind, value, severity, created_at as "createdAt"
    from block
    order by created_at desc, kind, value
    offset ${options.offset ?? 0}
    limit ${options.limit}`;
}
