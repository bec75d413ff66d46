import { hostOf } from "../text/address.ts";
import type { Sql } from "./sql.ts";

/** An actor of another server, as it last described itself. */
export interface Actor {
  id: string;
  host: string;
  type: string;
  preferredUsername: string;
  name: string;
  url: string;
  icon: string | null;
  inbox: string;
  sharedInbox: string | null;
  alsoKnownAs: string[];
  /** The account it says it has moved to; verified both ways. */
  movedTo: string | null;
  fetchedAt: Date;
}

export interface ActorKey {
  id: string;
  actorId: string;
  publicKeyPem: string;
  fetchedAt: Date;
}

const columns = (sql: Sql) => sql`
  actor.id, actor.host, actor.type, preferred_username as "preferredUsername", actor.name, actor.url, icon,
  inbox, shared_inbox as "sharedInbox", also_known_as as "alsoKnownAs", moved_to as "movedTo",
  actor.fetched_at as "fetchedAt"`;

export async function findActor(sql: Sql, id: string): Promise<Actor | undefined> {
  const [row] = await sql<Actor[]>`select ${columns(sql)} from actor where id = ${id}`;
  return row;
}

/** The actors of a host that go by this name: one, unless the host is careless. */
export async function listActorsByHandle(sql: Sql, name: string, host: string): Promise<Actor[]> {
  return sql<Actor[]>`
    select ${columns(sql)} from actor
    where host = ${host} and lower(preferred_username) = lower(${name})
    order by id limit 10`;
}

/** An actor that has reached us, by its id, its page or its `@name@host`: however people copy it. */
export async function findActorByAddress(sql: Sql, address: string): Promise<Actor | undefined> {
  const [, name = null, host = null] = /^@?([^@/\s]+)@([^@/\s]+)$/.exec(address) ?? [];
  const [row] = await sql<Actor[]>`
    select ${columns(sql)} from actor
    where id = ${address} or url = ${address}
      or (host = ${host && host.toLowerCase()} and lower(preferred_username) = lower(${name}))
    order by id = ${address} desc
    limit 1`;
  return row;
}

/** Records what an actor's server says of it now, with the keys it lists; keys it lists no more are forgotten. */
export async function putActor(
  sql: Sql,
  actor: Omit<Actor, "host" | "movedTo" | "fetchedAt">,
  keys: { id: string; publicKeyPem: string }[],
): Promise<Actor> {
  const [row] = await sql<Actor[]>`
    insert into actor (id, host, type, preferred_username, name, url, icon, inbox, shared_inbox, also_known_as)
    values (${actor.id}, ${hostOf(actor.id)!}, ${actor.type}, ${actor.preferredUsername}, ${actor.name},
      ${actor.url}, ${actor.icon}, ${actor.inbox}, ${actor.sharedInbox}, ${actor.alsoKnownAs})
    on conflict (id) do update
    set type = excluded.type, preferred_username = excluded.preferred_username, name = excluded.name,
      url = excluded.url, icon = excluded.icon, inbox = excluded.inbox, shared_inbox = excluded.shared_inbox,
      also_known_as = excluded.also_known_as, fetched_at = now()
    returning ${columns(sql)}`;
  await sql`delete from actor_key where actor_id = ${actor.id}`;
  for (const key of keys) {
    await sql`
      insert into actor_key (id, actor_id, public_key_pem) values (${key.id}, ${actor.id}, ${key.publicKeyPem})
      on conflict (id) do update
      set actor_id = excluded.actor_id, public_key_pem = excluded.public_key_pem, fetched_at = now()`;
  }
  return row!;
}

/** A key and the actor whose own document lists it. */
export async function findActorByKey(
  sql: Sql,
  keyId: string,
): Promise<{ actor: Actor; key: ActorKey } | undefined> {
  const [row] = await sql<(Actor & { publicKeyPem: string; keyFetchedAt: Date })[]>`
    select ${columns(sql)}, public_key_pem as "publicKeyPem", actor_key.fetched_at as "keyFetchedAt"
    from actor_key join actor on actor.id = actor_id
    where actor_key.id = ${keyId}`;
  if (!row) return undefined;
  const { publicKeyPem, keyFetchedAt, ...actor } = row;
  return { actor, key: { id: keyId, actorId: actor.id, publicKeyPem, fetchedAt: keyFetchedAt } };
}

export async function recordMove(sql: Sql, id: string, target: string): Promise<void> {
  await sql`update actor set moved_to = ${target} where id = ${id}`;
}

/** An actor is gone: with it go its follow, its replies and its reactions. */
export async function removeActor(sql: Sql, id: string): Promise<void> {
  await sql`delete from actor where id = ${id}`;
}

/** `@name@host`: how people write an actor. */
export function handleOf(actor: Pick<Actor, "preferredUsername" | "host">): string {
  return `@${actor.preferredUsername}@${actor.host}`;
}
